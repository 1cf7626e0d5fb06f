"""As the days pass customers pay, invoices are raised, and what the file says happens."""

import smtplib
from datetime import date
from decimal import Decimal
from email.message import EmailMessage

import requests

from connectors.sandbox.generator import generate
from connectors.sandbox.records import ZERO
from connectors.sandbox.testing import RunningXero, running


def test_the_clock_starts_at_nine_and_is_advanced_in_hours(xero: RunningXero) -> None:
    """In the organisation's own time zone; backwards is refused."""
    now = requests.get(f"{xero.url}/sandbox/clock", timeout=60).json()["now"]
    assert now.startswith("2026-11-24T09:00:0")
    answer = requests.post(f"{xero.url}/sandbox/advance", json={"hours": 24}, timeout=60)
    assert answer.json()["now"].startswith("2026-11-25T09:00:0")
    wrong = requests.post(f"{xero.url}/sandbox/advance", json={"hours": -1}, timeout=60)
    assert wrong.status_code == 400


def test_events_of_the_seed_happen_on_their_dates_and_repeating_invoices_are_raised(
    xero: RunningXero,
) -> None:
    """Nothing before 10:00 of the day; each once, however the hours are cut."""
    ledger = xero.world.first
    assert "INV-20" not in ledger.by_number
    for _ in range(48):
        xero.advance(1)
    assert "INV-20" in ledger.by_number
    assert ledger.invoice("INV-3").status == "AUTHORISED"
    xero.advance(1.5)
    assert ledger.today() == date(2026, 11, 26)
    assert ledger.invoice("INV-3").status == "PAID"
    raised = [each for each in ledger.invoices.values() if each.repeating]
    assert [(each.total, each.issued, each.due, each.status) for each in raised] == [
        (Decimal(45), date(2026, 11, 26), date(2026, 12, 10), "AUTHORISED")
    ]
    xero.advance(24 * 31)
    raised = [each for each in ledger.invoices.values() if each.repeating]
    assert [each.issued for each in raised] == [date(2026, 11, 26), date(2026, 12, 26)]


def test_a_reliable_customer_pays_by_the_due_date(xero: RunningXero) -> None:
    """INV-8 falls due on a Friday."""
    xero.advance(24 * 3 + 2)
    paid = xero.world.first.invoice("INV-8")
    assert paid.status == "PAID"
    assert paid.fully_paid_on is not None
    assert paid.fully_paid_on <= paid.due


def test_a_month_of_demo_books_keeps_every_sum_right() -> None:
    """After thirty days each invoice and credit still adds up, and many were paid."""
    with running(generate(1, date(2026, 11, 24))) as xero:
        before = len(xero.world.first.payments)
        xero.advance(24 * 30)
        ledger = xero.world.first
        assert len(ledger.payments) > before + 20
        for invoice in ledger.invoices.values():
            paid = sum((p.amount for p in ledger.live_payments(invoice.id)), ZERO)
            credited = sum((a.amount for _, a in ledger.live_allocations(invoice.id)), ZERO)
            assert (invoice.paid, invoice.credited) == (paid, credited)
            assert invoice.amount_due >= 0
            if invoice.status in {"AUTHORISED", "PAID"}:
                assert (invoice.amount_due == 0) == (invoice.status == "PAID")
        for credit in ledger.credits.values():
            assert credit.remaining >= 0


def test_the_same_seed_and_days_give_the_same_books_twice() -> None:
    """Ids, numbers, payments: all repeatable."""
    found = []
    for _ in range(2):
        with running(generate(3, date(2026, 11, 24))) as xero:
            xero.advance(24 * 10)
            ledger = xero.world.first
            found.append(sorted((i.id, i.number, i.amount_due) for i in ledger.invoices.values()))
    assert found[0] == found[1]


def test_a_customer_who_waits_for_a_reminder_pays_after_the_mail(xero: RunningXero) -> None:
    """The mail must name the invoice; it is read from the real SMTP sink."""
    ledger = xero.world.first
    contact = ledger.contact("C-1").id
    ledger.habits[contact] = "after_first_reminder"
    xero.advance(24 * 3)
    assert ledger.invoice("INV-1").amount_due > 0
    letter = EmailMessage()
    letter["From"], letter["To"] = "credit@harbour.example", "accounts@copperkettle.example"
    letter["Subject"] = "Invoice INV-1 is late"
    letter.set_content("Please pay INV-1, 370.00 GBP.")
    with smtplib.SMTP("localhost", xero.sandbox.mailbox.port, timeout=60) as smtp:
        smtp.send_message(letter)
    xero.advance(24 * 7)
    assert ledger.invoice("INV-1").status == "PAID"
    assert ledger.invoice("INV-9").amount_due > 0
    mails = requests.get(f"{xero.url}/sandbox/mail", timeout=60).json()["mails"]
    assert [each["subject"] for each in mails] == ["Invoice INV-1 is late"]
    assert "Please pay INV-1" in mails[0]["raw"]


def test_what_a_person_did_meanwhile_stands(xero: RunningXero) -> None:
    """A payment of the file for an invoice that was voided does not happen."""
    url = f"{xero.url}/sandbox/organisations/first/void_invoice"
    requests.post(url, json={"invoice": "INV-3"}, timeout=60).raise_for_status()
    xero.advance(24 * 4)
    assert xero.world.first.invoice("INV-3").status == "VOIDED"
    assert xero.world.first.live_payments(xero.world.first.invoice("INV-3").id) == []
