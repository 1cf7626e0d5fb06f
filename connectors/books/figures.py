"""What is open, late and how old on a day: the bare ledger, per currency.

No tolerance, no policy and no judgement: sent or not, disputed or not, receivable or not, all
count (the figures of `books check`; rule 1 for what is late).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from connectors.books.records import Allocation, Books, CreditKind, Invoice, Payment

BUCKETS = ("current", "1-30", "31-60", "61-90", "90+")


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What is left to pay of one instalment, or of an invoice that has none."""

    instalment: int
    """Index from 0; 0 where there are none."""
    due: date
    amount: Decimal

    def days_late(self, on: date) -> int:
        """Days past the due date; 0 on it and before."""
        return max(0, (on - self.due).days)


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many instalments are this old, and what is open of them."""

    name: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CurrencyFigures:
    """The ledger in one currency on a day; amounts in that currency."""

    currency: str
    open_count: int
    """Invoices with something left to pay."""
    open: Decimal
    """Gross of `unallocated`."""
    unallocated: Decimal
    """Credit notes, overpayments and prepayments not yet set against an invoice."""
    late_count: int
    """Invoices of which at least one instalment is late."""
    late: Decimal
    ageing: tuple[Bucket, ...]
    """One for each of BUCKETS, in that order; together they are `open`."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many records the books hold, and what is open on a day."""

    customers: int
    invoices: int
    payments: int
    credits: int
    on: date
    currencies: tuple[CurrencyFigures, ...]
    """By name, those in which there was an invoice or a credit on or before the day."""


def figures(books: Books, on: date) -> Figures:
    """What the books say on a civil date of the organisation."""
    covers = _covers(books, on)
    parts: dict[str, list[tuple[OpenPart, ...]]] = defaultdict(list)
    for invoice in books.invoices:
        if invoice.issued <= on:
            parts[invoice.currency].append(open_parts(invoice, covers.get(invoice.id, ()), on))
    unallocated = _unallocated(books, on)
    currencies = sorted(parts.keys() | unallocated.keys())
    return Figures(
        customers=len(books.customers),
        invoices=len(books.invoices),
        payments=len(books.payments),
        credits=len(books.credits),
        on=on,
        currencies=tuple(
            _in_currency(currency, parts[currency], unallocated[currency], on)
            for currency in currencies
        ),
    )


def open_parts(
    invoice: Invoice, covers: Iterable[Payment | Allocation], on: date
) -> tuple[OpenPart, ...]:
    """What is left of the invoice on a day, by instalment; empty where nothing is.

    A payment or allocation that names an instalment fills that one first; the rest, and those
    that name none, fill the oldest due first. `covers` may hold later ones, which do not count.
    """
    parts = invoice.parts
    left = [part.amount for part in parts]
    pool = Decimal(0)
    for cover in covers:
        if cover.date > on:
            continue
        if cover.instalment is None:
            pool += cover.amount
        else:
            left[cover.instalment] -= cover.amount
    for index, amount in enumerate(left):
        if amount < 0:
            pool -= amount
            left[index] = Decimal(0)
    for index in sorted(range(len(parts)), key=lambda index: (parts[index].due, index)):
        filled = min(pool, left[index])
        left[index] -= filled
        pool -= filled
    return tuple(
        OpenPart(index, parts[index].due, amount) for index, amount in enumerate(left) if amount > 0
    )


def as_json(shown: Figures) -> dict[str, object]:
    """The object that `books check --json` prints: counts are numbers, amounts are strings."""
    return {
        "customers": shown.customers,
        "invoices": shown.invoices,
        "payments": shown.payments,
        "credits": shown.credits,
        "on": shown.on.isoformat(),
        "currencies": {
            one.currency: {
                "open_count": one.open_count,
                "open": f"{one.open:.2f}",
                "unallocated": f"{one.unallocated:.2f}",
                "late_count": one.late_count,
                "late": f"{one.late:.2f}",
                "ageing": {
                    bucket.name: [bucket.count, f"{bucket.amount:.2f}"] for bucket in one.ageing
                },
            }
            for one in shown.currencies
        },
    }


def _covers(books: Books, on: date) -> dict[str, list[Payment | Allocation]]:
    """By invoice: its payments and allocations dated on or before the day."""
    covers: dict[str, list[Payment | Allocation]] = defaultdict(list)
    for payment in books.payments:
        if payment.date <= on:
            covers[payment.invoice].append(payment)
    for credit in books.credits:
        for allocation in credit.allocations:
            if allocation.date <= on:
                covers[allocation.invoice].append(allocation)
    return covers


def _unallocated(books: Books, on: date) -> defaultdict[str, Decimal]:
    left: defaultdict[str, Decimal] = defaultdict(Decimal)
    for credit in books.credits:
        if credit.kind is CreditKind.WRITE_OFF or credit.date > on:
            continue
        used = (row.amount for row in credit.allocations if row.date <= on)
        left[credit.currency] += credit.amount - sum(used, Decimal(0))
    return left


def _in_currency(
    currency: str,
    invoices: list[tuple[OpenPart, ...]],
    unallocated: Decimal,
    on: date,
) -> CurrencyFigures:
    counts = dict.fromkeys(BUCKETS, 0)
    amounts = dict.fromkeys(BUCKETS, Decimal(0))
    for parts in invoices:
        for part in parts:
            name = _bucket(part.days_late(on))
            counts[name] += 1
            amounts[name] += part.amount
    return CurrencyFigures(
        currency=currency,
        open_count=sum(1 for parts in invoices if parts),
        open=sum(amounts.values(), Decimal(0)),
        unallocated=unallocated,
        late_count=sum(1 for parts in invoices if any(part.due < on for part in parts)),
        late=sum((amounts[name] for name in BUCKETS[1:]), Decimal(0)),
        ageing=tuple(Bucket(name, counts[name], amounts[name]) for name in BUCKETS),
    )


def _bucket(days_late: int) -> str:
    if days_late == 0:
        return BUCKETS[0]
    return BUCKETS[min(4, (days_late - 1) // 30 + 1)]
