"""The whole dated ledger is read back as its own dates tell it, on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import LedgerPast
from plugin.ports.records import LedgerAllocation, LedgerPaymentKind
from plugin.store.reading.ledger_past import ledger_past
from tests.store.facts import BAD_DEBTS, TODAY, Books, a_contact, a_credit, a_payment, a_sale, later


def read(books: Books, **asked: object) -> LedgerPast:
    """The dated ledger as read."""
    with books.tx() as tx:
        return ledger_past(tx, **asked)  # type: ignore[arg-type]


def test_each_cover_stands_on_its_own_day(books: Books) -> None:
    """Money, a credit note, a write-off and a deposit put against an invoice are told apart."""
    books.contacts(a_contact())
    books.invoices(a_sale(), a_sale("void", state="voided"), a_sale("draft", state="draft"))
    books.payments(
        a_payment("p1", amount="10.00", on=date(2026, 2, 20)),
        a_payment("gone", amount="15.00", deleted=True),
        a_payment("lost", amount="5.00", account_id=BAD_DEBTS),
        a_payment("refund", amount="4.00", kind=LedgerPaymentKind.REFUND, document_id="n1"),
    )
    early = LedgerAllocation("i1", date(2026, 1, 20), Decimal("20.00"))
    books.credits(
        a_credit("n1", remaining="6.00", on=date(2026, 1, 15), allocations=(early,)),
        a_credit("d1", kind="prepayment", allocations=(LedgerAllocation("i1", TODAY, Decimal(7)),)),
    )
    past = read(books)
    (invoice,) = past.invoices
    assert invoice.covers[:2] == (
        # no document can be used before both exist
        Cover(date(2026, 2, 1), Decimal(20), CoverKind.CREDIT),
        Cover(date(2026, 2, 20), Decimal(10), CoverKind.PAYMENT),
    )
    assert {(each.amount, each.kind) for each in invoice.covers[2:]} == {
        (Decimal(5), CoverKind.WRITE_OFF),
        (Decimal(7), CoverKind.PAYMENT),
    }
    note = next(each for each in past.credits if each.id == "n1")
    days = [date(2026, 1, 14), date(2026, 1, 31), date(2026, 2, 1), TODAY]
    assert [note.remaining_on(day) for day in days] == [0, 30, 10, 6]
    assert [invoice.balance_on(day) for day in (date(2026, 1, 31), date(2026, 2, 1), TODAY)] == [
        *(0, 80, 58)
    ]
    assert past.customers is not None
    assert past.customers["acme"].name == "Acme"


def test_the_due_date_of_the_day_is_known(books: Books) -> None:
    """A due date moved today leaves yesterday with the one that was in force then."""
    books.invoices(a_sale(), first_sync=True)
    moved = date(2026, 4, 1)
    books.invoices(a_sale(due=moved, updated_at=later(1)), seen_on=date(2026, 3, 10))
    (invoice,) = read(books).invoices
    before, after = invoice.due_on(date(2026, 3, 9)), invoice.due_on(date(2026, 3, 10))
    assert (before, after, invoice.due) == (date(2026, 3, 1), moved, moved)


def test_only_what_is_asked_for_is_read(books: Books) -> None:
    """Other customers and what was settled long ago stay out; a credit keeps all its uses."""
    books.contacts(a_contact(), a_contact("other"))
    settled = a_sale("old", state="paid", balance=Decimal(0), fully_paid_on=date(2025, 2, 1))
    old = replace(settled, issued=date(2025, 1, 1), due=date(2025, 1, 31))
    books.invoices(a_sale(), a_sale("i2", contact_id="other"), old)
    used = LedgerAllocation("old", date(2025, 2, 1), Decimal(20))
    books.credits(a_credit(on=date(2025, 1, 2), remaining="10.00", allocations=(used,)))
    assert [each.id for each in read(books, customer_ids=["other"]).invoices] == ["i2"]
    since = read(books, since=date(2026, 1, 1))
    assert [each.id for each in since.invoices] == ["i1", "i2"]
    assert since.credits[0].remaining_on(TODAY) == 10
    assert [each.id for each in read(books).of(["acme"]).invoices] == ["old", "i1"]
