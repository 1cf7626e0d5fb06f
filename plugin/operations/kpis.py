"""Brings the kept sums of figures up to date: only customers whose facts changed are recounted.

The sums of the last months' ends and of today are kept. It computes no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.calendars import calendar_for
from plugin.credit.kpi_measures import Deadline
from plugin.credit.kpi_sweep import sweep
from plugin.credit.ledger_past import DatedCustomer
from plugin.credit.months import end_of_month, months_after
from plugin.credit.working_days import roll_forward
from plugin.store import Tx, kpis
from plugin.store.reading.ledger_past import ledger_past

#: so many months' ends are kept: three years
KEPT_MONTHS = 36
#: raised when a measure changes its meaning, so that what was kept under the old one is dropped
RULES = 1
#: nothing that a day's sums need was settled longer before it
LOOKS_BACK = timedelta(days=400)
#: above this share of the customers, all are recounted at once
_MANY = 4


@dataclass(frozen=True, slots=True)
class Recounted:
    """What had to be counted anew: how many customers, and how many days of all of them."""

    customers: int
    days: int


def days_kept(on: date) -> tuple[date, ...]:
    """The ends of the last whole months before a day, and the day itself, in order."""
    last = on.replace(day=1) - timedelta(days=1)
    ends = [end_of_month(months_after(last, -n)) for n in range(KEPT_MONTHS)]
    return tuple(sorted({*ends, on}))


def bring_up_to_date(tx: Tx, *, on: date) -> Recounted:
    """Make the kept sums true on a civil day, which is today.

    After one payment only its customer is recounted; on a new day everybody's sums of that day.
    """
    kpis.hold_others(tx)
    wanted = days_kept(on)
    kept = kpis.kept_days(tx, rules=RULES)
    stale = kpis.changed(tx)
    kpis.drop_gone(tx)
    if kept == frozenset(wanted) and not stale:
        return Recounted(0, 0)
    kpis.replace_days(tx, wanted, rules=RULES)
    new_days = tuple(day for day in wanted if day not in kept)
    known = _seen(tx)
    if len(new_days) == len(wanted) or len(stale) * _MANY > known:
        _recount_all(tx, wanted)
        kpis.note_seen(tx, stale)
        return Recounted(max(known, len(stale)), len(wanted))
    if new_days:
        _add_days(tx, new_days, but=stale)
    if stale:
        _recount(tx, stale, wanted)
    return Recounted(len(stale), len(new_days))


def _seen(tx: Tx) -> int:
    found: int = tx.sql("select count(*) from kpi_seen where org_id = :org").scalar_one()
    return found


def _recount_all(tx: Tx, days: tuple[date, ...]) -> None:
    kpis.forget(tx, None)
    past = ledger_past(tx, since=days[0] - LOOKS_BACK)
    kpis.keep(tx, sweep(past, days, deadlines(tx, past.customers or {})))


def _recount(tx: Tx, stale: Mapping[str, int], days: tuple[date, ...]) -> None:
    kpis.forget(tx, stale)
    past = ledger_past(tx, customer_ids=stale)
    kpis.keep(tx, sweep(past, days, deadlines(tx, past.customers or {})))
    kpis.note_seen(tx, stale)


def _add_days(tx: Tx, days: tuple[date, ...], *, but: Iterable[str]) -> None:
    past = ledger_past(tx, since=days[0] - LOOKS_BACK)
    found = sweep(past, days, deadlines(tx, past.customers or {}))
    recounted = frozenset(but)
    kpis.keep(tx, {key: sums for key, sums in found.items() if key.customer_id not in recounted})


def deadlines(tx: Tx, customers: Mapping[str, DatedCustomer]) -> Deadline:
    """The last day on which a due date is kept: itself, or the next working day (rule 1).

    By the holidays of the customer's country; without one, of the organisation's.
    """
    ours: str = tx.sql("select country from organisations where id = :org").scalar_one()
    of_country: dict[str, Callable[[date], date]] = {}
    known: dict[tuple[str, date], date] = {}

    def deadline(customer_id: str, due: date) -> date:
        customer = customers.get(customer_id)
        country = (customer.country if customer is not None else "") or ours
        found = known.get((country, due))
        if found is None:
            found = known[country, due] = of_country.setdefault(country, _rolled(country))(due)
        return found

    return deadline


def _rolled(country: str) -> Callable[[date], date]:
    def rolled(due: date) -> date:
        return roll_forward(due, calendar_for(country, (due.year, due.year + 1)))

    return rolled
