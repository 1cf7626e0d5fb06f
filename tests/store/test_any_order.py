"""Pages of the ledger may arrive in any order, split in any way and twice: the end is the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.ports.records import LedgerContact, LedgerCredit, LedgerInvoice, LedgerPayment
from plugin.store import Store
from tests.connecting import connect
from tests.store.facts import Books, a_contact, a_credit, a_payment, a_sale, later

_CONTACTS = ("a", "b", "c")

Record = LedgerContact | LedgerInvoice | LedgerPayment | LedgerCredit


@st.composite
def histories(draw: st.DrawFn) -> list[Record]:
    """Versions of a few records, each of an hour of its own; some contacts merge upwards."""
    records: list[Record] = []
    for position, id_ in enumerate(_CONTACTS):
        for hour in range(draw(st.integers(1, 3))):
            name = draw(st.sampled_from(["Acme", "Bolt"]))
            records.append(a_contact(id_, name=name, updated_at=later(hour)))
        above = _CONTACTS[position + 1 :]
        winner = draw(st.sampled_from(above)) if above else None
        if winner is not None and draw(st.booleans()):
            merged = a_contact(id_, status="archived", merged_into=winner, updated_at=later(9))
            records.append(merged)
    for id_ in ("i1", "i2"):
        contact = draw(st.sampled_from(_CONTACTS))
        for hour in range(draw(st.integers(1, 3))):
            balance = Decimal(draw(st.integers(0, 100)))
            records.append(a_sale(id_, contact_id=contact, balance=balance, updated_at=later(hour)))
    for hour in range(draw(st.integers(0, 3))):
        amount = str(draw(st.integers(1, 99)))
        records.append(a_payment(amount=amount, updated_at=later(hour)))
        records.append(a_credit(contact_id="a", remaining=amount, updated_at=later(hour)))
    return records


@st.composite
def two_tellings(draw: st.DrawFn) -> tuple[list[Record], list[Record]]:
    """One history in two orders, the second with some records told twice."""
    records = draw(histories())
    again = draw(st.lists(st.sampled_from(records), max_size=3))
    return records, draw(st.permutations([*records, *again]))


def tell(store: Store, records: list[Record], name: str) -> Books:
    """Save every record as a page of its own, in this order, into a new organisation."""
    books = Books(store, connect(store, name).id)
    for record in records:
        match record:
            case LedgerContact():
                books.contacts(record)
            case LedgerInvoice():
                books.invoices(record, seen_on=date(2026, 3, 2))
            case LedgerPayment():
                books.payments(record)
            case LedgerCredit():
                books.credits(record)
    return books


def state(books: Books) -> list[list[tuple[Any, ...]]]:
    """All that is held, but for the sealed bytes, which differ each time, and the tenant."""
    return [
        books.all(f"select {columns} from {table} order by 1, 2")
        for table, columns in (
            ("contacts", "id, name, private_hash, status, merged_into, is_customer, updated_at"),
            ("invoices", "id, contact_id, balance, state, sent_on, updated_at"),
            ("payments", "id, amount, updated_at"),
            ("credits", "id, contact_id, remaining, updated_at"),
            ("due_changes", "invoice_id, known_from, due"),
        )
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tellings=two_tellings())
@pytest.mark.long
def test_the_order_of_pages_does_not_matter(
    store: Store, tellings: tuple[list[Record], list[Record]]
) -> None:
    """Newest wins whatever comes first, and documents end with the winner of every merge."""
    in_order, shuffled = tellings
    assert state(tell(store, in_order, "One")) == state(tell(store, shuffled, "Two"))


@pytest.mark.long
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=histories())
def test_one_large_page_says_what_many_small_ones_say(store: Store, history: list[Record]) -> None:
    """All versions in one page, or each in its own."""
    single = tell(store, history, "One")
    whole = Books(store, connect(store, "Two").id)
    whole.contacts(*(r for r in history if isinstance(r, LedgerContact)))
    whole.invoices(*(r for r in history if isinstance(r, LedgerInvoice)), seen_on=date(2026, 3, 2))
    whole.payments(*(r for r in history if isinstance(r, LedgerPayment)))
    whole.credits(*(r for r in history if isinstance(r, LedgerCredit)))
    assert state(single) == state(whole)
