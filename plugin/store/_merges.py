"""What follows when the ledger merged two contacts: everything of the loser is the winner's.

The ledger decides who wins; nothing here does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugin.store._mail_leaving import move_mail
from plugin.store._merged_assigned import move_assigned
from plugin.store._merged_relationship import move_relationship
from plugin.store._merged_statements import move_statements
from plugin.store._portal_leaving import move_links
from plugin.store._tx import Tx
from plugin.store.trials import move_places

#: the ledger merges contacts one into the next; a longer chain than this is none
_LONGEST_CHAIN = 20

#: where a contact is named and two rows never collide
_NAMED_IN = (
    ("invoices", "contact_id"),
    ("credits", "contact_id"),
    ("quotes", "contact_id"),
    ("repeating", "contact_id"),
    ("limit_changes", "customer_id"),
    ("limit_refusals", "customer_id"),
    ("credit_decisions", "customer_id"),
    ("holds", "customer_id"),
    ("disputes", "customer_id"),
    ("plans", "customer_id"),
    ("promises", "customer_id"),
    ("steps", "customer_id"),
    ("called_off", "customer_id"),
    ("events", "customer_id"),
    ("differences", "customer_id"),
    ("calls", "customer_id"),
    ("replies", "customer_id"),
    ("charges", "customer_id"),
    ("provider_payments", "customer_id"),
    ("kind_words", "customer_id"),
    ("crossings", "customer_id"),
    ("good_payer_letters", "customer_id"),
    ("feedback", "customer_id"),
    ("asked", "customer_id"),
    ("portal_answers", "customer_id"),
    ("talks", "customer_id"),
    ("talk_lines", "customer_id"),
    ("talk_papers", "customer_id"),
    ("veto_windows", "customer_id"),
    ("comments", "customer_id"),
    ("told", "customer_id"),
    ("context_notes", "customer_id"),
    ("check_in_talks", "customer_id"),
    ("quarter_reviews", "customer_id"),
    ("hand_offs", "customer_id"),
    ("credit_requests", "contact_id"),
)

_MERGED = (
    " from contacts c where {table}.org_id = :org and c.org_id = :org and c.id = {table}.{column}"
    " and c.merged_into is not null and c.id = any(:losers)"
)


def winners_of(tx: Tx, contact_ids: Iterable[str]) -> dict[str, str]:
    """Loser to winner, for those of these contacts that were merged away."""
    ids = sorted(set(contact_ids))
    rows = tx.sql(
        "select id, merged_into from contacts"
        " where org_id = :org and id = any(:ids) and merged_into is not null",
        ids=ids,
    )
    return {row.id: row.merged_into for row in rows}


def settle_merges(tx: Tx, merged: Mapping[str, str]) -> frozenset[str]:
    """Point everything of the losers (keys) to the winners; returns the final winners."""
    if not merged:
        return frozenset()
    losers = sorted(merged)
    _make_room_for_winners(tx, losers)
    _shorten_chains(tx)
    winners = frozenset(winners_of(tx, losers).values())
    _move_messages(tx, losers)
    for table, column in _NAMED_IN:
        tx.sql(
            f"update {table} set {column} = c.merged_into"  # noqa: S608 - our own names
            + _MERGED.format(table=table, column=column),
            losers=losers,
        )
    _move_terms(tx, losers)
    move_statements(tx, losers)
    move_relationship(tx, losers)
    move_mail(tx, losers)
    move_links(tx, losers)
    move_places(tx, losers)
    _move_memberships(tx, losers)
    _move_tasks(tx, losers)
    _move_roles(tx, losers)
    move_assigned(tx, losers)
    tx.sql(
        "delete from assessments where org_id = :org and customer_id = any(:losers)", losers=losers
    )
    return winners


def _make_room_for_winners(tx: Tx, losers: list[str]) -> None:
    """A winner that has not been read yet gets an empty row that any reading overwrites."""
    tx.sql(
        "insert into contacts as w (org_id, id, name, is_customer, is_supplier, updated_at)"
        " select cast(:org as uuid), l.merged_into, '', bool_or(l.is_customer),"
        " bool_or(l.is_supplier), to_timestamp(0)"
        " from contacts l where l.org_id = :org and l.id = any(:losers)"
        " and l.merged_into is not null group by l.merged_into order by l.merged_into"
        " on conflict (org_id, id) do update set"
        " is_customer = w.is_customer or excluded.is_customer,"
        " is_supplier = w.is_supplier or excluded.is_supplier",
        losers=losers,
    )


def _shorten_chains(tx: Tx) -> None:
    for _ in range(_LONGEST_CHAIN):
        moved = tx.sql(
            "update contacts c set merged_into = w.merged_into from contacts w"
            " where c.org_id = :org and w.org_id = :org and c.merged_into = w.id"
            " and w.merged_into is not null and w.merged_into <> c.id"
        )
        if not moved.rowcount:
            return
    raise ValueError("the ledger's merged contacts lead round in a circle")


def _move_messages(tx: Tx, losers: list[str]) -> None:
    """What was not sent is composed anew for the winner; what went out counts as the winner's."""
    tx.sql(
        "with dropped as (update messages set state = 'dropped', outcome = 'contact merged'"
        " where org_id = :org and customer_id = any(:losers) and state in ('proposed', 'approved')"
        " returning id) update steps set state = 'dropped'"
        " where org_id = :org and message_id in (select id from dropped)",
        losers=losers,
    )
    tx.sql(
        "update messages set customer_id = c.merged_into"  # noqa: S608 - our own names
        + _MERGED.format(table="messages", column="customer_id")
        + " and not (messages.state = 'claimed' and exists (select from messages o"
        " where o.org_id = :org and o.customer_id = c.merged_into and o.kind = messages.kind"
        " and o.currency = messages.currency and o.state in ('proposed', 'approved', 'claimed')))",
        losers=losers,
    )


def _move_terms(tx: Tx, losers: list[str]) -> None:
    """The winner's own terms stand; what it has none of comes from the loser."""
    tx.sql(
        "insert into terms as t (org_id, customer_id, credit_limit, limit_currency, limit_set_by,"
        " limit_set_at, limit_reason, policy, policy_until, segment, segment_until, never_chase,"
        " direct_debit, family_id,"
        " set_off_settled, kind, law, standing_by, standing_at, accepted_on, interest, language)"
        " select distinct on (c.merged_into) l.org_id, c.merged_into, l.credit_limit,"
        " l.limit_currency, l.limit_set_by, l.limit_set_at, l.limit_reason, l.policy,"
        " l.policy_until, l.segment, l.segment_until,"
        " l.never_chase, l.direct_debit, l.family_id, l.set_off_settled, l.kind, l.law,"
        " l.standing_by, l.standing_at, l.accepted_on, l.interest, l.language"
        " from terms l join contacts c on c.org_id = :org and c.id = l.customer_id"
        " where l.org_id = :org and l.customer_id = any(:losers) and c.merged_into is not null"
        " order by c.merged_into, l.limit_set_at desc nulls last, l.customer_id"
        " on conflict (org_id, customer_id) do update set"
        " credit_limit = coalesce(t.credit_limit, excluded.credit_limit),"
        " limit_currency = case when t.credit_limit is null"
        " then excluded.limit_currency else t.limit_currency end,"
        " limit_set_by = coalesce(t.limit_set_by, excluded.limit_set_by),"
        " limit_set_at = coalesce(t.limit_set_at, excluded.limit_set_at),"
        " limit_reason = coalesce(t.limit_reason, excluded.limit_reason),"
        " policy = coalesce(t.policy, excluded.policy),"
        " policy_until = case when t.policy is null"
        " then excluded.policy_until else t.policy_until end,"
        " segment = coalesce(t.segment, excluded.segment),"
        " segment_until = case when t.segment is null"
        " then excluded.segment_until else t.segment_until end,"
        " never_chase = t.never_chase or excluded.never_chase,"
        " direct_debit = t.direct_debit or excluded.direct_debit,"
        " family_id = coalesce(t.family_id, excluded.family_id),"
        " law = case when t.kind is null then excluded.law else t.law end,"
        " standing_by = case when t.kind is null"
        " then excluded.standing_by else t.standing_by end,"
        " standing_at = case when t.kind is null"
        " then excluded.standing_at else t.standing_at end,"
        " kind = coalesce(t.kind, excluded.kind),"
        " accepted_on = coalesce(t.accepted_on, excluded.accepted_on),"
        " interest = coalesce(t.interest, excluded.interest),"
        " language = coalesce(t.language, excluded.language)",
        losers=losers,
    )
    for table in ("terms", "sent_answers"):
        tx.sql(
            f"delete from {table} where org_id = :org and customer_id = any(:losers)",  # noqa: S608
            losers=losers,
        )


def _move_roles(tx: Tx, losers: list[str]) -> None:
    """Who is written to comes along where the winner's own people have no say on that address."""
    tx.sql(
        "insert into contact_roles (org_id, customer_id, address_hash, address, name, role,"
        " bounced_at, bounced_why, by, at)"
        " select distinct on (c.merged_into, r.address_hash) r.org_id, c.merged_into,"
        " r.address_hash, r.address, r.name, r.role, r.bounced_at, r.bounced_why, r.by, r.at"
        " from contact_roles r join contacts c on c.org_id = :org and c.id = r.customer_id"
        " where r.org_id = :org and r.customer_id = any(:losers) and c.merged_into is not null"
        " order by c.merged_into, r.address_hash, r.at desc"
        " on conflict (org_id, customer_id, address_hash) do nothing",
        losers=losers,
    )
    tx.sql(
        "delete from contact_roles where org_id = :org and customer_id = any(:losers)",
        losers=losers,
    )


def _move_memberships(tx: Tx, losers: list[str]) -> None:
    tx.sql(
        "insert into group_members (org_id, group_id, contact_id)"
        " select cast(:org as uuid), m.group_id, c.merged_into from group_members m"
        " join contacts c on c.org_id = :org and c.id = m.contact_id"
        " where m.org_id = :org and c.merged_into is not null and m.contact_id = any(:losers)"
        " on conflict do nothing",
        losers=losers,
    )
    tx.sql(
        "delete from group_members where org_id = :org and contact_id = any(:losers)",
        losers=losers,
    )


def _move_tasks(tx: Tx, losers: list[str]) -> None:
    """A review raises its own tasks again for the winner; a person's stay the winner's."""
    tx.sql(
        "update tasks set state = 'void', answer = 'contact merged'"
        " where org_id = :org and customer_id = any(:losers) and state = 'open'"
        " and raised_by = 'review'",
        losers=losers,
    )
    tx.sql(
        "update tasks set customer_id = c.merged_into"  # noqa: S608 - our own names
        + _MERGED.format(table="tasks", column="customer_id")
        + " and not (tasks.state = 'open' and exists (select from tasks o where o.org_id = :org"
        " and o.customer_id = c.merged_into and o.kind = tasks.kind and o.subject = tasks.subject"
        " and o.state = 'open'))",
        losers=losers,
    )
