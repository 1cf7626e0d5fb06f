"""Money: an exact amount in one currency. It does not convert and never rounds silently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from plugin.credit.quick import quick


class MixedCurrencies(ValueError):
    """Two currencies met in one sum; nothing is added across currencies without a named rate."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be combined without a rate and its date")


@quick
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency named by its ISO 4217 code; arithmetic only within one currency."""

    amount: Decimal
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(Decimal(0), currency)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Money:
        """Build from exact text, never from a float."""
        return cls(Decimal(amount), currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other).amount

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other).amount

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other).amount

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.rounded().amount:,.2f} {self.currency}"

    def rounded(self) -> Money:
        """This amount to two decimals, half up."""
        return Money(self.amount.quantize(Decimal("0.01"), ROUND_HALF_UP), self.currency)

    def at_least_zero(self) -> Money:
        """This amount, or nothing where it is negative."""
        return self if self.amount > 0 else Money.zero(self.currency)

    def _same(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise MixedCurrencies(self.currency, other.currency)
        return other


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add amounts of one currency; an empty sum is nothing in `currency`.

    Raises MixedCurrencies where an amount is in another currency.
    """
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result
