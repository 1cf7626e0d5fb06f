"""What became of entering a promise in Xero as the expected date of an invoice, in words."""

from __future__ import annotations

from datetime import date, timedelta

from plugin.letters.wording import dated, short_day
from plugin.store.reading import Record


def expected_words(row: Record) -> str:
    """What an accountant finds as the expected date in Xero, and why it is not another one.

    `row` is an invoice with the last write of its date, if there was one.
    """
    stands, today = row.expected_on, row.due + timedelta(days=row.days_late)
    in_xero = f"in Xero: expected {short_day(stands, today)}" if stands is not None else ""
    if stands is not None and stands != row.expected_written:
        in_xero += ", entered there"
    match row.date_state:
        case "refused":
            tried = "entered in" if row.date_text else "taken out of"
            words = (row.date_outcome or "no reason given").rstrip(".")
            return _both(in_xero, f"could not be {tried} Xero: {words}")
        case "approved" | "claimed":
            return _both(in_xero, "on its way to Xero")
        case _:
            return in_xero


def date_written(text: str) -> str:
    """What a write of an expected date says: a date, or that it is taken out."""
    return dated(date.fromisoformat(text)) if text else "none any more"


def _both(first: str, second: str) -> str:
    return f"{first}; {second}" if first else second
