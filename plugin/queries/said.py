"""What Xero said when it did not do as it was asked: its words, what they meant, what we do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.store import Tx, complaints

#: of each kind of complaint, what it means and what happens because of it
_MEANINGS = {
    "Unavailable": (
        "Xero could not answer just then, or asked for a pause.",
        "It is tried again by itself; nothing was lost and nothing is done twice.",
    ),
    "Refused": (
        "Xero will not do this as it was asked.",
        "It is not repeated. Where a person can mend it, it stands under Needs a person.",
    ),
    "Missing": (
        "What was asked for is not in Xero, or no longer.",
        "It is left alone; the next reading brings the books here into step.",
    ),
    "Disconnected": (
        "Goodterms is no longer connected to this organisation.",
        "Nothing is read, sent or written until one of you connects again.",
    ),
    "GrantEnded": (
        "One person’s consent is no longer accepted.",
        "Another person’s consent takes over where there is one; else one of you connects again.",
    ),
    "NeedsConsent": (
        "Xero asks for a consent that was not given, or was taken back.",
        "Everything waits until one of you connects again and allows it.",
    ),
    "Malformed": (
        "The answer could not be read.",
        "Nothing of it was kept; the same page is asked for again.",
    ),
    "OutcomeUnknown": (
        "The answer got lost on the way, so nobody knows whether it was done.",
        "Xero is looked into before anything is written again.",
    ),
}
_UNKNOWN = ("Xero did not do as it was asked.", "It is tried again by itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """One complaint; instants are UTC, `first_at` differs where it was said more than once."""

    words: str
    meant: str
    done: str
    first_at: datetime
    last_at: datetime
    times: int


def said_page(tx: Tx) -> tuple[SaidLine, ...]:
    """The last complaints of an organisation's ledger, newest first."""
    return tuple(
        SaidLine(
            words=each.words,
            meant=_MEANINGS.get(each.kind, _UNKNOWN)[0],
            done=_MEANINGS.get(each.kind, _UNKNOWN)[1],
            first_at=each.first_at,
            last_at=each.last_at,
            times=each.times,
        )
        for each in complaints.latest(tx)
    )
