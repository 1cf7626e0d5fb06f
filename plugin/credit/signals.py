"""What a customer's own past says early, or speaks for: a drift, a pay run that the terms miss,
room to sell more. It changes no segment, no limit and no terms: a person is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from plugin.credit.account import Calendar
from plugin.credit.pay_run import next_run
from plugin.credit.pay_run_kinds import PayRun

#: drift: the newest invoices against those before them
NEWEST, BEFORE_LEAST, BEFORE_MOST = 4, 6, 12
#: a good payer is no later than this on average before; a drift is at least so many days
GOOD_DAYS, DRIFT_DAYS = Decimal(7), Decimal(5)
#: a drift is also this many times the usual distance from their own average
_USUAL_TIMES = 2

#: pay run: late payments that are needed, and the share that came with the first run after the due
RUN_NEEDED, RUN_SHARE = 4, Decimal("0.75")
#: a payment belongs to a run so many days around it; a wait of fewer days explains nothing
RUN_SLACK, RUN_WAIT = 2, Decimal(4)

#: room to sell more: share of the limit used at most, on time at least, growth of half a year
USED_MOST, ON_TIME_LEAST, GROWTH_LEAST = Decimal(50), Decimal("0.9"), Decimal("1.1")
ON_TIME_NEEDED = 6

_NOTHING = Decimal(0)


class Settled(NamedTuple):
    """An invoice by its due date and the day on which the last of it came; None is still open."""

    id: str
    due: date
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Drift:
    """A good payer whose newest invoices come later than theirs ever did."""

    before: Decimal
    newest: Decimal
    counted: int
    invoice_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunMismatch:
    """Late because the due date misses the customer's own run: so many of so many late ones.

    `wait` is how many days, on average, lay between due date and that run.
    """

    run: PayRun
    explained: int
    late: int
    wait: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeToSell:
    """Why a customer is safe to sell more to: each a figure of their own."""

    used_percent: Decimal
    on_time: int
    counted: int
    growth_percent: Decimal


def drift(invoices: Sequence[Settled], on: date) -> Drift | None:
    """Whether a good payer's delay drifts, seen before any rule calls them slipping.

    The last four invoices that were paid, or are open and late, against the six to twelve before
    them: those no more than seven days late on average, and the newest at least five days and
    twice the usual distance from that average later, three of the four each. An open one counts as
    late as it is today.
    """
    known = sorted(
        (each for each in invoices if each.paid_on is not None or each.due < on),
        key=lambda each: (each.due, each.id),
    )
    newest, before = known[-NEWEST:], known[-NEWEST - BEFORE_MOST : -NEWEST]
    if len(before) < BEFORE_LEAST or any(each.paid_on is None for each in before):
        return None
    was = [_late(each, on) for each in before]
    now = [_late(each, on) for each in newest]
    usual = sum(was, _NOTHING) / len(was)
    spread = sum((abs(each - usual) for each in was), _NOTHING) / len(was)
    bound = usual + max(DRIFT_DAYS, _USUAL_TIMES * spread)
    average = sum(now, _NOTHING) / len(now)
    later = sum(each > bound for each in now)
    if usual > GOOD_DAYS or average <= bound or later < NEWEST - 1:
        return None
    return Drift(usual, average, len(before), tuple(each.id for each in newest))


def run_mismatch(
    invoices: Sequence[Settled], run: PayRun | None, calendar: Calendar
) -> RunMismatch | None:
    """Whether a pay run, and nothing else, makes a customer late.

    Of the invoices paid late, at least four, three quarters were paid with the first run after
    their due date (two days to either side), and on average that run lay at least four days
    behind it. Terms that fall due on the run would find them punctual. Raises NoWorkingDay.
    """
    if run is None:
        return None
    late = [
        (each.due, each.paid_on)
        for each in invoices
        if each.paid_on is not None and each.paid_on > each.due
    ]
    if len(late) < RUN_NEEDED:
        return None
    waits: list[int] = []
    for due, paid_on in late:
        first = next_run(run, due, calendar)
        if abs((paid_on - first).days) <= RUN_SLACK:
            waits.append((first - due).days)
    if len(waits) < RUN_SHARE * len(late):
        return None
    wait = Decimal(sum(waits)) / len(waits)
    return RunMismatch(run, len(waits), len(late), wait) if wait >= RUN_WAIT else None


def safe_to_sell(
    *,
    used_percent: Decimal | None,
    on_time: int,
    counted: int,
    sales: Decimal,
    sales_before: Decimal,
    is_clear: bool,
) -> SafeToSell | None:
    """Whether to sell more is safe: headroom, punctual, growing, and nothing against it.

    No more than half of a limit used (none set can say nothing), nine of ten of at least six
    invoices on time, a tenth more bought in the last half-year than in the one before, and
    `is_clear`: status open, nothing late, nothing contested.
    """
    if used_percent is None or not is_clear or counted < ON_TIME_NEEDED or sales_before <= 0:
        return None
    growth = sales / sales_before
    if used_percent > USED_MOST or growth < GROWTH_LEAST:
        return None
    if Decimal(on_time) / counted < ON_TIME_LEAST:
        return None
    return SafeToSell(
        used_percent=used_percent,
        on_time=on_time,
        counted=counted,
        growth_percent=(growth - 1) * 100,
    )


def _late(each: Settled, on: date) -> Decimal:
    return Decimal(((each.paid_on or on) - each.due).days)
