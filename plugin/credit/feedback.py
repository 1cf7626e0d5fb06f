"""When a customer may be asked how it went, and what the answers come to by month.

A case is closed once nothing that was chased is left open and nothing else is late. Nobody is asked
while something is contested or talked about, nor in a hardship. It asks nobody itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from plugin.credit.account import Account, HoldKind, InvoiceState, StepState
from plugin.credit.debts import RETAINED, Debt, debts_of
from plugin.credit.feedback_rules import FeedbackRules
from plugin.credit.policy import CreditPolicy

#: one tap: 1 is *badly*, 5 is *very well*
SCORES = (1, 2, 3, 4, 5)
#: an answer up to this one wants a person's eye
LOW = 2

#: while one of these stands, how it went is not the question
_NOT_NOW = frozenset(
    {
        HoldKind.DISPUTED,
        HoldKind.SAYS_PAID,
        HoldKind.AGENCY,
        HoldKind.CLAIM,
        HoldKind.INSOLVENT,
        HoldKind.BREATHING_SPACE,
        HoldKind.HARDSHIP,
        HoldKind.DECEASED,
    }
)


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """What a customer may be asked about: the civil day on which all was settled, and how.

    `is_chased` is true where a reminder after the due date had gone about any of it.
    """

    closed_on: date
    is_chased: bool


def closed_case(
    account: Account, policy: CreditPolicy, on: date, *, settled: Iterable[date] = ()
) -> ClosedCase | None:
    """The case that was closed within the policy's days, if one was and none is open.

    `settled` are days on which disputes of the customer were decided. A write-off is no payment
    and thanks nobody (rule 5); a payment that came back leaves its invoice open.
    """
    rules = policy.feedback
    if not rules.asks or account.customer.never_chase or _is_no_time(account):
        return None
    chased = {
        step.invoice_id for step in account.steps if step.state is StepState.DONE and step.level > 0
    }
    every = debts_of(account, policy, on).values()
    if any(_keeps_open(debt, chased) for debts in every for debt in debts):
        return None
    return _latest(account, chased, on - timedelta(days=rules.days_open), on, settled)


def may_be_asked(
    case: ClosedCase | None, rules: FeedbackRules, on: date, *, last_on: date | None
) -> bool:
    """Whether the question may be put today; `last_on` is the last question or answer."""
    if case is None:
        return False
    return last_on is None or last_on + timedelta(days=rules.days_between) <= on


def _is_no_time(account: Account) -> bool:
    if account.disputes or account.talks:
        return True
    return any(hold.kind in _NOT_NOW for hold in account.holds)


def _keeps_open(debt: Debt, chased: set[str]) -> bool:
    """Whether a debt says that the case is not over: late, or what is left of one chased."""
    if debt.small:
        return False
    return debt.is_late or (debt.invoice.id in chased and debt.instalment != RETAINED)


def _latest(
    account: Account, chased: set[str], after: date, on: date, settled: Iterable[date]
) -> ClosedCase | None:
    closed = {each.id for each in account.invoices if each.state is InvoiceState.PAID}
    given_up = {each.invoice_id for each in account.payments if each.is_write_off}
    if any(each.is_write_off and after < each.on <= on for each in account.payments):
        return None
    last: dict[str, date] = {}
    for each in account.payments:
        if each.invoice_id in closed - given_up:
            last[each.invoice_id] = max(each.on, last.get(each.invoice_id, each.on))
    lately = {id_: day for id_, day in last.items() if after < day <= on}
    days = [*lately.values(), *(day for day in settled if after < day <= on)]
    if not days:
        return None
    return ClosedCase(max(days), is_chased=not chased.isdisjoint(lately))


# --- what the answers come to --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scored:
    """One answer: the civil day, the score, and whether its case had been chased."""

    on: date
    score: int
    is_chased: bool


@dataclass(frozen=True, slots=True)
class MeanScore:
    """How many answers, and their mean to one decimal; None where there is none."""

    answers: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthScore:
    """The answers of a month by the civil day they were given; `month` is its first day."""

    month: date
    every: MeanScore
    chased: MeanScore
    not_chased: MeanScore


def by_month(answers: Iterable[Scored]) -> tuple[MonthScore, ...]:
    """The scores of each month that has any, newest first: all, chased and not chased apart."""
    found: Mapping[date, list[Scored]] = defaultdict(list)
    for each in answers:
        found[each.on.replace(day=1)].append(each)
    return tuple(
        MonthScore(
            month,
            mean_score(each.score for each in its),
            mean_score(each.score for each in its if each.is_chased),
            mean_score(each.score for each in its if not each.is_chased),
        )
        for month, its in sorted(found.items(), reverse=True)
    )


def mean_score(scores: Iterable[int]) -> MeanScore:
    """The plain mean, half up to one decimal: each answer counts once."""
    given = tuple(scores)
    if not given:
        return MeanScore(0, None)
    mean = Decimal(sum(given)) / len(given)
    return MeanScore(len(given), mean.quantize(Decimal("0.1"), ROUND_HALF_UP))
