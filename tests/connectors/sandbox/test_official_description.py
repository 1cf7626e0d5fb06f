"""Every response of the local Xero holds to Xero's own description of its API."""

from collections.abc import Iterator
from datetime import date

import pytest

from connectors.sandbox.generator import generate
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.official import OFFICIAL, complaints
from tests.connectors.sandbox.official_operations import body_complaints, read

pytestmark = pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the official description is not beside the repository"
)


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningXero]:
    """The generated demo books, a week on, so that events and habits have left their traces."""
    with running(generate(1, date(2026, 11, 24)), has_limits=False) as found:
        found.advance(24 * 7)
        yield found


COLLECTIONS = [
    ("Invoices?page=1&pageSize=1000", "Invoices"),
    ("Invoices", "Invoices"),
    ("Invoices?summaryOnly=true", "Invoices"),
    ("Contacts?page=1&includeArchived=true", "Contacts"),
    ("Contacts", "Contacts"),
    ("Contacts?summaryOnly=true", "Contacts"),
    ("ContactGroups", "ContactGroups"),
    ("Payments?page=1&pageSize=1000", "Payments"),
    ("CreditNotes?page=1", "CreditNotes"),
    ("Overpayments?page=1", "Overpayments"),
    ("Prepayments?page=1", "Prepayments"),
    ("Quotes", "Quotes"),
    ("RepeatingInvoices", "RepeatingInvoices"),
    ("Accounts", "Accounts"),
    ("Organisation", "Organisations"),
    ("Organisation/Actions", "Actions"),
    ("Users", "Users"),
    ("BrandingThemes", "BrandingThemes"),
    ("Currencies", "Currencies"),
    ("InvoiceReminders/Settings", "InvoiceReminders"),
]


@pytest.mark.parametrize(("path", "schema"), COLLECTIONS)
def test_every_collection_holds_to_the_description(
    demo: RunningXero, path: str, schema: str
) -> None:
    """Each list has records, validates, and has no field that Xero does not have."""
    body = read(demo.api("GET", path, demo.token()).text)
    assert body[schema]
    assert body_complaints(schema, body) == []


SINGLES = ["Invoices", "Contacts", "ContactGroups", "Payments", "CreditNotes", "Overpayments",
           "Prepayments", "Quotes", "RepeatingInvoices"]  # fmt: skip


@pytest.mark.parametrize("collection", SINGLES)
def test_every_single_record_holds_to_the_description(demo: RunningXero, collection: str) -> None:
    """The first record of each list, asked for by its id, validates too."""
    token = demo.token()
    listed = demo.api("GET", collection, token).json()[collection]
    name = collection[:-1] + "ID"
    body = read(demo.api("GET", f"{collection}/{listed[0][name]}", token).text)
    assert [each[name] for each in body[collection]] == [listed[0][name]]
    assert body_complaints(collection, body) == []


def test_the_check_itself_sees_a_wrong_status_deep_in_the_recursion() -> None:
    """A wrong enum value inside a payment's invoice is found, and a wrong date form too."""
    deep = {"Payments": [{"Invoice": {"Status": "UNHEARDOF", "Date": "2026-01-01"}}]}
    found = complaints("Payments", deep)
    assert len(found) == 2
    assert all("$.Payments[0].Invoice." in each for each in found)
