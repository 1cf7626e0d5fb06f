"""A quarter with one customer in figures that they may see: bought, paid, how fast, what is open.

No score, no segment and no reason of a person is among them. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account, Invoice, InvoiceState, Payment
from plugin.credit.debts import debts_of, late_is_small
from plugin.credit.metrics import Figure, OnTimeRecord, days_to_pay, marks
from plugin.credit.money import Money
from plugin.credit.months import end_of_month, months_after
from plugin.credit.policy import CreditPolicy

_ISSUED = frozenset({InvoiceState.APPROVED, InvoiceState.PAID})
_NOTHING = Decimal(0)
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class MonthOfTrade:
    """What was bought and paid in one month of a quarter; `month` is its first day."""

    month: date
    bought: Money
    paid: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterMoney:
    """One currency of a quarter; `before` are bought and paid in the quarter before."""

    bought: Money
    invoices: int
    paid: Money
    payments: int
    days_to_pay: Figure
    months: tuple[MonthOfTrade, ...]
    before: tuple[Money, Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFigures:
    """A quarter from `first` to `last`, both included, as known on `on`; base currency first."""

    first: date
    last: date
    on: date
    money: tuple[QuarterMoney, ...]
    record: OnTimeRecord
    record_before: OnTimeRecord
    #: numbers of invoices of which they contest something
    contested: tuple[str, ...]
    #: offers of other terms that are not settled
    talks: int
    #: what is late now by currency; empty where nothing above tolerance is
    late: tuple[Money, ...]


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter of a day."""
    return day.replace(month=day.month - (day.month - 1) % _MONTHS, day=1)


def quarter_end(first: date) -> date:
    """The last day of the quarter that begins on `first`."""
    return end_of_month(months_after(first, _MONTHS - 1))


def last_quarter(on: date) -> date:
    """The first day of the last quarter that was over by a day."""
    return quarter_of(quarter_of(on) - timedelta(days=1))


def quarter_figures(
    account: Account, policy: CreditPolicy, on: date, *, first: date
) -> QuarterFigures:
    """The quarter that begins on `first`, up to `on` where it is not over."""
    last = min(quarter_end(first), on)
    before = quarter_of(first - timedelta(days=1))
    every, _ = marks(account, on, policy)
    codes = {each.total.currency for each in account.invoices if first <= each.issued <= last}
    codes |= {each.amount.currency for each in account.payments if first <= each.on <= last}
    ordered = sorted(codes | {account.base_currency}, key=lambda c: (c != account.base_currency, c))
    late = [
        Money(amount, code)
        for code, debts in debts_of(account, policy, on).items()
        if not late_is_small(debts, policy)
        and (amount := sum((d.undisputed for d in debts if d.is_late and not d.small), _NOTHING))
        > 0
    ]
    return QuarterFigures(
        first=first,
        last=last,
        on=on,
        money=tuple(_money(account, code, first, last, before) for code in ordered),
        record=_record([each.on_time for each in every if first <= each.day <= last]),
        record_before=_record([each.on_time for each in every if before <= each.day < first]),
        contested=tuple(sorted({e.number for e in account.invoices if e.disputed is not None})),
        talks=len(account.talks),
        late=tuple(late),
    )


def _money(account: Account, code: str, first: date, last: date, before: date) -> QuarterMoney:
    sold = [e for e in account.invoices if _is_sale(e, code)]
    money = [e for e in account.payments if e.amount.currency == code and not e.is_write_off]
    mine, came = _issued(sold, first, last), _paid(money, first, last)
    months = tuple(months_after(first, n) for n in range(_MONTHS))
    ends = first - timedelta(days=1)
    return QuarterMoney(
        bought=_sum([e.total for e in mine], code),
        invoices=len(mine),
        paid=_sum([e.amount for e in came], code),
        payments=len(came),
        days_to_pay=days_to_pay(sold, came),
        months=tuple(
            MonthOfTrade(
                month,
                _sum([e.total for e in _issued(mine, month, end_of_month(month))], code),
                _sum([e.amount for e in _paid(came, month, end_of_month(month))], code),
            )
            for month in months
            if month <= last
        ),
        before=(
            _sum([e.total for e in _issued(sold, before, ends)], code),
            _sum([e.amount for e in _paid(money, before, ends)], code),
        ),
    )


def _is_sale(invoice: Invoice, code: str) -> bool:
    is_issued = invoice.state in _ISSUED and not invoice.is_charge
    return is_issued and invoice.total.currency == code


def _issued(invoices: Sequence[Invoice], first: date, last: date) -> list[Invoice]:
    return [each for each in invoices if first <= each.issued <= last]


def _paid(payments: Sequence[Payment], first: date, last: date) -> list[Payment]:
    return [each for each in payments if first <= each.on <= last]


def _sum(amounts: Sequence[Money], code: str) -> Money:
    return Money(sum((each.amount for each in amounts), _NOTHING), code)


def _record(found: Sequence[bool]) -> OnTimeRecord:
    return OnTimeRecord(len(found), sum(found), tuple(found))
