"""Statements and letters as PDF, from the customer's page and the card."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import TODAY, House
from tests.letters.papers import words_of
from tests.web.conftest import Browser


def paper(ann: Browser, path: str) -> str:
    """The words of a PDF at an address."""
    reply = ann.get(path)
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
    return words_of(reply.data)


def test_a_statement_lists_what_is_open_in_one_currency(ann: Browser) -> None:
    """Both of the café's invoices, and their sum."""
    assert "statement.pdf" in ann.get("customers/kettle").get_data(as_text=True)
    words = paper(ann, "customers/kettle/statement.pdf")
    assert "Two invoices open, £801.40 in all. Of this £801.40 is past its due date." in words
    assert "INV-1041" in words
    assert "Sort code 00-00-00" in words
    assert "€1,310.00" in paper(ann, "customers/paris/statement.pdf?currency=EUR")


def test_what_was_never_sent_and_what_others_owe_is_not_in_it(ann: Browser, house: House) -> None:
    """Rule 3; and no other customer's document, ever."""
    house.owes("kettle", "INV-UNSENT", "77.00", late=5, sent=False)
    words = paper(ann, "customers/kettle/statement.pdf")
    assert "INV-UNSENT" not in words
    assert "£801.40" in words
    for other in ("INV-1012", "INV-1033", "INV-1060"):
        assert other not in words


def test_a_residue_is_listed_and_not_called_late(ann: Browser, house: House) -> None:
    """Rule 4: below tolerance a customer is never told that they are late."""
    house.owes("lisa", "INV-5P", "60.00", late=400, balance="0.05", paid="59.95")
    words = paper(ann, "customers/lisa/statement.pdf")
    assert "INV-5P" in words
    assert "late" not in words
    assert "past its due date" not in words


def test_activity_ends_at_what_is_open(ann: Browser) -> None:
    """Invoices, payments and what stood before add up to the open balance."""
    since = (TODAY - timedelta(days=30)).isoformat()
    words = paper(ann, f"customers/kettle/statement.pdf?since={since}")
    assert "Payment of INV-0950, thank you −£505.00" in words
    assert "Balance £801.40" in words


def test_a_day_that_is_none_and_a_customer_who_is_none_are_refused(ann: Browser) -> None:
    """With words, and nothing half made."""
    assert ann.get("customers/kettle/statement.pdf?since=soon").status_code == 400
    assert ann.get("customers/nobody/statement.pdf").status_code == 404


def test_a_proposed_reminder_can_be_posted_as_a_letter(ann: Browser, house: House) -> None:
    """The words of the card on paper."""
    [(message, customer)] = house.books.all(
        "select id, customer_id from messages where state = 'proposed' and customer_id = 'kettle'"
    )
    assert customer == "kettle"
    words = paper(ann, f"reminders/{message}/letter.pdf")
    assert "The Copper Kettle Café" in words
    assert "INV-1041" in words
    assert "Ann Lee" in words
