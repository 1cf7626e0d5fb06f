"""What a customer's answer may do at once, and what is for a person to say (rule 37).

Pure: it finds the bounds that an answer passes, the days that are offered for a promise, and what
a payment covers. What follows is written down by whoever asks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account, HoldKind, Invoice, Placement, StepState
from plugin.credit.answer_rules import AnswerRules
from plugin.credit.money import Money, total
from plugin.credit.pay_run import next_run, run_of
from plugin.credit.plans import may_be_planned, standing_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.silence import is_in_force
from plugin.credit.working_days import add_working_days, is_working_day, next_working_day

_DAY = timedelta(days=1)
#: days that a page offers for a promise
_OFFERED = 4
#: somebody else has the debt in hand: nothing is settled beside them
_ELSEWHERE = frozenset({HoldKind.AGENCY, HoldKind.CLAIM, HoldKind.INSOLVENT})


class Answer(StrEnum):
    """The four answers of the situation page."""

    PAID = "paid"
    PROMISE = "promise"
    SPLIT = "split"
    WRONG = "wrong"


class Beyond(StrEnum):
    """A bound that an answer passes, so that a person says yes to it first."""

    TOO_FAR = "too_far"
    TOO_OFTEN = "too_often"
    AFTER_FINAL = "after_final"
    NOT_ALL = "not_all"
    ON_A_PLAN = "on_a_plan"
    PLANNED_BEFORE = "planned_before"
    WITH_OTHERS = "with_others"


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """A day offered for a promise: of their own pay run or not, within the bounds or not."""

    day: date
    is_run: bool
    is_within: bool


def beyond_promise(
    account: Account,
    policy: CreditPolicy,
    chosen: Sequence[Invoice],
    amount: Money,
    due: date,
    *,
    before: Mapping[str, int],
    on: date,
) -> tuple[Beyond, ...]:
    """The bounds that a promise of `amount` for these invoices by `due` passes.

    `before` says how many promises the customer has made for an invoice by themselves.
    """
    rules = policy.answers
    owed = total((may_be_planned(each) for each in chosen), amount.currency)
    found = (
        (Beyond.TOO_FAR, due > on + timedelta(days=rules.promise_days)),
        (Beyond.TOO_OFTEN, any(before.get(each.id, 0) >= rules.promises for each in chosen)),
        (Beyond.NOT_ALL, amount < owed),
    )
    own = tuple(why for why, holds in found if holds)
    return (*own, *_always(account, policy, chosen, on))


def beyond_split(
    account: Account,
    policy: CreditPolicy,
    chosen: Sequence[Invoice],
    *,
    before: Collection[str],
    on: date,
) -> tuple[Beyond, ...]:
    """The bounds that any plan for these invoices passes, beside those of the plan itself.

    `before` are the invoices that have been under a plan that ended.
    """
    again = any(each.id in before for each in chosen)
    own = (Beyond.PLANNED_BEFORE,) if again else ()
    return (*own, *_always(account, policy, chosen, on))


def _always(
    account: Account, policy: CreditPolicy, chosen: Sequence[Invoice], on: date
) -> tuple[Beyond, ...]:
    ids = {each.id for each in chosen}
    planned = {c.invoice_id for each in standing_plans(account) for c in each.plan.covers}
    found = (
        (Beyond.AFTER_FINAL, not policy.answers.after_final and _had_final(account, policy, ids)),
        (Beyond.ON_A_PLAN, bool(ids & planned)),
        (Beyond.WITH_OTHERS, _with_others(account, chosen, on)),
    )
    return tuple(why for why, holds in found if holds)


def _had_final(account: Account, policy: CreditPolicy, ids: Collection[str]) -> bool:
    """Whether a final notice has gone out for one of these invoices."""
    for step in account.steps:
        if step.invoice_id not in ids or step.state is not StepState.DONE:
            continue
        level = policy.level(step.level)
        is_final = level is not None and level.is_final
        if step.is_final if step.is_final is not None else is_final:
            return True
    return False


def _with_others(account: Account, chosen: Sequence[Invoice], on: date) -> bool:
    ids = {None, *(each.id for each in chosen)}
    held = any(
        hold.kind in _ELSEWHERE and hold.invoice_id in ids and is_in_force(hold, on)
        for hold in account.holds
    )
    placed = (each.opening for each in chosen if each.opening is not None)
    return held or any(each.placement is Placement.AGENCY for each in placed)


def offered_days(account: Account, rules: AnswerRules, on: date) -> tuple[OfferedDay, ...]:
    """The days offered for a promise, the soonest first: their own pay-run days where known.

    Those within the owner's bounds; where none of a known habit is, its next day all the same,
    which is then a proposal. Without a habit: the next working day, and those a week and two on.
    """
    last = on + timedelta(days=rules.promise_days)
    run = run_of(account, on)
    if run is None:
        soonest = next_working_day(on, account.calendar)
        ahead = (soonest, *(_working(soonest + 7 * n * _DAY, account) for n in (1, 2)))
        days = dict.fromkeys(each for each in (*ahead, _last_working(last, account)) if each > on)
        return tuple(OfferedDay(day, False, True) for day in sorted(days) if day <= last)
    found: list[OfferedDay] = []
    day = next_run(run, on + _DAY, account.calendar)
    while len(found) < _OFFERED and (day <= last or not found):
        found.append(OfferedDay(day, True, day <= last))
        day = next_run(run, day + _DAY, account.calendar)
    return tuple(found)


def _working(day: date, account: Account) -> date:
    return day if is_working_day(day, account.calendar) else next_working_day(day, account.calendar)


def _last_working(day: date, account: Account) -> date:
    """The working day on or before this one, as far as a week back."""
    for back in range(7):
        if is_working_day(day - back * _DAY, account.calendar):
            return day - back * _DAY
    return day


def paid_until(rules: AnswerRules, on: date, account: Account) -> date:
    """The first day on which words go again after *I have paid*."""
    return add_working_days(on, rules.paid_days, account.calendar) + _DAY


def covered_by(amount: Money, chosen: Sequence[Invoice]) -> tuple[tuple[Invoice, Money], ...]:
    """What a payment of `amount` covers of these invoices, oldest first, each with its share.

    The shares sum to the smaller of the amount and what is open of them.
    """
    left = amount.amount
    found: list[tuple[Invoice, Money]] = []
    for each in sorted(chosen, key=lambda it: (it.due, it.number, it.id)):
        share = min(left, each.balance.amount)
        if share <= Decimal(0):
            continue
        found.append((each, Money(share, amount.currency)))
        left -= share
    return tuple(found)
