"""Brings the kept sums of figures up to date: only customers whose facts changed are recounted.

The sums of the last months' ends and of today are kept. It computes no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.kpi_sweep import sweep
from plugin.credit.months import end_of_month, months_after
from plugin.deadlines import deadlines
from plugin.store import Tx, kpis
from plugin.store.kpis import LOOKS_BACK
from plugin.store.reading.ledger_past import ledger_past

#: so many months' ends are kept: three years
KEPT_MONTHS = 36
#: so many customers' documents are held in memory at a time
_PORTION = 500


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
    kept = kpis.kept_days(tx)
    kpis.drop_gone(tx)
    stale = kpis.changed(tx)
    if kept == frozenset(wanted) and not stale:
        return Recounted(0, 0)
    kpis.replace_days(tx, wanted)
    new_days = tuple(day for day in wanted if day not in kept)
    if new_days:
        _count(tx, [each for each in kpis.counted(tx) if each not in stale], new_days)
    kpis.forget(tx, stale)
    _count(tx, list(stale), wanted)
    kpis.note_seen(tx, stale)
    return Recounted(len(stale), len(new_days))


def _count(tx: Tx, customer_ids: Sequence[str], days: tuple[date, ...]) -> None:
    """Count the sums of these customers on these days, of which none is kept."""
    home = kpis.home_country(tx)
    for at in range(0, len(customer_ids), _PORTION):
        portion = customer_ids[at : at + _PORTION]
        past = ledger_past(tx, customer_ids=portion, since=days[0] - LOOKS_BACK)
        kpis.keep(tx, sweep(past, days, deadlines(home, past.customers)))
