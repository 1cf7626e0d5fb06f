"""Good-payer letters of one customer: for the customer, and beside their page in the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plugin.store import Tx, good_payer
from plugin.store.good_payer import LetterState, StoredLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter; `state` is asked, good, lapsed, declined or withdrawn as of a civil day."""

    id: UUID
    state: str
    asked_at: datetime
    asked_by: str
    approved_at: datetime | None
    approved_by: str
    good_until: date | None
    closed_at: datetime | None
    closed_by: str


@dataclass(frozen=True, slots=True)
class CustomersLetters:
    """What a customer sees of their letters: one asked for, one that is good, one declined."""

    asked: LetterLine | None
    good: LetterLine | None
    declined: LetterLine | None


def letters_for_customer(tx: Tx, customer_id: str, *, on: date) -> CustomersLetters:
    """The newest of each kind that matters now."""
    lines = letter_lines(tx, customer_id, on=on)
    newest = lines[0] if lines else None
    return CustomersLetters(
        asked=next((each for each in lines if each.state == "asked"), None),
        good=next((each for each in lines if each.state == "good"), None),
        declined=newest if newest is not None and newest.state == "declined" else None,
    )


def letter_lines(tx: Tx, customer_id: str, *, on: date) -> tuple[LetterLine, ...]:
    """Every letter of a customer, newest first."""
    return tuple(letter_line(each, on) for each in good_payer.letters_of(tx, customer_id))


def letter_line(stored: StoredLetter, on: date) -> LetterLine:
    """A stored letter as a civil day sees it."""
    state = stored.state.value
    if stored.state is LetterState.APPROVED:
        state = "lapsed" if stored.has_lapsed(on) else "good"
    return LetterLine(
        id=stored.id,
        state=state,
        asked_at=stored.asked_at,
        asked_by=stored.asked_by,
        approved_at=stored.approved_at,
        approved_by=stored.approved_by,
        good_until=stored.good_until,
        closed_at=stored.closed_at,
        closed_by=stored.closed_by,
    )
