"""The place of one debt on the ladder, and the level that is next (rules 2, 6, 11 to 15).

It knows one debt at a time; what goes into one message, and when, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account, Placement, Step, StepState
from plugin.credit.debts import Debt
from plugin.credit.months import end_of_month
from plugin.credit.policy import After, CreditPolicy, Level
from plugin.credit.quick import quick

#: proposed and not yet sent: blocks every other proposal in its currency
OPEN_PROPOSAL = frozenset({StepState.PROPOSED, StepState.APPROVED, StepState.CLAIMED})
_DAY = timedelta(days=1)
_PREVIOUS, _END_OF_MONTH = After.PREVIOUS, After.END_OF_MONTH
_AFTER_REFUSAL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a debt stands: the highest level taken, the day of it, what is pending.

    `pending` holds unsent proposals and those that were perhaps sent; `held_back` the levels that
    a person refused or that were dropped unsent, each with the day from which it may be asked.
    """

    taken: int | None = None
    taken_on: date | None = None
    pending: frozenset[int] = frozenset()
    held_back: tuple[tuple[int, date], ...] = ()
    courtesies: frozenset[int] = frozenset()
    unknown: bool = False
    cycle: int = 1
    #: how often the highest level was taken, and the cycle in which it was last
    times: int = 0
    last_cycle: int = 1
    #: how often it went along with an older debt of its account, and the cycle of the next time
    rides: int = 0
    next_ride: int = -1


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Rungs:
    """The levels of one policy after and before the due date, with their numbers."""

    ladder: tuple[Level, ...]
    numbers: frozenset[int]
    courtesies: tuple[Level, ...]
    courtesy_numbers: frozenset[int]
    #: those of the ladder that are final
    finals: frozenset[int] = frozenset()


@quick
@dataclass(frozen=True, slots=True)
class Next:
    """The next level of a debt and the first day on which it is reached.

    `level` None means that the ladder has ended; `from_day` is then when a person is told.
    """

    level: Level | None
    from_day: date
    pending: bool = False
    #: the cycle that a step of it belongs to; a repetition begins one of its own
    cycle: int = 1


def steps_by_debt(account: Account) -> dict[tuple[str, int], list[Step]]:
    """The steps of an account under invoice and instalment."""
    found: dict[tuple[str, int], list[Step]] = {}
    for step in account.steps:
        found.setdefault((step.invoice_id, step.instalment), []).append(step)
    return found


def rungs_of(policy: CreditPolicy) -> Rungs:
    """The levels of a policy, sorted out once for many debts."""
    ladder, courtesies = policy.ladder, policy.courtesies
    return Rungs(
        ladder=ladder,
        numbers=frozenset(level.number for level in ladder),
        courtesies=courtesies,
        courtesy_numbers=frozenset(level.number for level in courtesies),
        finals=frozenset(level.number for level in ladder if level.is_final),
    )


def place_of(steps: Iterable[Step], rungs: Rungs) -> Place:
    """Read the place of a debt from its steps; part payment or a returned one keeps it.

    A level that the policy does not have, or has with another finality, makes the place unknown: a
    person decides (rule 16). A courtesy of another policy says nothing either way.
    """
    taken: int | None = None
    taken_on: date | None = None
    pending: list[int] = []
    held_back: list[tuple[int, date]] = []
    courtesies: list[int] = []
    unknown = False
    cycle = 1
    times, last_cycle = 0, 1
    rides, next_ride = 0, -1
    for step in steps:
        level, state = step.level, step.state
        if step.cycle < 0:
            # it went along with an older debt: no level of its own was taken
            rides += state is StepState.DONE
            next_ride = min(next_ride, step.cycle - 1)
            continue
        cycle = max(cycle, step.cycle)
        is_courtesy = level in rungs.courtesy_numbers
        if is_courtesy and state is not StepState.DROPPED:
            courtesies.append(level)
        if state is StepState.REFUSED or state is StepState.DROPPED:
            held_back.append((level, _again_from(step)))
            continue
        unknown = unknown or not (is_courtesy or level <= 0 or _is_known(step, rungs))
        if state is not StepState.DONE:
            pending.append(level)
        elif not is_courtesy and level > 0:
            times = times + 1 if level == taken else 1 if taken is None or level > taken else times
            if taken is None or (level, step.on) > (taken, taken_on):
                taken, taken_on, last_cycle = level, step.on, step.cycle
    return Place(
        taken=taken,
        taken_on=taken_on,
        pending=frozenset(pending),
        held_back=tuple(held_back),
        courtesies=frozenset(courtesies),
        unknown=unknown,
        cycle=cycle,
        times=times,
        last_cycle=last_cycle,
        rides=rides,
        next_ride=next_ride,
    )


def _is_known(step: Step, rungs: Rungs) -> bool:
    """Whether the ladder has the level, and as final or not as the step was when it was taken."""
    if step.level not in rungs.numbers:
        return False
    return step.is_final is None or step.is_final is (step.level in rungs.finals)


def _again_from(step: Step) -> date:
    """A refused level is not asked again for a week; a dropped one is composed anew next day."""
    return step.on + (_AFTER_REFUSAL if step.state is StepState.REFUSED else _DAY)


def next_level(debt: Debt, place: Place, policy: CreditPolicy, rungs: Rungs) -> Next:
    """The one level that this late debt may take next, and from when.

    Never more than one, none skipped: an unsent proposal blocks the ladder (rules 12, 13).
    """
    level = _following(debt, place, rungs)
    previous = place.taken_on
    if level is None:
        return _again(debt, place, policy, rungs)
    if place.pending and place.pending & rungs.numbers:
        return Next(level, debt.due, pending=True)
    reached = _date_of(level, debt, previous)
    if policy.guards:
        earliest = _earliest(level, debt, place, policy)
        reached = max(earliest, reached)
    return Next(level, reached, cycle=place.cycle)


def next_rung(debt: Debt, place: Place, rungs: Rungs) -> tuple[int | None, int]:
    """The number of the level that follows for a late debt, or of the last once more; its cycle.

    None where there is no ladder, or where the debt stands above it.
    """
    level = _following(debt, place, rungs)
    if level is not None:
        return level.number, place.cycle
    last = rungs.ladder[-1].number if rungs.ladder else None
    return (last if last == place.taken else None), place.last_cycle + 1


def _again(debt: Debt, place: Place, policy: CreditPolicy, rungs: Rungs) -> Next:
    """The last level once more where the policy repeats it; else the end of the ladder."""
    last = rungs.ladder[-1] if rungs.ladder else None
    may_repeat = last is not None and last.number == place.taken
    if place.taken_on is None or not may_repeat or place.times > policy.repeat.times:
        told = (place.taken_on or debt.due) + timedelta(days=policy.days_between_levels)
        return Next(None, told)
    if place.pending & rungs.numbers:
        return Next(last, debt.due, pending=True)
    day = place.taken_on + timedelta(days=policy.repeat.every)
    held = [again for number, again in place.held_back if number == place.taken]
    return Next(last, max([day, *held]), cycle=place.last_cycle + 1)


def next_courtesy(
    debt: Debt, place: Place, policy: CreditPolicy, rungs: Rungs, on: date
) -> Next | None:
    """The courtesy before the due date, or None; earlier ones are never caught up (rule 11)."""
    if on >= debt.due:
        return None
    sent = debt.invoice.sent_on if policy.guards else None
    wait = sent + timedelta(days=policy.newly_sent_wait_days) if sent is not None else None
    reached: Next | None = None
    for level in rungs.courtesies:
        day = debt.due + timedelta(days=level.days)
        if wait is not None and wait > day:
            day = wait
        for number, again in place.held_back:
            if number == level.number:
                day = max(day, again)
        if day >= debt.due:
            continue
        if day > on and reached is not None:
            break
        reached = Next(level, day, cycle=place.cycle)
    if reached is None or reached.level is None or reached.level.number in place.courtesies:
        return None
    return reached


def _following(debt: Debt, place: Place, rungs: Rungs) -> Level | None:
    least = 0
    if debt.opening is not None and debt.opening.placement is Placement.AT_LEVEL:
        least = debt.opening.level
    if place.taken is not None and place.taken >= least:
        least = place.taken + 1
    for level in rungs.ladder:
        if level.number >= least:
            return level
    return None


def _date_of(level: Level, debt: Debt, previous: date | None) -> date:
    """The day of a level by what its days count from (rule 14)."""
    if level.after is _PREVIOUS:
        start = previous or _released(debt) or debt.due
        return start + timedelta(days=level.days)
    day = debt.due + timedelta(days=level.days)
    return end_of_month(day) if level.after is _END_OF_MONTH else day


def _earliest(level: Level, debt: Debt, place: Place, policy: CreditPolicy) -> date:
    """Gaps that hold a level back although its own day has come (rules 2, 3, 11)."""
    earliest = debt.due
    if place.taken_on is not None:
        earliest = place.taken_on + timedelta(days=policy.days_between_levels)
    elif debt.invoice.sent_on is not None:
        earliest = debt.invoice.sent_on + timedelta(days=policy.newly_sent_wait_days)
    for number, again in place.held_back:
        if number == level.number:
            earliest = max(earliest, again)
    released = _released(debt)
    return earliest if released is None else max(earliest, released)


def _released(debt: Debt) -> date | None:
    return debt.opening.released_on if debt.opening is not None else None
