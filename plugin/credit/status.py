"""Credit status: open, watch or stop, with reasons that are values and what would clear them.

A stop is only ever proposed here; the machine never puts one in force (rules 19, 30).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, CreditStatus, Placement
from plugin.credit.debts import Debt, debts_of, late_is_small, spare_credit
from plugin.credit.decisions import (
    BrokenPromise,
    CannotCompare,
    Exposure,
    LimitUse,
    NearLimit,
    OldestOverdue,
    OverLimit,
    StatusDecision,
    StatusReason,
)
from plugin.credit.exposure import certain, exposure, family_exposure, limit_in_force, measure
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy, Mode
from plugin.credit.promises import PromiseBook, PromiseState, read_promises
from plugin.credit.stop_refusals import is_refused
from plugin.credit.veto import stop_held_back
from plugin.credit.write_offs import with_write_offs

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
#: broken promises older than this no longer count
PROMISE_MEMORY_DAYS = 365
#: placements whose debts set no flag: not placed yet, or given up by a person (rule 2)
_SETS_NO_FLAG = frozenset({Placement.UNPLACED, Placement.WRITTEN_OFF})


@dataclass(frozen=True, slots=True)
class ExposureDownTo:
    """The reason clears when exposure has fallen to `target`, that is by `by`."""

    target: Money
    by: Money


@dataclass(frozen=True, slots=True)
class PaymentOf:
    """The reason clears when these invoices are paid, `amount` in all."""

    invoice_numbers: tuple[str, ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class RateOf:
    """The comparison becomes possible when the ledger has used a rate for this currency."""

    currency: str


@dataclass(frozen=True, slots=True)
class APersonDecides:
    """No figure clears it: a person set it by hand."""


ClearsWhen = ExposureDownTo | PaymentOf | RateOf | APersonDecides


def status_of(account: Account, policy: CreditPolicy, on: date) -> StatusDecision:
    """The status that should be in force on `on`, by rules 4, 5, 10, 19 and 30."""
    return decide_status(
        account,
        policy,
        on,
        debts_of(account, policy, on),
        exposure(account, policy, on),
        read_promises(account, policy, on),
    )


def decide_status(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, list[Debt]],
    exposures: tuple[Exposure, ...],
    promises: PromiseBook,
) -> StatusDecision:
    """As `status_of`, from what a review has already worked out."""
    thresholds = policy.status
    judged = with_write_offs(account, policy, on, by_ledger_dates(account, policy, on, debts))
    reasons: list[StatusReason] = []
    use = judged_use(account, on, judged, exposures)
    over = _over_limit(use, account.status.over_limit, policy, reasons)
    oldest = _oldest_overdue(account, policy, on, judged)
    if oldest is not None and oldest.days >= thresholds.watch_days_late:
        reasons.append(oldest)
    too_late = oldest is not None and oldest.days >= thresholds.stop_days_late
    broken = _broken(account, policy, on, promises)
    if broken is not None:
        reasons.append(broken)
    stop = over or too_late or broken is not None
    proposed = stop
    if account.plans and too_late and not over and broken is None:
        proposed = _too_late_by_plan(account, policy, on, debts)
    watch = stop or any(isinstance(each, NearLimit | OldestOverdue) for each in reasons)
    if account.status.status is CreditStatus.STOP and (stop or account.status.by_hand):
        return StatusDecision(CreditStatus.STOP, tuple(reasons), over_limit=over)
    proposed = proposed and not is_refused(account, on, use.use, exposures, judged)
    asks = proposed and policy.guards and policy.mode is not Mode.DRAFT
    held = stop_held_back(account, policy.veto, on) if asks else None
    return StatusDecision(
        status=CreditStatus.WATCH if watch else CreditStatus.OPEN,
        reasons=tuple(reasons),
        stop_proposed=proposed and held is None,
        over_limit=over,
        stop_held=held,
    )


def by_ledger_dates(
    account: Account, policy: CreditPolicy, on: date, debts: Mapping[str, list[Debt]]
) -> Mapping[str, list[Debt]]:
    """The debts on the ledger's own due dates, whatever plan was agreed.

    A plan is patience with what is owed, not trust for more: watch stays, and so does a stop in
    force. Only no stop is proposed for what a plan gave time to.
    """
    if not account.plans:
        return debts
    return debts_of(replace(account, plans=()), policy, on)


def _too_late_by_plan(
    account: Account, policy: CreditPolicy, on: date, debts: Mapping[str, list[Debt]]
) -> bool:
    oldest = _oldest_overdue(account, policy, on, with_write_offs(account, policy, on, debts))
    return oldest is not None and oldest.days >= policy.status.stop_days_late


def _oldest_overdue(
    account: Account, policy: CreditPolicy, on: date, judged: Mapping[str, list[Debt]]
) -> OldestOverdue | None:
    """The oldest late debt that counts: above tolerance, undisputed, not covered by credit.

    Opening debt counts from the day a person placed it (rule 2). Credit covers the oldest first
    (rule 7).
    """
    pool = spare_credit(account, policy, on)
    oldest: OldestOverdue | None = None
    for currency, every in judged.items():
        late = [each for each in every if each.days_late > 0 and _sets_flag(each)]
        if not late or late_is_small(late, policy):
            continue
        credit = pool.get(currency, _NOTHING)
        late.sort(key=lambda each: -each.days_late)
        for debt in late:
            credit -= debt.undisputed
            if credit < 0 and not _nearly_nothing(-credit, debt, policy):
                if oldest is None or debt.days_late > oldest.days:
                    oldest = OldestOverdue(
                        debt.days_late, debt.invoice.number, Money(debt.balance, currency)
                    )
                break
    return oldest


def clears_when(
    decision: StatusDecision, account: Account, policy: CreditPolicy, on: date
) -> tuple[ClearsWhen, ...]:
    """What would have to happen for each reason of a decision to go, in the order of the reasons.

    Over the limit clears at 95 % of it, near it below 90 % (rules 10, 30).
    """
    if not decision.reasons and decision.status is CreditStatus.STOP:
        return (APersonDecides(),)
    return tuple(_clears(reason, account, policy, on) for reason in decision.reasons)


def _clears(reason: StatusReason, account: Account, policy: CreditPolicy, on: date) -> ClearsWhen:
    if isinstance(reason, CannotCompare):
        return RateOf(reason.currency)
    if isinstance(reason, OverLimit | NearLimit):
        over = isinstance(reason, OverLimit)
        percent = policy.status.clears_percent if over else policy.status.watch_percent
        target = Money(reason.limit.amount * percent / _HUNDRED, reason.limit.currency)
        return ExposureDownTo(target, (reason.exposure - target).at_least_zero())
    if isinstance(reason, BrokenPromise):
        return _promised_money(account, policy, on)
    return _late_money(reason, account, policy, on)


def _late_money(
    reason: OldestOverdue, account: Account, policy: CreditPolicy, on: date
) -> PaymentOf:
    currency = reason.balance.currency
    late = [
        each
        for each in debts_of(replace(account, plans=()), policy, on).get(currency, [])
        if each.days_late >= policy.status.watch_days_late and _sets_flag(each)
    ]
    amount = sum((each.undisputed for each in late), _NOTHING)
    numbers = tuple(dict.fromkeys(each.invoice.number for each in late))
    if not numbers:
        return PaymentOf((reason.invoice_number,), reason.balance)
    return PaymentOf(numbers, Money(amount, currency))


def _promised_money(account: Account, policy: CreditPolicy, on: date) -> PaymentOf:
    unpaid = _unpaid_broken(policy, on, read_promises(account, policy, on))
    numbers = _numbers(account, tuple(i for each in unpaid for i in each[0]))
    currency = unpaid[0][1].currency if unpaid else account.base_currency
    amount = sum((each[1].amount for each in unpaid if each[1].currency == currency), _NOTHING)
    return PaymentOf(numbers, Money(amount, currency))


def _sets_flag(debt: Debt) -> bool:
    if debt.small or debt.undisputed <= 0 or not debt.invoice.receivable:
        return False
    return debt.opening is None or debt.opening.placement not in _SETS_NO_FLAG


def _nearly_nothing(rest: Decimal, debt: Debt, policy: CreditPolicy) -> bool:
    """What credit left of a debt is a residue like any other."""
    return rest < debt.undisputed and rest < policy.tolerance_for(debt.currency).residue


@dataclass(frozen=True, slots=True)
class JudgedUse:
    """Use of the limit as the status judges it; what cannot be compared stands beside it.

    `use` then holds only what is certain: exposure is at least that.
    """

    use: LimitUse | None
    cannot: CannotCompare | None = None


def judged_use(
    account: Account, on: date, judged: Mapping[str, list[Debt]], exposures: tuple[Exposure, ...]
) -> JudgedUse:
    """Use of the limit by debts as `with_write_offs` gives them.

    Without balances below tolerance (rule 4) and unplaced opening debt (rule 2), and with what was
    written off (rule 5): none of these may set or clear a flag.
    """
    limit = limit_in_force(account)
    if limit is None:
        return JudgedUse(None)
    amounts = [each.amount for each in exposures]
    for currency, every in judged.items():
        correction = sum((_correction(each) for each in every), _NOTHING)
        if correction:
            amounts.append(Money(correction, currency))
    summed = _per_currency((*amounts, *family_exposure(account)))
    use = measure(account, limit, summed, on)
    if isinstance(use, LimitUse):
        return JudgedUse(use)
    least = measure(account, limit, certain(account, limit, summed, on), on)
    return JudgedUse(least if isinstance(least, LimitUse) else None, use)


def _correction(debt: Debt) -> Decimal:
    return debt.written_off - debt.balance if _left_aside(debt) else debt.written_off


def _left_aside(debt: Debt) -> bool:
    return debt.small or (debt.opening is not None and debt.opening.placement in _SETS_NO_FLAG)


def _per_currency(amounts: Sequence[Money]) -> tuple[Money, ...]:
    sums: dict[str, Decimal] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, _NOTHING) + amount.amount
    return tuple(Money(amount, currency) for currency, amount in sums.items())


def _over_limit(
    judged: JudgedUse, was_over: bool, policy: CreditPolicy, reasons: list[StatusReason]
) -> bool:
    """Sets above 100 % and clears at 95 % (rule 30); appends the reasons that apply.

    What cannot be compared never counts as within the limit (rule 9).
    """
    if judged.cannot is not None:
        reasons.append(judged.cannot)
    use = judged.use
    if use is None:
        return was_over and judged.cannot is not None
    thresholds = policy.status
    used, limit = use.used.amount * _HUNDRED, use.limit.amount
    percent = thresholds.clears_percent if was_over else thresholds.stop_percent
    if used > limit * percent:
        reasons.append(OverLimit((use.used - use.limit).at_least_zero(), use.used, use.limit))
        return True
    if used > 0 and used >= limit * thresholds.watch_percent:
        reasons.append(NearLimit(use.utilisation, use.used, use.limit))
    return was_over and judged.cannot is not None


def _broken(
    account: Account, policy: CreditPolicy, on: date, promises: PromiseBook
) -> BrokenPromise | None:
    """The second broken promise within a year, while some of the promised money is still out."""
    recent = [each for each in promises.broken if (on - each.deadline).days <= PROMISE_MEMORY_DAYS]
    if len(recent) < policy.status.stop_broken_promises or not _unpaid_broken(policy, on, promises):
        return None
    last = max(recent, key=lambda each: (each.deadline, each.promise.id))
    numbers = _numbers(account, last.promise.invoice_ids)
    return BrokenPromise(numbers, last.promise.due, len(recent))


def _unpaid_broken(
    policy: CreditPolicy, on: date, promises: PromiseBook
) -> list[tuple[tuple[str, ...], Money]]:
    """Invoices and missing amount of the recent broken promises that are still above tolerance."""
    return [
        (each.promise.invoice_ids, each.still_owed)
        for each in promises.outcomes
        if each.state is PromiseState.BROKEN
        and (on - each.deadline).days <= PROMISE_MEMORY_DAYS
        and each.still_owed.amount > 0
        and each.still_owed.amount >= policy.tolerance_for(each.still_owed.currency).residue
    ]


def _numbers(account: Account, ids: tuple[str, ...]) -> tuple[str, ...]:
    named = {each.id: each.number for each in account.invoices}
    return tuple(dict.fromkeys(named.get(each, each) for each in ids))
