"""Reads the kept sums of figures, added up over whom is asked for. It recounts nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.credit.kpi_measures import Measure, Sums
from plugin.store._tx import Tx

_MEASURES = tuple(Measure)
_SUMMED = ", ".join(f"sum(k.{each.value})" for each in _MEASURES)
_EACH = ", ".join(f"k.{each.value}" for each in _MEASURES)

#: of everybody, of one customer, or of those who are in a segment today
_SCOPE = (
    "(cast(:customer as text) is null or {id} = :customer)"
    " and (cast(:segment as text) is null or {id} in (select a.customer_id from assessments a"
    " where a.org_id = :org and a.segment = :segment))"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Over whom figures are counted: a customer, a segment as it is today, or everybody."""

    customer_id: str | None = None
    segment: str | None = None

    def values(self) -> dict[str, str | None]:
        """As parameters of a statement."""
        return {"customer": self.customer_id, "segment": self.segment}


EVERYBODY = Scope()


def whose(column: str) -> str:
    """The condition that a column's customer is in the scope whose values go with it."""
    return _SCOPE.format(id=column)


#: whose sums of which day: the day, the currency, and whether turned into base currency
Of = tuple[date, str, bool]


def summed(tx: Tx, days: Collection[date], scope: Scope = EVERYBODY) -> dict[Of, Sums]:
    """The kept sums of these days, per currency, and of foreign ones in base currency beside."""
    where = (
        "from kpi_sums k where k.org_id = :org and k.day = any(cast(:days as date[])) and "
        + _SCOPE.format(id="k.customer_id")
    )
    asked: dict[str, Any] = {"days": list(days), **scope.values()}
    aged: dict[Of, dict[date, Decimal]] = {}
    for day, currency, in_base, month, amount in map(
        tuple,
        tx.sql(
            "select k.day, k.currency, k.in_base, one.month, sum(one.amount) from kpi_sums k"  # noqa: S608
            " cross join lateral unnest(k.aged_months, k.aged) as one (month, amount)"
            f" {where.removeprefix('from kpi_sums k')} group by 1, 2, 3, 4",
            **asked,
        ).fetchall(),
    ):
        aged.setdefault((day, currency, in_base), {})[month] = amount
    found: dict[Of, Sums] = {}
    for day, currency, in_base, *amounts in map(
        tuple,
        tx.sql(
            f"select k.day, k.currency, k.in_base, {_SUMMED} {where} group by 1, 2, 3",
            **asked,
        ).fetchall(),
    ):
        by = {m: a for m, a in zip(_MEASURES, amounts, strict=True) if a}
        found[day, currency, in_base] = Sums(by, aged.get((day, currency, in_base), {}))
    return found


def sales_by_month(
    tx: Tx, *, on: date, scope: Scope = EVERYBODY
) -> dict[tuple[str, bool], dict[date, Decimal]]:
    """Net sales by the first day of each calendar month up to a day, per currency.

    The second part of a key says whether it was turned into base currency, each document at the
    rate that the ledger gave it. Approved sales less credit notes; no interest, fees or write-offs.
    """
    whose = _SCOPE.format(id="s.contact_id")
    rows = tx.sql(
        "select s.currency, s.in_base, cast(date_trunc('month', s.day) as date), sum(s.amount)"  # noqa: S608
        " from (select i.contact_id, i.currency, i.issued as day, false as in_base,"
        " i.total as amount from invoices i where {sold}"
        " union all select i.contact_id, i.currency, i.issued, true, i.total * i.base_per_unit"
        " from invoices i join organisations o on o.id = :org and o.base_currency <> i.currency"
        " where {sold}"
        " union all select c.contact_id, c.currency, c.credited_on, false, -c.total"
        " from credits c where {noted}"
        " union all select c.contact_id, c.currency, c.credited_on, true, -c.total * {rate}"
        " from credits c join organisations o on o.id = :org and o.base_currency <> c.currency"
        f" where {{noted}}) s where {whose} group by 1, 2, 3".format(
            sold=_SOLD, noted=_NOTED, rate=RATE_OF_CREDIT
        ),
        on=on,
        **scope.values(),
    ).fetchall()
    found: dict[tuple[str, bool], dict[date, Decimal]] = {}
    for currency, in_base, month, amount in map(tuple, rows):
        found.setdefault((currency, in_base), {})[month] = amount
    return found


_SOLD = (
    "i.org_id = :org and i.kind = 'sale' and i.state in ('approved', 'paid')"
    " and not i.is_charge and i.issued <= :on"
)
_NOTED = (
    "c.org_id = :org and c.live and c.kind = 'credit_note' and not c.is_write_off"
    " and c.credited_on <= :on"
)
#: a credit has no rate of its own here: the newest that the ledger used for an invoice by its day
RATE_OF_CREDIT = (
    "coalesce((select r.base_per_unit from invoices r where r.org_id = c.org_id"
    " and r.currency = c.currency and r.issued <= c.credited_on"
    " and r.state in ('approved', 'paid') order by r.issued desc, r.id desc limit 1), 1)"
)


def by_customer(tx: Tx, day: date, scope: Scope = EVERYBODY) -> dict[str, dict[Of, Sums]]:
    """The kept sums of one day, customer by customer; what is aged stays out of them."""
    rows = tx.sql(
        f"select k.customer_id, k.currency, k.in_base, {_EACH} from kpi_sums k"  # noqa: S608
        " where k.org_id = :org and k.day = :day and " + _SCOPE.format(id="k.customer_id"),
        day=day,
        **scope.values(),
    ).fetchall()
    found: dict[str, dict[Of, Sums]] = {}
    for customer, currency, in_base, *amounts in map(tuple, rows):
        by = {m: a for m, a in zip(_MEASURES, amounts, strict=True) if a}
        found.setdefault(customer, {})[day, currency, in_base] = Sums(by)
    return found


def customers_of(tx: Tx, scope: Scope) -> tuple[str, ...] | None:
    """The ids of a scope's customers; None for everybody."""
    if scope == EVERYBODY:
        return None
    rows = tx.sql(
        "select c.id from contacts c where c.org_id = :org and "  # noqa: S608 - our own words
        + _SCOPE.format(id="c.id"),
        **scope.values(),
    )
    return tuple(rows.scalars())


def segments(tx: Tx) -> dict[str, tuple[str, date | None]]:
    """The segment of each customer today, and since when it is theirs."""
    rows = tx.sql(
        "select customer_id, segment, segment_since from assessments"
        " where org_id = :org and segment is not null"
    )
    return {row.customer_id: (row.segment, row.segment_since) for row in rows}


def rates_used(tx: Tx, *, on: date) -> tuple[tuple[str, Decimal, Decimal, Decimal, date], ...]:
    """Of each foreign currency: the lowest and highest rate, and the newest with its day.

    As the ledger gave them to invoices by that day: units of base currency for one of the foreign.
    """
    rows = tx.sql(
        "select i.currency, min(i.base_per_unit), max(i.base_per_unit),"
        " (array_agg(i.base_per_unit order by i.issued desc, i.id desc))[1], max(i.issued)"
        " from invoices i join organisations o on o.id = :org and o.base_currency <> i.currency"
        " where i.org_id = :org and i.kind = 'sale' and i.state in ('approved', 'paid')"
        " and i.issued <= :on group by i.currency order by i.currency",
        on=on,
    )
    return tuple((row[0], row[1], row[2], row[3], row[4]) for row in map(tuple, rows))


def dated_ahead(tx: Tx, *, on: date, scope: Scope = EVERYBODY) -> dict[str, tuple[int, Decimal]]:
    """Payments that the ledger dates after a day, how many and how much, per currency.

    The ledger has taken them off its balances already; as of the day they had not come.
    """
    rows = tx.sql(
        "select p.currency, count(*), sum(p.amount) from payments p"  # noqa: S608 - our own words
        " join invoices i on i.org_id = p.org_id and i.id = p.document_id"
        " where p.org_id = :org and p.kind = 'sale' and not p.deleted and p.paid_on > :on and "
        + whose("i.contact_id")
        + " group by p.currency order by p.currency",
        on=on,
        **scope.values(),
    )
    return {row[0]: (row[1], row[2]) for row in map(tuple, rows)}
