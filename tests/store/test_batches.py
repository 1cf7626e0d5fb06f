"""Accounts are loaded in batches: nobody missed, nobody else's seen, never a query per customer."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import event

from plugin.credit.money import Money
from plugin.store import Store
from plugin.store.accounts import load_accounts
from plugin.store.changes import customers_due
from plugin.store.terms import set_limit
from tests.connecting import connect
from tests.store.facts import (
    NOON,
    TODAY,
    Books,
    a_contact,
    a_payment,
    a_sale,
    british_calendar,
)


def test_the_calendar_is_that_of_the_customers_country(books: Books) -> None:
    """By code or by name; without one, the organisation's."""
    books.contacts(a_contact("f", country="France"), a_contact("g"))
    bastille = date(2026, 7, 14)
    assert bastille in books.account("f").calendar.holidays
    assert bastille not in books.account("g").calendar.holidays
    assert date(2026, 8, 31) in books.account("g").calendar.holidays


def test_batches_follow_each_other_and_miss_nobody(books: Books) -> None:
    """Every customer once, in the order of ids; suppliers and losers of a merge never."""
    books.contacts(
        *(a_contact(f"c{n}") for n in range(5)),
        a_contact("supplier", is_customer=False),
        a_contact("c9", merged_into="c0"),
    )
    seen: list[str] = []
    with books.tx() as tx:
        while True:
            batch = load_accounts(
                tx, on=TODAY, calendar_of=british_calendar, after=seen[-1] if seen else "", limit=2
            )
            if not batch:
                break
            seen += [account.customer.id for account in batch]
    assert seen == ["c0", "c1", "c2", "c3", "c4"]


def test_a_large_batch_takes_as_many_statements_as_a_small_one(books: Books) -> None:
    """Never a query per customer."""
    books.contacts(*(a_contact(f"c{n}") for n in range(40)))
    books.invoices(*(a_sale(f"i{n}", contact_id=f"c{n}") for n in range(40)))
    assert statements(books, 1) == statements(books, 40) <= 42


def test_no_account_of_another_organisation_is_seen(store: Store, books: Books) -> None:
    """The same ids in two organisations stay apart."""
    other = Books(store, connect(store, "Other").id)
    for each, amount in ((books, "1.00"), (other, "2.00")):
        each.contacts(a_contact())
        each.invoices(a_sale(amount=amount))
        each.payments(a_payment(amount=amount))
    assert str(books.account().invoices[0].balance) == "1.00 GBP"
    assert str(other.account().payments[0].amount) == "2.00 GBP"


def test_changed_customers_are_due_before_those_whose_day_has_come(books: Books) -> None:
    """And those without either are not due."""
    books.contacts(*(a_contact(id_) for id_ in ("a", "b", "c", "d")))
    with books.tx() as tx:
        tx.sql("update assessments set assessed_seq = changed_seq")
        tx.sql("update assessments set look_again_on = :d where customer_id = 'a'", d=TODAY)
        tx.sql(
            "update assessments set look_again_on = :d where customer_id = 'b'",
            d=TODAY + timedelta(days=1),
        )
        set_limit(tx, "d", Money.of(1, "GBP"), by="Ann", reason="new", exposure=None, at=NOON)
        assert customers_due(tx, on=TODAY, limit=10) == ("d", "a")
        assert customers_due(tx, on=TODAY, limit=1) == ("d",)


def statements(books: Books, customers: int) -> int:
    """How many statements loading this many accounts takes."""
    with books.tx() as tx:
        seen: list[str] = []

        def note(_: object, __: object, statement: str, *___: object) -> None:
            seen.append(statement)

        event.listen(tx.connection, "before_cursor_execute", note)
        loaded = load_accounts(tx, on=TODAY, calendar_of=british_calendar, limit=customers)
        assert len(loaded) == customers
        return len(seen)
