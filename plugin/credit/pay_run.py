"""The pay run of a customer: on which weekday, or day of the month, they usually pay.

Counted from their own payments by a fixed rule, nothing learned: a message that lands two working
days before the run is read when somebody is about to pay. When it goes at all is not said here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import assert_never

from plugin.credit.account import Account, Calendar, Payment
from plugin.credit.context_facts import noted_run
from plugin.credit.months import day_of_month, end_of_month, months_after
from plugin.credit.pay_run_kinds import MonthlyRun, PayRun, WeeklyRun
from plugin.credit.working_days import is_working_day, roll_forward

__all__ = ["MonthlyRun", "PayRun", "WeeklyRun", "landing_day", "next_run", "pay_run", "run_of"]

#: so many payment days are looked at, so many are needed, and this share must agree
_LOOKED_AT, _NEEDED = 12, 4
#: 31 is the last day of a month; a run is looked for over a weekend, not over a long holiday
_LAST_OF_MONTH, _SLACK_DAYS = 31, 2
_BEFORE = 2
_DAY = timedelta(days=1)


def run_of(account: Account, on: date) -> PayRun | None:
    """The run that a person noted, or they named themselves, else their habit; None for neither."""
    noted = noted_run(account.context, on) if account.context else None
    return noted or account.pay_run_said or pay_run(account.payments, on, account.calendar)


def pay_run(payments: Iterable[Payment], on: date, calendar: Calendar) -> PayRun | None:
    """The habit in the last twelve payment days up to `on`, or None where there is none.

    A day of the month needs three quarters of them, over at least three months, and goes before a
    weekday, which needs half. A day that is no working day counts for the run that rolled there.
    """
    paid_on = sorted({each.on for each in payments if not each.is_write_off and each.on <= on})
    recent = paid_on[-_LOOKED_AT:]
    if len(recent) < _NEEDED:
        return None
    return _monthly(recent, calendar) or _weekly(recent)


def next_run(run: PayRun, on: date, calendar: Calendar) -> date:
    """The first run on or after `on`, rolled forward to a working day. Raises NoWorkingDay."""
    match run:
        case WeeklyRun():
            planned = on + timedelta(days=(run.weekday - on.isoweekday()) % 7)
            # last week's run may have rolled over a holiday into today
            rolled = roll_forward(planned - timedelta(days=7), calendar)
        case MonthlyRun():
            planned = day_of_month(on, run.day)
            rolled = roll_forward(planned, calendar)
            if rolled < on:
                planned = day_of_month(months_after(on, 1), run.day)
        case _:
            assert_never(run)
    return rolled if rolled >= on else roll_forward(planned, calendar)


def landing_day(run: PayRun, on: date, calendar: Calendar) -> date:
    """The first day from `on` that is two working days before a run. Raises NoWorkingDay."""
    day = on
    while True:
        coming = next_run(run, day, calendar)
        landing = _working_days_before(coming, calendar)
        if landing >= on:
            return landing
        day = coming + _DAY


def _working_days_before(day: date, calendar: Calendar) -> date:
    left = _BEFORE
    while left:
        day -= _DAY
        left -= is_working_day(day, calendar)
    return day


def _weekly(days: Sequence[date]) -> WeeklyRun | None:
    weekday, agreed = Counter(day.isoweekday() for day in days).most_common(1)[0]
    return WeeklyRun(weekday, agreed, len(days)) if agreed * 2 >= len(days) else None


def _monthly(days: Sequence[date], calendar: Calendar) -> MonthlyRun | None:
    if len({(day.year, day.month) for day in days}) < 3:  # two could be chance
        return None
    votes: Counter[int] = Counter()
    for day in days:
        votes.update(_days_of_month(day, calendar))
    best, most = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return MonthlyRun(best, most, len(days)) if most * 4 >= len(days) * 3 else None


def _days_of_month(day: date, calendar: Calendar) -> set[int]:
    """The days of the month that a payment on this day may stand for.

    Its own, and those of the days without work just before it, from which a run rolls here. The
    last of a month stands for every later number too.
    """
    found = _numbers(day)
    for back in range(1, _SLACK_DAYS + 1):
        planned = day - timedelta(days=back)
        if is_working_day(planned, calendar):
            break
        found |= _numbers(planned)
    return found


def _numbers(day: date) -> set[int]:
    last = _LAST_OF_MONTH if day == end_of_month(day) else day.day
    return set(range(day.day, last + 1))
