"""Proposing a payment plan: equal instalments on days that suit the customer, within bounds.

What becomes of a plan once agreed is for `plans`. Nothing is agreed here.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import assert_never

from plugin.credit.account import Calendar
from plugin.credit.agreements import PlanPart
from plugin.credit.money import Money
from plugin.credit.months import months_after
from plugin.credit.pay_run import PayRun, next_run
from plugin.credit.working_days import roll_forward

_PENNY = Decimal("0.01")
_DAY = timedelta(days=1)


class Every(StrEnum):
    """How far apart the instalments of a plan lie."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


def equal_parts(owed: Money, count: int) -> tuple[Money, ...]:
    """So many equal amounts in whole pennies; what is left over is in the last.

    Raises ValueError for fewer than one.
    """
    if count < 1:
        raise ValueError(f"{count} is no number of instalments")
    each = (owed.amount / count).quantize(_PENNY, ROUND_DOWN)
    last = owed.amount - each * (count - 1)
    return (*(Money(each, owed.currency) for _ in range(count - 1)), Money(last, owed.currency))


def offer(
    owed: Money,
    count: int,
    *,
    first: date,
    every: Every,
    run: PayRun | None,
    calendar: Calendar,
) -> tuple[PlanPart, ...]:
    """Equal instalments from `first` on, each on the customer's next pay run where one is known.

    Without one each lies on a working day. No two fall on one day. Raises NoWorkingDay.
    """
    days: list[date] = []
    for planned in _planned(first, count, every):
        wanted = max(planned, days[-1] + _DAY) if days else planned
        days.append(
            roll_forward(wanted, calendar) if run is None else next_run(run, wanted, calendar)
        )
    return tuple(
        PlanPart(day, amount) for day, amount in zip(days, equal_parts(owed, count), strict=True)
    )


def _planned(first: date, count: int, every: Every) -> list[date]:
    match every:
        case Every.WEEK:
            return [first + timedelta(days=7 * n) for n in range(count)]
        case Every.FORTNIGHT:
            return [first + timedelta(days=14 * n) for n in range(count)]
        case Every.MONTH:
            return [months_after(first, n) for n in range(count)]
        case _:
            assert_never(every)
