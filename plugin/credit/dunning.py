"""The place of one debt on the ladder, and the level that is next (rules 2, 6, 11 to 15).

It knows one debt at a time; what goes into one message, and when, is decided elsewhere.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account, Placement, Step, StepState
from plugin.credit.debts import Debt
from plugin.credit.policy import After, CreditPolicy, Level

#: proposed and not yet sent: blocks every other proposal in its currency
OPEN_PROPOSAL = frozenset({StepState.PROPOSED, StepState.APPROVED, StepState.CLAIMED})
#: or perhaps sent: in both cases a person or the outbox comes first
PENDING = OPEN_PROPOSAL | {StepState.UNCONFIRMED}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a debt stands: the highest level taken, the day of it, what is pending or refused."""

    taken: int | None = None
    taken_on: date | None = None
    pending: frozenset[int] = frozenset()
    #: level and day of proposals that a person refused or that were dropped unsent
    refused: tuple[tuple[int, date], ...] = ()
    dropped: tuple[tuple[int, date], ...] = ()
    courtesies: frozenset[int] = frozenset()
    unknown: bool = False
    cycle: int = 1


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Next:
    """The next level of a debt and the first day on which it is reached.

    `level` None means that the ladder has ended; `from_day` is then when a person is told.
    """

    level: Level | None
    from_day: date
    pending: bool = False


def steps_by_debt(account: Account) -> dict[tuple[str, int], list[Step]]:
    """The steps of an account under invoice and instalment."""
    found: dict[tuple[str, int], list[Step]] = {}
    for step in account.steps:
        found.setdefault((step.invoice_id, step.instalment), []).append(step)
    return found


def place_of(steps: Iterable[Step], policy: CreditPolicy) -> Place:
    """Read the place of a debt from its steps; part payment or a returned one keeps it.

    A level that the policy does not have makes the place unknown: a person decides (rule 16).
    """
    courtesies = {level.number for level in policy.levels if level.is_courtesy}
    ladder = {level.number for level in policy.levels if not level.is_courtesy}
    every = tuple(steps)
    done = [s for s in every if s.state is StepState.DONE and s.level in ladder]
    top = max((s.level for s in done), default=None)
    return Place(
        taken=top,
        taken_on=max((s.on for s in done if s.level == top), default=None),
        pending=frozenset(s.level for s in every if s.state in PENDING),
        refused=tuple((s.level, s.on) for s in every if s.state is StepState.REFUSED),
        dropped=tuple((s.level, s.on) for s in every if s.state is StepState.DROPPED),
        courtesies=frozenset(
            s.level for s in every if s.level in courtesies and s.state is not StepState.DROPPED
        ),
        unknown=any(s.level not in ladder | courtesies for s in every if s.state in _COUNTS),
        cycle=max((s.cycle for s in every), default=1),
    )


_COUNTS = PENDING | {StepState.DONE}


def next_level(debt: Debt, place: Place, policy: CreditPolicy) -> Next:
    """The one level that this late debt may take next, and from when.

    Never more than one, none skipped: an unsent proposal blocks the ladder (rules 12, 13).
    """
    level = _following(debt, place, policy)
    previous = place.taken_on
    if level is None:
        told = (previous or debt.due) + timedelta(days=policy.days_between_levels)
        return Next(None, told)
    numbers = [each.number for each in policy.ladder]
    if place.pending.intersection(numbers):
        return Next(level, debt.due, pending=True)
    reached = _date_of(level, debt, previous)
    if policy.guards:
        reached = max(reached, _earliest(level, debt, place, policy))
    return Next(level, reached)


def next_courtesy(debt: Debt, place: Place, policy: CreditPolicy, on: date) -> Next | None:
    """The courtesy before the due date, or None; earlier ones are never caught up (rule 11)."""
    wait = _newly_sent_until(debt, policy)
    reached: Next | None = None
    for level in policy.levels:
        if not level.is_courtesy:
            continue
        day = debt.due + timedelta(days=level.days)
        if wait is not None and policy.guards:
            day = max(day, wait)
        day = max([day, *(_after(when) for what, when in place.dropped if what == level.number)])
        if day >= debt.due:
            continue
        if day > on and reached is not None:
            break
        reached = Next(level, day)
    if reached is None or reached.level is None or reached.level.number in place.courtesies:
        return None
    return reached


def _following(debt: Debt, place: Place, policy: CreditPolicy) -> Level | None:
    least = 0
    if debt.opening is not None and debt.opening.placement is Placement.AT_LEVEL:
        least = debt.opening.level
    for level in policy.ladder:
        above = place.taken is None or level.number > place.taken
        if above and level.number >= least:
            return level
    return None


def _date_of(level: Level, debt: Debt, previous: date | None) -> date:
    """The day of a level by what its days count from (rule 14)."""
    if level.after is After.PREVIOUS:
        start = previous or _released(debt) or debt.due
        return start + timedelta(days=level.days)
    day = debt.due + timedelta(days=level.days)
    return end_of_month(day) if level.after is After.END_OF_MONTH else day


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _earliest(level: Level, debt: Debt, place: Place, policy: CreditPolicy) -> date:
    """Gaps that hold a level back although its own day has come (rules 2, 3, 11)."""
    days: list[date] = []
    between = timedelta(days=policy.days_between_levels)
    if place.taken_on is not None:
        days.append(place.taken_on + between)
    days.extend(when + between for what, when in place.refused if what == level.number)
    days.extend(_after(when) for what, when in place.dropped if what == level.number)
    newly_sent = _newly_sent_until(debt, policy)
    if newly_sent is not None and place.taken is None:
        days.append(newly_sent)
    released = _released(debt)
    if released is not None:
        days.append(released)
    return max(days, default=debt.due)


def _released(debt: Debt) -> date | None:
    return debt.opening.released_on if debt.opening is not None else None


def _newly_sent_until(debt: Debt, policy: CreditPolicy) -> date | None:
    sent = debt.invoice.sent_on
    return sent + timedelta(days=policy.newly_sent_wait_days) if sent is not None else None


def _after(day: date) -> date:
    return day + timedelta(days=1)
