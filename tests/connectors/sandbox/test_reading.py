"""Lists and records of the accounting API: paging, filters, order, what is left out."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
import requests

from connectors.sandbox.testing import RunningXero


def numbers(xero: RunningXero, token: str, query: str) -> list[str]:
    """Invoice numbers of GET /Invoices with this query."""
    answer = xero.api("GET", f"Invoices?{query}", token)
    assert answer.status_code == 200, answer.text
    return [each["InvoiceNumber"] for each in answer.json()["Invoices"]]


def one(xero: RunningXero, token: str, number: str) -> dict[str, object]:
    """The full record of one invoice."""
    found: dict[str, object] = xero.api("GET", f"Invoices/{number}", token).json()["Invoices"][0]
    return found


def test_the_wire_has_escaped_dates_two_decimals_and_no_nulls(
    xero: RunningXero, token: str
) -> None:
    """The bytes look as Xero's do, envelope included."""
    text = xero.api("GET", "Invoices/INV-1", token).text
    assert r'"Date":"\/Date(1790899200000+0000)\/"' in text
    assert '"DateString":"2026-10-02T00:00:00"' in text
    assert '"AmountDue":370.00' in text
    assert "null" not in text
    envelope = json.loads(text)
    assert (envelope["Status"], envelope["ProviderName"]) == ("OK", "Goodterms")
    assert re.match(r"^/Date\(\d+\)/$", envelope["DateTimeUTC"])


def test_sums_and_statuses_follow_from_payments_and_credits(xero: RunningXero, token: str) -> None:
    """Part credited, fully paid, part paid, voided, and a deleted payment that counts nothing."""
    credited, paid = one(xero, token, "INV-1"), one(xero, token, "INV-2")
    part, void = one(xero, token, "INV-9"), one(xero, token, "INV-6")
    assert (credited["AmountDue"], credited["AmountCredited"], credited["Payments"]) == (
        370, 30, []
    )  # fmt: skip
    assert (paid["Status"], paid["AmountDue"]) == ("PAID", 0)
    assert paid["FullyPaidOnDate"] == "/Date(1790640000000+0000)/"
    assert (part["Status"], part["AmountDue"], part["AmountPaid"]) == ("AUTHORISED", 450, 50)
    assert (void["Status"], void["AmountDue"], void["Total"]) == ("VOIDED", 0, 50)


def test_pages_are_clamped_counted_and_in_the_order_of_their_updates(
    xero: RunningXero, token: str
) -> None:
    """pageSize 0 counts as 1, 5000 as 1000; two pages hold everything once."""
    tiny = xero.api("GET", "Invoices?page=1&pageSize=0", token).json()
    huge = xero.api("GET", "Invoices?page=1&pageSize=5000", token).json()
    assert tiny["pagination"] == {"page": 1, "pageSize": 1, "pageCount": 10, "itemCount": 10}
    assert huge["pagination"]["pageSize"] == 1000
    assert xero.api("GET", "Invoices?page=1", token).json()["pagination"]["pageSize"] == 100
    both = numbers(xero, token, "page=1&pageSize=6") + numbers(xero, token, "page=2&pageSize=6")
    assert len(set(both)) == len(both) == 10
    stamps = [each["UpdatedDateUTC"] for each in huge["Invoices"]]
    assert stamps == sorted(stamps)


def test_an_unpaged_list_has_stubs_and_summary_leaves_fields_out(
    xero: RunningXero, token: str
) -> None:
    """No pagination and no lines unpaged; summaryOnly and Statuses enforce paging."""
    unpaged = xero.api("GET", "Invoices", token).json()
    assert "pagination" not in unpaged
    assert unpaged["Invoices"][0]["LineItems"] == []
    paged = xero.api("GET", "Invoices?page=1", token).json()["Invoices"][0]
    assert paged["LineItems"][0]["Description"] == "Olive oil"
    assert paged["Contact"]["Addresses"] == []
    summary = xero.api("GET", "Invoices?summaryOnly=true", token).json()
    assert summary["pagination"]["itemCount"] == 10
    assert {"Payments", "HasAttachments", "LineItems"}.isdisjoint(summary["Invoices"][0])
    assert "pagination" in xero.api("GET", "Invoices?Statuses=PAID", token).json()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Statuses=PAID,VOIDED", {"INV-2", "INV-6"}),
        ("InvoiceNumbers=INV-3,INV-4", {"INV-3", "INV-4"}),
        ('where=Type=="ACCPAY"', {"BILL-1"}),
        ('where=Type=="ACCREC" AND AmountDue>400', {"INV-7", "INV-9"}),
        ("where=DueDate<DateTime(2026,11,2)", {"INV-1", "INV-2", "INV-6"}),
        ("where=Date>=DateTime(2026,11,20)", {"INV-4", "INV-5"}),
        ('where=(Status=="DRAFT" OR Status=="SUBMITTED")', {"INV-4", "INV-5"}),
        ('where=InvoiceNumber.StartsWith("BILL")', {"BILL-1"}),
        ('where=Contact.Name.Contains("bistro") AND Status!="VOIDED"', {"INV-3", "INV-4", "INV-5"}),
        ('where=Contact.ContactNumber=="C-3"', {"INV-7"}),
        ("where=ExpectedPaymentDate!=null", {"INV-9"}),
        ('where=SentToContact==false AND Type=="ACCREC"', {"INV-4", "INV-5", "INV-6"}),
        ("searchTerm=inv-7", {"INV-7"}),
    ],
)
def test_filters_find_what_they_name(
    xero: RunningXero, token: str, query: str, wanted: set[str]
) -> None:
    """The documented forms of where, and the lists."""
    assert set(numbers(xero, token, query)) == wanted


def test_ids_contact_ids_and_guids_filter_too(xero: RunningXero, token: str) -> None:
    """By IDs, ContactIDs and where with Guid()."""
    full = one(xero, token, "INV-7")
    contact = full["Contact"]["ContactID"]  # type: ignore[index]
    assert numbers(xero, token, f"IDs={full['InvoiceID']}") == ["INV-7"]
    assert numbers(xero, token, f"ContactIDs={contact}") == ["INV-7"]
    assert numbers(xero, token, f'where=Contact.ContactID==Guid("{contact}")') == ["INV-7"]


def test_order_sorts_and_bad_queries_are_errors_16(xero: RunningXero, token: str) -> None:
    """order=Field DESC works; an unknown field or a broken expression is QueryParseException."""
    ordered = numbers(xero, token, 'where=Type=="ACCREC"&order=DueDate DESC, InvoiceNumber')
    assert ordered[0] == "INV-4"
    assert ordered[-1] == "INV-2"
    for wrong in ("where=Colour==1", "where=Status==", "order=Colour", 'where=AmountDue>"x"'):
        answer = xero.api("GET", f"Invoices?{wrong}", token)
        assert answer.status_code == 400
        assert (answer.json()["ErrorNumber"], answer.json()["Type"]) == (16, "QueryParseException")


def test_if_modified_since_takes_both_forms_and_shows_what_changed(
    xero: RunningXero, token: str
) -> None:
    """A payment shows; what happened before does not; nothing new is an empty list."""
    xero.advance(0.01)
    now = xero.world.now().replace(microsecond=0, tzinfo=None)
    early = {"If-Modified-Since": (now - timedelta(seconds=1)).isoformat()}
    assert xero.api("GET", "Invoices", token, headers=early).json()["Invoices"] == []
    requests.post(
        f"{xero.url}/sandbox/organisations/first/record_payment",
        json={"invoice": "INV-3", "amount": "50.00"},
        timeout=60,
    )
    for form in (early["If-Modified-Since"], f"{early['If-Modified-Since']}+00:00"):
        found = xero.api("GET", "Invoices", token, headers={"If-Modified-Since": form}).json()
        assert [each["InvoiceNumber"] for each in found["Invoices"]] == ["INV-3"]
    contacts = xero.api("GET", "Contacts", token, headers=early).json()["Contacts"]
    assert contacts == []  # its balance changed, which bumps nothing


def test_contacts_show_balances_people_and_groups_only_when_paged_or_single(
    xero: RunningXero, token: str
) -> None:
    """Unpaged and summary lists leave them out; archived ones come only when asked for."""
    paged = xero.api("GET", "Contacts?page=1", token).json()["Contacts"]
    kettle = next(each for each in paged if each.get("ContactNumber") == "C-1")
    assert kettle["Balances"]["AccountsReceivable"] == {"Outstanding": 820, "Overdue": 370}
    assert kettle["ContactPersons"][0]["EmailAddress"] == "ada@copperkettle.example"
    assert kettle["ContactGroups"][0]["Name"] == "VIP"
    assert kettle["PaymentTerms"] == {"Sales": {"Day": 14, "Type": "DAYSAFTERBILLDATE"}}
    unpaged = xero.api("GET", "Contacts", token).json()["Contacts"]
    assert not any("Balances" in each for each in unpaged)
    summary = xero.api("GET", "Contacts?summaryOnly=true", token).json()["Contacts"]
    assert not any({"Addresses", "IsCustomer"} & set(each) for each in summary)
    archived = xero.api("GET", "Contacts?includeArchived=true", token).json()["Contacts"]
    assert len(archived) == len(unpaged) + 1
    assert xero.api("GET", "Contacts/C-2", token).json()["Contacts"][0]["Name"] == "Quay Bistro"


def test_credits_show_what_remains_and_where_they_went(xero: RunningXero, token: str) -> None:
    """Credit note, overpayment and prepayment, each in its own list and nowhere else."""
    note = xero.api("GET", "CreditNotes?page=1", token).json()["CreditNotes"][0]
    assert (note["Type"], note["RemainingCredit"], note["Status"]) == (
        "ACCRECCREDIT", 50, "AUTHORISED"
    )  # fmt: skip
    assert note["Allocations"][0]["Invoice"]["InvoiceNumber"] == "INV-1"
    over = xero.api("GET", "Overpayments?page=1", token).json()["Overpayments"]
    pre = xero.api("GET", "Prepayments?page=1", token).json()["Prepayments"]
    assert [each["Type"] for each in over + pre] == ["RECEIVE-OVERPAYMENT", "RECEIVE-PREPAYMENT"]
    wrong = xero.api("GET", f"Overpayments/{note['CreditNoteID']}", token)
    assert wrong.status_code == 404


def test_a_deleted_payment_is_listed_with_its_status(xero: RunningXero, token: str) -> None:
    """Payments lists show all; Status tells."""
    listed = xero.api("GET", 'Payments?where=Status=="DELETED"', token).json()["Payments"]
    assert [each["Invoice"]["InvoiceNumber"] for each in listed] == ["INV-1"]


def test_an_invoice_has_a_pdf_an_online_page_and_a_history(xero: RunningXero, token: str) -> None:
    """The PDF is one; a draft has no online page."""
    pdf = xero.api("GET", "Invoices/INV-1", token, headers={"Accept": "application/pdf"})
    assert (pdf.headers["Content-Type"], pdf.content[:8]) == ("application/pdf", b"%PDF-1.4")
    online = xero.api("GET", "Invoices/INV-1/OnlineInvoice", token).json()["OnlineInvoices"]
    assert online[0]["OnlineInvoiceUrl"].startswith(xero.url)
    assert xero.api("GET", "Invoices/INV-5/OnlineInvoice", token).status_code == 400
    notes = xero.api("GET", "Invoices/INV-1/History", token).json()["HistoryRecords"]
    assert [(note["User"], note["Details"]) for note in notes] == [("Tom Ferris", "Called")]


def test_gzip_comes_only_when_asked_for(xero: RunningXero, token: str) -> None:
    """The bytes counted are the bytes sent."""
    plain = xero.api("GET", "Invoices", token, headers={"Accept-Encoding": "identity"})
    zipped = xero.api("GET", "Invoices", token, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(plain.json()["Invoices"]) == len(zipped.json()["Invoices"])
    sums = requests.get(f"{xero.url}/sandbox/calls", timeout=60).json()["sums"][xero.tenant_id]
    (day,) = sums.values()
    sent = sum(int(each.headers["Content-Length"]) for each in (plain, zipped))
    assert day == {"calls": 2, "bytes": sent, "bytes_of_writes": 0}
    written = xero.api("PUT", "ContactGroups", token, json={"Name": "Late"})
    (day,) = (
        requests.get(f"{xero.url}/sandbox/calls", timeout=60)
        .json()["sums"][xero.tenant_id]
        .values()
    )
    assert day["bytes_of_writes"] == int(written.headers["Content-Length"])
    assert day["bytes"] == sent + day["bytes_of_writes"]


def test_unknown_records_are_plain_text_404s(xero: RunningXero, token: str) -> None:
    """So are unknown resources; a method that Xero lacks is 501."""
    gone = xero.api("GET", "Invoices/NOPE", token)
    assert (gone.status_code, gone.text) == (
        404, "The resource you're looking for cannot be found"
    )  # fmt: skip
    assert xero.api("GET", "Unicorns", token).status_code == 404
    assert xero.api("DELETE", "Invoices/INV-1", token).status_code == 501


def test_amounts_keep_their_cents(xero: RunningXero, token: str) -> None:
    """Read as Decimal they are exact."""
    text = xero.api("GET", "Invoices?page=1", token).text
    body = json.loads(text, parse_float=Decimal)
    total = sum(each["AmountDue"] for each in body["Invoices"] if each["Status"] == "AUTHORISED")
    assert total == Decimal("370.00") + 250 + 900 + 120 + 450 + 700
