"""What was found on an invoice that has not left, as values; each can be written down and read.

`key` is what makes a finding the same one when it is looked at again: once a person has said that
it is fine, it is asked again only where the fact itself has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from plugin.credit.money import Money
from plugin.credit.terms import Terms

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Fine:
    """A person looked at this of an invoice and left it as it is."""

    invoice_id: str
    key: str


@dataclass(frozen=True, slots=True)
class NoOrderNumber:
    """No order number is on it; so many of their last invoices carry one. 0 of 0: they asked."""

    carried: int
    of: int

    @property
    def key(self) -> str:
        """That there is none is one fact."""
        return "order_number"

    @property
    def written(self) -> str:
        """As `read_finding` reads it."""
        return _BETWEEN.join((self.key, str(self.carried), str(self.of)))


@dataclass(frozen=True, slots=True)
class OtherDueDate:
    """It falls due on another day than the customer's own terms give."""

    due: date
    by_terms: date

    @property
    def key(self) -> str:
        """This day against that."""
        return f"due_date:{self.due}:{self.by_terms}"

    @property
    def written(self) -> str:
        """As `read_finding` reads it."""
        return _BETWEEN.join(("due_date", str(self.due), str(self.by_terms)))


@dataclass(frozen=True, slots=True)
class LikelyTwice:
    """An earlier invoice for the same amount; by the same reference, or a near date."""

    other_id: str
    number: str
    issued: date
    same_reference: bool

    @property
    def key(self) -> str:
        """The two of them."""
        return f"twice:{self.other_id}"

    @property
    def written(self) -> str:
        """As `read_finding` reads it; the number, which may hold anything, stands last."""
        same = "1" if self.same_reference else "0"
        return _BETWEEN.join(("twice", self.other_id, str(self.issued), same, self.number))


@dataclass(frozen=True, slots=True)
class UnusualAmount:
    """Far from what they usually buy for: `usual` is the median of so many invoices."""

    amount: Money
    usual: Money
    of: int

    @property
    def key(self) -> str:
        """The amount."""
        return f"amount:{self.amount.amount.normalize()}:{self.amount.currency}"

    @property
    def is_high(self) -> bool:
        """More than usual, not less."""
        return self.amount > self.usual

    @property
    def written(self) -> str:
        """As `read_finding` reads it."""
        return _BETWEEN.join(("amount", _money(self.amount), _money(self.usual), str(self.of)))


@dataclass(frozen=True, slots=True)
class OverTheLimit:
    """With it, and those dated before it, what they owe is so much over the limit."""

    amount: Money
    by: Money

    @property
    def key(self) -> str:
        """Whoever lets this invoice go over lets it; another amount is another question."""
        return f"limit:{self.amount.amount.normalize()}:{self.amount.currency}"

    @property
    def written(self) -> str:
        """As `read_finding` reads it."""
        return _BETWEEN.join(("limit", _money(self.amount), _money(self.by)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingFacts:
    """What is known of a customer who has invoices that have not left.

    `terms` are the ledger's own for this customer, None where it has none for them. `said_order`
    is whether they said that their invoices need an order number. `fine` is what a person has
    looked at and left as it is.
    """

    terms: Terms | None = None
    said_order: bool = False
    fine: frozenset[Fine] = field(default_factory=frozenset)


Finding = NoOrderNumber | OtherDueDate | LikelyTwice | UnusualAmount | OverTheLimit


def read_finding(written: str) -> Finding:
    """A finding as it was written down. Raises ValueError where it is none."""
    kind, _, rest = written.partition(_BETWEEN)
    read = _READ.get(kind)
    if read is None:
        raise ValueError(f"no finding: {written!r}")
    return read(rest)


def _twice(rest: str) -> LikelyTwice:
    other, issued, same, number = rest.split(_BETWEEN, 3)
    return LikelyTwice(other, number, date.fromisoformat(issued), same == "1")


def _order(rest: str) -> NoOrderNumber:
    carried, of = rest.split(_BETWEEN)
    return NoOrderNumber(int(carried), int(of))


def _due(rest: str) -> OtherDueDate:
    due, by_terms = rest.split(_BETWEEN)
    return OtherDueDate(date.fromisoformat(due), date.fromisoformat(by_terms))


def _amount(rest: str) -> UnusualAmount:
    amount, usual, of = rest.split(_BETWEEN)
    return UnusualAmount(_read_money(amount), _read_money(usual), int(of))


def _limit(rest: str) -> OverTheLimit:
    amount, by = rest.split(_BETWEEN)
    return OverTheLimit(_read_money(amount), _read_money(by))


_READ: Mapping[str, Callable[[str], Finding]] = {
    "order_number": _order,
    "due_date": _due,
    "twice": _twice,
    "amount": _amount,
    "limit": _limit,
}


def _money(amount: Money) -> str:
    return f"{amount.amount} {amount.currency}"


def _read_money(written: str) -> Money:
    amount, currency = written.split(" ")
    return Money.of(amount, currency)
