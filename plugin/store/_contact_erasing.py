"""What goes with a contact that asked to be forgotten: everything said to, by and about them.

Amounts, dates and the chain of the log stay, and it still verifies.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.store._mail_leaving import forget_mail
from plugin.store._portal_leaving import forget_links
from plugin.store._tx import Tx

#: what may hold a person's words or a name, by table, and what stands there afterwards; kinds of
#: event whose sentence is more than amounts, dates and document numbers lose the sentence. What
#: the ledger itself keeps of its documents, their references, stays
_PERSONAL = (
    (
        "messages set sentence = null, subject = null, body_text = null, body_html = null,"
        " recipients = null, address_hashes = '{}'"
    ),
    (
        "events set said = null,"
        " summary = case when kind in ('status', 'task', 'limit', 'limit_refused', 'family_limit',"
        " 'held', 'plan_ended')"
        " then '(erased)' else summary end"
    ),
    "tasks set names = '[]', answer = case when answer is null then null else '(erased)' end",
    "terms set limit_reason = case when limit_reason is null then null else '(erased)' end",
    "limit_changes set reason = '(erased)'",
    "credit_decisions set words = null",
    "calls set said = null",
    "replies set said = null",
    "charges set why = null",
    "hand_offs set why = null, back_why = null",
    "disputes set words = null",
    "feedback set words = null",
    "check_in_talks set words = null",
    "veto_windows set reason = null",
    "comments set words = null",
    "second_approvals set words = '(erased)'",
    "asked set content = null",
    "plans set ended_why = case when ended_why is null then null else '(erased)' end",
    "statements set paper = null",
    "provider_payments set reference = null, payer = '', why = ''",
    # what Xero refuses, it may refuse by name
    "ledger_writes set outcome = null",
)

#: what is nothing without such words
_WHOLE = (
    *("contact_roles", "good_payer_letters", "limit_refusals", "talk_lines", "talk_papers"),
    *("told", "context_notes", "quarter_reviews"),
)


def erase_words(tx: Tx, ids: Sequence[str]) -> None:
    """Destroy what was said to, by and about these contacts; amounts, dates and the chain stay."""
    if not ids:
        return
    for change in _PERSONAL:
        tx.sql(
            f"update {change} where org_id = :org and customer_id = any(:ids)",
            ids=list(ids),
        )
    for table in _WHOLE:
        tx.sql(
            f"delete from {table} where org_id = :org and customer_id = any(:ids)",  # noqa: S608
            ids=list(ids),
        )
    tx.sql(
        "delete from tidy_asides where org_id = :org and customer_ids && cast(:ids as text[])",
        ids=list(ids),
    )
    _erase_requests(tx, ids)
    forget_mail(tx, ids)
    forget_links(tx, ids)
    # the ledger's complaints name no customer by id, so all of them go
    tx.sql("delete from complaints where org_id = :org")
    tx.sql("update call_state set last_error = null, last_error_at = null where org_id = :org")


def _erase_requests(tx: Tx, ids: Sequence[str]) -> None:
    """What they wrote when they asked for credit, and what others said of them."""
    for table in ("credit_facts", "credit_references"):
        tx.sql(
            f"delete from {table} where org_id = :org and request_id in"  # noqa: S608 - our names
            " (select id from credit_requests where org_id = :org and contact_id = any(:ids))",
            ids=list(ids),
        )
    tx.sql(
        "update credit_requests set name = '(erased)', content = null, accepted_by = null,"
        " why = null, letter = null where org_id = :org and contact_id = any(:ids)",
        ids=list(ids),
    )
