"""Whatever stands in a table of the console can be taken away, by whoever may see it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from plugin.web.tables import customer, pages
from tests.builders import House, a_house, sign_in
from tests.web.conftest import Browser, browser_of

TEMPLATES = Path(__file__).parents[2] / "plugin" / "web" / "templates"
#: tables without files, each with its reason
WITHOUT = {
    "assigning.html": "a form; who looks after whom comes in and out with the customers' table",
    "hooks.html": "deliveries of events, each of which can be looked up and sent again",
    "insight_changes_plan.html": "what a change would begin with; once begun it has its files",
    "insight_limit_choice.html": "facts beside a choice; what is decided has its files",
    "_talk.html": "the payments of one offer; once agreed they are a plan, which has its files",
    "_policy_ladder.html": "a form",
    "plan.html": "a form",
    "portfolio.html": "several organisations, whose figures stand in no file together",
    "portfolio_mail.html": "a form",
    "policy_tried.html": "the answer to a form that is kept nowhere",
    "start_before.html": "of another organisation, before anything of it is carried over",
    "start_ledger.html": "how far a reading has come",
}
#: what the address of a table has to name, and what it is in a busy house
NEEDS = {
    "message-invoices": "message={message}",
}


def test_every_template_with_a_table_links_its_files() -> None:
    """A table that a page grows gets its links, or its reason stands above."""
    for template in TEMPLATES.glob("*.html"):
        words = template.read_text()
        tables = words.count("<table")
        if tables and template.name not in WITHOUT:
            linked = words.count("{{ files(") + words.count("{{ whole(")
            assert linked >= tables, f"{template.name}: {tables} tables, {linked} links"
    for name in WITHOUT:
        assert "<table" in (TEMPLATES / name).read_text(), f"{name} has no table any more"


def _rows(browser: Browser, path: str) -> list[dict[str, str]]:
    text = browser.get(path).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def _addresses() -> dict[str, str]:
    whole = ("customers", "coming", *(name for name, _ in pages.OFFERED))
    found = {name: NEEDS.get(name, "") for name in whole}
    return found | {name: "customer=quay" for name, _ in customer.OFFERED}


@pytest.mark.long
def test_every_table_opens_as_csv_and_as_spreadsheet(ann: Browser, house: House) -> None:
    """Both have the same heads and as many rows; each is an attachment."""
    [(message,)] = house.books.all("select id from messages order by total desc limit 1")
    filled = 0
    for name, asked in _addresses().items():
        query = asked.format(message=message)
        as_csv, as_xlsx = (ann.get(f"tables/{name}.{end}?{query}") for end in ("csv", "xlsx"))
        assert (as_csv.status_code, as_xlsx.status_code) == (200, 200), name
        assert f"{name}-2026-" in as_xlsx.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(as_csv.get_data(as_text=True).removeprefix("\ufeff"))))
        sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx.get_data())).worksheets[0]
        assert [cell.value for cell in sheet[1]] == rows[0], name
        assert sheet.max_row == len(rows), name
        filled += len(rows) > 1
    assert filled >= 15


def test_the_files_of_a_bucket_and_of_a_customer_hold_what_their_pages_show(ann: Browser) -> None:
    """The same invoices, the same amounts, the currency beside them."""
    [late] = _rows(ann, "tables/invoices.csv?currency=GBP&bucket=61-90")
    assert (late["Invoice"], late["Currency"], late["Unpaid"]) == ("INV-1012", "GBP", "2810.00")
    theirs = _rows(ann, "tables/customer-invoices.csv?customer=quay")
    assert "INV-1012" in {row["Invoice"] for row in theirs}
    page = ann.get("customers/quay").get_data(as_text=True)
    links = re.findall(r'href="([^"]+tables/[^"]+)"', page)
    assert len(links) >= 10
    for link in links:
        assert ann.client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_table_of_nobody_and_one_that_does_not_exist_are_not_found(ann: Browser) -> None:
    """An unknown name, an unknown customer, a message of nobody, a bucket of nonsense."""
    for path in (
        "tables/nonsense.csv", "tables/customer-invoices.xlsx?customer=nobody",
        "tables/customer-invoices.csv", "tables/message-invoices.csv?message=x",
        f"tables/message-invoices.csv?message={ann.org_id}", "tables/invoices.csv?bucket=x",
        "tables/remittance.csv?mail=x", f"tables/remittance.csv?mail={ann.org_id}",
    ):  # fmt: skip
        assert ann.get(path).status_code == 404, path


def test_the_files_of_an_organisation_are_for_its_own_people(
    ann: Browser, app: Flask, house: House
) -> None:
    """Somebody of another organisation is refused, whoever is not signed in is sent to do so."""
    other = a_house(house.doors.store, name="Elsewhere Ltd")
    stranger = browser_of(app, sign_in(house.doors.store, other.org_id), house.org_id)
    for end in ("csv", "xlsx"):
        assert stranger.get(f"tables/customers.{end}").status_code in {403, 404}
        nobody = app.test_client().get(ann.at(f"tables/customers.{end}"))
        assert nobody.status_code in {302, 303, 401}
