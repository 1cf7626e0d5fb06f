"""What the pages of figures are asked for: the day, the currency, and over whom. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import abort, g, request

from plugin.credit.segment_held import Segment
from plugin.operations.kpis import bring_up_to_date
from plugin.queries.change_marks import change_marks
from plugin.queries.insight_sums import ALL, Asked, months_of
from plugin.queries.series import Mark
from plugin.store import Tx
from plugin.store.reading import customers
from plugin.store.reading import kpis as read
from plugin.store.reading.kpis import Scope
from plugin.web.house import doors, org_id, reading, today

_SEGMENTS = frozenset(each.value for each in Segment)


@contextmanager
def counted() -> Iterator[Tx]:
    """A transaction to read figures in, of sums that were brought up to date before it."""
    with doors().store.tenant(org_id()) as tx:
        bring_up_to_date(tx, on=today())
    with reading() as tx:
        yield tx


def asked_for(tx: Tx) -> Asked:
    """What the address asks for; 400 for a day that is none, or one that has not come."""
    base: str = g.organisation.base_currency
    currency = request.args.get("currency", "") or base
    if currency != ALL and currency not in currencies(tx):
        currency = base
    segment = request.args.get("segment", "")
    if segment and segment not in _SEGMENTS:
        abort(404)
    customer = request.args.get("customer", "")
    if customer and _customer(tx, customer) is None:
        abort(404)
    on = _day("on") or today()
    return Asked(
        on=on,
        currency=currency,
        base_currency=base,
        scope=Scope(customer or None, segment or None),
        against=_day("against", before=on),
    )


def _customer(tx: Tx, customer_id: str) -> str | None:
    """The name of a customer of this organisation; None where there is no such."""
    return customers.names(tx, [customer_id]).get(customer_id)


def name_of(tx: Tx, scope: Scope) -> str:
    """The name of the scope's customer; empty where it is not one customer."""
    return "" if scope.customer_id is None else _customer(tx, scope.customer_id) or ""


def currencies(tx: Tx) -> tuple[str, ...]:
    """The base currency, then every foreign one that was ever invoiced."""
    base: str = g.organisation.base_currency
    return (base, *(each[0] for each in read.rates_used(tx, on=today())))


def _day(name: str, *, before: date | None = None) -> date | None:
    written = request.args.get(name, "").strip()
    if not written:
        return None
    try:
        found = date.fromisoformat(written)
    except ValueError:
        abort(400, f"“{written}” is not a date. Write it as 2026-11-27.")
    if found > today():
        abort(400, "That day has not come yet. Figures look back; the forecast looks ahead.")
    if found.year < 1990:
        abort(400, "Choose a day since 1990.")
    if before is not None and found >= before:
        abort(400, "Compare with a day before the one that is looked at.")
    return found


def link(asked: Asked) -> dict[str, str]:
    """What goes into every address of the page, so that it keeps to what was asked."""
    named = {
        "on": asked.on.isoformat(),
        "currency": asked.currency,
        "segment": asked.scope.segment or "",
        "customer": asked.scope.customer_id or "",
        "against": asked.against.isoformat() if asked.against else "",
    }
    return {name: value for name, value in named.items() if value}


def marks(tx: Tx, asked: Asked) -> tuple[Mark, ...]:
    """What was changed for everybody in the months of the trend."""
    first = months_of(asked.on)[0]
    return tuple(Mark(day, words) for day, words in change_marks(tx) if first <= day <= asked.on)
