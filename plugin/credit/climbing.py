"""Which debts of one currency have reached a level or a courtesy today (rules 2, 3, 11 to 15).

What goes into one message, and whether it goes today, is for the chase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.context import rests_until
from plugin.credit.debts import Debt
from plugin.credit.decisions import (
    ProposedMessage,
    ProposedStatement,
    StatementWait,
    Task,
    TaskKind,
    Wait,
    WaitKind,
)
from plugin.credit.dunning import NOWHERE, Next, next_courtesy, next_level
from plugin.credit.kind_word_facts import ProposedKindWord
from plugin.credit.message import Reached, Today
from plugin.credit.money import Money
from plugin.credit.policy import Then
from plugin.credit.resumed_fact import LostPlace
from plugin.credit.veto_facts import VetoQuestion

_NOTHING = Decimal(0)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Findings:
    """What a review has found so far; `days` are those on which it could change by itself."""

    messages: list[ProposedMessage] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    #: debts whose place the policy cannot say; a person names it, for all of them at once
    lost: list[LostPlace] = field(default_factory=list)
    statements: list[ProposedStatement] = field(default_factory=list)
    statement_waits: list[StatementWait] = field(default_factory=list)
    kind_words: list[ProposedKindWord] = field(default_factory=list)
    #: what the customer's salesperson is to be asked before it is done
    asks_sales: list[VetoQuestion] = field(default_factory=list)

    def wait(self, wait: Wait) -> None:
        """Note a reason for silence and the day it ends."""
        self.waits.append(wait)
        if wait.until is not None:
            self.days.append(wait.until)


def reached_levels(
    today: Today,
    debts: Sequence[Debt],
    covered: Mapping[tuple[str, int], Decimal],
    found: Findings,
) -> list[Reached]:
    """The late debts that may take a level today; why each of the others may not is noted."""
    reached: list[Reached] = []
    for debt in debts:
        following = _climbing(today, debt, found) if debt.is_late else None
        if following is not None and following.level is not None:
            part = covered.get(debt.key, _NOTHING)
            reached.append(
                Reached(debt, following.level, part, following.cycle, following.from_day)
            )
    return reached


def reached_by_account(
    today: Today,
    debts: Sequence[Debt],
    covered: Mapping[tuple[str, int], Decimal],
    found: Findings,
) -> list[Reached]:
    """One ladder for the account: the oldest late debt climbs it, all that is late goes with it.

    What goes along takes no level of its own (its cycle is below zero), so that once the oldest is
    paid the next one begins at the mildest: nothing is skipped. A debt of which the customer has
    only just been told goes along with nothing, and a final notice only with what they were asked
    for before (rules 3, 12, 18); both stand under *also on your account*.
    """
    late = [debt for debt in debts if debt.is_late]
    if not late:
        return []
    oldest, *others = late
    following = _climbing(today, oldest, found)
    if following is None or following.level is None:
        before = found.waits[-1]
        for debt in others:
            found.wait(Wait(before.kind, before.until, debt.invoice.id))
        return []
    level = following.level
    part = covered.get(oldest.key, _NOTHING)
    reached = [Reached(oldest, level, part, following.cycle, following.from_day)]
    for debt in others:
        place = today.places.get(debt.key, NOWHERE)
        if _just_sent(today, debt):
            free = debt.invoice.sent_on or today.on
            again = free + timedelta(days=today.policy.newly_sent_wait_days)
            found.wait(Wait(WaitKind.JUST_SENT, again, debt.invoice.id))
        elif level.is_final and place.taken is None and not place.rides:
            found.wait(Wait(WaitKind.FINAL_FIRST, None, debt.invoice.id))
        else:
            part = covered.get(debt.key, _NOTHING)
            reached.append(Reached(debt, level, part, place.next_ride))
    return reached


def _climbing(today: Today, debt: Debt, found: Findings) -> Next | None:
    """The level that this late debt takes today; None, and why noted, where it takes none."""
    invoice = debt.invoice
    place = today.places.get(debt.key, NOWHERE)
    if place.unknown:
        found.wait(Wait(WaitKind.PERSON_DECIDES, None, invoice.id))
        found.lost.append(LostPlace(*debt.key, place.cycle))
        return None
    following = next_level(debt, place, today.policy, today.rungs)
    if following.pending:
        found.wait(Wait(WaitKind.PROPOSAL_OPEN, None, invoice.id))
        return None
    if following.from_day > today.on:
        fresh = place.taken is None and following.from_day > debt.due and _just_sent(today, debt)
        kind = WaitKind.JUST_SENT if fresh else WaitKind.NEXT_LEVEL_LATER
        found.wait(Wait(kind, following.from_day, invoice.id))
        return None
    if following.level is None:
        found.wait(Wait(WaitKind.LADDER_ENDED, None, invoice.id))
        if today.rungs.ladder:
            hands_off = today.policy.repeat.then is Then.HAND_OFF
            kind_of_task = TaskKind.HAND_OFF if hands_off else TaskKind.LADDER_ENDED
            found.tasks.append(_about(kind_of_task, debt))
        return None
    if today.account.context:
        final = following.level.is_final
        rests = rests_until(today.account, following.from_day, is_final=final, on=today.on)
        if rests is not None:
            found.wait(Wait(WaitKind.SEASON, rests, invoice.id))
            return None
    return following


def _just_sent(today: Today, debt: Debt) -> bool:
    sent = debt.invoice.sent_on
    return sent is not None and (today.on - sent).days < today.policy.newly_sent_wait_days


def _about(kind: TaskKind, debt: Debt) -> Task:
    amount = Money(debt.undisputed, debt.currency)
    return Task(kind, debt.invoice.id, amount, (debt.invoice.number,))


def reached_courtesies(
    today: Today,
    debts: Sequence[Debt],
    covered: Mapping[tuple[str, int], Decimal],
    found: Findings,
) -> list[Reached]:
    """The debts that may have a courtesy today; it lapses on the due date (rule 11)."""
    reached: list[Reached] = []
    none_due = today.account.customer.direct_debit or not today.rungs.courtesies
    for debt in debts:
        if debt.is_late:
            continue
        found.days.append(debt.due)
        found.wait(Wait(WaitKind.NOT_LATE, debt.due + _DAY, debt.invoice.id))
        if none_due or debt.opening is not None:
            continue
        place = today.places.get(debt.key, NOWHERE)
        following = next_courtesy(debt, place, today.policy, today.rungs, today.on)
        if following is None or following.level is None:
            continue
        if following.from_day > today.on:
            found.days.append(following.from_day)
        else:
            part = covered.get(debt.key, _NOTHING)
            reached.append(
                Reached(debt, following.level, part, following.cycle, following.from_day)
            )
    return reached
