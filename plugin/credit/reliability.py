"""How reliable a customer's promises are: what was paid in time of what fell due.

It judges no promise itself: see `promises`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from plugin.credit.money import Money
from plugin.credit.promises import PromiseOutcome, PromiseState

_HUNDRED = Decimal(100)
_COUNTED = {
    PromiseState.KEPT: "kept",
    PromiseState.PART_KEPT: "part_kept",
    PromiseState.BROKEN: "broken",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """The promises of one currency that have fallen due: how many, how much, and how much came.

    What was credited in the meantime was not owed any more and counts on neither side; a write-off
    counts as not paid (rule 5).
    """

    promised: Money
    paid: Money
    kept: int = 0
    part_kept: int = 0
    broken: int = 0

    @property
    def counted(self) -> int:
        """How many promises have fallen due."""
        return self.kept + self.part_kept + self.broken

    @property
    def percent(self) -> Decimal:
        """Promised amount paid by its date and grace over promised amount fallen due, rounded."""
        share = self.paid.amount * _HUNDRED / self.promised.amount
        return share.quantize(Decimal(1), ROUND_HALF_UP)


def reliability(outcomes: Iterable[PromiseOutcome], on: date) -> tuple[Reliability, ...]:
    """The reliability in each currency; empty where no promise has fallen due yet.

    A promise has fallen due when its last day of grace has passed, kept before or not.
    """
    found: dict[str, Reliability] = {}
    for outcome in outcomes:
        if on <= outcome.deadline:
            continue
        fell_due = outcome.received + outcome.missing
        if not fell_due:
            continue
        currency = fell_due.currency
        zero = Money.zero(currency)
        before = found.get(currency) or Reliability(promised=zero, paid=zero)
        paid = fell_due if outcome.state is PromiseState.KEPT else outcome.received
        named = _COUNTED[outcome.state]
        counts = {"kept": before.kept, "part_kept": before.part_kept, "broken": before.broken}
        counts[named] += 1
        found[currency] = Reliability(
            promised=before.promised + fell_due, paid=before.paid + paid, **counts
        )
    return tuple(found[currency] for currency in sorted(found))
