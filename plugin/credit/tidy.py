"""The bookkeeper's tidy list: what a ledger says that somebody should put in order, by fixed rules.

It finds and explains; it changes nothing. Who is probably entered twice stands in `twins`, what
of a bad debt's tax may come back in `tax_relief`, which debts are doubtful in `doubtful`.

The rules, as they are published on the page:

- Unused credit (rule 7): each credit note, overpayment or deposit with something left, against the
  open invoices of the same customer in the same currency. First whatever clears a whole invoice to
  the penny, oldest invoice first; then the oldest credit against the oldest due date.
- Small balances (rule 4): what a payment or credit left of an invoice below the tolerance of a
  residue; and all that a customer owes late in a currency, where it is below that of an account.
- Not sent (rule 3): approved the day before or earlier, something due, never sent, and nobody said
  that it goes out by another way.
- Due dates against terms (rule 1): an open invoice whose due date is not the one that the
  customer's terms give from its date; without terms of their own, the organisation's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import CreditKind
from plugin.credit.money import Money
from plugin.credit.policy_parts import Tolerance
from plugin.credit.terms import Terms, due_date

_NOTHING = Decimal(0)

#: the tolerance of a currency
ToleranceOf = Callable[[str], Tolerance]


class TidyKind(StrEnum):
    """What a line of the tidy list is about."""

    UNUSED_CREDIT = "unused_credit"
    SMALL_BALANCE = "small_balance"
    NOT_SENT = "not_sent"
    DUE_DATE = "due_date"
    TWINS = "twins"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSale:
    """An approved sales invoice with something due; dates are civil.

    `is_sent` is true, too, where a person said that it goes out by another way. `due_assumed`
    where the ledger names no due date.
    """

    id: str
    number: str
    customer_id: str
    issued: date
    due: date
    total: Money
    balance: Money
    is_sent: bool = True
    due_assumed: bool = False
    is_charge: bool = False

    @property
    def is_residue(self) -> bool:
        """Something was paid or credited, and this is what it left."""
        return self.balance < self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseCredit:
    """A credit note, overpayment or deposit of which `remaining` is not yet used."""

    id: str
    number: str
    kind: CreditKind
    customer_id: str
    on: date
    remaining: Money


@dataclass(frozen=True, slots=True)
class Clears:
    """What of a credit could go against an invoice; `is_exact` where both are gone with it."""

    sale: OpenSale
    amount: Money
    is_exact: bool


@dataclass(frozen=True, slots=True)
class UnusedCredit:
    """A loose credit and what it could clear, in the order in which it would be used."""

    credit: LooseCredit
    clears: tuple[Clears, ...] = ()

    @property
    def left(self) -> Money:
        """What nothing open would use."""
        used = sum((each.amount.amount for each in self.clears), _NOTHING)
        return Money(self.credit.remaining.amount - used, self.credit.remaining.currency)


class SmallBecause(StrEnum):
    """Why a balance is too small to chase."""

    RESIDUE = "residue"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class SmallBalance:
    """An open invoice that is too small to chase; `below` is the tolerance that it is under."""

    sale: OpenSale
    because: SmallBecause
    below: Money


@dataclass(frozen=True, slots=True)
class NotSent:
    """An approved invoice that the customer was never sent; `days` since its date."""

    sale: OpenSale
    days: int


@dataclass(frozen=True, slots=True)
class OffTerms:
    """An invoice whose due date is not what the terms give; `are_own` where they are the
    customer's and not the organisation's.
    """

    sale: OpenSale
    terms: Terms
    expected: date
    are_own: bool

    @property
    def days(self) -> int:
        """So many days later than the terms; negative = sooner."""
        return (self.sale.due - self.expected).days


def unused_credits(
    credits_: Iterable[LooseCredit], sales: Iterable[OpenSale]
) -> tuple[UnusedCredit, ...]:
    """Every loose credit with what it could clear (rule 7); the order of the facts is no matter.

    No invoice is cleared by more than its balance, no credit used beyond what is left of it.
    """
    open_of: dict[tuple[str, str], list[OpenSale]] = defaultdict(list)
    for sale in sales:
        if sale.balance.amount > 0:
            open_of[sale.customer_id, sale.balance.currency].append(sale)
    loose: dict[tuple[str, str], list[LooseCredit]] = defaultdict(list)
    for credit in credits_:
        if credit.remaining.amount > 0:
            loose[credit.customer_id, credit.remaining.currency].append(credit)
    found = [
        each
        for key, theirs in loose.items()
        for each in _matched(
            sorted(theirs, key=lambda its: (its.on, its.id)),
            sorted(open_of.get(key, ()), key=lambda its: (its.due, its.number, its.id)),
        )
    ]
    return tuple(sorted(found, key=lambda its: (its.credit.on, its.credit.id)))


def _matched(credits_: Sequence[LooseCredit], sales: Sequence[OpenSale]) -> list[UnusedCredit]:
    """One customer's in one currency, both in order: whole invoices first, then the rest."""
    left = {sale.id: sale.balance.amount for sale in sales}
    exact: dict[str, OpenSale] = {}
    for credit in credits_:
        for sale in sales:
            if left[sale.id] and sale.balance == credit.remaining:
                exact[credit.id], left[sale.id] = sale, _NOTHING
                break
    found = []
    for credit in credits_:
        whole = exact.get(credit.id)
        if whole is not None:
            found.append(UnusedCredit(credit, (Clears(whole, credit.remaining, True),)))
        else:
            found.append(UnusedCredit(credit, _in_turn(credit, sales, left)))
    return found


def _in_turn(
    credit: LooseCredit, sales: Sequence[OpenSale], left: dict[str, Decimal]
) -> tuple[Clears, ...]:
    """Use a credit against the oldest due dates; notes what it leaves of each."""
    rest, clears = credit.remaining.amount, []
    for sale in sales:
        part = min(rest, left[sale.id])
        if part <= 0:
            continue
        rest, left[sale.id] = rest - part, left[sale.id] - part
        clears.append(Clears(sale, Money(part, credit.remaining.currency), False))
    return tuple(clears)


def small_balances(
    sales: Iterable[OpenSale], tolerance_of: ToleranceOf, *, on: date
) -> tuple[SmallBalance, ...]:
    """What is too small to chase (rule 4), oldest first; each invoice once."""
    known = [sale for sale in sales if sale.balance.amount > 0]
    late: dict[tuple[str, str], Decimal] = defaultdict(lambda: _NOTHING)
    for sale in known:
        if sale.due < on:
            late[sale.customer_id, sale.balance.currency] += sale.balance.amount
    found = []
    for sale in sorted(known, key=lambda its: (its.due, its.number, its.id)):
        currency = sale.balance.currency
        tolerance = tolerance_of(currency)
        if sale.is_residue and sale.balance.amount < tolerance.residue:
            below = Money(tolerance.residue, currency)
            found.append(SmallBalance(sale, SmallBecause.RESIDUE, below))
        elif sale.due < on and late[sale.customer_id, currency] < tolerance.account:
            below = Money(tolerance.account, currency)
            found.append(SmallBalance(sale, SmallBecause.ACCOUNT, below))
    return tuple(found)


def not_sent(sales: Iterable[OpenSale], *, on: date) -> tuple[NotSent, ...]:
    """Approved invoices that never went out (rule 3), oldest first; those of today have the day."""
    waiting = (sale for sale in sales if not sale.is_sent and sale.balance.amount > 0)
    return tuple(
        NotSent(sale, (on - sale.issued).days)
        for sale in sorted(waiting, key=lambda its: (its.issued, its.number, its.id))
        if sale.issued < on
    )


def off_terms(
    sales: Iterable[OpenSale],
    terms_of: Mapping[str, Terms],
    house_terms: Terms | None,
) -> tuple[OffTerms, ...]:
    """Open invoices whose due date is not that of the terms, by how far off they are.

    `terms_of` are customers' own, by their id. Without either nothing is said. Invoices without a
    due date of their own and those for interest and fees are left out.
    """
    found = []
    for sale in sales:
        own = terms_of.get(sale.customer_id)
        terms = own or house_terms
        if terms is None or sale.due_assumed or sale.is_charge or sale.balance.amount <= 0:
            continue
        expected = due_date(sale.issued, terms)
        if sale.due != expected:
            found.append(OffTerms(sale, terms, expected, own is not None))
    return tuple(sorted(found, key=lambda its: (-abs(its.days), its.sale.number, its.sale.id)))
