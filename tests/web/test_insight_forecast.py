"""The page of forecasts: a real console on a real ledger, from the past to Friday's answer."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from plugin.credit.agreements import DisputeReason
from plugin.credit.money import Money
from plugin.credit.pay_run_kinds import WeeklyRun
from plugin.store import Store, disputes, promises, wishes
from tests.builders import NOW, TODAY, House, a_house, sign_in
from tests.consoles import a_console
from tests.web.conftest import Browser, browser_of

PAGE = "insight/forecast"


@pytest.fixture
def past(store: Store) -> House:
    """The Kettle pays ten days late, the Quay on time; each has one invoice open."""
    house = a_house(store)
    house.customer("kettle", "The Copper Kettle")
    house.customer("quay", "Quay Bistro")
    for number in range(8):
        ago = 40 + 30 * number
        house.paid("kettle", f"K-{number}", "200.00", ago=ago, days_late=10 + number % 2)
        house.paid("quay", f"Q-{number}", "300.00", ago=ago + 3, days_late=number % 2 - 1)
    house.owes("kettle", "K-OPEN", "1000.00", late=-5)
    house.owes("quay", "Q-OPEN", "500.00", late=-5)
    house.settle()
    return house


@pytest.fixture
def owner(past: House) -> Browser:
    """Ann, signed in to that house."""
    app: Flask = a_console(past.doors)
    return browser_of(app, sign_in(past.doors.store, past.org_id), past.org_id)


def rows(browser: Browser, table: str, **asked: str) -> list[dict[str, str]]:
    """A table of the page as its CSV has it."""
    address = f"tables/{table}.csv?" + "&".join(f"{key}={value}" for key, value in asked.items())
    found = browser.get(address)
    assert found.status_code == 200, found.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(found.get_data(as_text=True).lstrip("\ufeff"))))


def test_each_open_invoice_has_its_range_its_chance_and_its_why(owner: Browser) -> None:
    """The one who pays ten days late is forecast ten days late, the punctual one on time."""
    page = owner.get(PAGE).get_data(as_text=True)
    assert "by the day they are likely paid" in page
    found = {row["Invoice"]: row for row in rows(owner, "expected-invoices")}
    due = TODAY + timedelta(days=5)
    assert found["Q-OPEN"]["Likely"] <= (due + timedelta(days=2)).isoformat()
    assert found["K-OPEN"]["Likely"] >= (due + timedelta(days=8)).isoformat()
    assert Decimal(found["K-OPEN"]["Chance of lateness"].rstrip(" %")) > 80
    assert "By their last 8 paid invoices" in found["K-OPEN"]["Why"]


def test_the_error_of_the_organisations_own_last_year_stands_beside(owner: Browser) -> None:
    """In words on top, and as a table below."""
    page = owner.get(PAGE).get_data(as_text=True)
    assert "Held against your own last year" in page
    assert rows(owner, "forecast-error")[0]["Found"].isdecimal()


def test_the_weeks_add_up_to_what_is_open(owner: Browser) -> None:
    """Likely of all weeks and of what comes later is every open pound, and low is below high."""
    weeks = rows(owner, "expected-receipts", currency="GBP")
    assert len(weeks) == 13
    assert sum(Decimal(row["Likely"].replace(",", "")) for row in weeks) == pytest.approx(
        Decimal(1500), abs=Decimal(60)
    )
    for row in weeks:
        low, likely, high = (
            Decimal(row[key].replace(",", "")) for key in ("Low", "Likely", "High")
        )
        assert low <= likely <= high
    drawn = owner.get(f"{PAGE}/receipts.svg?currency=GBP")
    assert drawn.status_code == 200
    assert owner.get(f"{PAGE}/receipts.svg?currency=EUR").status_code == 404


def test_a_ledger_without_history_says_why_there_is_no_forecast(store: Store) -> None:
    """Not available, with the reason; never a guess."""
    house = a_house(store)
    house.customer("kettle", "The Copper Kettle")
    house.owes("kettle", "K-1", "100.00", late=3)
    house.settle()
    browser = browser_of(
        a_console(house.doors), sign_in(house.doors.store, house.org_id), house.org_id
    )
    page = browser.get(PAGE).get_data(as_text=True)
    assert "n/a: 0 paid invoices known, and at least 5 are needed" in page
    assert "none of it is forecast" in page
    assert "likely in thirteen weeks" not in page


def test_who_to_chase_for_friday(owner: Browser, past: House) -> None:
    """The one customer whose money would not come by itself is named, with the reason."""
    past.owes("kettle", "K-LATE", "900.00", late=1)
    friday = (TODAY + timedelta(days=3)).isoformat()
    page = owner.get(f"{PAGE}?by={friday}&needed=800&cash=650").get_data(as_text=True)
    assert "is missing" in page
    assert "The Copper Kettle" in page
    [chase] = rows(owner, "cash-gap", by=friday, needed="800", cash="650")
    assert chase["Invoices"] == "K-LATE"
    assert "they were never asked before" in chase["Why"]


def test_cash_that_covers_it_needs_no_chase(owner: Browser) -> None:
    """Nobody is named where nothing is missing."""
    page = owner.get(f"{PAGE}?by={TODAY.isoformat()}&needed=10&cash=20").get_data(as_text=True)
    assert "Nobody needs to be chased" in page


@pytest.mark.parametrize(
    "asked", ["by=friday&needed=1&cash=1", "by=2020-01-01&needed=1&cash=1", "by={}&needed=x&cash=1"]
)
def test_a_slip_in_the_form_says_what_to_write(owner: Browser, asked: str) -> None:
    """A day that is none or has passed, an amount that is none."""
    assert owner.get(f"{PAGE}?{asked.format(TODAY.isoformat())}").status_code == 400


def test_the_customers_page_and_each_invoice_show_the_forecast_in_a_line(owner: Browser) -> None:
    """The likely day with its range, its reason, and how far such forecasts were off."""
    page = owner.get("customers/kettle").get_data(as_text=True)
    assert "Next, K-OPEN: likely" in page
    assert page.count("chance late") == 2
    assert "By their last 8 paid invoices" in page
    assert "days on average over your last" in page


def test_promises_disputes_and_pay_runs_move_what_is_expected(owner: Browser, past: House) -> None:
    """A promise is believed in part, what is contested is out, a named pay run is the day."""
    day = TODAY + timedelta(days=8)
    past.customer("mill", "Old Mill Hotel")
    past.owes("mill", "M-OPEN", "70.00", late=-5)
    with past.doors.store.tenant(past.org_id) as tx:
        promises.add_promise(
            tx, "kettle", Money(Decimal(1000), "GBP"), invoice_ids=["K-OPEN"], due=day,
            made_on=TODAY, by="Ann", at=NOW,
        )  # fmt: skip
        disputes.open_dispute(
            tx, "quay", "Q-OPEN", amount=Money(Decimal(200), "GBP"), currency="GBP",
            reason=DisputeReason.FAULTY, words="", owner="Ann", opened_on=TODAY, deadline=day,
            by="Ann", at=NOW,
        )  # fmt: skip
        wishes.keep(tx, "mill", pay_run=WeeklyRun(4, 0, 0), order_route="", at=NOW)
    found = {row["Invoice"]: row for row in rows(owner, "expected-invoices")}
    assert f"Promised for {day}" in found["K-OPEN, promised"]["Why"]
    assert found["Q-OPEN, contested part"]["Likely"].startswith("n/a: contested")
    assert found["Q-OPEN"]["Unpaid"].startswith("300")
    assert date.fromisoformat(found["M-OPEN"]["Likely"]).isoweekday() == 4
    assert "as they said" in found["M-OPEN"]["Why"]
