"""A statement of the schedule before and after it goes: what it says, what people decide of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plugin.credit.account import StepState
from plugin.credit.statements import StatementWish
from plugin.letters.statement import StatementFacts, statement_words
from plugin.letters.statement_mail import compose_statement
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, ground
from plugin.operations.papers import statement_of
from plugin.store import Tx, accounts, contacts, messages, outbox, statements
from plugin.store.messages import Message
from plugin.store.outbox import Sealed
from plugin.store.statements import KIND

_WISHES = {
    StatementWish.ALWAYS: "Statements go to this customer, whatever the policy says of others",
    StatementWish.NEVER: "No statements go to this customer",
    StatementWish.AS_POLICY: "Statements go to this customer as the policy says",
}


def facts_now(tx: Tx, on: Ground, message: Message) -> StatementFacts | None:
    """What a statement would say if it left now; None where the customer is gone."""
    row = statements.read(tx, message.id)
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=[message.customer_id], calendar_of=on.calendar_of, limit=1
    )
    contact = contacts.contact(tx, message.customer_id)
    if row is None or not loaded or contact is None:
        return None
    return statement_of(
        tx,
        on,
        loaded[0],
        contact,
        currency=message.currency,
        since=row.since,
        own_sentence=message.sentence,
    )


def paper_of(doors: Doors, *, org_id: UUID, message_id: UUID) -> Mapping[str, Any]:
    """The words of a statement: as it went, word for word, else as it would go now.

    Raises NotPossible where there is no such statement, or its customer is forgotten.
    """
    with doors.store.tenant(org_id) as tx:
        message = messages.read(tx, message_id)
        if message is None or message.kind != KIND:
            raise NotPossible("There is no such statement.")
        kept = statements.kept_paper(tx, message_id)
        if kept is not None:
            return kept
        on = ground(tx, now=doors.clock.now())
        is_open = message.state in (StepState.PROPOSED, StepState.APPROVED)
        facts = facts_now(tx, on, message) if is_open else None
    if facts is None:
        raise NotPossible("Nothing is kept of this statement.")
    return statement_words(facts)


def choose_wish(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, wish: StatementWish
) -> None:
    """Let one customer always or never have statements, or as the policy says."""
    with about(doors, org_id, customer_id) as (tx, on):
        statements.wish(tx, customer_id, wish, by=by, at=on.now)
        record(tx, on, by, customer_id, "statements", _WISHES[wish])


def skip(tx: Tx, on: Ground, message: Message) -> None:
    """Not this time: this month's is over, and the next comes on its day."""
    outbox.move(
        tx,
        message.id,
        to=StepState.REFUSED,
        frm=(StepState.PROPOSED, StepState.APPROVED),
        now=on.now,
        outcome="not this time",
    )


def keep_now(tx: Tx, on: Ground, message: Message) -> None:
    """Keep what a statement says now, for one that a person hands over in their own way."""
    facts = facts_now(tx, on, message)
    if facts is None:
        raise NotPossible("The customer of this statement is gone from the ledger.")
    letter = compose_statement(facts)
    statements.keep_paper(tx, message.id, statement_words(facts))
    outbox.seal_letter(tx, message.id, Sealed(letter.subject, letter.text, letter.html, (), (), ""))
