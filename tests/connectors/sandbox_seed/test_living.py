"""The wholesaler lives on for a month: money comes, orders come, and reminders are answered."""

import smtplib
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage

import pytest

from connectors.books import parse
from connectors.sandbox.from_books import from_books
from connectors.sandbox.generator import generate
from connectors.sandbox.happenings import Happenings
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.mailbox import Mailbox
from connectors.sandbox.records import Invoice
from connectors.sandbox.render import invoice_json
from connectors.sandbox.seed import Habit
from connectors.sandbox.standing import balances
from connectors.sandbox.world import World

TODAY = date(2026, 11, 24)


class Month:
    """The wholesaler with its mail, moved on day by day."""

    def __init__(self) -> None:
        self.world = World.load(generate(1, TODAY))
        self.mailbox = Mailbox(self.world.now)
        self._days = Happenings(self.world, self.mailbox)
        self._days.advance(2)

    @property
    def ledger(self) -> Ledger:
        """The books of Harbour Lane Foods."""
        return self.world.first

    def pass_days(self, count: int) -> None:
        """So many days later, after the day's business."""
        self._days.advance(24 * count)

    def remind(self, invoice: Invoice) -> None:
        """A message that names the invoice arrives."""
        message = EmailMessage()
        message["Subject"] = f"Invoice {invoice.number}"
        message["From"] = "lisa@harbourlane.example"
        message["To"] = "somebody@somewhere.example"
        message.set_content("It is late.")
        with smtplib.SMTP("localhost", self.mailbox.port, timeout=60) as connection:
            connection.send_message(message)

    def late(self, habit: Habit) -> list[Invoice]:
        """Late invoices of customers with this habit."""
        return [
            one
            for one in self.ledger.invoices.values()
            if one.kind == "ACCREC"
            and one.status == "AUTHORISED"
            and one.due < self.ledger.today()
            and self.ledger.habits.get(one.contact) == habit
        ]


@pytest.fixture
def month() -> Iterator[Month]:
    """The wholesaler at eleven on its first day, with its mail listening."""
    living = Month()
    living.mailbox.start()
    yield living
    living.mailbox.stop()


def test_money_and_orders_come_and_the_books_stay_fresh(month: Month) -> None:
    """Within thirty days dozens of each, and never five days without reconciled money."""
    payments, invoices = len(month.ledger.payments), len(month.ledger.invoices)
    for _ in range(30):
        month.pass_days(1)
        newest = max(one.on for one in month.ledger.payments.values() if one.is_reconciled)
        assert month.ledger.today() - newest <= timedelta(days=5)
    assert len(month.ledger.payments) - payments > 30
    assert len(month.ledger.invoices) - invoices > 30
    for one in month.ledger.invoices.values():
        assert one.amount_due >= 0


def test_who_waits_for_a_reminder_pays_after_it_and_not_without(month: Month) -> None:
    """Of the late invoices of such customers, those reminded are paid and the others are not."""
    waiting = month.late(Habit.AFTER_FIRST_REMINDER)
    assert len(waiting) >= 2
    reminded, silent = waiting[0], waiting[1:]
    month.remind(reminded)
    month.pass_days(7)
    assert month.ledger.invoices[reminded.id].status == "PAID"
    assert all(month.ledger.invoices[one.id].status == "AUTHORISED" for one in silent)


def test_the_order_that_breaks_a_limit_comes_and_its_payment_mends_it(month: Month) -> None:
    """820 of a limit of 1,000 becomes 1,280 within days, and is back under it within two weeks."""
    key = next(
        one.contact
        for one in month.ledger.awkward
        if one.label == "an order takes it over its limit"
    )
    contact = month.ledger.id_of("contact", key)
    seen = []
    for _ in range(14):
        month.pass_days(1)
        seen.append(balances(month.ledger, contact)["ACCREC"][0])
    assert max(seen) == 1280
    assert seen[-1] < 950


def test_repeating_invoices_go_on_over_the_limit(month: Month) -> None:
    """The ledger raises the next one by itself, with a number that no order has."""
    (template,) = month.ledger.repeating.values()
    before = set(month.ledger.invoices)
    month.pass_days(10)
    raised = [
        one
        for key, one in month.ledger.invoices.items()
        if key not in before and one.repeating == template.id
    ]
    assert len(raised) == 1
    numbers = [one.number for one in month.ledger.invoices.values() if one.kind == "ACCREC"]
    assert len(numbers) == len(set(numbers))


def test_a_supplier_who_buys_is_a_customer_too(month: Month) -> None:
    """Xero's two marks follow from the documents: both for who buys and sells, one for others."""
    marks = {one.name: (one.is_customer, one.is_supplier) for one in month.ledger.contacts.values()}
    assert marks["Rosudgeon Growers"] == (True, True)
    assert marks["Westcountry Flour Mills"] == (False, True)
    assert marks["Quay Bistro"] == (True, False)


def test_a_books_file_brings_no_rate_and_none_is_printed() -> None:
    """Euro in a ledger of pounds: without a rate nothing can be added across (rule 9)."""
    books = parse(
        {
            "organisation": {
                "name": "x",
                "country": "GB",
                "base_currency": "GBP",
                "timezone": "Europe/London",
            },
            "customers": [{"id": "C1", "name": "Épicerie", "email": ""}],
            "invoices": [
                {
                    "id": currency,
                    "number": currency,
                    "customer": "C1",
                    "issued": "2026-11-02",
                    "amount": "90.00",
                    "currency": currency,
                }
                for currency in ("GBP", "EUR")
            ],
            "payments": [],
        }
    )
    ledger = World.load(from_books(books, TODAY)).first
    assert "CurrencyRate" in invoice_json(ledger, ledger.invoice("GBP"))
    assert "CurrencyRate" not in invoice_json(ledger, ledger.invoice("EUR"))
