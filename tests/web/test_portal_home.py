"""The customer's first page: the same figures as the console's, and nobody else's."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from plugin.queries.figures import customer_figures
from plugin.queries.header import header
from plugin.queries.portal_home import home_page
from tests.builders import NOW, TODAY, House
from tests.web.conftest import Browser
from tests.web.visiting import a_caller

CUSTOMERS = ("kettle", "quay", "lisa", "bell", "paris")


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_customer_and_console_see_the_same_figures_as_of_the_same_time(
    house: House, customer: str
) -> None:
    """Per currency: what is open, what of it is late, what credit is held; and when it was read."""
    with house.doors.store.tenant(house.org_id) as tx:
        theirs = home_page(tx, house.organisation, customer, on=TODAY, now=NOW)
        ours = customer_figures(tx, customer, on=TODAY)
        frame = header(tx, house.organisation, on=TODAY, now=NOW)
    assert theirs is not None
    assert theirs.as_of == frame.synced_at
    assert [(each.currency, each.all, each.late, each.credit) for each in theirs.owed] == [
        (each.currency, each.open, each.late, each.unallocated) for each in ours
    ]


def test_no_page_shows_another_customers_names_numbers_or_amounts(app: Flask, house: House) -> None:
    """Whoever looks, of everybody else nothing is there."""
    of = {
        "kettle": ("Kettle", "INV-1041", "INV-1058", "412.40", "389.00"),
        "quay": ("Quay", "INV-1012", "2,810.00"),
        "lisa": ("Lisa", "INV-1060", "240.10"),
        "bell": ("Bell &amp; Sons", "INV-1033", "INV-1071", "9,640.55"),
        "paris": ("Épicerie", "INV-1044", "1,310.00"),
    }
    for customer in CUSTOMERS:
        caller = a_caller(app, house.doors, house.org_id, customer, f"{customer}@customer.test")
        page = caller.get().get_data(as_text=True)
        assert all(word in page for word in of[customer]), customer
        for other in CUSTOMERS:
            if other != customer:
                assert not [word for word in of[other] if word in page], (customer, other)


def test_the_page_says_how_to_pay_before_it_lists_anything(app: Flask, house: House) -> None:
    """How to pay stands on top, then the answers, then the invoices."""
    page = a_caller(app, house.doors, house.org_id, "kettle", "kettle@customer.test").get()
    text = page.get_data(as_text=True)
    order = [
        text.index(each) for each in ("due now", "Account 12345678", "Open invoices", "INV-1058")
    ]
    assert order == sorted(order)


def test_an_invoice_that_was_never_sent_is_not_told(app: Flask, house: House) -> None:
    """It is exposure, and the customer is not told of it (rule 3)."""
    house.owes("lisa", "INV-2000", "77.77", late=20, sent=False)
    page = a_caller(app, house.doors, house.org_id, "lisa", "lisa@customer.test").get()
    assert "INV-2000" not in page.get_data(as_text=True)


def test_a_write_off_is_no_payment_on_the_page(app: Flask, house: House) -> None:
    """What was given up is nothing that came in (rule 5), and is not told."""
    with house.doors.store.tenant(house.org_id) as tx:
        tx.sql("update payments set is_write_off = true where org_id = :org and id = 'p-INV-0950'")
    page = a_caller(app, house.doors, house.org_id, "kettle", "kettle@customer.test").get()
    assert "505.00" not in page.get_data(as_text=True).partition("Invoices that are settled")[0]


def test_the_business_sees_what_the_customer_sees_and_can_press_nothing(
    app: Flask, house: House, ann: Browser
) -> None:
    """The same page, inert, from the customer's page in the console."""
    assert "customers/kettle/portal" in ann.get("customers/kettle").get_data(as_text=True)
    seen = ann.get("customers/kettle/portal").get_data(as_text=True)
    theirs = a_caller(app, house.doors, house.org_id, "kettle", "kettle@customer.test").get()
    assert "<div inert>" in seen
    assert _main(seen) == _main(theirs.get_data(as_text=True))
    assert ann.get("customers/nobody/portal").status_code == 404


def _main(page: str) -> str:
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found is not None
    return found.group(0)
