"""What became of entering a promise in Xero as the expected date of an invoice, in words."""

from __future__ import annotations

from plugin.letters.wording import dated
from plugin.store.reading import Record


def expected_words(row: Record) -> str:
    """What an accountant finds as the expected date in Xero, and why it is not another one.

    `row` is an invoice with the last write of its date, if there was one.
    """
    stands = row.expected_on
    in_xero = f"in Xero: expected {dated(stands)}" if stands is not None else ""
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


def _both(first: str, second: str) -> str:
    return f"{first}; {second}" if first else second
