"""Views of the API that read the books and what was decided. They change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from plugin.operations.api_keys import Scope
from plugin.queries import tool_agreed, tool_books
from plugin.queries.tool_books import InvoiceState
from plugin.queries.tool_shapes import (
    Customer,
    Dispute,
    Event,
    Flag,
    Hold,
    Invoice,
    LimitChange,
    Organisation,
    Plan,
    Promise,
)
from plugin.store import Tx
from plugin.web.api.call import Call, Listed, Paging, not_found, page
from plugin.web.house import reading, today


@dataclass(frozen=True, slots=True)
class CustomersAsked(Paging):
    """Which customers."""

    flag: Annotated[Flag | None, "Only those with this flag (decisions.read)"] = None
    late: Annotated[bool | None, "Only those with something late, or with nothing late"] = None
    search: Annotated[str | None, "A part of the name or number"] = None


@dataclass(frozen=True, slots=True)
class InvoicesAsked(Paging):
    """Which invoices."""

    customer_id: str | None = None
    state: InvoiceState = "all"


@dataclass(frozen=True, slots=True)
class OfCustomer(Paging):
    """Whose."""

    customer_id: str | None = None


@dataclass(frozen=True, slots=True)
class DisputesAsked(OfCustomer):
    """Which disputes."""

    only_open: bool = False


def organisation(call: Call) -> Organisation:
    """Whose key it is."""
    whose, key = call.admitted.organisation, call.admitted.key
    return Organisation(
        id=whose.id,
        name=whose.name,
        base_currency=whose.base_currency,
        time_zone=whose.timezone,
        connected=whose.is_connected,
        key=key.id,
        scopes=tuple(sorted(key.scopes)),
        expires_at=key.expires_at,
    )


def customers(call: Call) -> Listed[Customer]:
    """Customers in the order of their ids."""
    decisions = call.may(Scope.DECISIONS_READ)
    with reading() as tx:
        found = tool_books.customers_after(
            tx,
            call.after or "",
            on=today(),
            decisions=decisions,
            size=call.size + 1,
            flag=call.query.flag if decisions else None,
            late=call.query.late,
            search=call.query.search or "",
        )
    return page(found, call.size, lambda each: each.id)


def customer(call: Call) -> Customer:
    """One customer."""
    with reading() as tx:
        return known(tx, call)


def known(tx: Tx, call: Call) -> Customer:
    """The customer of the path. Raises Problem where this organisation has no such."""
    decisions = call.may(Scope.DECISIONS_READ)
    found = tool_books.customer_of(tx, call.path["customer_id"], on=today(), decisions=decisions)
    if found is None:
        into = tool_books.merged_into(tx, call.path["customer_id"])
        raise not_found(f"It was merged into {into} in the ledger." if into else "")
    return found


def invoices(call: Call) -> Listed[Invoice]:
    """Sales invoices in the order of their ids."""
    with reading() as tx:
        found = tool_books.invoices_after(
            tx,
            call.after or "",
            on=today(),
            size=call.size + 1,
            customer_id=call.query.customer_id,
            state=call.query.state,
        )
    return page(found, call.size, lambda each: each.id)


def invoice(call: Call) -> Invoice:
    """One sales invoice."""
    with reading() as tx:
        found = tool_books.invoice_of(tx, call.path["invoice_id"], on=today())
    if found is None:
        raise not_found()
    return found


def promises(call: Call) -> Listed[Promise]:
    """Promises, each judged as of today."""
    with reading() as tx:
        found = tool_agreed.promises_after(
            tx,
            call.after_uuid,
            on=today(),
            size=call.size + 1,
            customer_id=call.query.customer_id,
        )
    return page(found, call.size, lambda each: each.id)


def plans(call: Call) -> Listed[Plan]:
    """Payment plans."""
    with reading() as tx:
        found = tool_agreed.plans_after(
            tx,
            call.after_uuid,
            on=today(),
            size=call.size + 1,
            customer_id=call.query.customer_id,
        )
    return page(found, call.size, lambda each: each.id)


def disputes(call: Call) -> Listed[Dispute]:
    """Disputes."""
    with reading() as tx:
        found = tool_agreed.disputes_after(
            tx,
            call.after_uuid,
            size=call.size + 1,
            customer_id=call.query.customer_id,
            only_open=call.query.only_open,
            words=call.may(Scope.WORDS_READ),
        )
    return page(found, call.size, lambda each: each.id)


def holds(call: Call) -> Listed[Hold]:
    """Holds in force today."""
    with reading() as tx:
        found = tool_agreed.holds_after(
            tx,
            call.after_uuid,
            on=today(),
            size=call.size + 1,
            customer_id=call.query.customer_id,
            words=call.may(Scope.WORDS_READ),
        )
    return page(found, call.size, lambda each: each.id)


def timeline(call: Call) -> Listed[Event]:
    """What was said and done about a customer, newest first."""
    with reading() as tx:
        known(tx, call)
        found = tool_agreed.events_before(
            tx,
            call.after_number,
            size=call.size + 1,
            customer_id=call.path["customer_id"],
            words=call.may(Scope.WORDS_READ),
        )
    return page(found, call.size, lambda each: each.id)


def limit_changes(call: Call) -> Listed[LimitChange]:
    """How a customer's limit came to be, newest first."""
    with reading() as tx:
        known(tx, call)
        found = tool_agreed.limit_changes_before(
            tx, call.after_number, size=call.size + 1, customer_id=call.path["customer_id"]
        )
    return page(found, call.size, lambda each: each.id)
