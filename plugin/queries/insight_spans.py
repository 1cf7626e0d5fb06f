"""Where the days go: four spans of the way from an invoice to its cash, each with its cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.patterns import percentile
from plugin.queries.tables import Named, Table, day, days, number, text
from plugin.store import Tx
from plugin.store.reading import patterns as read

#: how far back a case may have begun
LOOKED_AT = timedelta(days=365)

#: by name: what it is, what begins and what ends it
SPANS = {
    "sent": ("Issued to sent", "Issued", "Sent"),
    "touch": ("Due to first touch", "Due", "First reminder"),
    "dispute": ("Dispute opened to closed", "Opened", "Closed"),
    "promise": ("Promise to cash", "Promised", "First money"),
}
_HALF, _FOUR_FIFTHS = Decimal("0.5"), Decimal("0.8")


@dataclass(frozen=True, slots=True)
class SpanShown:
    """One span: closed cases, half of them within `median` days, four of five within `p80`."""

    name: str
    title: str
    cases: int
    median: int | None
    p80: int | None
    still_open: int


def spans(tx: Tx, *, on: date) -> tuple[SpanShown, ...]:
    """All four, over cases that began in the last year."""
    since = on - LOOKED_AT
    left = read.still_open(tx, since=since, on=on)
    found = []
    for name, (title, _, _) in SPANS.items():
        taken = [(row.ended - row.begun).days for row in read.span(tx, name, since=since)]
        found.append(
            SpanShown(
                name,
                title,
                len(taken),
                percentile(taken, _HALF),
                percentile(taken, _FOUR_FIFTHS),
                getattr(left, name),
            )
        )
    return tuple(found)


def spans_table(found: tuple[SpanShown, ...]) -> Table:
    """The same as a table."""
    none = "n/a: no case yet"
    return Table(
        "Where the days go",
        (text("From and to"), number("Cases"), days("Half within, days"),
         days("Four of five within, days"), number("Not ended yet")),
        [
            (
                each.title,
                each.cases,
                each.median if each.median is not None else none,
                each.p80 if each.p80 is not None else none,
                each.still_open,
            )
            for each in found
        ],
        "Closed cases that began in the last year; the open ones are counted apart.",
    )  # fmt: skip


def cases_table(tx: Tx, name: str, *, on: date) -> Table | None:
    """The cases of one span, longest first; None for a name that is none."""
    if name not in SPANS:
        return None
    title, begins, ends = SPANS[name]
    rows = [
        (Named(row.name, row.id), row.number or "", row.begun, row.ended,
         (row.ended - row.begun).days)
        for row in read.span(tx, name, since=on - LOOKED_AT)
    ]  # fmt: skip
    rows.sort(key=lambda row: -row[4])
    return Table(
        title,
        (text("Customer"), text("Invoice"), day(begins), day(ends), days("Days")),
        rows,
        "Every closed case that began in the last year, longest first.",
    )
