"""Patterns and opportunities on the real database: who pays late when, and whom to look at."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from plugin.credit.agreements import DisputeOutcome, DisputeReason
from plugin.credit.money import Money
from plugin.operations import disputes, limits
from plugin.ports.records import LedgerInvoice, LedgerPayment
from plugin.store import Store
from plugin.store.portal_links import add_link
from tests.builders import CONNECTED, NOW, TODAY, House, a_house, sign_in
from tests.consoles import a_console
from tests.doors import HeldClock
from tests.store.facts import a_contact, a_payment, a_sale
from tests.web.conftest import Browser, browser_of
from tests.web.test_policies import words

CUSTOMERS = 12


@pytest.fixture
def house(store: Store) -> House:
    """A dozen customers over a year: whatever falls due on a Monday is paid nine days later."""
    house = a_house(store)
    sales: list[LedgerInvoice] = []
    money: list[LedgerPayment] = []
    for n in range(CUSTOMERS):
        seller = (("Salesperson", ("Maya", "Tom")[n % 2]),)
        house.books.contacts(a_contact(f"c{n:02}", name=f"Customer {n:02}", tracking=seller))
        for place in range(24):
            due = TODAY - timedelta(days=60 + 12 * place + n % 3)
            late = 3 + (n + place) % 4 + (9 if due.isoweekday() == 1 else 0)
            _bought(sales, money, f"c{n:02}", due, due + timedelta(days=late))
    house.books.invoices(*sales, seen_on=CONNECTED, first_sync=True)
    house.books.payments(*money)
    return house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def ann(app: Flask, house: House) -> Browser:
    """Ann, signed in."""
    return browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)


def _bought(
    sales: list[LedgerInvoice],
    money: list[LedgerPayment],
    customer: str,
    due: date,
    paid_on: date,
) -> None:
    """A customer bought something that fell due on a day, and paid it on another."""
    number = f"{customer}-{due.isoformat()}"
    sales.append(
        a_sale(
            number, contact_id=customer, number=number, amount="100.00", due=due,
            issued=due - timedelta(days=14), state="paid", balance=Decimal(0),
            paid=Decimal("100.00"), fully_paid_on=paid_on,
        )
    )  # fmt: skip
    money.append(a_payment(f"p-{number}", document_id=number, amount="100.00", on=paid_on))


def test_mondays_stand_out_and_what_is_noise_is_called_so(ann: Browser, house: House) -> None:
    """Each group with its counts; the file holds what the page shows."""
    house.settle()
    page = words(ann.get("insight/patterns"))
    assert "288 invoices that fell due" in page
    assert "Monday later than the others" in page
    assert "That is no cause yet." in page
    assert "Whatever differs here is within noise." in page
    assert "By Salesperson" in page
    rows = ann.get("tables/pattern.csv?by=weekday").get_data(as_text=True).splitlines()
    [monday] = [row for row in rows if row.startswith("Monday")]
    assert "later than the others: +8" in monday or "later than the others: +9" in monday
    tracked = ann.get("tables/pattern.csv?by=tracked-0").get_data(as_text=True)
    assert "Maya,144,6" in tracked
    assert ann.get("tables/pattern.csv?by=nonsense").status_code == 404
    opened = words(ann.get("insight/patterns/weekday/1"))
    assert "By weekday of the due date: Monday" in opened
    told = ann.get("tables/pattern-invoices.csv?by=weekday&group=1").get_data(as_text=True)
    assert len(told.splitlines()) == 1 + int(monday.split(",")[1])
    assert "in this group" in words(ann.get("insight/patterns/weekday/9"))
    assert ann.get("insight/patterns/nonsense/1").status_code == 404


def test_who_is_safe_drifts_misses_the_run_or_never_acts_is_listed(
    ann: Browser, house: House
) -> None:
    """One customer for each list, with the figures that put them there."""
    sales: list[LedgerInvoice] = []
    money: list[LedgerPayment] = []
    for id_ in ("safe", "drift", "run", "silent"):
        house.customer(id_, f"The {id_} one")
    for place in range(11):
        due = TODAY - timedelta(days=20 + (12 if place < 8 else 30) * place)
        _bought(sales, money, "safe", due, due)
        due = TODAY - timedelta(days=40 + 20 * place)
        _bought(sales, money, "drift", due, due + timedelta(days=14 if place < 4 else place % 3))
        month = date(2026, 10 - place % 9, 1)
        if place < 9:
            run = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            _bought(sales, money, "run", month + timedelta(days=4), run)
    house.books.invoices(*sales, seen_on=CONNECTED, first_sync=True)
    house.books.payments(*money)
    house.owes("silent", "INV-1", "500.00", late=40)
    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann", customer_id="safe",
        limit=Money.of("2000", "GBP"), reason="known for years",
    )  # fmt: skip
    with house.books.tx() as tx:
        for _ in range(3):
            add_link(
                tx, "silent", "a@b.test", message_id=None, at=NOW,
                expires_at=NOW + timedelta(days=90),
            )  # fmt: skip
    for _ in range(2):
        disputes.open_dispute(
            house.doors, org_id=house.org_id, by="Ann", customer_id="silent", invoice_id="INV-1",
            amount=Money.of("10", "GBP"), reason=DisputeReason.WRONG_PRICE, words="", owner="Ann",
        )  # fmt: skip
    house.settle()

    def listed(name: str) -> str:
        return ann.get(f"tables/{name}.csv").get_data(as_text=True)

    assert "The safe one" in listed("safe-to-sell")
    assert "The drift one" in listed("drifting")
    assert "due on the last day of the following month" in listed("pay-run-terms")
    assert "The run one" in listed("pay-run-terms")
    assert "The silent one,3" in listed("never-acted")
    assert "The silent one" in listed("repeat-disputes")
    page = words(ann.get("insight/patterns"))
    for heading in ("Safe to sell more to", "never acted on their page", "Contested again"):
        assert heading.lower() in page.lower()


def test_where_the_days_go_opens_into_its_cases(ann: Browser, house: House) -> None:
    """Half of the disputes closed within so many days, each by name; a span without one says so."""
    house.owes("c00", "INV-1", "500.00", late=2)
    house.settle()
    disputes.open_dispute(
        house.doors, org_id=house.org_id, by="Ann", customer_id="c00", invoice_id="INV-1",
        amount=None, reason=DisputeReason.WRONG_PRICE, words="", owner="Ann",
    )  # fmt: skip
    page = words(ann.get("insight/patterns"))
    assert "Dispute opened to closed 0 n/a: no case yet n/a: no case yet 1" in page
    [(dispute,)] = house.books.all("select id from disputes")
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=3))
    disputes.decide_dispute(
        house.doors, org_id=house.org_id, by="Ann", customer_id="c00", dispute_id=dispute,
        outcome=DisputeOutcome.NOT_UPHELD,
    )  # fmt: skip
    clock.move(-timedelta(days=3))
    page = words(ann.get("insight/patterns"))
    assert "Dispute opened to closed 1 3 3 0" in page
    cases = words(ann.get("insight/patterns/days/dispute"))
    assert "Customer 00 INV-1" in cases
    assert ann.get("insight/patterns/days/nonsense").status_code == 404
