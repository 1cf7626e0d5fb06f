"""Every route of the API, once: what it is called, asks, answers and does.

The addresses are made of this, and so is the description; nothing else knows a route.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plugin.operations.api_keys import Scope
from plugin.queries.tool_shapes import (
    Customer,
    Dispute,
    Event,
    Hold,
    Invoice,
    LimitChange,
    OrderAnswer,
    Organisation,
    Plan,
    Promise,
)
from plugin.web.api import books, deciding
from plugin.web.api.call import Call, NoQuery, Paging

#: of every address; a change that breaks a tool gets another one
PREFIX = "/api/v1"

_NAMED = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route: `answer` is what `data` holds, a list of it where `lists`."""

    name: str
    method: str
    path: str
    summary: str
    scope: Scope | None
    answer: type
    do: Callable[[Call], Any]
    lists: bool = False
    query: type = NoQuery
    body: type | None = None
    status: int = 200

    @property
    def named(self) -> tuple[str, ...]:
        """The parameters of its path."""
        return tuple(_NAMED.findall(self.path))

    @property
    def rule(self) -> str:
        """Its path as the web framework writes it."""
        return _NAMED.sub(r"<\1>", self.path)


def _reads(name: str, path: str, summary: str, scope: Scope | None, answer: type,
           do: Callable[[Call], Any]) -> Route:  # fmt: skip
    return Route(name=name, method="GET", path=path, summary=summary, scope=scope, answer=answer,
                 do=do)  # fmt: skip


def _lists(name: str, path: str, summary: str, scope: Scope, answer: type,
           do: Callable[[Call], Any], query: type = Paging) -> Route:  # fmt: skip
    return Route(name=name, method="GET", path=path, summary=summary, scope=scope, answer=answer,
                 do=do, lists=True, query=query)  # fmt: skip


def _writes(method: str, name: str, path: str, summary: str, scope: Scope, answer: type,
            do: Callable[[Call], Any], body: type | None, status: int) -> Route:  # fmt: skip
    return Route(name=name, method=method, path=path, summary=summary, scope=scope,
                 answer=answer, do=do, body=body, status=status)  # fmt: skip


_LEDGER, _DECISIONS = Scope.LEDGER_READ, Scope.DECISIONS_READ

ROUTES: tuple[Route, ...] = (
    _reads("organisation", "/organisation", "Whose key this is, and what it may do",
           None, Organisation, books.organisation),
    _lists("customers", "/customers", "Customers: what is owed and late, limit, flag and why",
           _LEDGER, Customer, books.customers, books.CustomersAsked),
    _reads("customer", "/customers/{customer_id}", "One customer",
           _LEDGER, Customer, books.customer),
    _lists("limit_changes", "/customers/{customer_id}/limit-changes", "How a limit came to be",
           _DECISIONS, LimitChange, books.limit_changes),
    _lists("timeline", "/customers/{customer_id}/timeline", "What was said and done",
           _DECISIONS, Event, books.timeline),
    _lists("invoices", "/invoices", "Sales invoices",
           _LEDGER, Invoice, books.invoices, books.InvoicesAsked),
    _reads("invoice", "/invoices/{invoice_id}", "One sales invoice",
           _LEDGER, Invoice, books.invoice),
    _lists("promises", "/promises", "Promises to pay and what became of them",
           _DECISIONS, Promise, books.promises, books.OfCustomer),
    _lists("plans", "/plans", "Payment plans",
           _DECISIONS, Plan, books.plans, books.OfCustomer),
    _lists("disputes", "/disputes", "Disputes",
           _DECISIONS, Dispute, books.disputes, books.DisputesAsked),
    _lists("holds", "/holds", "Holds in force",
           _DECISIONS, Hold, books.holds, books.OfCustomer),
    _writes("PUT", "set_limit", "/customers/{customer_id}/limit",
            "Set a credit limit, or take it away",
            Scope.LIMITS_WRITE, Customer, deciding.set_limit, deciding.LimitToSet, 200),
    _writes("POST", "note_promise", "/customers/{customer_id}/promises", "Write a promise down",
            Scope.PROMISES_WRITE, Promise, deciding.note_promise, deciding.PromiseToNote, 201),
    _writes("POST", "write_note", "/customers/{customer_id}/notes", "Write a note for the team",
            Scope.PROMISES_WRITE, Event, deciding.write_note, deciding.NoteToWrite, 201),
    _writes("POST", "begin_hold", "/customers/{customer_id}/holds", "Hold reminders until a day",
            Scope.HOLDS_WRITE, Hold, deciding.begin_hold, deciding.HoldToBegin, 201),
    _writes("POST", "end_hold", "/holds/{hold_id}/end", "End a hold",
            Scope.HOLDS_WRITE, Hold, deciding.end_hold, None, 200),
    _writes("POST", "answer_order", "/orders/answer", "Can I take this order?",
            Scope.ORDERS_ASK, OrderAnswer, deciding.answer_order, deciding.OrderToTake, 200),
)  # fmt: skip
