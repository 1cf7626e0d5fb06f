"""How the last comparison with the ledger went, as values: what was compared, what differed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from plugin.letters.differences import document_words, field_words, value_words
from plugin.store import Tx, comparisons

#: differences of so many days are counted and shown
DAYS = 30
#: rows that one page shows
MOST = 200

_WHY = {
    "silent": "Xero did not say that it changed",
    "missed": "the change was not read",
    "gone": "Xero does not know it any more",
}


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One field that differed, in words."""

    at: datetime
    document: str
    customer_id: str
    customer: str
    field: str
    ours: str
    theirs: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The last whole round and what rounds found; `at` None before the first is through."""

    at: datetime | None
    listed: int
    calls: int
    #: what the round under way has read so far, in calls; None where none is under way
    under_way: int | None
    documents: int
    lines: tuple[DifferenceLine, ...]
    days: int = DAYS


def compared(tx: Tx, *, on: date, most: int = MOST) -> Compared:
    """The last comparison, and the differences of the thirty days before `on`, newest first."""
    last, under_way = comparisons.last_finished(tx), comparisons.running(tx)
    since = datetime.combine(on - timedelta(days=DAYS), time(), UTC)
    rows = comparisons.found_since(tx, since, limit=most)
    return Compared(
        at=last.finished_at if last else None,
        listed=last.listed if last else 0,
        calls=last.calls if last else 0,
        under_way=under_way.calls if under_way else None,
        documents=comparisons.count_since(tx, since),
        lines=tuple(
            DifferenceLine(
                at=row.found_at,
                document=f"{document_words(row.part)} {row.number}",
                customer_id=row.customer_id,
                customer=row.customer,
                field=field_words(row.field),
                ours=value_words(row.field, row.ours, row.currency),
                theirs=value_words(row.field, row.theirs, row.currency),
                why=_WHY[row.why],
            )
            for row in rows
        ),
    )
