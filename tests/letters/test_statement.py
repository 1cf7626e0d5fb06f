"""A statement lists and adds up; it demands nothing."""

from __future__ import annotations

from datetime import date, timedelta

from plugin.credit.account import CreditKind
from plugin.letters.facts import LetterCredit
from plugin.letters.statement import ActivityLine, OpenLine, StatementFacts, statement_pdf
from tests.letters.builders import BANK, TODAY, gbp
from tests.letters.papers import title_of, words_of


def owed(number: str, amount: str, late: int) -> OpenLine:
    """An open invoice, so many days late (0: not yet)."""
    due = TODAY - timedelta(days=late or -5)
    return OpenLine(number, "PO 7", due - timedelta(days=30), due, late, gbp(amount), gbp(amount))


def a_statement(*lines: OpenLine, **more: object) -> StatementFacts:
    """A statement of the café."""
    facts: dict[str, object] = {
        "on": TODAY,
        "organisation": "Harbour Lane Foods",
        "customer": "The Copper Kettle Café",
        "currency": "GBP",
        "open": lines,
        "how_to_pay": BANK,
        "reply_to": "sarah@harbourlane.example",
    }
    return StatementFacts(**{**facts, **more})  # type: ignore[arg-type]  # a builder's liberty


def test_open_items_add_up_and_what_is_late_is_said_once() -> None:
    """Two invoices, one of them late."""
    pdf = statement_pdf(a_statement(owed("INV-1", "100.00", 12), owed("INV-2", "40.50", 0)))
    words = words_of(pdf)
    assert title_of(pdf) == "Statement of account, 24 November 2026"
    assert "Two invoices open, £140.50 in all. Of this £100.00 is past its due date." in words
    assert "12 days late" in words
    assert "Total £140.50" in words


def test_it_asks_for_nothing() -> None:
    """No demand, no threat; only how to pay and whom to write to."""
    words = words_of(statement_pdf(a_statement(owed("INV-1", "100.00", 200)))).lower()
    assert "how to pay" in words
    for demand in ("please pay", "overdue", "immediately", "legal", "reminder"):
        assert demand not in words


def test_credit_that_is_not_used_stands_by_itself() -> None:
    """Listed, and not taken off by us."""
    note = LetterCredit(
        number="CN-12",
        kind=CreditKind.CREDIT_NOTE,
        on=TODAY - timedelta(days=3),
        remaining=gbp("80"),
        taken_off=gbp("0"),
    )
    words = words_of(statement_pdf(a_statement(owed("INV-1", "100.00", 0), credits=(note,))))
    assert "Credit note CN-12 21 Nov £80.00" in words
    assert "Total £100.00" in words


def test_an_account_without_anything_open_is_thanked() -> None:
    """And not told how to pay."""
    words = words_of(statement_pdf(a_statement()))
    assert "Nothing is open on your account. Thank you." in words
    assert "How to pay" not in words


def test_activity_runs_from_what_was_brought_forward_to_the_balance() -> None:
    """500 before, 412.40 more, 500 paid: 412.40."""
    facts = a_statement(
        since=date(2026, 9, 1),
        brought_forward=gbp("500"),
        activity=(
            ActivityLine(date(2026, 9, 25), "Invoice INV-9", gbp("412.40")),
            ActivityLine(date(2026, 10, 25), "Payment of INV-1, thank you", gbp("-500")),
        ),
    )
    words = words_of(statement_pdf(facts))
    assert "What happened on your account since 1 September 2026." in words
    assert "Brought forward £500.00" in words
    assert "Invoice INV-9 £412.40 £912.40" in words
    assert "thank you −£500.00 £412.40" in words
    assert "24 November 2026 Balance £412.40" in words
