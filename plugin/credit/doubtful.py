"""Which debts are doubtful at the end of a financial year, and why: a list, never a percentage.

What is provided for is the accountant's judgement; this names each debt with its reasons, as it
stood on the last day of the year, and what came in since, which is the best evidence of all.

The rule. A debt is doubtful that was open at the end of the year, is not settled since, and that
was more than ninety days late on that day or has another of the reasons below. A reason that was
found after the end of the year counts: it tells of a debt that stood then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice
from plugin.credit.money import Money
from plugin.credit.months import day_of_month

#: days late at the end of the year from which age alone is a reason
LONG_LATE = 90


class Doubt(StrEnum):
    """Why a debt is doubtful; in the order in which reasons are told."""

    INSOLVENT = "insolvent"
    DECEASED = "deceased"
    CLAIM = "claim"
    AGENCY = "agency"
    HARDSHIP = "hardship"
    BREATHING_SPACE = "breathing_space"
    DISPUTED = "disputed"
    STOPPED = "stopped"
    #: given up after the end of the year
    LOST_SINCE = "lost_since"
    LONG_LATE = "long_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEndDebt:
    """An invoice as it stood at the end of the last day of the year; `received` came since.

    `received` is money and credit, never what was written off. `signs` are what else is known of
    the debt or of its customer.
    """

    id: str
    number: str
    customer_id: str
    customer: str
    due: date
    balance: Money
    received: Money
    signs: frozenset[Doubt] = frozenset()

    @property
    def left(self) -> Money:
        """What is still doubtful of it: the year's balance less what came since."""
        return self.balance - self.received


@dataclass(frozen=True, slots=True)
class DoubtfulDebt:
    """A doubtful debt with its reasons; `days` late on the last day of the year."""

    debt: YearEndDebt
    days: int
    why: tuple[Doubt, ...]


def year_end_before(on: date, ends: tuple[int, int]) -> date:
    """The last day of the financial year that ended last before `on`; `ends` is month and day.

    A day that a month lacks is its last, so a year may end on the last of February.
    """
    month, day = ends
    found = day_of_month(date(on.year, month, 1), day)
    return found if found < on else day_of_month(date(on.year - 1, month, 1), day)


def debt_at(
    invoice: DatedInvoice, customer: str, signs: frozenset[Doubt], *, ended: date, on: date
) -> YearEndDebt | None:
    """An invoice as it stood at the end of a year, and what came by `on`; None = nothing was open.

    The due date is the one in force on the last day of the year. What was given up since is one
    more sign.
    """
    balance = invoice.balance_on(ended)
    if balance <= 0:
        return None
    since = [cover for cover in invoice.covers if ended < cover.on <= on]
    came = sum((each.amount for each in since if each.kind is not CoverKind.WRITE_OFF), Decimal(0))
    is_lost = any(each.kind is CoverKind.WRITE_OFF for each in since)
    return YearEndDebt(
        id=invoice.id,
        number=invoice.number,
        customer_id=invoice.customer_id,
        customer=customer,
        due=invoice.due_on(ended),
        balance=Money(balance, invoice.currency),
        received=Money(came, invoice.currency),
        signs=signs | ({Doubt.LOST_SINCE} if is_lost else frozenset()),
    )


def doubtful_debts(debts: Iterable[YearEndDebt], *, ended: date) -> tuple[DoubtfulDebt, ...]:
    """The doubtful debts of a year that ended on a day, longest late first."""
    found = []
    for debt in debts:
        if debt.left.amount <= 0:
            continue
        days = (ended - debt.due).days
        signs = debt.signs | ({Doubt.LONG_LATE} if days > LONG_LATE else frozenset())
        if signs:
            why = tuple(each for each in Doubt if each in signs)
            found.append(DoubtfulDebt(debt, max(days, 0), why))
    return tuple(
        sorted(found, key=lambda its: (-its.days, its.debt.customer, its.debt.number, its.debt.id))
    )
