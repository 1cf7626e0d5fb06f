"""Statements of a batch of customers: what people wish, the terms of the ledger, those of late.

One statement answers for all customers of the batch. Nothing is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from plugin.credit.statements import (
    NO_STATEMENTS,
    PastStatement,
    StatementFate,
    StatementTerms,
    StatementWish,
)
from plugin.credit.terms import Terms, TermsKind
from plugin.store._account_facts import Batch

#: an activity goes back to the statement before; what is older is only looked up, never decided by
_COUNTS_FOR = timedelta(days=400)

_FATES = {
    "approved": StatementFate.UNDER_WAY,
    "claimed": StatementFate.UNDER_WAY,
    "done": StatementFate.WENT,
    "unconfirmed": StatementFate.WENT,
    "refused": StatementFate.SKIPPED,
}


def statements_of(batch: Batch) -> dict[str, StatementTerms]:
    """By customer; one of whom nothing is known is left out. A proposal is decided afresh."""
    rows = batch.tx.sql(
        "select s.customer_id, 'past', s.currency, s.period, m.state,"
        " coalesce(m.sent_on, cast(m.claimed_at as date), m.proposed_on), cast(null as int), ''"
        " from statements s join messages m on m.org_id = :org and m.id = s.message_id"
        " where s.org_id = :org and s.customer_id = any(:ids)"
        " and m.state not in ('proposed', 'dropped') and m.proposed_on >= :since"
        " union all select customer_id, 'wish', wish, '', '', null, null, ''"
        " from statement_wishes where org_id = :org and customer_id = any(:ids)"
        " union all select id, 'terms', '', '', '', null, terms_days, terms_kind"
        " from contacts where org_id = :org and id = any(:ids) and terms_kind is not null"
        " order by 1, 2, 6, 3",
        ids=batch.ids,
        since=batch.on - _COUNTS_FOR,
    ).fetchall()
    past: dict[str, list[PastStatement]] = defaultdict(list)
    found: dict[str, StatementTerms] = {}
    for customer, what, text, period, state, on, days, kind in map(tuple, rows):
        known = found.get(customer, NO_STATEMENTS)
        if what == "past":
            past[customer].append(PastStatement(text, period, on, _FATES[state]))
        elif what == "wish":
            known = replace(known, wish=StatementWish(text))
        else:
            known = replace(known, pays_by=Terms(days, TermsKind(kind)))
        found[customer] = known
    for customer, each in past.items():
        found[customer] = replace(found[customer], past=tuple(each))
    return found
