"""What is chased today: the debts of one currency become at most one message (rules 7, 18, 23).

The ladder of a single debt is `dunning`, which debts reach a level `climbing`; reasons for silence
are `silence`; what stands in the message is `message`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import HoldKind
from plugin.credit.channels import out_of_reach
from plugin.credit.climbing import (
    Findings,
    reached_by_account,
    reached_courtesies,
    reached_levels,
)
from plugin.credit.contact import must_wait
from plugin.credit.context import is_there_on
from plugin.credit.debts import Debt
from plugin.credit.decisions import Task, TaskKind, Wait, WaitKind
from plugin.credit.final_held import without_held_back
from plugin.credit.message import Reached, Today, came_back, message_of, promise_broken
from plugin.credit.money import Money
from plugin.credit.pay_run import landing_day, run_of
from plugin.credit.policy import LadderOn, Tone
from plugin.credit.stating import without_replaced

_NOTHING = Decimal(0)
#: no residue tolerance: what is left after credit is nothing only when it is nothing
_SMALLEST = Decimal("0.000001")
_DAY = timedelta(days=1)


def chase(today: Today, currency: str, debts: Sequence[Debt], found: Findings) -> None:
    """Decide one currency; adds at most one message, and the reasons for everything else."""
    eligible: list[Debt] = []
    for debt in debts:
        silent = today.silences.of(debt)
        if silent is None:
            eligible.append(debt)
        else:
            found.wait(silent)
            if not debt.is_late:
                found.days.append(debt.due + _DAY)
    if not eligible:
        return
    covered = _cover(eligible, today.credit.get(currency, _NOTHING))
    open_to_chase = _uncovered(today, currency, eligible, covered, found)
    by_account = today.policy.ladder_on is LadderOn.ACCOUNT
    reached = reached_by_account if by_account else reached_levels
    late = reached(today, open_to_chase, covered, found)
    if late and (today.account.sales.salesperson or today.account.sales.windows):
        late = without_held_back(today, currency, late, found)
    courtesies = reached_courtesies(today, open_to_chase, covered, found)
    late, courtesies = without_replaced(today, currency, late, courtesies, found)
    _propose(today, currency, late, courtesies, open_to_chase, found)


def _cover(eligible: Sequence[Debt], credit: Decimal) -> dict[tuple[str, int], Decimal]:
    """Unallocated credit against what may be chased, oldest due first (rule 7)."""
    covered: dict[tuple[str, int], Decimal] = {}
    for debt in eligible:
        if credit <= 0:
            break
        part = min(credit, debt.undisputed)
        covered[debt.key] = part
        credit -= part
    return covered


def _uncovered(
    today: Today,
    currency: str,
    eligible: Sequence[Debt],
    covered: Mapping[tuple[str, int], Decimal],
    found: Findings,
) -> list[Debt]:
    """Leave out what credit covers; credit that covers all that is late makes a task."""
    tolerance = today.policy.tolerance_for(currency)
    whole = late = _NOTHING
    for debt in eligible if covered else ():
        part = covered.get(debt.key, _NOTHING)
        whole -= part
        late -= part if debt.is_late else _NOTHING
    for debt in eligible:
        whole += debt.undisputed
        if debt.days_late > 0:
            late += debt.undisputed
    late_is_nothing = eligible[0].is_late and late < tolerance.account
    credit = today.credit.get(currency, _NOTHING)
    if late_is_nothing and credit > 0:
        numbers = tuple(dict.fromkeys(each.invoice.number for each in eligible if each.is_late))
        found.tasks.append(
            Task(TaskKind.ALLOCATE_CREDIT, currency, Money(credit, currency), numbers)
        )
    if not covered and not late_is_nothing and whole >= tolerance.account:
        return list(eligible)
    kept: list[Debt] = []
    for debt in eligible:
        part = covered.get(debt.key, _NOTHING)
        enough = part > 0 and debt.undisputed - part < max(tolerance.residue, _SMALLEST)
        small = late_is_nothing if debt.is_late else whole < tolerance.account
        if enough or small:
            kind = HoldKind.CREDIT_COVERS if credit > 0 else WaitKind.BELOW_TOLERANCE
            found.wait(Wait(kind, None, debt.invoice.id))
            if not debt.is_late:
                found.days.append(debt.due + _DAY)
        else:
            kept.append(debt)
    return kept


def _propose(
    today: Today,
    currency: str,
    late: list[Reached],
    courtesies: list[Reached],
    debts: Sequence[Debt],
    found: Findings,
) -> None:
    """A ladder message goes before a courtesy; a final one names only final levels (rule 18)."""
    if currency not in today.pending:
        late = _with_standing(today, currency, late, found)
    ready = late or courtesies
    if not ready:
        return
    if currency in today.pending or (not late and currency in today.pending_courtesies):
        found.waits.extend(_each(ready, WaitKind.PROPOSAL_OPEN))
        return
    finals = {each.level.number for each in late} & today.rungs.finals
    if finals:
        # a final notice and a letter before action never share a message either
        ready = [each for each in late if each.level.number == max(finals)]
        others = [each for each in late if each.level.number != max(finals)]
        found.waits.extend(_each(others, WaitKind.FINAL_FIRST))
    blocked = _blocked(today, currency, ready, found)
    if blocked is not None:
        for wait in _each(ready, blocked.kind, blocked.until):
            found.wait(wait)
        return
    found.messages.append(message_of(today, currency, ready, debts))


def _with_standing(
    today: Today, currency: str, late: list[Reached], found: Findings
) -> list[Reached]:
    """A letter before action hangs on what a person said the customer is (rule 34)."""
    if today.account.customer.standing.is_confirmed:
        return late
    asks = [each for each in late if each.level.tone is Tone.BEFORE_ACTION]
    if not asks:
        return late
    amount = Money(sum((each.debt.undisputed for each in asks), _NOTHING), currency)
    numbers = tuple(dict.fromkeys(each.debt.invoice.number for each in asks))
    found.tasks.append(Task(TaskKind.SAY_STANDING, currency, amount, numbers))
    found.waits.extend(_each(asks, WaitKind.STANDING_UNSAID))
    return [each for each in late if each.level.tone is not Tone.BEFORE_ACTION]


def _each(
    ready: Sequence[Reached], kind: HoldKind | WaitKind, until: date | None = None
) -> list[Wait]:
    return [Wait(kind, until, each.debt.invoice.id) for each in ready]


def _blocked(today: Today, currency: str, ready: Sequence[Reached], found: Findings) -> Wait | None:
    """What stands between a message that is ready and this customer today."""
    account = today.account
    owed = [each for each in account.bills_owed if each.amount > 0]
    if owed and not account.set_off_settled:
        same = next((each for each in owed if each.currency == currency), owed[0])
        found.tasks.append(Task(TaskKind.SET_OFF, amount=same))
        return Wait(HoldKind.SET_OFF, None)
    if account.customer.reach.answered:
        return Wait(WaitKind.ANSWERED, None)
    channel = max((each.level for each in ready), key=lambda level: level.number).channel
    unreachable = out_of_reach(account, channel)
    if unreachable is not None:
        kind, task = unreachable
        found.tasks.extend([task] if task is not None else [])
        return Wait(kind, None)
    mention = any(came_back(today, each) or promise_broken(today, each) for each in ready)
    under_way = today.pending | today.pending_courtesies | {m.currency for m in found.messages}
    wait = must_wait(
        account,
        today.policy,
        today.on,
        today.history,
        currency,
        beside=len(under_way - {currency}),
        channel=channel,
        mention=mention,
    )
    if wait is not None or mention or ready[0].level.is_courtesy:
        return wait
    return _for_pay_run(today)


def _for_pay_run(today: Today) -> Wait | None:
    """A message lands two working days before the customer's own run, where that is near."""
    longest = today.policy.pay_run_wait_days
    calendar = today.account.calendar
    run = run_of(today.account, today.on) if longest else None
    if run is None:
        return None
    landing = landing_day(run, today.on, calendar)
    if landing == today.on or (landing - today.on).days > longest:
        return None
    if today.account.context and not is_there_on(today.account, landing):
        # nobody would be there to read it: the day of the one who signs goes before the run
        return None
    return Wait(WaitKind.PAY_RUN, landing)
