"""What there is to talk about with one customer who is rung to say hello: facts of their account.

What they owe is among them only where something is late. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account, InvoiceState
from plugin.credit.debts import debts_of, late_is_small
from plugin.credit.decisions import LimitUse
from plugin.credit.exposure import limit_use
from plugin.credit.metrics import OnTimeRecord, on_time
from plugin.credit.money import Money, total
from plugin.credit.policy import CreditPolicy

#: lately is so many days
LATELY = timedelta(days=91)

_ISSUED = frozenset({InvoiceState.APPROVED, InvoiceState.PAID})


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingPoints:
    """The facts, amounts by currency; `since` is the first day of *lately*.

    `late` is empty where nothing above tolerance is late, and then no debt is to be mentioned.
    """

    since: date
    bought: tuple[tuple[int, Money], ...]
    last_bought_on: date | None
    paid: tuple[tuple[int, Money], ...]
    record: OnTimeRecord
    use: LimitUse | None
    late: tuple[Money, ...]
    #: numbers of invoices of which they contest something
    contested: tuple[str, ...]
    #: offers and questions of theirs that wait for an answer of ours
    waiting: int


def talking_points(account: Account, policy: CreditPolicy, on: date) -> TalkingPoints:
    """What there is to talk about on a civil day."""
    since = on - LATELY
    sold = [
        each
        for each in account.invoices
        if each.state in _ISSUED and since <= each.issued <= on and not each.is_charge
    ]
    money = [
        each.amount for each in account.payments if since <= each.on <= on and not each.is_write_off
    ]
    late = [
        Money(debt.undisputed, debt.currency)
        for debts in debts_of(account, policy, on).values()
        if not late_is_small(debts, policy)
        for debt in debts
        if debt.is_late and not debt.small and debt.undisputed > 0
    ]
    use = limit_use(account, policy, on)
    return TalkingPoints(
        since=since,
        bought=_by_currency(each.total for each in sold),
        last_bought_on=max((each.issued for each in sold), default=None),
        paid=_by_currency(money),
        record=on_time(account, on, policy=policy),
        use=use if isinstance(use, LimitUse) else None,
        late=tuple(amount for _, amount in _by_currency(late)),
        contested=tuple(
            sorted({each.number for each in account.invoices if each.disputed is not None})
        ),
        waiting=len(account.talks),
    )


def _by_currency(amounts: Iterable[Money]) -> tuple[tuple[int, Money], ...]:
    """How many and how much in each currency; nothing is converted."""
    every = tuple(amounts)
    return tuple(
        (len(mine), total(mine, code))
        for code in sorted({each.currency for each in every})
        if (mine := [each for each in every if each.currency == code])
    )
