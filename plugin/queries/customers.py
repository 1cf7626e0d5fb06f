"""The list of customers, and the page of one: as values ready to be shown. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.queries.decisions import LimitShown, StatusShown, limit_shown, status_shown
from plugin.queries.tables import Named, Table, amount, days, number, per_cent, text
from plugin.store import Tx
from plugin.store.reading import Record
from plugin.store.reading import customers as read
from plugin.store.reading.customers import Sort

PAGE = 100

__all__ = [
    "FILTERS",
    "PAGE",
    "SEGMENT_FILTERS",
    "CustomerLine",
    "CustomerList",
    "LimitChange",
    "Sort",
    "as_table",
    "customer_list",
    "limit_changes",
    "sort_named",
]

#: the filters of the list, with their words
FILTERS = (
    ("", "All"),
    ("late", "Late"),
    ("watch", "Watch"),
    ("stop", "Stop"),
    ("stop_proposed", "Stop proposed"),
    ("no_limit", "No limit set"),
)
#: and those by segment
SEGMENT_FILTERS = tuple((each.value, segment_name(each).capitalize()) for each in Segment)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a customer owes in one currency."""

    open: Money
    open_count: int
    late: Money
    late_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLine:
    """One customer of the list; `limit` None = no limit set, which is not a limit of zero."""

    id: str
    number: str
    name: str
    status: StatusShown
    segment: str
    #: 0 to 100 as of the last review; None = not enough history yet
    score: int | None
    owes: tuple[Owed, ...]
    oldest_days: int
    limit: Money | None
    use: LimitShown | None
    never_chase: bool


@dataclass(frozen=True, slots=True)
class CustomerList:
    """One page of customers; `count` is how many match in all."""

    lines: tuple[CustomerLine, ...]
    count: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages the match fills."""
        return max(1, -(-self.count // PAGE))


def sort_named(name: str) -> Sort:
    """A sort order by its name in an address; the usual one where there is no such."""
    return next((sort for sort in get_args(Sort) if sort == name), "late")


def customer_list(
    tx: Tx,
    *,
    on: date,
    search: str = "",
    status: str = "",
    sort: Sort = "late",
    reverse: bool = False,
    page: int = 1,
    size: int = PAGE,
) -> CustomerList:
    """Customers that match, one page of them (from 1)."""
    known = {name for name, _ in (*FILTERS, *SEGMENT_FILTERS) if name}
    rows = read.customers(
        tx,
        on=on,
        search=search,
        status=status if status in known else None,
        sort=sort,
        reverse=reverse,
        limit=size,
        offset=(max(page, 1) - 1) * size,
    )
    return CustomerList(
        tuple(_line(row, on) for row in rows), rows[0].n_all if rows else 0, max(page, 1)
    )


def as_table(found: CustomerList) -> Table:
    """The list with one row a customer and currency, so that every amount stands by itself."""
    return Table(
        "Customers",
        (
            text("Customer"), text("Number"), text("Status"), text("Segment"), amount("Owed"),
            number("Invoices"), amount("Late"), number("Late invoices"), days("Oldest, days late"),
            amount("Credit limit", own_currency=True), per_cent("Limit used"),
        ),
        tuple(
            (
                Named(line.name, line.id), line.number, line.status.name, line.segment,
                owed.open if owed else None, owed.open_count if owed else 0,
                owed.late if owed else None, owed.late_count if owed else 0,
                max(line.oldest_days, 0), line.limit, line.use.percent if line.use else None,
            )
            for line in found.lines
            for owed in (line.owes or (None,))
        ),
    )  # fmt: skip


def _line(row: Record, on: date) -> CustomerLine:
    return CustomerLine(
        id=row.id,
        number=row.number,
        name=row.name,
        status=status_shown(row, on),
        segment=segment_name(Segment(row.segment)) if row.segment else "",
        score=row.score,
        owes=tuple(_owed(each) for each in row.owes or ()),
        oldest_days=row.oldest or 0,
        limit=Money(row.credit_limit, row.limit_currency) if row.credit_limit is not None else None,
        use=limit_shown(row.decision),
        never_chase=row.never_chase,
    )


def _owed(each: dict[str, Any]) -> Owed:
    return Owed(
        open=Money(Decimal(each["owed"]), each["currency"]),
        open_count=each["n"],
        late=Money(Decimal(each["late"]), each["currency"]),
        late_count=each["late_n"],
    )


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One change of a credit limit: from what to what, who, when and why."""

    at: datetime
    by: str
    reason: str
    before: Money | None
    after: Money | None
    exposure: Money | None


def limit_changes(tx: Tx, customer_id: str) -> tuple[LimitChange, ...]:
    """How a customer's limit came to be, newest first."""
    return tuple(
        LimitChange(
            row.at,
            row.by,
            row.reason,
            _maybe(row.limit_before, row.currency_before),
            _maybe(row.limit_after, row.currency_after),
            _maybe(row.exposure, row.exposure_currency),
        )
        for row in read.limit_changes_of(tx, customer_id)
    )


def _maybe(amount: Decimal | None, currency: str | None) -> Money | None:
    return Money(amount, currency) if amount is not None and currency else None
