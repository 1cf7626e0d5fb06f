"""Reads what the interest of a customer's late debts is worked out from. Nothing is judged here.

The past of each invoice that was ever late, the spans of holds and plans, what was claimed or
waived, and the reference rates that a person entered beside the house's own list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from plugin.credit.account import HoldKind
from plugin.credit.charging import FREEZING, ChargeFacts
from plugin.credit.history import Cover, CoverKind, PastInvoice
from plugin.credit.rates import PUBLISHED, Reference, ReferenceRate, Sureness
from plugin.store._account_facts import RECENT
from plugin.store._tx import Tx

_Held = tuple[HoldKind, str | None, date, date]


def charge_facts(tx: Tx, customer_id: str, *, on: date, timezone: str) -> ChargeFacts:
    """The facts of one customer as of a civil day; `timezone` is the organisation's own."""
    rows = tx.sql(
        "select c.invoice_id, c.until, c.compensation > 0 as has_fixed, c.state = 'waived'"
        " and c.for_good as is_spared from charges c"
        " where c.org_id = :org and c.customer_id = :customer and c.state <> 'undone'",
        customer=customer_id,
    ).fetchall()
    settled: dict[str, date] = {}
    for row in rows:
        settled[row.invoice_id] = max(row.until, settled.get(row.invoice_id, date.min))
    return ChargeFacts(
        invoices=_past(tx, customer_id, on),
        held=_held(tx, customer_id, timezone),
        settled=settled,
        fixed_settled=frozenset(row.invoice_id for row in rows if row.has_fixed),
        spared=frozenset(row.invoice_id for row in rows if row.is_spared),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredRate:
    """A reference rate as a person read it somewhere on a civil day."""

    reference: Reference
    since: date
    per_cent: Decimal
    source: str
    read_on: date
    by: str


def entered_rates(tx: Tx) -> tuple[EnteredRate, ...]:
    """The rates that people of the organisation entered."""
    rows = tx.sql(
        "select reference, since, per_cent, source, read_on, by from reference_rates"
        " where org_id = :org order by reference, since"
    ).mappings()
    return tuple(EnteredRate(**{**row, "reference": Reference(row["reference"])}) for row in rows)


def known_rates(tx: Tx) -> tuple[ReferenceRate, ...]:
    """The house's own rates and those that people of the organisation entered, theirs first."""
    entered = tuple(
        ReferenceRate(
            each.reference,
            each.since,
            each.per_cent,
            f"{each.source}, read on {each.read_on.isoformat()} by {each.by}",
            Sureness.ENTERED,
        )
        for each in entered_rates(tx)
    )
    return (*entered, *PUBLISHED)


def enter_rate(tx: Tx, rate: EnteredRate, *, at: datetime) -> None:
    """Keep the rate of a half-year as a person read it, in the place of one entered before."""
    tx.sql(
        "insert into reference_rates (org_id, reference, since, per_cent, source, read_on, by, at)"
        " values (:org, :reference, :since, :per_cent, :source, :read_on, :by, :at)"
        " on conflict (org_id, reference, since) do update set per_cent = excluded.per_cent,"
        " source = excluded.source, read_on = excluded.read_on, by = excluded.by,"
        " at = excluded.at",
        reference=rate.reference.value,
        since=rate.since,
        per_cent=rate.per_cent,
        source=rate.source,
        read_on=rate.read_on,
        by=rate.by,
        at=at,
    )


def _past(tx: Tx, customer_id: str, on: date) -> tuple[PastInvoice, ...]:
    """Sales invoices that are late or were paid late since, with all that ever covered them."""
    rows = tx.sql(
        "select id, number, issued, due, total, currency, sent_on from invoices"
        " where org_id = :org and contact_id = :customer and kind = 'sale' and not is_charge"
        " and state in ('approved', 'paid') and due < :on"
        " and (balance > 0 or fully_paid_on > due and fully_paid_on >= :since)"
        " order by due, id",
        customer=customer_id,
        on=on,
        since=on - RECENT,
    ).fetchall()
    covers = _covers(tx, [row.id for row in rows])
    return tuple(
        PastInvoice(
            id=row.id,
            number=row.number,
            issued=row.issued,
            due=row.due,
            amount=row.total,
            currency=row.currency,
            sent_on=row.sent_on,
            covers=tuple(covers.get(row.id, ())),
        )
        for row in rows
    )


def _covers(tx: Tx, invoice_ids: list[str]) -> dict[str, list[Cover]]:
    if not invoice_ids:
        return {}
    rows = tx.sql(
        "select document_id as invoice_id, paid_on as covered_on, amount,"
        " case when is_write_off then 'write_off' else 'payment' end as kind from payments"
        " where org_id = :org and document_id = any(:ids) and kind = 'sale' and not deleted"
        " union all select a.invoice_id, a.allocated_on, a.amount,"
        " case when c.is_write_off then 'write_off' when c.kind = 'credit_note' then 'credit'"
        " else 'payment' end from allocations a"
        " join credits c on c.org_id = :org and c.id = a.credit_id and c.live"
        " where a.org_id = :org and a.invoice_id = any(:ids) order by 2, 1, 3",
        ids=invoice_ids,
    )
    found: dict[str, list[Cover]] = defaultdict(list)
    for row in rows:
        found[row.invoice_id].append(Cover(row.covered_on, row.amount, CoverKind(row.kind)))
    return found


def _held(tx: Tx, customer_id: str, timezone: str) -> tuple[_Held, ...]:
    """Spans in which the law or kindness lets nothing be earned, ended ones too.

    The last day is the one before words may go again; of a hold that a person ended, the day
    before that. What has no end yet lasts for ever.
    """
    rows = tx.sql(
        "select kind, invoice_id, since, least(until, cast(ended_at at time zone :zone as date))"
        " - 1 as last from holds where org_id = :org and customer_id = :customer"
        " and kind = any(:kinds)"
        " union all select 'plan', i.invoice_id, p.agreed_on, p.ended_on - 1 from plans p"
        " join plan_invoices i on i.org_id = :org and i.plan_id = p.id"
        " where p.org_id = :org and p.customer_id = :customer"
        # what a group of the ledger means holds for as long as the customer is in it
        " union all select l.meaning, null, date '0001-01-01', null from group_members m"
        " join ledger_groups l on l.org_id = :org and l.id = m.group_id"
        " where m.org_id = :org and m.contact_id = :customer and l.meaning = any(:kinds)"
        " order by 3, 1",
        customer=customer_id,
        kinds=sorted(kind.value for kind in FREEZING),
        zone=timezone,
    )
    return tuple(
        (HoldKind(row.kind), row.invoice_id, row.since, row.last or date.max) for row in rows
    )
