"""What the whole book may be expected to lose, and which limits may be raised within that.

The expected loss of a customer is what they could owe at their limit times a published share by
the band of their score. The shares are fixed constants of the house, fitted to nobody's ledger;
what the book really lost stands beside them on the page. Nothing is set here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from plugin.credit.money import Money
from plugin.credit.score_parts import ScoreBand, band_of

_NOTHING = Decimal(0)
_CENT = Decimal("0.01")

#: of every hundred that customers of a band could owe, so much is expected to be lost in a year
LOSS_PER_CENT: Mapping[ScoreBand, Decimal] = {
    ScoreBand.BEST: Decimal("0.5"),
    ScoreBand.GOOD: Decimal("1.5"),
    ScoreBand.FAIR: Decimal(4),
    ScoreBand.WEAK: Decimal(10),
    ScoreBand.POOR: Decimal(25),
    ScoreBand.NONE: Decimal(5),
}


@dataclass(frozen=True, slots=True)
class LossBudget:
    """What the owner allows the book to be expected to lose, and who said so when."""

    amount: Money
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One customer, or one family with a shared limit: amounts in the base currency.

    `limit` None = none set: then what they owe today is all that is known (rule 10).
    """

    subject: str
    limit: Decimal | None
    exposure: Decimal
    score: int | None

    @property
    def at_limit(self) -> Decimal:
        """What they could owe: the limit, or what they owe already where that is more."""
        return max(self.limit if self.limit is not None else _NOTHING, self.exposure, _NOTHING)

    @property
    def expected_loss(self) -> Decimal:
        """To the penny."""
        return expected_loss(self.at_limit, self.score)


def expected_loss(at_limit: Decimal, score: int | None) -> Decimal:
    """What of an amount is expected to be lost by the published share of its score's band."""
    share = LOSS_PER_CENT[band_of(score)]
    return (at_limit * share / 100).quantize(_CENT, ROUND_HALF_UP)


def book_loss(book: Iterable[AtRisk]) -> Decimal:
    """The expected loss of all of them together."""
    return sum((each.expected_loss for each in book), _NOTHING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A higher limit that is suggested for one of the book, in the base currency."""

    at: AtRisk
    limit: Decimal

    @property
    def costs(self) -> Decimal:
        """By how much it raises the book's expected loss; nothing where they owe more already."""
        after = expected_loss(max(self.limit, self.at.exposure, _NOTHING), self.at.score)
        return max(after - self.at.expected_loss, _NOTHING)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A suggestion that the budget does not carry: what it costs and what was left for it.

    `before` is the better customer whose suggestion comes first and does not fit either.
    """

    subject: str
    costs: Decimal
    left: Decimal
    before: str | None = None


@dataclass(frozen=True, slots=True)
class WithinBudget:
    """What the limits in force are expected to lose, and which suggestions still fit.

    `budget` None = the owner has set none: nothing is held back.
    """

    budget: Decimal | None
    used: Decimal
    granted: tuple[str, ...]
    granted_loss: Decimal
    held_back: tuple[HeldBack, ...]

    @property
    def left(self) -> Decimal | None:
        """What the budget has left over the limits in force; negative where they pass it."""
        return None if self.budget is None else self.budget - self.used


def best_first(wanted: Iterable[Wanted]) -> list[Wanted]:
    """The order in which the budget is given out: score, then what costs least, then the name."""
    return sorted(
        wanted,
        key=lambda each: (
            -(each.at.score if each.at.score is not None else -1),
            each.costs,
            each.at.subject,
        ),
    )


def within_budget(
    budget: Decimal | None, book: Iterable[AtRisk], wanted: Sequence[Wanted]
) -> WithinBudget:
    """Which raises fit, best customers first; the sum over the book never passes the budget.

    Nobody further down gets what a better customer could not: from the first that does not fit on,
    all that cost anything are held back. So a larger budget never takes a raise from anybody.
    """
    used = book_loss(book)
    granted: list[str] = []
    held: list[HeldBack] = []
    spent, stopped_at = _NOTHING, None
    for each in best_first(wanted):
        left = None if budget is None else budget - used - spent
        fits = left is None or each.costs <= left
        if not each.costs or (fits and stopped_at is None):
            granted.append(each.at.subject)
            spent += each.costs
            continue
        assert left is not None
        held.append(HeldBack(each.at.subject, each.costs, max(left, _NOTHING), stopped_at))
        stopped_at = stopped_at or each.at.subject
    return WithinBudget(budget, used, tuple(granted), spent, tuple(held))


def still_fits(budget: Decimal | None, book: Iterable[AtRisk], wanted: Wanted) -> bool:
    """Whether one change fits now by itself; what costs nothing always does."""
    return budget is None or not wanted.costs or book_loss(book) + wanted.costs <= budget
