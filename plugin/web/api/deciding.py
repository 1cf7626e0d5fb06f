"""Views of the API that write: each is a decision of whoever made the key, logged as such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from plugin.credit.money import Money
from plugin.operations import decide, limits, notes_of_tools, orders
from plugin.operations.api_keys import Scope
from plugin.queries import tool_agreed, tool_books
from plugin.queries.orders import exactly
from plugin.queries.tool_shapes import Customer, Event, Hold, OrderAnswer, Promise
from plugin.web.api.books import known
from plugin.web.api.call import Call, not_found, not_valid
from plugin.web.house import doors, reading, today

_MOST_REASON = 300


@dataclass(frozen=True, slots=True)
class LimitToSet:
    """A credit limit to set, or to take away with null; a reason is needed."""

    limit: Annotated[Money | None, "In the organisation’s base currency"]
    reason: str


@dataclass(frozen=True, slots=True)
class PromiseToNote:
    """A promise to write down; reminders for it wait until its day and its grace have passed."""

    amount: Money
    due: Annotated[date, "From today on"]
    invoice_ids: Annotated[tuple[str, ...], "None: whatever is owed in that currency"] = ()


@dataclass(frozen=True, slots=True)
class NoteToWrite:
    """A note on a customer’s timeline, for the team alone: it is never written into the ledger."""

    text: str


@dataclass(frozen=True, slots=True)
class HoldToBegin:
    """Silence to a customer, or about one invoice."""

    until: Annotated[date, "The first day on which words may go again"]
    invoice_id: str | None = None


@dataclass(frozen=True, slots=True)
class OrderToTake:
    """An order that somebody would take, tax included."""

    customer: Annotated[str, "The customer’s id, number or exact name"]
    amount: Money


def set_limit(call: Call) -> Customer:
    """Set or take away a limit."""
    asked: LimitToSet = call.body
    _base_currency(call, asked.limit)
    if not asked.reason.strip() or len(asked.reason) > _MOST_REASON:
        raise not_valid("/reason", f"a reason of at most {_MOST_REASON} characters")
    with reading() as tx:
        known(tx, call)
    limits.set_limit(
        doors(),
        org_id=call.org_id,
        by=call.by,
        customer_id=call.path["customer_id"],
        limit=asked.limit,
        reason=asked.reason,
    )
    with reading() as tx:
        return known(tx, call)


def note_promise(call: Call) -> Promise:
    """Write a promise down."""
    asked: PromiseToNote = call.body
    with reading() as tx:
        known(tx, call)
    promise_id = decide.note_promise(
        doors(),
        org_id=call.org_id,
        by=call.by,
        customer_id=call.path["customer_id"],
        invoice_ids=list(dict.fromkeys(asked.invoice_ids)),
        amount=asked.amount,
        due=asked.due,
    )
    with reading() as tx:
        found = tool_agreed.promise_of(tx, promise_id, on=today())
    assert found is not None
    return found


def write_note(call: Call) -> Event:
    """Write a note."""
    asked: NoteToWrite = call.body
    if not asked.text.strip():
        raise not_valid("/text", "some words are needed")
    with reading() as tx:
        known(tx, call)
    customer_id = call.path["customer_id"]
    notes_of_tools.write_note(
        doors(), org_id=call.org_id, by=call.by, customer_id=customer_id, text=asked.text
    )
    with reading() as tx:
        written = tool_agreed.events_before(
            tx, None, size=20, customer_id=customer_id, words=call.may(Scope.WORDS_READ)
        )
    return next(each for each in written if each.kind == notes_of_tools.KIND)


def begin_hold(call: Call) -> Hold:
    """Begin a hold."""
    asked: HoldToBegin = call.body
    with reading() as tx:
        customer = known(tx, call)
        if asked.invoice_id is not None:
            invoice = tool_books.invoice_of(tx, asked.invoice_id, on=today())
            if invoice is None or invoice.customer_id != customer.id:
                raise not_valid("/invoice_id", "an invoice of this customer")
    hold_id = decide.hold(
        doors(),
        org_id=call.org_id,
        by=call.by,
        customer_id=customer.id,
        until=asked.until,
        invoice_id=asked.invoice_id,
    )
    with reading() as tx:
        found = tool_agreed.hold_of(tx, hold_id, on=today(), words=call.may(Scope.WORDS_READ))
    assert found is not None
    return found


def end_hold(call: Call) -> Hold:
    """End a hold; what it was."""
    hold_id = call.id_in("hold_id")
    with reading() as tx:
        found = tool_agreed.hold_of(tx, hold_id, on=today(), words=call.may(Scope.WORDS_READ))
    if found is None:
        raise not_found()
    decide.end_hold(doors(), org_id=call.org_id, by=call.by, hold_id=hold_id)
    return found


def answer_order(call: Call) -> OrderAnswer:
    """Whether an order can be taken."""
    asked: OrderToTake = call.body
    if asked.amount.amount <= 0:
        raise not_valid("/amount/amount", "more than nothing, tax included")
    with reading() as tx:
        found = exactly(tx, asked.customer)
    if not found:
        raise not_found()
    if len(found) > 1:
        raise not_valid("/customer", "several customers are called so: name one by its id")
    said = orders.ask_about(
        doors(), org_id=call.org_id, by=call.by, customer_id=found[0].id, order=asked.amount
    )
    return OrderAnswer(
        answer="ask" if said.asks_owner else "deposit" if said.deposit else "yes",
        headline=said.headline,
        why=said.why,
        deposit=said.deposit,
    )


def _base_currency(call: Call, limit: Money | None) -> None:
    base = call.admitted.organisation.base_currency
    if limit is not None and limit.currency != base:
        raise not_valid("/limit/currency", f"limits are in {base} here")
