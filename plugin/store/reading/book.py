"""Reads the whole book for the loss budget: limit, exposure and score of every customer.

As of the last review of each; it judges nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from plugin.credit.account import Rate
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.store import _account_facts as facts
from plugin.store._tx import Tx
from plugin.store.reading.planning import joined_by_hash

_SLIPPING = (Segment.SLIPPING.value, Segment.POOR.value)


def book(tx: Tx) -> Sequence[Row[Any]]:
    """Every customer with a limit or with exposure: id, name, family, limit, score, exposure.

    `exposure` is the last review's, per currency; of a member of a family with a limit of its own
    the family's limit stands beside.
    """
    with joined_by_hash(tx):
        return tx.sql(
            "select c.id, c.name, f.id as family_id, f.name as family, f.credit_limit as"
            " family_limit, f.limit_currency as family_currency, t.credit_limit, t.limit_currency,"
            " cast(a.decision ->> 'score' as integer) as score,"
            " coalesce(a.decision -> 'exposure', '[]') as exposure"
            " from contacts c"
            " left join assessments a on a.org_id = c.org_id and a.customer_id = c.id"
            " left join terms t on t.org_id = c.org_id and t.customer_id = c.id"
            " left join families f on f.org_id = c.org_id and f.id = t.family_id"
            "  and f.credit_limit is not null"
            " where c.org_id = :org and c.merged_into is null and (t.credit_limit is not null"
            " or f.id is not null or jsonb_array_length(coalesce(a.decision -> 'exposure', '[]'))"
            " > 0) order by c.id"
        ).all()


def worth_a_look(tx: Tx, *, raised_from: int, limit: int) -> Sequence[str]:
    """Ids of customers for whom a limit may be suggested, the best first, at most so many of each.

    Without a limit and ever invoiced; with one and a score that may be raised; or with one and
    slipping or poor by the rule. Archived and merged ones are left out, and members of a family
    with a limit of its own.
    """
    with joined_by_hash(tx):
        return (
            tx.sql(
                "with mine as (select c.id, t.credit_limit,"
                " cast(a.decision ->> 'score' as integer) as score, a.segment_found,"
                " cast(a.decision #>> '{limit_use,utilisation}' as numeric) as used"
                " from contacts c"
                " left join assessments a on a.org_id = c.org_id and a.customer_id = c.id"
                " left join terms t on t.org_id = c.org_id and t.customer_id = c.id"
                " left join families f on f.org_id = c.org_id and f.id = t.family_id"
                "  and f.credit_limit is not null"
                " where c.org_id = :org and c.merged_into is null and c.status = 'active'"
                " and c.is_customer and f.id is null)"
                " (select id from mine where credit_limit is null and exists (select from invoices"
                "  i where i.org_id = :org and i.contact_id = mine.id and i.kind = 'sale'"
                "  and i.state in ('approved', 'paid'))"
                "  order by score desc nulls last, id limit :limit)"
                " union all (select id from mine where credit_limit is not null"
                "  and score >= :raised_from order by score desc, used desc nulls last, id"
                "  limit :limit)"
                " union all (select id from mine where credit_limit is not null"
                "  and score < :raised_from and segment_found = any(:slipping)"
                "  order by score, id limit :limit)"
                " union all (select id from mine where credit_limit is not null and score is not"
                "  null and score >= :raised_from and segment_found = any(:slipping)"
                "  order by score, id limit :limit)",
                raised_from=raised_from,
                slipping=list(_SLIPPING),
                limit=limit,
            )
            .scalars()
            .all()
        )


def newest_rates(tx: Tx, *, on: date, base: str) -> tuple[Rate, ...]:
    """The newest rate of each currency that the ledger itself used (rule 9)."""
    return facts.rates(facts.Batch(tx, "{}", on, on), base)


def limits_set_at(tx: Tx, customer_ids: Sequence[str]) -> dict[str, Any]:
    """The instant of the last change of each customer's limit."""
    rows = tx.sql(
        "select customer_id, limit_set_at from terms where org_id = :org"
        " and customer_id = any(:ids) and limit_set_at is not null",
        ids=list(customer_ids),
    )
    return {row.customer_id: row.limit_set_at for row in rows}


def members_of(tx: Tx) -> dict[str, str]:
    """The family of each customer whose family has a limit of its own."""
    rows = tx.sql(
        "select t.customer_id, t.family_id from terms t"
        " join families f on f.org_id = t.org_id and f.id = t.family_id"
        " where t.org_id = :org and f.credit_limit is not null order by t.customer_id"
    )
    return {row.customer_id: row.family_id for row in rows}


def families(tx: Tx) -> dict[str, tuple[str, Money]]:
    """Name and shared limit of each family that has one."""
    rows = tx.sql(
        "select id, name, credit_limit, limit_currency from families"
        " where org_id = :org and credit_limit is not null order by id"
    )
    return {row.id: (row.name, Money(row.credit_limit, row.limit_currency)) for row in rows}


def lost_in_a_year(tx: Tx, *, on: date) -> Decimal:
    """What was written off in the last 365 days, in base currency at the invoices' own rates."""
    found: Decimal = tx.sql(
        "select coalesce(sum(lost), 0) from (select p.amount * i.base_per_unit as lost"
        " from payments p join invoices i on i.org_id = p.org_id and i.id = p.document_id"
        " where p.org_id = :org and p.is_write_off and not p.deleted"
        " and p.paid_on > :since and p.paid_on <= :on union all"
        " select a.amount * i.base_per_unit from credits c"
        " join allocations a on a.org_id = c.org_id and a.credit_id = c.id"
        " join invoices i on i.org_id = a.org_id and i.id = a.invoice_id"
        " where c.org_id = :org and c.is_write_off and c.live"
        " and c.credited_on > :since and c.credited_on <= :on) x",
        on=on,
        since=on - timedelta(days=365),
    ).scalar_one()
    return found
