"""A books file becomes the local Xero as it stood on a day, and goes on as the file says."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.books import Books, figures, load, parse
from connectors.sandbox.from_books import from_books
from connectors.sandbox.happenings import Happenings
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.mailbox import Mailbox
from connectors.sandbox.seed import BAD_DEBTS_CODE, InvoiceRaised
from connectors.sandbox.world import World

IBM = Path(__file__).parents[4] / "shared" / "data" / "ibm_books.json"


def ledger_of(books: Books, on: date) -> tuple[World, Ledger]:
    """The one organisation of the books, as the local Xero holds it in the morning of a day."""
    world = World.load(from_books(books, on))
    return world, world.first


def shown(ledger: Ledger, on: date) -> dict[str, tuple[int, Decimal, int, Decimal, Decimal]]:
    """What the local Xero has open, late and unallocated, by currency."""
    found: dict[str, tuple[int, Decimal, int, Decimal, Decimal]] = {}
    for currency in {one.currency for one in ledger.invoices.values()}:
        open_ = [
            one
            for one in ledger.invoices.values()
            if one.currency == currency and one.status == "AUTHORISED" and one.amount_due
        ]
        late = [one for one in open_ if one.due < on]
        free = (c.remaining for c in ledger.credits.values() if c.currency == currency)
        found[currency] = (
            len(open_),
            sum((one.amount_due for one in open_), Decimal(0)),
            len(late),
            sum((one.amount_due for one in late), Decimal(0)),
            sum(free, Decimal(0)),
        )
    return found


def expected(books: Books, on: date) -> dict[str, tuple[int, Decimal, int, Decimal, Decimal]]:
    """The same by the figures of the books."""
    return {
        one.currency: (one.open_count, one.open, one.late_count, one.late, one.unallocated)
        for one in figures(books, on).currencies
    }


def small() -> dict[str, Any]:
    """A ledger in which everything happens: parts, credits, a write-off, a payment too early."""
    return {
        "organisation": {
            "name": "Harbour Lane Foods",
            "country": "GB",
            "base_currency": "GBP",
            "timezone": "Europe/London",
        },
        "customers": [
            {"id": "C1", "name": "Quay", "email": "a@quay.example", "credit_limit": "500.00"},
            {"id": "C2", "name": "Épicerie", "email": "b@epicerie.example", "country": "FR"},
        ],
        "invoices": [
            {"id": f"I{n}", "number": f"INV-{n}", "customer": customer, "issued": issued,
             "amount": amount, "currency": currency, "sent": n != 2}
            for n, customer, issued, amount, currency in (
                (1, "C1", "2026-01-05", "1000.00", "GBP"),
                (2, "C1", "2026-02-03", "250.00", "GBP"),
                (3, "C2", "2026-02-10", "90.00", "EUR"),
                (4, "C1", "2026-03-20", "40.00", "GBP"),
            )
        ],
        "payments": [
            {"invoice": "I1", "date": "2026-02-20", "amount": "300.00"},
            {"invoice": "I4", "date": "2026-03-02", "amount": "40.00"},
            {"invoice": "I3", "date": "2026-04-01", "amount": "90.00"},
        ],
        "credits": [
            {"id": "N1", "customer": "C1", "kind": "credit_note", "date": "2026-02-15",
             "amount": "120.00", "currency": "GBP", "allocations": [
                 {"invoice": "I1", "date": "2026-02-16", "amount": "50.00"},
                 {"invoice": "I2", "date": "2026-03-05", "amount": "30.00"}]},
            {"id": "N2", "customer": "C1", "kind": "write_off", "date": "2026-03-10",
             "amount": "650.00", "currency": "GBP", "allocations": [
                 {"invoice": "I1", "date": "2026-03-10", "amount": "650.00"}]},
            {"id": "N3", "customer": "C2", "kind": "overpayment", "date": "2026-03-12",
             "amount": "15.00", "currency": "EUR"},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    "on",
    [date(2026, 1, 5), date(2026, 2, 18), date(2026, 3, 6), date(2026, 3, 15), date(2026, 5, 1)],
)
def test_the_local_xero_shows_what_the_books_say_on_the_day(on: date) -> None:
    """Open, late and unallocated agree to the cent, currency by currency."""
    books = parse(small())
    _, ledger = ledger_of(books, on)
    assert shown(ledger, on) == expected(books, on)


def test_it_goes_on_as_the_books_say() -> None:
    """Advanced day by day it agrees with the books on every later day.

    A payment that came before its invoice is recorded when the invoice is there.
    """
    books = parse(small())
    world, ledger = ledger_of(books, date(2026, 1, 5))
    days = Happenings(world, Mailbox(world.now))
    days.advance(2)  # the day's business is done at ten
    for _ in range(100):
        days.advance(24)
        today = ledger.today()
        assert shown(ledger, today) == expected(books, today), today
    assert ledger.pending == []


def test_ids_and_numbers_are_carried_where_an_accountant_sees_them() -> None:
    """The customer's id is the ContactNumber, the invoice's number the InvoiceNumber."""
    _, ledger = ledger_of(parse(small()), date(2026, 3, 31))
    assert {one.number for one in ledger.contacts.values()} == {"C1", "C2"}
    assert {one.number for one in ledger.invoices.values()} == {f"INV-{n}" for n in (1, 2, 3, 4)}
    assert ledger.contact("C2").addresses[0].country == "France"
    assert not ledger.invoice("INV-2").is_sent
    assert ledger.invoice("INV-1").due == date(2026, 2, 4)


def test_a_write_off_is_a_credit_note_on_bad_debts() -> None:
    """It closes the invoice, leaves no credit, and is coded so that nobody takes it for money."""
    _, ledger = ledger_of(parse(small()), date(2026, 3, 31))
    (gone,) = [c for c in ledger.credits.values() if c.lines[0].account == BAD_DEBTS_CODE]
    assert (gone.total, gone.remaining) == (Decimal("650.00"), Decimal("0.00"))


def test_limits_are_carried_aside() -> None:
    """What Xero has no field for is handed to whoever enters it on our side."""
    (limit,) = from_books(parse(small()), date(2026, 3, 31)).organisations[0].limits
    assert (limit.contact, limit.amount, limit.currency) == ("C1", Decimal("500.00"), "GBP")


def test_happenings_come_in_the_order_of_their_dates() -> None:
    """An invoice is raised before anything is paid or allocated on the same day."""
    events = from_books(parse(small()), date(2026, 1, 5)).organisations[0].events
    assert [event.on for event in events] == sorted(event.on for event in events)
    raised = [n for n, event in enumerate(events) if isinstance(event, InvoiceRaised)]
    same_day = [n for n, event in enumerate(events) if event.on == date(2026, 3, 20)]
    assert same_day[0] in raised


def test_a_zone_that_xero_has_no_name_for_is_refused() -> None:
    """Better refused than judged late in another country's time."""
    books = small()
    books["organisation"]["timezone"] = "Antarctica/Troll"
    with pytest.raises(ValueError, match="Antarctica/Troll"):
        from_books(parse(books), date(2026, 3, 31))


@pytest.mark.skipif(not IBM.exists(), reason="the sample ledger is not beside this repository")
def test_a_real_ledger_stands_in_the_local_xero_to_the_cent() -> None:
    """Three dates by loading, and the days between two of them by letting them happen."""
    books = load(IBM)
    for on in (date(2012, 12, 31), date(2013, 6, 30), date(2013, 9, 30)):
        _, ledger = ledger_of(books, on)
        assert shown(ledger, on) == expected(books, on)
    world, ledger = ledger_of(books, date(2013, 6, 30))
    days = Happenings(world, Mailbox(world.now))
    days.advance(24 * 14 + 2)
    assert ledger.today() == date(2013, 7, 14)
    assert shown(ledger, ledger.today()) == expected(books, date(2013, 6, 30) + timedelta(days=14))
