"""Every response of the local Xero holds to Xero's own description of its API."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from connectors.sandbox.generator import generate
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.official import OFFICIAL, complaints, known_fields

pytestmark = pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the official description is not beside the repository"
)
# seen in Xero's own examples and captures, though the description does not name them
_SEEN = {
    "DateString",
    "DueDateString",
    "ExpiryDateString",
    "DateUTCString",
    "ID",
    "HasValidationErrors",
    "HasErrors",
    "ValidationErrors",
    "MergedToContactID",
}


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningXero]:
    """The generated demo books, a week on, so that events and habits have left their traces."""
    with running(generate(1, date(2026, 11, 24)), has_limits=False) as found:
        found.advance(24 * 7)
        yield found


COLLECTIONS = [
    ("Invoices?page=1&pageSize=1000", "Invoices", "Invoice"),
    ("Invoices", "Invoices", "Invoice"),
    ("Invoices?summaryOnly=true", "Invoices", "Invoice"),
    ("Contacts?page=1&includeArchived=true", "Contacts", "Contact"),
    ("Contacts", "Contacts", "Contact"),
    ("Contacts?summaryOnly=true", "Contacts", "Contact"),
    ("ContactGroups", "ContactGroups", "ContactGroup"),
    ("Payments?page=1&pageSize=1000", "Payments", "Payment"),
    ("CreditNotes?page=1", "CreditNotes", "CreditNote"),
    ("Overpayments?page=1", "Overpayments", "Overpayment"),
    ("Prepayments?page=1", "Prepayments", "Prepayment"),
    ("Quotes", "Quotes", "Quote"),
    ("RepeatingInvoices", "RepeatingInvoices", "RepeatingInvoice"),
    ("Accounts", "Accounts", "Account"),
    ("Organisation", "Organisations", "Organisation"),
    ("Organisation/Actions", "Actions", "Action"),
    ("Users", "Users", "User"),
    ("BrandingThemes", "BrandingThemes", "BrandingTheme"),
    ("Currencies", "Currencies", "Currency"),
    ("InvoiceReminders/Settings", "InvoiceReminders", "InvoiceReminder"),
]


@pytest.mark.parametrize(("path", "schema", "record"), COLLECTIONS)
def test_every_collection_holds_to_the_description(
    demo: RunningXero, path: str, schema: str, record: str
) -> None:
    """Each list has records, validates, and has no field that Xero does not have."""
    body = demo.api("GET", path, demo.token()).json()
    assert body[schema]
    assert complaints(schema, body) == []
    extra = set().union(*body[schema]) - known_fields(record) - _SEEN
    assert extra == set()


SINGLES = ["Invoices", "Contacts", "ContactGroups", "Payments", "CreditNotes", "Overpayments",
           "Prepayments", "Quotes", "RepeatingInvoices"]  # fmt: skip


@pytest.mark.parametrize("collection", SINGLES)
def test_every_single_record_holds_to_the_description(demo: RunningXero, collection: str) -> None:
    """The first record of each list, asked for by its id, validates too."""
    token = demo.token()
    listed = demo.api("GET", collection, token).json()[collection]
    name = collection[:-1] + "ID"
    body = demo.api("GET", f"{collection}/{listed[0][name]}", token).json()
    assert [each[name] for each in body[collection]] == [listed[0][name]]
    assert complaints(collection, body) == []


def test_histories_and_writes_hold_to_the_description(demo: RunningXero) -> None:
    """Notes, groups, members and refusals answer in the described shapes."""
    token = demo.token()
    contact = demo.api("GET", "Contacts", token).json()["Contacts"][0]["ContactID"]
    group = demo.api("PUT", "ContactGroups", token, json={"ContactGroups": [{"Name": "New"}]})
    key = group.json()["ContactGroups"][0]["ContactGroupID"]
    members = demo.api(
        "PUT", f"ContactGroups/{key}/Contacts", token, json={"Contacts": [{"ContactID": contact}]}
    )
    note = demo.api(
        "PUT", f"Contacts/{contact}/History", token, json={"HistoryRecords": [{"Details": "Hello"}]}
    )
    refused = demo.api("PUT", "ContactGroups", token, json={"ContactGroups": [{"Name": "New"}]})
    answers: list[tuple[str, Any]] = [
        ("ContactGroups", group),
        ("Contacts", members),
        ("HistoryRecords", note),
        ("Error", refused),
    ]
    assert [answer.status_code for _, answer in answers] == [200, 200, 200, 400]
    for schema, answer in answers:
        assert complaints(schema, answer.json()) == []


def test_the_check_itself_sees_a_wrong_status_deep_in_the_recursion() -> None:
    """A wrong enum value inside a payment's invoice is found, and a wrong date form too."""
    deep = {"Payments": [{"Invoice": {"Status": "UNHEARDOF", "Date": "2026-01-01"}}]}
    found = complaints("Payments", deep)
    assert len(found) == 2
    assert all("$.Payments[0].Invoice." in each for each in found)
