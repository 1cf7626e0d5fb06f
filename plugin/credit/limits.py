"""A proposed credit limit by a published rule over this customer's own past, with its reasons.

It sets nothing: a person accepts, edits or declines.

The rule: the largest balance that was wholly paid within terms in the last twelve months; for a
customer who pays on time, not below an average month's sales; rounded up to a friendly step. A
customer without a year's first paid invoice gets the policy's starter limit, where it has one.
Nothing above the policy's own bound is proposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from plugin.credit.account import Account, Invoice, InvoiceState
from plugin.credit.metrics import OnTimeRecord, on_time
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy
from plugin.credit.working_days import roll_forward

_NOTHING = Decimal(0)
_YEAR = timedelta(days=365)
#: at least this many of the record, and this share of it on time, is punctual
_PUNCTUAL_OF, _PUNCTUAL_SHARE = 3, Decimal("0.75")
#: from these amounts upwards a limit is rounded up to these steps
_STEPS = (
    (Decimal(100_000), Decimal(10_000)),
    (Decimal(10_000), Decimal(1_000)),
    (Decimal(2_000), Decimal(500)),
    (Decimal(500), Decimal(100)),
    (_NOTHING, Decimal(50)),
)


@dataclass(frozen=True, slots=True)
class PaidWithinTerms:
    """The largest balance that stood on one day and was all paid on time, in a year."""

    balance: Money
    on: date


@dataclass(frozen=True, slots=True)
class MonthlySales:
    """An average month's sales of the last twelve, of a customer who pays on time."""

    average: Money
    on_time: int
    counted: int


@dataclass(frozen=True, slots=True)
class StarterLimit:
    """No paid invoice yet: the policy's limit for those who are new."""

    limit: Money


@dataclass(frozen=True, slots=True)
class RoundedUp:
    """Rounded up to a multiple of this step."""

    step: Money


@dataclass(frozen=True, slots=True)
class AtMost:
    """The policy proposes no more than this; by the record it would have been `instead_of`."""

    limit: Money
    instead_of: Money


LimitReason = PaidWithinTerms | MonthlySales | StarterLimit | RoundedUp | AtMost


@dataclass(frozen=True, slots=True)
class LimitProposal:
    """A limit to accept or change, in the base currency; None where the past says nothing."""

    limit: Money | None
    reasons: tuple[LimitReason, ...] = ()


def proposed_limit(
    account: Account, on: date, policy: CreditPolicy = DEFAULT_POLICY
) -> LimitProposal:
    """Propose a limit from invoices in the organisation's base currency dated within a year.

    None where nothing was paid on time and no starter limit is set: a person decides.
    """
    settled = _settled(account, on)
    if not settled:
        return _starter(account, policy)
    reasons: list[LimitReason] = []
    best = _largest_balance(account, settled)
    if best is not None:
        reasons.append(best)
    sales = _monthly_sales(account, on, policy)
    if sales is not None and (best is None or sales.average > best.balance):
        reasons.append(sales)
    if not reasons:
        return LimitProposal(None)
    wanted = sales.average if sales is not None and sales in reasons else None
    amount = max(each for each in (wanted, best.balance if best else None) if each is not None)
    proposed = rounded_up(amount)
    if proposed != amount:
        reasons.append(RoundedUp(Money(_step(amount.amount), amount.currency)))
    if policy.most_limit is not None and proposed.amount > policy.most_limit:
        most = Money(policy.most_limit, amount.currency)
        return LimitProposal(most, (*reasons, AtMost(most, proposed)))
    return LimitProposal(proposed, tuple(reasons))


def rounded_up(amount: Money) -> Money:
    """An amount rounded up to the friendly step of its size."""
    step = _step(amount.amount)
    rounded = (amount.amount / step).to_integral_value(ROUND_CEILING) * step
    return Money(rounded, amount.currency)


def is_punctual(record: OnTimeRecord) -> bool:
    """Whether enough of a record is known, and enough of it on time, for sales to count."""
    return record.counted >= _PUNCTUAL_OF and record.on_time >= _PUNCTUAL_SHARE * record.counted


def is_over_at_once(limit: Money, exposure: Money | None) -> bool:
    """Whether exposure is above a proposed limit already: then it is a verdict, not a limit.

    False where there is no one exposure to compare it with.
    """
    return exposure is not None and exposure.currency == limit.currency and exposure > limit


def _settled(account: Account, on: date) -> list[tuple[Invoice, date]]:
    """Invoices of the last year that money closed, with the day of the last of it."""
    last_paid: dict[str, date] = {}
    for payment in account.payments:
        if not payment.is_write_off and payment.on <= on:
            known = last_paid.get(payment.invoice_id, payment.on)
            last_paid[payment.invoice_id] = max(known, payment.on)
    return [
        (invoice, last_paid[invoice.id])
        for invoice in account.invoices
        if invoice.id in last_paid
        and not invoice.is_charge
        and invoice.state is InvoiceState.PAID
        and invoice.total.currency == account.base_currency
        and on - _YEAR < last_paid[invoice.id]
    ]


def _largest_balance(
    account: Account, settled: list[tuple[Invoice, date]]
) -> PaidWithinTerms | None:
    """Punctual invoices only: each stood from its issue until the day it was paid."""
    lost = {each.invoice_id for each in account.payments if each.is_write_off}
    changes: list[tuple[date, int, Decimal]] = []
    for invoice, paid_on in settled:
        if invoice.id in lost or paid_on > roll_forward(invoice.due, account.calendar):
            continue
        changes.append((invoice.issued, 1, invoice.total.amount))
        changes.append((paid_on, 0, -invoice.total.amount))
    stood = largest = _NOTHING
    when: date | None = None
    # an invoice paid on the day it was issued never stood; others end before the day's new ones
    for day, _, change in sorted(changes):
        stood += change
        if stood > largest:
            largest, when = stood, day
    if when is None:
        return None
    return PaidWithinTerms(Money(largest, account.base_currency), when)


def _monthly_sales(account: Account, on: date, policy: CreditPolicy) -> MonthlySales | None:
    record = on_time(account, on, policy=policy)
    if not is_punctual(record):
        return None
    sold = [
        invoice
        for invoice in account.invoices
        if invoice.state in (InvoiceState.APPROVED, InvoiceState.PAID)
        and not invoice.is_charge
        and on - _YEAR < invoice.issued <= on
        and invoice.total.currency == account.base_currency
    ]
    if not sold:
        return None
    months = max(1, min(12, round((on - min(each.issued for each in sold)).days / 30.4)))
    amount = sum((each.total.amount for each in sold), _NOTHING) / months
    average = Money(amount, account.base_currency).rounded()
    return MonthlySales(average, record.on_time, record.counted)


def _starter(account: Account, policy: CreditPolicy) -> LimitProposal:
    if policy.starter_limit is None:
        return LimitProposal(None)
    limit = Money(policy.starter_limit, account.base_currency)
    return LimitProposal(limit, (StarterLimit(limit),))


def _step(amount: Decimal) -> Decimal:
    return next(step for least, step in _STEPS if amount >= least)
