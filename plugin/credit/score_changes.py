"""What would change a score: each change tried out on the account, so that its points are exact.

It proposes nothing to anybody; a customer never sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account, Invoice, InvoiceState, Payment
from plugin.credit.decisions import LimitUse
from plugin.credit.exposure import limit_use
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy
from plugin.credit.score import score_of
from plugin.credit.score_parts import MOST_POINTS, LimitUsed, Score
from plugin.credit.score_view import View

#: how many on time from now on are tried out, and by how many days one late
_ON_TIME, _LATE = (2, 6), 15
#: of the days on which the calendar alone changes it, so many are tried out
_DAYS_AHEAD = 4
#: below this use of the limit its part gives all its points
_ALL_POINTS_AT = Decimal(80)


@dataclass(frozen=True, slots=True)
class PayWhatIsLate:
    """All that is late and undisputed paid today; one amount a currency."""

    amounts: tuple[Money, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnTimeFromNow:
    """So many more invoices of their usual size, paid on time."""

    count: int


@dataclass(frozen=True, slots=True)
class ExposureDown:
    """So much less owed in the limit's currency."""

    by: Money


@dataclass(frozen=True, slots=True)
class OneMoreLate:
    """One more invoice of their usual size, still unpaid so many days after its due date."""

    days: int


@dataclass(frozen=True, slots=True)
class TimePasses:
    """Nothing else: by that day what is old has left the record."""

    on: date


ScoreChange = PayWhatIsLate | OnTimeFromNow | ExposureDown | OneMoreLate | TimePasses


def score_changes(
    account: Account, on: date, policy: CreditPolicy, score: Score
) -> tuple[tuple[ScoreChange, int], ...]:
    """What would raise the score, the most first, and what one late invoice would cost.

    Each with its points, found by scoring the account as it would be then; what changes nothing
    is left out. Empty without a score.
    """
    if score.total is None:
        return ()
    tried: list[tuple[ScoreChange, Account, date]] = []
    paid_up = _paid_up(account, on, policy)
    if paid_up is not None:
        tried.append((*paid_up, on))
    usual = _usual(account)
    tried.extend(
        (OnTimeFromNow(count), _with_on_time(account, on, usual, count), on) for count in _ON_TIME
    )
    found = [
        (change, points)
        for change, then, day in tried
        if (points := (score_of(then, day, policy).total or 0) - score.total) > 0
    ]
    found.extend(_by_itself(account, policy, score))
    found.extend(_use(account, on, policy, score))
    found.sort(key=lambda each: -each[1])
    late = _with_late(account, on, usual)
    lost = (score_of(late, on, policy).total or 0) - score.total
    return (*found, *([(OneMoreLate(_LATE), lost)] if lost < 0 else []))


def _paid_up(
    account: Account, on: date, policy: CreditPolicy
) -> tuple[PayWhatIsLate, Account] | None:
    view = View(account, policy, on, {})
    late = view.late_by_invoice()
    if not view.oldest[0]:
        return None
    invoices: list[Invoice] = []
    payments: list[Payment] = []
    sums: dict[str, Money] = {}
    numbers: list[str] = []
    for invoice in account.invoices:
        owed = late.get(invoice.id)
        if owed is None and (invoice.due >= on or not invoice.is_open or invoice.is_charge):
            invoices.append(invoice)
            continue
        disputed = invoice.disputed.amount if invoice.disputed is not None else Decimal(0)
        amount = Money(
            owed if owed is not None else invoice.balance.amount - disputed,
            invoice.balance.currency,
        )
        if amount.amount <= 0:
            invoices.append(invoice)
            continue
        left = invoice.balance - amount
        state = invoice.state if left else InvoiceState.PAID
        invoices.append(replace(invoice, balance=left, state=state))
        payments.append(Payment(invoice.id, on, amount))
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
        numbers.append(invoice.number)
    change = PayWhatIsLate(tuple(sums[code] for code in sorted(sums)), tuple(numbers))
    then = replace(account, invoices=tuple(invoices), payments=(*account.payments, *payments))
    return change, then


def _usual(account: Account) -> Money:
    """Their middle invoice in the base currency; what a further one would be for."""
    totals = sorted(
        each.total.amount
        for each in account.invoices
        if each.total.currency == account.base_currency and not each.is_charge
    )
    amount = totals[len(totals) // 2] if totals else Decimal(100)
    return Money(amount, account.base_currency)


def _with_on_time(account: Account, on: date, usual: Money, count: int) -> Account:
    more = [_invoice(f"tried-{n}", on, usual, is_paid=True) for n in range(count)]
    payments = [Payment(each.id, on, usual) for each in more]
    return replace(
        account,
        invoices=(*account.invoices, *more),
        payments=(*account.payments, *payments),
    )


def _with_late(account: Account, on: date, usual: Money) -> Account:
    late = _invoice("tried-late", on - timedelta(days=_LATE), usual, is_paid=False)
    return replace(account, invoices=(*account.invoices, late))


def _invoice(id_: str, due: date, total: Money, *, is_paid: bool) -> Invoice:
    return Invoice(
        id=id_,
        number=id_,
        issued=due,
        due=due,
        state=InvoiceState.PAID if is_paid else InvoiceState.APPROVED,
        total=total,
        balance=Money.zero(total.currency) if is_paid else total,
        sent_on=due,
    )


def _by_itself(
    account: Account, policy: CreditPolicy, score: Score
) -> list[tuple[ScoreChange, int]]:
    """The first of the next few days of the calendar on which nothing but time has raised it."""
    day = score.look_again_on
    for _ in range(_DAYS_AHEAD):
        if day is None:
            break
        then = score_of(account, day, policy)
        gain = (then.total or 0) - (score.total or 0)
        if gain > 0:
            return [(TimePasses(day), gain)]
        day = then.look_again_on
    return []


def _use(
    account: Account, on: date, policy: CreditPolicy, score: Score
) -> list[tuple[ScoreChange, int]]:
    """What is missing of the last part, and by how much less it would take."""
    part = next((each for each in score.parts if isinstance(each, LimitUsed)), None)
    use = limit_use(account, policy, on)
    if part is None or not isinstance(use, LimitUse) or use.utilisation <= _ALL_POINTS_AT:
        return []
    most = use.limit.amount * _ALL_POINTS_AT / 100
    by = (use.used - Money(most, use.limit.currency)).rounded()
    return [(ExposureDown(by), MOST_POINTS[LimitUsed] - part.points)]
