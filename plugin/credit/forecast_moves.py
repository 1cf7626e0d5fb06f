"""What moves a forecast beside the past: the days on which a customer pays, and what they promised.

The past alone is read in `forecast`; here nothing is counted from it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Calendar, Payment
from plugin.credit.forecast import Possible
from plugin.credit.forecast_facts import Settled
from plugin.credit.money import Money
from plugin.credit.pay_run import PayRun, next_run, pay_run

#: a habit moves a forecast from so many payment days on, and only if three quarters agree: with
#: four days, two on one weekday are chance
_RUNS_NEEDED = 8
_DAY = timedelta(days=1)
#: the last settled invoices among which a run is looked for
_LOOKED_AT = 40
_ZERO = Money.zero("XXX")


@dataclass(frozen=True, slots=True)
class Snap:
    """The days on which a customer pays: their run, and working days on which it falls."""

    run: PayRun
    calendar: Calendar

    def days(self, first: date, last: date) -> list[int]:
        """The ordinals of their runs from a day to the first one after another."""
        found: list[int] = []
        day = first
        while not found or day <= last:
            day = next_run(self.run, day, self.calendar)
            found.append(day.toordinal())
            day += _DAY
        return found


def snap_of(run: PayRun | None, calendar: Calendar) -> Snap | None:
    """What a pay run moves; None where it is none to rely on.

    One that they named themselves, or eight payment days of which three quarters agree.
    """
    if run is None:
        return None
    if run.is_said or (run.counted >= _RUNS_NEEDED and run.agreed * 4 >= run.counted * 3):
        return Snap(run, calendar)
    return None


def run_in(own: Sequence[Settled], on: date, calendar: Calendar) -> Snap | None:
    """The pay run in what a customer settled by a day, if there is one to rely on."""
    day = on.toordinal()
    known = [each.paid for each in own if each.paid <= day]
    paid = sorted(set(known[-_LOOKED_AT:]))
    if len(paid) < _RUNS_NEEDED:
        return None
    payments = (Payment("", date.fromordinal(each), _ZERO) for each in paid)
    return snap_of(pay_run(payments, on, calendar), calendar)


def snapped(possible: Possible, snap: Snap | None, *, due: date, on: date) -> Possible:
    """The possible days late, each on the pay run nearest to it, and none before `on`.

    Halfway between two runs it is the later. Shares stay what they are.
    """
    if snap is None or not possible:
        return possible
    first = min(on, due + timedelta(days=int(possible[0][0])))
    last = due + timedelta(days=int(possible[-1][0]) + 1)
    runs = snap.days(max(on, first), last)
    base = due.toordinal()
    return [(float(_nearest(runs, base + days) - base), share) for days, share in possible]


def _nearest(runs: Sequence[int], day: float) -> int:
    at = bisect_left(runs, day)
    if at == 0:
        return runs[0]
    if at == len(runs):
        return runs[-1]
    before, after = runs[at - 1], runs[at]
    return before if day - before < after - day else after


def merged(parts: Iterable[tuple[float, Possible]]) -> Possible:
    """Several sets of possible days late as one, each with its share of the whole."""
    found = [(days, share * part) for part, possible in parts for days, share in possible]
    return sorted(each for each in found if each[1] > 0)
