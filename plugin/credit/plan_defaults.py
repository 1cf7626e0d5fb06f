"""What was missed of a payment plan, and when a person is asked whether it still stands.

A plan ends by a person only: the whole is due again then, and every invoice keeps its place on its
own ladder. Nothing jumps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account, HoldKind
from plugin.credit.climbing import Findings
from plugin.credit.debts import is_small
from plugin.credit.decisions import Task, TaskKind, Wait, WaitKind
from plugin.credit.money import Money
from plugin.credit.plans import PlanStanding, standing, standing_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import deadline

_NOTHING = Decimal(0)
_DAY = timedelta(days=1)


class PartState(StrEnum):
    """What became of one instalment of a plan."""

    PAID = "paid"
    PART_PAID = "part_paid"
    DUE = "due"
    MISSED = "missed"
    #: credited, so that nothing was left to pay
    CREDITED = "credited"
    #: given up: no money, and nobody is thanked (rule 5)
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """One instalment on a day; `paid` is money alone, `deadline` the last day that counts."""

    number: int
    due: date
    deadline: date
    amount: Money
    paid: Money
    rest: Money
    state: PartState


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """A plan on a day, instalment by instalment.

    `asks_to_end` is the owner's default rule: a person decides, and until then it stands.
    """

    standing: PlanStanding
    parts: tuple[PartOutcome, ...]
    asks_to_end: bool

    @property
    def missed(self) -> tuple[PartOutcome, ...]:
        """Instalments that passed their deadline without their money."""
        return tuple(each for each in self.parts if each.state is PartState.MISSED)

    @property
    def is_done(self) -> bool:
        """Nothing of it is out any more."""
        return not self.standing.rest


def judge_plan(
    found: PlanStanding, account: Account, policy: CreditPolicy, on: date
) -> PlanOutcome:
    """What became of each instalment by the civil date `on`.

    An instalment is missed once its date and the working days of grace have passed and more than
    a tolerance of it is out (rule 4).
    """
    parts = _parts(found, account, policy, on)
    missed = [each for each in parts if each.state is PartState.MISSED]
    rules = policy.plans
    oldest = max(((on - each.due).days for each in missed), default=0)
    asks = len(missed) >= rules.missed or oldest >= rules.days_late
    return PlanOutcome(found, parts, asks_to_end=asks)


def judge_plans(account: Account, policy: CreditPolicy, on: date) -> tuple[PlanOutcome, ...]:
    """Every plan of the account that was not ended, paid off or not."""
    return tuple(judge_plan(standing(plan, account), account, policy, on) for plan in account.plans)


def find_plans(account: Account, policy: CreditPolicy, on: date, found: Findings) -> None:
    """The tasks, the days and the silence that the plans of an account bring to a review."""
    if not account.plans:
        return
    numbers = {each.id: each.number for each in account.invoices}
    asked_for = {step.invoice_id for message in found.messages for step in message.chased}
    for plan in standing_plans(account):
        outcome = judge_plan(plan, account, policy, on)
        named = tuple(sorted({numbers[s.invoice_id] for s in plan.shares}))
        found.tasks.extend(_tasks(outcome, named, policy))
        for part in outcome.parts:
            if part.rest:
                late = part.due + timedelta(days=policy.plans.days_late)
                found.days.extend((part.due, part.due + _DAY, part.deadline + _DAY, late))
        resting = {cover.invoice_id for cover in plan.plan.covers} & numbers.keys() - asked_for
        _say_why(found, sorted(resting))


def _say_why(found: Findings, invoice_ids: Sequence[str]) -> None:
    """The plan is why the invoices rest, rather than that no instalment is late today."""
    others = [
        wait
        for wait in found.waits
        if wait.kind not in (WaitKind.NOT_LATE, HoldKind.PLAN) or wait.invoice_id not in invoice_ids
    ]
    found.waits[:] = [*(Wait(HoldKind.PLAN, None, each) for each in invoice_ids), *others]


def _tasks(outcome: PlanOutcome, named: tuple[str, ...], policy: CreditPolicy) -> Sequence[Task]:
    plan, missed = outcome.standing, outcome.missed
    currency = plan.currency
    tasks = []
    if outcome.asks_to_end:
        out = sum((each.rest.amount for each in missed), _NOTHING)
        # a person who lets it stand is asked again only when another instalment is missed
        subject = f"{plan.plan.id}:{len(missed)}"
        tasks.append(Task(TaskKind.PLAN_MISSED, subject, Money(out, currency), named))
    if plan.beyond and plan.beyond >= policy.tolerance_for(currency).residue:
        beyond = Money(plan.beyond, currency)
        tasks.append(Task(TaskKind.PLAN_TOO_SMALL, plan.plan.id, beyond, named))
    return tasks


def _parts(
    found: PlanStanding, account: Account, policy: CreditPolicy, on: date
) -> tuple[PartOutcome, ...]:
    left, lost = max(found.money, _NOTHING), found.lost
    outcomes = []
    for number, (part, rest) in enumerate(zip(found.plan.parts, found.rests, strict=True), 1):
        whole = part.amount.amount
        paid = min(left, whole)
        left -= paid
        last_day = deadline(part.due, policy.promise_grace_days, account.calendar)
        gone = whole - paid - rest
        outcomes.append(
            PartOutcome(
                number=number,
                due=part.due,
                deadline=last_day,
                amount=part.amount,
                paid=Money(paid, found.currency),
                rest=Money(rest, found.currency),
                state=_state(
                    paid,
                    rest,
                    was_lost=bool(gone and lost),
                    is_small=is_small(rest, whole, found.currency, policy),
                    is_past=on > last_day,
                ),
            )
        )
    return tuple(outcomes)


def _state(
    paid: Decimal, rest: Decimal, *, was_lost: bool, is_small: bool, is_past: bool
) -> PartState:
    if rest and not is_small:
        if is_past:
            return PartState.MISSED
        return PartState.PART_PAID if paid else PartState.DUE
    if was_lost:
        return PartState.WRITTEN_OFF
    return PartState.PAID if paid or rest else PartState.CREDITED
