"""The figures of the bare ledger per currency: open, late, ageing, DSO. Nothing is converted.

They know no tolerance and no policy, so that they agree to the cent with the ledger itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from plugin.credit.decisions import BUCKETS
from plugin.credit.money import Money
from plugin.store import Tx
from plugin.store.reading import Record, ledger

#: days of sales that DSO looks back on
DSO_DAYS = 90

_LABELS = {
    "current": "not yet due",
    "1-30": "1–30 days late",
    "31-60": "31–60 days late",
    "61-90": "61–90 days late",
    "90+": "over 90 days late",
    "late": "late",
}


def bucket_label(name: str) -> str:
    """A bucket of the ageing in words."""
    return _LABELS[name]


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket of the ageing: how many invoices, what amount."""

    name: str
    label: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What customers owe in one currency; `open` is gross of `unallocated` credit.

    `dso` and `best_dso` are in days, None where nothing was sold in the period.
    """

    currency: str
    open_count: int
    open: Money
    late_count: int
    late: Money
    unallocated: Money
    buckets: tuple[Bucket, ...]
    oldest_days: int
    sales: Money | None = None
    dso: Decimal | None = None
    best_dso: Decimal | None = None
    #: what of `open` is interest and fees
    charged: Decimal = Decimal(0)

    @property
    def net(self) -> Money:
        """Open less interest, fees (rule 36) and unallocated credit: the AR of DSO."""
        return self.open - Money(self.charged, self.currency) - self.unallocated


def ledger_figures(tx: Tx, *, on: date, base_currency: str) -> tuple[Figures, ...]:
    """The figures of a civil day, base currency first, then by what is open."""
    sold = {
        row.currency: row.amount
        for row in ledger.sales(tx, after=on - timedelta(days=DSO_DAYS), on=on)
    }
    figures = _figures(ledger.ageing(tx, on=on), ledger.unallocated(tx, on=on), sold)
    return tuple(
        sorted(figures, key=lambda f: (f.currency != base_currency, -f.open_count, f.currency))
    )


def customer_figures(tx: Tx, customer_id: str, *, on: date) -> tuple[Figures, ...]:
    """The same of one customer, without DSO."""
    return _figures(
        ledger.ageing(tx, on=on, customer_id=customer_id),
        ledger.unallocated(tx, on=on, customer_id=customer_id),
        {},
    )


def _figures(aged: Any, credits_left: Any, sold: dict[str, Decimal]) -> tuple[Figures, ...]:
    by_currency: dict[str, dict[str, Record]] = defaultdict(dict)
    for row in aged:
        by_currency[row.currency][row.bucket] = row
    left = {row.currency: row.amount for row in credits_left}
    currencies = sorted(set(by_currency) | set(left))
    return tuple(
        _of_currency(c, by_currency.get(c, {}), left.get(c, Decimal(0)), sold.get(c))
        for c in currencies
    )


def _of_currency(
    currency: str, aged: dict[str, Record], left: Decimal, sold: Decimal | None
) -> Figures:
    buckets = tuple(
        Bucket(
            name,
            _LABELS[name],
            aged[name].n if name in aged else 0,
            Money(aged[name].amount if name in aged else Decimal(0), currency),
        )
        for name in BUCKETS
    )
    open_amount = sum((bucket.amount.amount for bucket in buckets), Decimal(0))
    current = buckets[0].amount.amount
    charged = sum((row.charged for row in aged.values()), Decimal(0))
    charged_current = aged["current"].charged if "current" in aged else Decimal(0)
    return Figures(
        currency=currency,
        open_count=sum(bucket.count for bucket in buckets),
        open=Money(open_amount, currency),
        late_count=sum(bucket.count for bucket in buckets[1:]),
        late=Money(open_amount - current, currency),
        unallocated=Money(left, currency),
        buckets=buckets,
        oldest_days=max((max(row.oldest, 0) for row in aged.values()), default=0),
        sales=Money(sold, currency) if sold is not None else None,
        # interest and fees stand outside (rule 36)
        dso=_days_of_sales(open_amount - charged - left, sold),
        best_dso=_days_of_sales(current - charged_current, sold),
        charged=charged,
    )


def _days_of_sales(owed: Decimal, sold: Decimal | None) -> Decimal | None:
    """AR over sales times days (DSO, simple), to one decimal; None without sales in the period."""
    if not sold or sold <= 0:
        return None
    return (owed / sold * DSO_DAYS).quantize(Decimal("0.1"), ROUND_HALF_UP)
