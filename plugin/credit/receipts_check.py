"""How often the receipts of a week really lay between low and high: past Mondays forecast from what
was known on them, and held against what came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.backtest import Forecaster
from plugin.credit.forecast_facts import Settled
from plugin.credit.outlook import Expected, Owing, expect
from plugin.credit.receipts import WEEKS, weeks_ahead

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class WeeksHeld:
    """Of `counted` weeks in which anything was expected, how many brought less than low, more than
    high, or what lies between.
    """

    counted: int
    below: int
    above: int

    @property
    def between(self) -> int:
        """Those from low to high."""
        return self.counted - self.below - self.above


def weeks_held(
    invoices: Sequence[Owing],
    forecaster: Forecaster,
    came: Mapping[str, Settled],
    mondays: Iterable[date],
) -> WeeksHeld:
    """Each week of each Monday's thirteen against what the invoices open on it brought.

    `balance` of each invoice is its whole amount, counted on the day that settled it; `mondays`
    rise.
    """
    counted = below = above = 0
    for monday in mondays:
        day = monday.toordinal()
        parts: list[Expected] = []
        brought: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
        for each in invoices:
            settled = came.get(each.id)
            if each.issued > monday or (settled is not None and settled.paid <= day):
                continue
            chances = forecaster.chances_on(each.customer_id, monday)
            parts += expect(each, chances, forecaster.picture_on(monday), monday)
            if settled is not None:
                after = (settled.paid - day) // 7
                brought[each.balance.currency, after] += each.balance.amount
        for ahead in weeks_ahead(parts, monday):
            for number, week in enumerate(ahead.weeks):
                if week.high > 0:
                    amount = brought[ahead.currency, number]
                    counted += 1
                    below += amount < week.low
                    above += amount > week.high
    return WeeksHeld(counted, below, above)


def mondays_of(on: date, *, every: int = 4, most: int = 13) -> list[date]:
    """Mondays so many weeks apart, rising; their thirteen weeks lie before a day."""
    last = on - timedelta(days=on.weekday() + 7 * WEEKS)
    return [last - timedelta(days=7 * every * back) for back in reversed(range(most))]
