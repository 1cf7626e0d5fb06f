"""Quarterly reviews of one customer as plain data, and whom one may invite. It invites nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plugin.letters.quarter_paper import quarter_name
from plugin.store import Tx, contacts, quarter_reviews, recipients


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of the customer with an address on file that mail reaches."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One meeting in a list; `state` is planned, invited or cancelled."""

    id: UUID
    quarter: str
    starts_at: datetime
    name: str
    state: str
    outcome: str


def whom_to_invite(tx: Tx, customer_id: str) -> tuple[Guest, ...]:
    """Everybody on file with an address, the contact's own first."""
    contact = contacts.contact(tx, customer_id)
    if contact is None:
        return ()
    return tuple(
        Guest(each.name, each.email)
        for each in recipients.people(tx, contact)
        if each.email and not each.bounced
    )


def review_lines(tx: Tx, customer_id: str) -> tuple[ReviewLine, ...]:
    """The meetings with a customer, the latest first."""
    return tuple(
        ReviewLine(
            id=each.id,
            quarter=quarter_name(each.quarter),
            starts_at=each.starts_at,
            name=each.name,
            state=each.state.value,
            outcome=each.outcome,
        )
        for each in quarter_reviews.of_customer(tx, customer_id)
    )
