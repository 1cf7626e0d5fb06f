"""Writes of the accounting API: groups, notes, dates, contacts, payments, and who may not."""

from datetime import date
from typing import Any

import pytest
import requests

from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import SCOPES, small_world


def group(xero: RunningXero, token: str, name: str) -> str:
    """A new group's id."""
    answer = xero.api("PUT", "ContactGroups", token, json={"ContactGroups": [{"Name": name}]})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["ContactGroups"][0]["ContactGroupID"])


def contact_id(xero: RunningXero, number: str) -> str:
    """The id behind a ContactNumber."""
    return xero.world.first.contact(number).id


def invoice(xero: RunningXero, token: str, number: str) -> dict[str, Any]:
    """The full record."""
    found: dict[str, Any] = xero.api("GET", f"Invoices/{number}", token).json()["Invoices"][0]
    return found


def messages(answer: requests.Response) -> str:
    """The validation messages of a 400."""
    assert answer.status_code == 400, answer.text
    body = answer.json()
    assert (body["ErrorNumber"], body["Type"]) == (10, "ValidationException")
    return " ".join(e["Message"] for each in body["Elements"] for e in each["ValidationErrors"])


def test_a_group_is_made_filled_read_emptied_renamed_and_deleted(
    xero: RunningXero, token: str
) -> None:
    """Only the single group lists members; deleting leaves the contacts."""
    key, who = group(xero, token, "Goodterms: watch"), contact_id(xero, "C-1")
    body = {"Contacts": [{"ContactID": who}, {"ContactID": contact_id(xero, "C-2")}]}
    assert xero.api("PUT", f"ContactGroups/{key}/Contacts", token, json=body).status_code == 200
    single = xero.api("GET", f"ContactGroups/{key}", token).json()["ContactGroups"][0]
    assert [each["Name"] for each in single["Contacts"]] == [
        "The Copper Kettle Café", "Quay Bistro"
    ]  # fmt: skip
    listed = xero.api("GET", "ContactGroups", token).json()["ContactGroups"]
    assert {each["Name"]: each["Contacts"] for each in listed}["Goodterms: watch"] == []
    gone = xero.api("DELETE", f"ContactGroups/{key}/Contacts/{who}", token)
    assert (gone.status_code, gone.content) == (204, b"")
    assert xero.api("DELETE", f"ContactGroups/{key}/Contacts", token).status_code == 204
    single = xero.api("GET", f"ContactGroups/{key}", token).json()["ContactGroups"][0]
    assert single["Contacts"] == []
    renamed = xero.api("POST", f"ContactGroups/{key}", token, json={"Name": "Other"})
    assert renamed.json()["ContactGroups"][0]["Name"] == "Other"
    xero.api("POST", f"ContactGroups/{key}", token, json={"Status": "DELETED"})
    assert xero.api("GET", f"ContactGroups/{key}", token).status_code == 404
    assert xero.api("GET", f"Contacts/{who}", token).status_code == 200


def test_groups_are_unique_at_most_a_hundred_and_hold_no_archived_contact(
    xero: RunningXero, token: str
) -> None:
    """Each refusal is in Xero's words."""
    again = xero.api("PUT", "ContactGroups", token, json={"ContactGroups": [{"Name": "vip"}]})
    assert "already in use" in messages(again)
    key = group(xero, token, "G")
    archived = {"Contacts": [{"ContactID": contact_id(xero, "C-4")}]}
    refused = xero.api("PUT", f"ContactGroups/{key}/Contacts", token, json=archived)
    assert "Archived" in messages(refused)
    with xero.world.lock:
        from connectors.sandbox import contacts

        for place in range(98):
            contacts.add_group(xero.world.first, f"group {place}")
    full = xero.api("PUT", "ContactGroups", token, json={"ContactGroups": [{"Name": "101"}]})
    assert messages(full) == "You’ve reached the limit of 100 contact groups."


def test_group_membership_touches_the_contact_only_where_doubted(
    xero: RunningXero, token: str
) -> None:
    """Both ways can be tried, for nobody knows what Xero does."""
    key, who = group(xero, token, "G"), contact_id(xero, "C-1")
    body = {"Contacts": [{"ContactID": who}]}
    before = xero.world.first.contacts[who].updated
    xero.api("PUT", f"ContactGroups/{key}/Contacts", token, json=body)
    assert xero.world.first.contacts[who].updated == before
    xero.world.doubt(group_touches_contact=True)
    xero.api("PUT", f"ContactGroups/{key}/Contacts", token, json=body)
    assert xero.world.first.contacts[who].updated > before


def test_notes_are_kept_in_order_by_the_system_and_limited(xero: RunningXero, token: str) -> None:
    """2,500 characters are taken, 2,501 are not; newest first."""
    path = f"Contacts/{contact_id(xero, 'C-1')}/History"
    for text in ("first", "x" * 2500):
        body = {"HistoryRecords": [{"Details": text}]}
        assert xero.api("PUT", path, token, json=body).status_code == 200
    long = xero.api("PUT", path, token, json={"HistoryRecords": [{"Details": "x" * 2501}]})
    assert "2500" in messages(long)
    notes = xero.api("GET", path, token).json()["HistoryRecords"]
    assert [note["Details"][:5] for note in notes] == ["xxxxx", "first"]
    assert {note["User"] for note in notes} == {"System Generated"}


def test_an_expected_date_is_taken_and_emptied_on_an_untouched_invoice(
    xero: RunningXero, token: str
) -> None:
    """In either date form; UpdatedDateUTC moves."""
    before = invoice(xero, token, "INV-3")
    key = before["InvoiceID"]
    for sent in ("2026-12-18", "/Date(1797552000000+0000)/"):
        answer = xero.api(
            "POST", f"Invoices/{key}", token, json={"InvoiceID": key, "ExpectedPaymentDate": sent}
        )
        after = answer.json()["Invoices"][0]
        assert after["ExpectedPaymentDate"] == "/Date(1797552000000+0000)/"
        assert after["UpdatedDateUTC"] > before["UpdatedDateUTC"]
    emptied = xero.api("POST", f"Invoices/{key}", token, json={"ExpectedPaymentDate": ""})
    assert "ExpectedPaymentDate" not in emptied.json()["Invoices"][0]


@pytest.mark.parametrize("number", ["INV-1", "INV-9", "INV-2"])
def test_an_expected_date_is_refused_once_anything_is_applied(
    xero: RunningXero, token: str, number: str
) -> None:
    """Credited, part paid, paid: none may change it, and nothing has changed."""
    before = invoice(xero, token, number)
    body = {"ExpectedPaymentDate": "2026-12-18"}
    refused = xero.api("POST", f"Invoices/{before['InvoiceID']}", token, json=body)
    assert "payment or credit" in messages(refused)
    assert invoice(xero, token, number) == before


def test_nothing_changes_in_a_locked_period(xero: RunningXero, token: str) -> None:
    """Not even the expected date, nor may a payment be deleted."""
    url = f"{xero.url}/sandbox/organisations/first"
    requests.post(f"{url}/set_lock", json={"on": "2026-11-30"}, timeout=60)
    refused = xero.api("POST", "Invoices/INV-3", token, json={"ExpectedPaymentDate": "2026-12-18"})
    assert "lock date" in messages(refused)
    payment = xero.world.first.payments_of[xero.world.first.by_number["INV-2"]][0]
    assert "lock" in messages(
        xero.api("POST", f"Payments/{payment}", token, json={"Status": "DELETED"})
    )
    organisation = xero.api("GET", "Organisation", token).json()["Organisations"][0]
    assert organisation["PeriodLockDate"] == "/Date(1795996800000+0000)/"


def test_due_dates_of_part_paid_invoices_change_without_a_trace(
    xero: RunningXero, token: str
) -> None:
    """UpdatedDateUTC stays, so If-Modified-Since misses it; on an untouched one it moves."""
    part, whole = invoice(xero, token, "INV-9"), invoice(xero, token, "INV-3")
    for before in (part, whole):
        body = {"InvoiceID": before["InvoiceID"], "DueDate": "2027-01-15"}
        assert xero.api("POST", "Invoices", token, json={"Invoices": [body]}).status_code == 200
    after = invoice(xero, token, "INV-9")
    assert after["DueDateString"] == "2027-01-15T00:00:00"
    assert after["UpdatedDateUTC"] == part["UpdatedDateUTC"]
    assert invoice(xero, token, "INV-3")["UpdatedDateUTC"] > whole["UpdatedDateUTC"]


def test_lines_left_out_are_deleted_and_no_lines_sent_leaves_them(
    xero: RunningXero, token: str
) -> None:
    """The documented trap of LineItems."""
    key = invoice(xero, token, "INV-5")["InvoiceID"]
    kept = invoice(xero, token, "INV-5")["LineItems"][0]["LineItemID"]
    two = [{"LineItemID": kept}, {"Description": "Capers", "UnitAmount": 5, "Quantity": 2}]
    added = xero.api("POST", f"Invoices/{key}", token, json={"LineItems": two}).json()["Invoices"]
    assert (added[0]["Total"], len(added[0]["LineItems"])) == (70, 2)
    same = xero.api("POST", f"Invoices/{key}", token, json={"Reference": "R"}).json()["Invoices"]
    assert len(same[0]["LineItems"]) == 2
    left = xero.api("POST", f"Invoices/{key}", token, json={"LineItems": two[:1]}).json()
    assert (left["Invoices"][0]["Total"], len(left["Invoices"][0]["LineItems"])) == (60, 1)


def test_people_left_out_of_a_sent_contact_are_removed(xero: RunningXero, token: str) -> None:
    """More than ContactID edits the contact; only ContactID leaves it alone."""
    who = contact_id(xero, "C-1")

    def people() -> int:
        body = xero.api("GET", f"Contacts/{who}", token).json()["Contacts"][0]
        return len(body["ContactPersons"])

    xero.api("POST", f"Contacts/{who}", token, json={"ContactID": who})
    assert people() == 1
    xero.api(
        "POST", f"Contacts/{who}", token, json={"ContactID": who, "EmailAddress": "a@b.example"}
    )
    assert people() == 0


def test_sending_is_marked_and_refused_on_drafts_and_on_the_demo_company(
    xero: RunningXero, token: str
) -> None:
    """Email answers 204; a draft or the demo company 400."""
    key = invoice(xero, token, "INV-3")["InvoiceID"]
    assert xero.api("POST", f"Invoices/{key}/Email", token, json={}).status_code == 204
    assert invoice(xero, token, "INV-3")["SentToContact"] is True
    draft = invoice(xero, token, "INV-5")["InvoiceID"]
    assert "valid status" in messages(xero.api("POST", f"Invoices/{draft}/Email", token, json={}))
    sent = xero.api("POST", f"Invoices/{draft}", token, json={"SentToContact": True})
    assert "approved" in messages(sent)
    with running(small_world(is_demo=True)) as demo:
        refused = demo.api("POST", f"Invoices/{key}/Email", demo.token(), json={})
        assert "limit of 0" in messages(refused)


def test_an_invoice_is_created_submitted_approved_paid_and_cannot_be_voided(
    xero: RunningXero, token: str
) -> None:
    """The whole life of a document, with PAID by itself."""
    body = {
        "Type": "ACCREC",
        "Contact": {"ContactID": contact_id(xero, "C-2")},
        "Date": "2026-11-24",
        "LineItems": [{"Description": "Interest", "Quantity": 1, "UnitAmount": "12.34"}],
    }
    made = xero.api("PUT", "Invoices", token, json={"Invoices": [body]}).json()["Invoices"][0]
    assert (made["Status"], made["Total"], made["InvoiceNumber"]) == ("DRAFT", 12.34, "INV-0010")
    assert made["DueDateString"] == "2026-12-24T00:00:00"
    path = f"Invoices/{made['InvoiceID']}"
    for status in ("SUBMITTED", "AUTHORISED"):
        moved = xero.api("POST", path, token, json={"Status": status}).json()["Invoices"][0]
        assert moved["Status"] == status
    payment = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Amount": 12.34, "Date": "2026-11-24"}
    paid = xero.api("PUT", "Payments", token, json=payment).json()["Payments"][0]
    assert xero.api("GET", path, token).json()["Invoices"][0]["Status"] == "PAID"
    xero.api("POST", f"Payments/{paid['PaymentID']}", token, json={"Status": "DELETED"})
    assert xero.api("GET", path, token).json()["Invoices"][0]["AmountDue"] == 12.34
    voided = xero.api("POST", path, token, json={"Status": "VOIDED"}).json()["Invoices"][0]
    assert (voided["Status"], voided["AmountDue"]) == ("VOIDED", 0)
    assert "valid status" in messages(xero.api("POST", path, token, json={"Reference": "x"}))


def test_a_malformed_body_is_error_14(xero: RunningXero, token: str) -> None:
    """Neither half a JSON nor a list, nor a date that is none."""
    for sent in (b'{"ContactGroups"', b"[]"):
        answer = xero.api("PUT", "ContactGroups", token, data=sent)
        assert (answer.status_code, answer.json()["ErrorNumber"]) == (400, 14)
    for field in (
        {"DueDate": "31/02/2026"},
        {"LineItems": "none"},
        {"Contact": [1]},
        {"LineItems": [{"LineAmount": "ten"}]},
    ):
        answer = xero.api("POST", "Invoices/INV-3", token, json=field)
        assert (answer.status_code, answer.json()["ErrorNumber"]) == (400, 14)
    assert xero.api("GET", "Quotes?DateFrom=yesterday", token).status_code == 400


def test_a_new_contact_becomes_a_customer_with_its_first_invoice(
    xero: RunningXero, token: str
) -> None:
    """IsCustomer changes, UpdatedDateUTC does not."""
    made = xero.api("PUT", "Contacts", token, json={"Name": "Newcomer"}).json()["Contacts"][0]
    assert made["IsCustomer"] is False
    body = {
        "Contact": {"ContactID": made["ContactID"]},
        "LineItems": [{"Description": "Tea", "LineAmount": 3}],
    }
    assert xero.api("PUT", "Invoices", token, json=body).status_code == 200
    after = xero.api("GET", f"Contacts/{made['ContactID']}", token).json()["Contacts"][0]
    assert after["IsCustomer"] is True
    assert after["UpdatedDateUTC"] == made["UpdatedDateUTC"]


def test_an_idempotency_key_replays_for_six_minutes_and_refuses_another_body(
    xero: RunningXero, token: str
) -> None:
    """Replays do not act again, but cost a call; errors are replayed too."""
    path = f"Contacts/{contact_id(xero, 'C-1')}/History"
    body, other = ({"HistoryRecords": [{"Details": text}]} for text in ("one", "two"))
    key = {"Idempotency-Key": "k-1"}
    first = xero.api("PUT", path, token, json=body, headers=key)
    second = xero.api("PUT", path, token, json=body, headers=key)
    assert first.content == second.content
    left = [int(each.headers["X-MinLimit-Remaining"]) for each in (first, second)]
    assert left[0] - left[1] == 1
    assert len(xero.world.first.notes[contact_id(xero, "C-1")]) == 1
    wrong = xero.api("PUT", path, token, json=other, headers=key)
    assert wrong.status_code == 400
    assert "Idempotency Key: k-1 is used with a different request." in wrong.text
    xero.advance(0.11)
    assert xero.api("PUT", path, token, json=other, headers=key).status_code == 200


def test_scopes_are_asked_for_each_kind_of_call(xero: RunningXero) -> None:
    """Reading is not writing; 401 names the scope."""
    token = xero.connect(SCOPES.replace("accounting.contacts", "accounting.contacts.read"))
    access = token["access_token"]
    assert xero.api("GET", "Contacts", access).status_code == 200
    refused = xero.api("PUT", "ContactGroups", access, json={"ContactGroups": [{"Name": "x"}]})
    assert (refused.status_code, refused.json()["Detail"]) == (401, "AuthorizationUnsuccessful")
    assert "insufficient_scope" in refused.headers["WWW-Authenticate"]
    assert "accounting.contacts" in refused.headers["WWW-Authenticate"]


def test_a_merged_contact_points_to_the_other_which_owns_its_invoices(
    xero: RunningXero, token: str
) -> None:
    """The loser keeps its id, is archived, and leaves its groups."""
    requests.post(
        f"{xero.url}/sandbox/organisations/first/merge_contacts",
        json={"loser": "C-1", "winner": "C-2"},
        timeout=60,
    ).raise_for_status()
    loser = xero.api("GET", "Contacts/C-1", token).json()["Contacts"][0]
    winner = xero.api("GET", "Contacts/C-2", token).json()["Contacts"][0]
    assert loser["MergedToContactID"] == winner["ContactID"]
    assert (loser["ContactStatus"], loser["ContactGroups"]) == ("ARCHIVED", [])
    assert invoice(xero, token, "INV-1")["Contact"]["ContactID"] == winner["ContactID"]


def test_credits_are_allocated_refunded_and_written_off_to_the_cent(
    xero: RunningXero, token: str
) -> None:
    """What remains and what is due follow; a write-off closes the invoice as credited."""
    url = f"{xero.url}/sandbox/organisations/first"
    requests.post(
        f"{url}/allocate", json={"credit": "CN-1", "invoice": "INV-9", "amount": "20"}, timeout=60
    ).raise_for_status()
    assert invoice(xero, token, "INV-9")["AmountDue"] == 430
    requests.post(f"{url}/refund", json={"credit": "CN-1", "amount": "30"}, timeout=60)
    note = xero.api("GET", "CreditNotes/CN-1", token).json()["CreditNotes"][0]
    assert (note["RemainingCredit"], note["Status"]) == (0, "PAID")
    requests.post(f"{url}/write_off", json={"invoice": "INV-1"}, timeout=60)
    gone = invoice(xero, token, "INV-1")
    assert (gone["Status"], gone["AmountPaid"], gone["AmountCredited"]) == ("PAID", 0, 400)
    assert gone["FullyPaidOnDate"] == f"/Date({_milliseconds(date(2026, 11, 24))}+0000)/"


def _milliseconds(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400_000
