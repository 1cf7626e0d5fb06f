"""What clients touch besides lists and notes: files, reports, credit notes, emails, small lists."""

from typing import Any

import pytest
import requests

from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox.official import complaints

EMPTY_PDF = b"%PDF-1.4 almost nothing"


def act(xero: RunningXero, verb: str, **body: object) -> None:
    """A verb of the first organisation."""
    requests.post(
        f"{xero.url}/sandbox/organisations/first/{verb}", json=body, timeout=60
    ).raise_for_status()


def invoice(xero: RunningXero, token: str, number: str, query: str = "") -> dict[str, Any]:
    """A single invoice."""
    found: dict[str, Any] = xero.api("GET", f"Invoices/{number}{query}", token).json()["Invoices"][
        0
    ]
    return found


def test_files_hang_on_an_invoice_and_come_back_as_they_were_put(
    xero: RunningXero, token: str
) -> None:
    """Put, listed, fetched by name and by id; the same name replaces; HasAttachments says so."""
    path = "Invoices/INV-1/Attachments"
    assert invoice(xero, token, "INV-1")["HasAttachments"] is False
    for _ in range(2):
        put = xero.api(
            "PUT",
            f"{path}/proof%20of%20delivery.pdf?IncludeOnline=true",
            token,
            data=EMPTY_PDF,
            headers={"Content-Type": "application/pdf"},
        )
        assert put.ok
    listed = xero.api("GET", path, token).json()
    assert complaints("Attachments", {"Attachments": listed["Attachments"]}) == []
    (file,) = listed["Attachments"]
    assert (file["FileName"], file["MimeType"]) == ("proof of delivery.pdf", "application/pdf")
    assert (file["ContentLength"], file["IncludeOnline"]) == (len(EMPTY_PDF), True)
    for name in ("proof%20of%20delivery.pdf", file["AttachmentID"]):
        got = xero.api("GET", f"{path}/{name}", token)
        assert (got.content, got.headers["Content-Type"]) == (EMPTY_PDF, "application/pdf")
    assert invoice(xero, token, "INV-1")["HasAttachments"] is True
    assert xero.api("GET", f"{path}/other.pdf", token).status_code == 404


def test_an_eleventh_an_empty_and_a_method_that_is_not_there_are_refused(
    xero: RunningXero, token: str
) -> None:
    """Ten files a document; DELETE of a file does not exist."""
    path = "Invoices/INV-3/Attachments"
    seen = [
        xero.api("PUT", f"{path}/{place}.txt", token, data=b"x").status_code for place in range(11)
    ]
    assert seen == [200] * 10 + [400]
    assert xero.api("PUT", f"{path}/0.txt", token, data=b"").status_code == 400
    assert xero.api("DELETE", f"{path}/0.txt", token).status_code == 501


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("Invoices/INV-1/Attachments", "accounting.attachments.read"),
        ("Reports/AgedReceivablesByContact?contactId=C-1", "accounting.reports.aged.read"),
        ("Items", "accounting.invoices.read"),
        ("TaxRates", "accounting.settings.read"),
    ],
)
def test_each_asks_for_a_scope_of_its_own(xero: RunningXero, path: str, scope: str) -> None:
    """The scope opens it; without it 401 names the narrowest that would."""
    assert xero.api("GET", path, xero.token(scope)).ok
    refused = xero.api("GET", path, xero.token("accounting.contacts"))
    assert refused.status_code == 401
    assert scope in refused.headers["WWW-Authenticate"]


def test_small_lists_hold_to_the_description(xero: RunningXero, token: str) -> None:
    """Tax rates, items, tracking categories, currencies and what the organisation may do."""
    for path, schema in (
        ("TaxRates", "TaxRates"),
        ("Items", "Items"),
        ("TrackingCategories", "TrackingCategories"),
        ("Currencies", "Currencies"),
        ("Organisation/Actions", "Actions"),
    ):
        body = xero.api("GET", path, token).json()
        assert complaints(schema, {schema: body[schema]}) == [], path


def report(xero: RunningXero, token: str, query: str) -> dict[str, Any]:
    """The aged receivables of C-1."""
    path = f"Reports/AgedReceivablesByContact?contactId=C-1{query}"
    body = xero.api("GET", path, token).json()
    assert complaints("ReportWithRows", {"Reports": body["Reports"]}) == []
    found: dict[str, Any] = body["Reports"][0]
    return found


def test_the_aged_report_adds_up_to_what_is_due(xero: RunningXero, token: str) -> None:
    """Its closing balance is the contact's own; on an earlier day it is as it stood then."""
    now = report(xero, token, "")
    assert [cell["Value"] for cell in now["Rows"][-1]["Rows"][0]["Cells"]] == [
        "Closing Balance", "", "", "", "900.00", "50.00", "30.00", "820.00"
    ]  # fmt: skip
    first = now["Rows"][2]["Rows"][0]["Cells"]
    assert [cell["Value"] for cell in first[1:4]] == [
        "INV-1", "2026-11-01T00:00:00", "23 days overdue"
    ]  # fmt: skip
    assert first[0]["Attributes"][0]["Value"] == invoice(xero, token, "INV-1")["InvoiceID"]
    then = report(xero, token, "&date=2026-11-11")
    assert then["Rows"][-1]["Rows"][0]["Cells"][-1]["Value"] == "900.00"
    assert then["ReportDate"] == "11 November 2026"


def test_a_report_needs_a_contact(xero: RunningXero, token: str) -> None:
    """400 without, 404 for one that nobody knows."""
    path = "Reports/AgedReceivablesByContact"
    assert xero.api("GET", path, token).status_code == 400
    assert xero.api("GET", f"{path}?contactId=nobody", token).status_code == 404
    assert xero.api("GET", "Reports/TrialBalance", token).status_code == 404


def credit_note(xero: RunningXero, token: str, **fields: object) -> requests.Response:
    """PUT a credit note of 25 for C-1."""
    element = {
        "Type": "ACCRECCREDIT",
        "Contact": {"ContactID": xero.world.first.contact("C-1").id},
        "LineItems": [{"Description": "Broken jars", "Quantity": 2, "UnitAmount": "12.5000"}],
        **fields,
    }
    return xero.api("PUT", "CreditNotes", token, json={"CreditNotes": [element]})


def test_a_credit_note_is_created_allocated_refunded_and_reversed(
    xero: RunningXero, token: str
) -> None:
    """From 25: 10 against INV-9, 5 paid back, and the refund taken back again."""
    made = credit_note(xero, token, Status="AUTHORISED", CreditNoteNumber="CN-77").json()
    assert complaints("CreditNotes", {"CreditNotes": made["CreditNotes"]}) == []
    key = made["CreditNotes"][0]["CreditNoteID"]
    assert made["CreditNotes"][0]["LineItems"][0]["UnitAmount"] == 12.5
    due = invoice(xero, token, "INV-9")
    body = {"Invoice": {"InvoiceID": due["InvoiceID"]}, "Amount": 10}
    assert xero.api("PUT", f"CreditNotes/{key}/Allocations", token, json=body).ok
    assert invoice(xero, token, "INV-9")["AmountDue"] == due["AmountDue"] - 10
    paid = xero.api(
        "PUT", "Payments", token, json={"CreditNote": {"CreditNoteID": key}, "Amount": "5.00"}
    ).json()["Payments"][0]
    assert paid["PaymentType"] == "ARCREDITPAYMENT"

    def remaining() -> float:
        listed = xero.api("GET", f"CreditNotes/{key}", token).json()["CreditNotes"]
        return float(listed[0]["RemainingCredit"])

    assert remaining() == 10
    gone = xero.api("POST", f"Payments/{paid['PaymentID']}", token, json={"Status": "DELETED"})
    assert gone.json()["Payments"][0]["Status"] == "DELETED"
    assert remaining() == 15
    voided = xero.api("POST", f"CreditNotes/{key}", token, json={"Status": "VOIDED"})
    assert voided.status_code == 400


def test_a_draft_credit_note_is_no_credit_until_it_is_approved(
    xero: RunningXero, token: str
) -> None:
    """A draft cannot be allocated; it is approved or deleted by its status."""
    key = credit_note(xero, token).json()["CreditNotes"][0]["CreditNoteID"]
    body = {"Invoice": {"InvoiceID": invoice(xero, token, "INV-9")["InvoiceID"]}, "Amount": 10}
    assert xero.api("PUT", f"CreditNotes/{key}/Allocations", token, json=body).status_code == 400
    done = xero.api("POST", f"CreditNotes/{key}", token, json={"Status": "AUTHORISED"})
    assert done.json()["CreditNotes"][0]["Status"] == "AUTHORISED"
    assert xero.api("PUT", f"CreditNotes/{key}/Allocations", token, json=body).ok
    other = credit_note(xero, token).json()["CreditNotes"][0]["CreditNoteID"]
    assert xero.api("POST", f"CreditNotes/{other}", token, json={"Status": "DELETED"}).ok
    wrong = xero.api("POST", f"CreditNotes/{other}", token, json={"Reference": "x"})
    assert wrong.json()["Elements"][0]["CreditNoteID"] == other


def test_emails_are_counted_by_the_plan_of_the_organisation(xero: RunningXero, token: str) -> None:
    """None on a demo company, twenty a day on trial; another day begins anew."""
    act(xero, "set_plan", plan="DEMO")
    refused = xero.api("POST", "Invoices/INV-3/Email", token, data="{}")
    assert "Daily email limit of 0" in refused.text
    act(xero, "set_plan", plan="TRIAL")
    assert xero.api("GET", "Organisation", token).json()["Organisations"][0]["Class"] == "TRIAL"
    seen = [xero.api("POST", "Invoices/INV-3/Email", token).status_code for _ in range(21)]
    assert seen == [204] * 20 + [400]
    history = xero.api("GET", "Invoices/INV-3/History", token).json()["HistoryRecords"]
    assert any("emailed to pay@quaybistro.example" in note["Details"] for note in history)
    xero.advance(24)
    assert xero.api("POST", "Invoices/INV-3/Email", xero.token()).status_code == 204
    assert xero.api("POST", "Invoices/INV-5/Email", xero.token()).status_code == 400


def test_a_pdf_names_both_parties_and_adds_up(xero: RunningXero, token: str) -> None:
    """INV-9: 500, of which 50 is paid. A bill of many lines takes more pages."""
    pdf = {"Accept": "application/pdf"}
    content = xero.api("GET", "Invoices/INV-9", token, headers=pdf).content
    for text in (b"Harbour Lane Foods", "The Copper Kettle Café".encode("cp1252"), b"INV-9"):
        assert b"(" + text + b")" in content
    for text in (b"500.00", b"-50.00", b"450.00", b"30 November 2026"):
        assert b"(" + text + b")" in content
    assert content.count(b"/Type/Page/") == 1
    body = {
        "Contact": {"ContactID": xero.world.first.contact("C-2").id},
        "LineItems": [{"Description": f"Thing {place}", "LineAmount": 1} for place in range(80)],
    }
    key = xero.api("PUT", "Invoices", token, json=body).json()["Invoices"][0]["InvoiceID"]
    long = xero.api("GET", f"Invoices/{key}", token, headers=pdf).content
    assert long.count(b"/Type/Page/") == 3
    assert long.count(b"(Thing ") == 80


def test_a_large_organisation_refuses_what_has_no_index(xero: RunningXero, token: str) -> None:
    """Error 51: unpaged over the threshold, and filters or orders that Xero cannot use."""
    limits = f"{xero.url}/sandbox/limits"
    assert requests.post(limits, json={"high_volume": 5}, timeout=60).json()["high_volume"] == 5
    for path in (
        "Invoices",
        "Invoices?page=1&where=SentToContact==true",
        "Invoices?page=1&order=DueDate",
        "Contacts?page=1&includeArchived=true&where=IsCustomer==true",
    ):
        refused = xero.api("GET", path, token)
        assert (refused.status_code, refused.json()["ErrorNumber"]) == (400, 51), path
        assert refused.json()["Type"] == "HighVolumeException"
    for path in ("Invoices?page=1", 'Invoices?page=1&where=Type=="ACCREC" AND AmountDue>0'):
        assert xero.api("GET", path, token).ok, path


def test_unit_amounts_have_two_decimals_or_four(xero: RunningXero, token: str) -> None:
    """unitdp=4 asks for four, in a list and alone."""
    body = {
        "Contact": {"ContactID": xero.world.first.contact("C-2").id},
        "LineItems": [{"Description": "Nails", "Quantity": 1000, "UnitAmount": "0.0125"}],
    }
    made = xero.api("PUT", "Invoices", token, json=body).json()["Invoices"][0]
    assert made["Total"] == 12.5
    for query, text in (("", '"UnitAmount":0.01,'), ("?unitdp=4", '"UnitAmount":0.0125,')):
        assert text in xero.api("GET", f"Invoices/{made['InvoiceID']}{query}", token).text
    listed = xero.api("GET", f"Invoices?page=1&IDs={made['InvoiceID']}&unitdp=4", token).text
    assert '"UnitAmount":0.0125,' in listed


def test_methods_that_are_not_there_say_so(xero: RunningXero, token: str) -> None:
    """405 for a method of HTTP that no resource has, 501 for one that this resource lacks."""
    assert xero.api("PATCH", "Invoices", token, json={}).status_code == 405
    assert xero.api("DELETE", "CreditNotes", token).status_code == 501
    assert xero.api("PUT", "Overpayments", token, json={}).status_code == 501


def test_idempotency_keys_count_for_posts_and_puts_and_may_not_be_long(
    xero: RunningXero, token: str
) -> None:
    """A DELETE ignores the key; more than 128 characters are refused."""
    group = xero.api(
        "PUT", "ContactGroups", token, json={"ContactGroups": [{"Name": "Late"}]}
    ).json()["ContactGroups"][0]["ContactGroupID"]
    contact = xero.world.first.contact("C-1").id
    members, key = f"ContactGroups/{group}/Contacts", {"Idempotency-Key": "once"}
    for _ in range(2):
        body = {"Contacts": [{"ContactID": contact}]}
        assert xero.api("PUT", members, token, json=body, headers=key).ok
        gone = xero.api("DELETE", f"{members}/{contact}", token, headers=key)
        assert gone.status_code == 204
    long = xero.api("PUT", members, token, json=body, headers={"Idempotency-Key": "k" * 129})
    assert long.status_code == 400


def test_payment_terms_are_written_and_bad_ones_refused(xero: RunningXero, token: str) -> None:
    """A new invoice is due by them."""
    terms = {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}}
    body = {"ContactID": xero.world.first.contact("C-2").id, "PaymentTerms": terms}
    assert xero.api("POST", "Contacts", token, json=body).ok
    assert xero.api("GET", "Contacts/C-2", token).json()["Contacts"][0]["PaymentTerms"] == terms
    body["PaymentTerms"] = {"Sales": {"Day": 20, "Type": "WHENEVER"}}
    assert xero.api("POST", "Contacts", token, json=body).status_code == 400


@pytest.mark.parametrize(
    "amount", ["NaN", "1e999999", "-", {"a": 1}, 1e300, "99999999999999999999999999"]
)
def test_amounts_that_are_none_are_malformed_and_break_nothing(
    xero: RunningXero, token: str, amount: object
) -> None:
    """400 with ErrorNumber 14, as for any body that cannot be read."""
    body = {"Invoice": {"InvoiceNumber": "INV-3"}, "Amount": amount}
    refused = xero.api("PUT", "Payments", token, json=body)
    assert (refused.status_code, refused.json()["ErrorNumber"]) == (400, 14)


def test_half_a_character_is_taken_and_shown_whole(xero: RunningXero, token: str) -> None:
    """A lone surrogate can be written in JSON but not sent as UTF-8."""
    raw = b'{"ContactNumber": "C-2", "FirstName": "A\\ud83d"}'
    assert xero.api("POST", "Contacts", token, data=raw).ok
    assert xero.api("GET", "Contacts/C-2", token).json()["Contacts"][0]["FirstName"] == "A\ufffd"
