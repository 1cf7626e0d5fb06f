"""pyxero lists, pages, filters, creates and updates against the local Xero, as against Xero.

It sends XML and HTTP dates, leaves the dashes out of ids and spells `where` in its own way: none
of which our client or Xero's own SDK does.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from xero import Xero
from xero.auth import OAuth2Credentials
from xero.exceptions import (
    XeroAccessDenied,
    XeroBadRequest,
    XeroExceptionUnknown,
    XeroForbidden,
    XeroInternalError,
    XeroNotAvailable,
    XeroNotFound,
    XeroRateLimitExceeded,
    XeroUnauthorized,
)

from connectors.sandbox import documents
from connectors.sandbox.faults import Fault
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import small_world
from tests.connectors.sandbox.through_pyxero import (
    SCOPES,
    pointed_at,
    refused_at_consent,
    signed_in,
    through,
)


@pytest.fixture(scope="module")
def local() -> Iterator[RunningXero]:
    """One local Xero for this file, without the minute's limit; pyxero points at it."""
    with running(small_world(), has_limits=False) as found, pointed_at(found):
        yield found


@pytest.fixture(scope="module")
def credentials(local: RunningXero) -> OAuth2Credentials:
    """Signed in once, the whole way."""
    return signed_in(local)


@pytest.fixture
def client(credentials: OAuth2Credentials) -> Xero:
    """The collections."""
    return through(credentials)


def numbers(found: list[Any]) -> set[str]:
    """Which invoices."""
    return {each["InvoiceNumber"] for each in found}


LISTED = {
    "accounts": 3, "brandingthemes": 1, "contactgroups": 1, "contacts": 5, "creditnotes": 1,
    "currencies": 2, "organisations": 1, "overpayments": 1, "payments": 3, "prepayments": 1,
    "quotes": 1, "repeatinginvoices": 1, "taxrates": 2, "users": 2,
}  # fmt: skip


@pytest.mark.parametrize("collection", LISTED)
def test_it_lists_every_collection_that_is_served(local: RunningXero, collection: str) -> None:
    """As many records as the small books hold; archived contacts are left out."""
    found = getattr(through(signed_in(local)), collection).all()
    assert len(found) >= LISTED[collection]
    assert all(isinstance(each, dict) for each in found)


@pytest.mark.parametrize("collection", ["bankTransactions", "journals"])
def test_what_is_not_served_is_not_found(client: Xero, collection: str) -> None:
    """A 404 as Xero says it, which pyxero raises with the words."""
    with pytest.raises(XeroNotFound, match="cannot be found"):
        getattr(client, collection.lower()).all()


def test_it_pages(client: Xero) -> None:
    """page and pageSize: every invoice once, and an empty page after the last."""
    pages = [client.invoices.filter(page=page, pageSize=4) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages[:2]] == [4, 4]
    assert pages[3] == []
    listed = [each["InvoiceNumber"] for page in pages for each in page]
    assert len(listed) == len(set(listed)) >= 10
    assert all(each["LineItems"] for page in pages for each in page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"Contact_Name__contains": "Kettle"}, {"INV-1", "INV-2", "INV-9"}),
        ({"Contact_Name__startswith": "Maison"}, {"INV-7"}),
        ({"InvoiceNumber__endswith": "-8"}, {"INV-8"}),
        ({"Contact_Name__tolower": "maison du port"}, {"INV-7"}),
        ({"Type": "ACCPAY"}, {"BILL-1"}),
        ({"Status__ne": "AUTHORISED", "Type": "ACCREC"}, {"INV-2", "INV-4", "INV-5", "INV-6"}),
        ({"DueDate__lt": date(2026, 10, 25)}, {"INV-2", "INV-6"}),
        ({"DueDate__gte": date(2026, 12, 10), "Status": "AUTHORISED"}, {"INV-3"}),
        ({"FullyPaidOnDate__isnull": False}, {"INV-2"}),
        ({"raw": "AmountDue>=500"}, {"INV-7", "BILL-1"}),
        ({"raw": '(AmountDue>=500||AmountPaid>0)&&Type=="ACCREC"'}, {"INV-2", "INV-7", "INV-9"}),
        ({"Statuses": ["DRAFT", "SUBMITTED"]}, {"INV-4", "INV-5"}),
        ({"InvoiceNumbers": ["INV-1", "INV-3"]}, {"INV-1", "INV-3"}),
    ],
)
def test_it_filters(client: Xero, asked: dict[str, Any], found: set[str]) -> None:
    """Its own spelling of a filter finds what the books hold."""
    seeded = {f"INV-{place}" for place in range(1, 10)} | {"BILL-1"}
    assert numbers(client.invoices.filter(**asked)) & seeded == found


def test_it_filters_by_ids_without_dashes(client: Xero) -> None:
    """Its lists of ids leave the dashes out, as .NET reads them; Guid("...") has them."""
    two = [each["InvoiceID"] for each in client.invoices.filter(Contact_Name__contains="Kettle")]
    assert {each["InvoiceID"] for each in client.invoices.filter(IDs=two[:2])} == set(two[:2])
    kettle = client.contacts.filter(Name="The Copper Kettle Café")[0]["ContactID"]
    assert numbers(client.invoices.filter(Contact_ContactID=kettle)) == {"INV-1", "INV-2", "INV-9"}
    assert numbers(client.invoices.filter(ContactIDs=[kettle])) == {"INV-1", "INV-2", "INV-9"}


def test_it_sorts_and_finds_archived_contacts(client: Xero) -> None:
    """`order`, and parameters that are no filter: includeArchived, searchTerm, summaryOnly."""
    names = [each["Name"] for each in client.contacts.filter(order="Name DESC")]
    assert names == sorted(names, key=str.lower, reverse=True)
    assert "Gone Ltd" in {each["Name"] for each in client.contacts.filter(includeArchived=True)}
    (found,) = client.contacts.filter(searchTerm="punctual")
    assert found["Name"] == "Punctual & Sons"
    assert all("LineItems" not in each for each in client.invoices.filter(summaryOnly=True))


def test_a_filter_that_xero_cannot_parse_is_a_bad_request(client: Xero) -> None:
    """The kind of the exception and its sentence reach pyxero's own exception."""
    with pytest.raises(XeroBadRequest, match=r"QueryParseException.*Nonsense"):
        client.invoices.filter(Nonsense="x")


def test_since_asks_only_for_what_changed(local: RunningXero, client: Xero) -> None:
    """If-Modified-Since as an HTTP date of an instant, and quoted for a day."""
    before = local.world.now() - timedelta(seconds=1)
    documents.mark_sent(local.world.first, local.world.first.invoice("INV-4").id)
    changed = local.world.first.invoice("INV-4").updated
    assert "INV-4" in numbers(client.invoices.filter(since=before))
    assert client.invoices.filter(since=changed + timedelta(seconds=1)) == []
    assert len(client.invoices.filter(since=date(2020, 1, 1))) >= 10
    assert client.invoices.filter(since=datetime(2030, 1, 1, tzinfo=UTC)) == []


def test_it_reads_one_record_by_id_and_by_number(client: Xero) -> None:
    """Amounts and days as the books hold them."""
    (by_number,) = client.invoices.get("INV-7")
    (by_id,) = client.invoices.get(by_number["InvoiceID"])
    assert by_id == by_number
    assert (by_id["Total"], by_id["CurrencyCode"], by_id["CurrencyRate"]) == (900, "EUR", 1.2)
    assert by_id["DueDate"].date() == date(2026, 12, 2)
    with pytest.raises(XeroNotFound):
        client.invoices.get("00000000-0000-0000-0000-000000000000")


def test_it_creates_and_updates_a_contact(client: Xero) -> None:
    """An element of XML with people, phones and addresses; what is left out stays."""
    (made,) = client.contacts.put(
        {
            "Name": "Fish & Sons <Quay>",
            "EmailAddress": "pay@fish.example",
            "ContactPersons": [
                {"FirstName": "Bo", "EmailAddress": "bo@fish.example", "IncludeInEmails": True}
            ],
            "Phones": [{"PhoneType": "MOBILE", "PhoneNumber": "07700 900 123"}],
            "Addresses": [{"AddressType": "STREET", "City": "Bristol"}],
        }
    )
    (read,) = client.contacts.get(made["ContactID"])
    assert read["Name"] == "Fish & Sons <Quay>"
    assert [each["IncludeInEmails"] for each in read["ContactPersons"]] == [True]
    assert {each["City"] for each in read["Addresses"]} == {"Bristol", ""}
    read["EmailAddress"] = "accounts@fish.example"
    client.contacts.save(read)
    (after,) = client.contacts.get(made["ContactID"])
    assert after["EmailAddress"] == "accounts@fish.example"
    assert after["ContactPersons"] == read["ContactPersons"]
    assert after["Phones"] == read["Phones"]


def test_it_creates_an_invoice_and_saves_the_whole_record_back(client: Xero) -> None:
    """Read, change one field, save all of it: pyxero's habit, in which nothing else may change."""
    (kettle,) = client.contacts.filter(Name="The Copper Kettle Café")
    (made,) = client.invoices.put(
        {
            "Type": "ACCREC",
            "Contact": {"ContactID": kettle["ContactID"]},
            "Date": date(2026, 11, 24),
            "DueDate": date(2026, 12, 31),
            "Status": "AUTHORISED",
            "LineItems": [
                {"Description": "Oil", "Quantity": "3", "UnitAmount": "12.35", "AccountCode": "200"}
            ],
        }
    )
    assert Decimal(str(made["Total"])) == Decimal("37.05")
    (whole,) = client.invoices.get(made["InvoiceID"])
    whole["Reference"] = "PO 7"
    (saved,) = client.invoices.save(whole)
    told = {"StatusAttributeString", "UpdatedDateUTC", "UpdatedDateUTCString", "Contact"}
    same = {name: value for name, value in saved.items() if name not in told}
    assert same == {name: value for name, value in whole.items() if name not in told}
    assert saved["Contact"]["ContactPersons"] == whole["Contact"]["ContactPersons"]


def test_several_records_in_one_call_are_told_apart(client: Xero) -> None:
    """summarizeErrors=false answers 200 with each element's own outcome."""
    good, bad = {"Name": "Fresh Contact"}, {"Name": "Quay Bistro"}
    told = client.contacts.put([good, bad], summarize_errors=False)
    assert [each["StatusAttributeString"] for each in told] == ["OK", "ERROR"]
    assert "already assigned" in told[1]["ValidationErrors"][0]["Message"]
    with pytest.raises(XeroBadRequest, match="A validation exception occurred") as refused:
        client.contacts.put([{"Name": "Not Made"}, bad])
    assert "already assigned" in refused.value.problem
    assert client.contacts.filter(Name="Not Made") == []


def test_it_keeps_groups_notes_payments_and_allocations(client: Xero) -> None:
    """The other writes that it knows, each as its own XML."""
    (group,) = client.contactgroups.put({"Name": "By pyxero"})
    assert client.contactgroups.get(group["ContactGroupID"])[0]["Name"] == "By pyxero"
    (bistro,) = client.contacts.filter(Name="Quay Bistro")
    client.contacts.put_history(bistro["ContactID"], "Rang <twice> & wrote")
    notes = client.contacts.get_history(bistro["ContactID"])["HistoryRecords"]
    assert notes[0]["Details"] == "Rang <twice> & wrote"
    (before,) = client.invoices.get("INV-8")
    paid = {
        "Invoice": {"InvoiceID": before["InvoiceID"]},
        "Account": {"Code": "090"},
        "Date": date(2026, 11, 24),
        "Amount": "20.50",
    }
    (payment,) = client.payments.put(paid)
    assert client.invoices.get("INV-8")[0]["AmountDue"] == 99.5
    client.payments.delete(payment["PaymentID"])
    assert client.invoices.get("INV-8")[0]["AmountDue"] == 120
    (note,) = client.creditnotes.all()
    (open_,) = client.invoices.get("INV-9")
    set_against = {"Amount": "10.00", "Invoice": {"InvoiceID": open_["InvoiceID"]}}
    (made,) = client.creditnotes.put_allocation(note["CreditNoteID"], set_against)["Allocations"]
    assert client.invoices.get("INV-9")[0]["AmountCredited"] == 10
    client.creditnotes.delete_allocation(note["CreditNoteID"], made["AllocationID"])
    assert client.invoices.get("INV-9")[0]["AmountCredited"] == 0


def test_it_asks_for_actions_links_mails_and_pdfs(client: Xero) -> None:
    """The addresses beneath a record, and the PDF by its Accept header."""
    assert client.organisations.actions()["Actions"]
    (invoice,) = client.invoices.get("INV-7")
    link = client.invoices.online_invoice(invoice["InvoiceID"])["OnlineInvoices"][0]
    assert link["OnlineInvoiceUrl"].startswith("http")
    pdf = client.invoices.get(invoice["InvoiceID"], headers={"Accept": "application/pdf"})
    assert pdf.startswith(b"%PDF-")
    (to,) = client.invoices.get("INV-3")
    assert client.invoices.email(to["InvoiceID"]) == b""


def test_a_refusal_of_a_write_carries_xeros_own_words(client: Xero) -> None:
    """ValidationErrors become `.errors`; a body that is no record is refused too."""
    with pytest.raises(XeroBadRequest) as refused:
        client.contactgroups.put({"Name": "VIP"})
    assert "in use" in refused.value.problem
    with pytest.raises(XeroBadRequest, match="PostDataInvalidException"):
        client.payments.put({"Invoice": {"InvoiceNumber": "INV-8"}, "Amount": "a lot"})


def test_its_token_is_refreshed_and_serves_on(local: RunningXero) -> None:
    """Basic credentials, a new refresh token each time, and calls go on with the new one."""
    credentials = signed_in(local)
    before = dict(credentials.token)
    assert set(credentials.token["scope"]) == set(SCOPES)
    after = credentials.refresh()
    assert after["refresh_token"] != before["refresh_token"]
    assert after["access_token"] != before["access_token"]
    assert through(credentials).organisations.all()[0]["Name"] == "Harbour Lane Foods"
    (tenant,) = credentials.get_tenants()
    assert tenant["tenantId"] == local.tenant_id
    assert credentials.get_tenants(auth_event_id=tenant["authEventId"]) == [tenant]


def test_a_user_who_says_no_is_access_denied(local: RunningXero) -> None:
    """So is a code that was used before."""
    credentials = OAuth2Credentials(
        local.client_id, local.client_secret, callback_uri=local.redirect_uri, auth_state="s"
    )
    with pytest.raises(XeroAccessDenied, match="access_denied"):
        credentials.verify(refused_at_consent(local))
    with pytest.raises(XeroAccessDenied, match="invalid_grant"):
        credentials.verify(f"{local.redirect_uri}?code=used&state=s")


def test_a_missing_scope_is_unauthorised() -> None:
    """A consent for contacts only may not read invoices; another user's wider one would count."""
    with running(small_world()) as fresh, pointed_at(fresh):
        client = through(signed_in(fresh, ["offline_access", "accounting.contacts.read"]))
        assert client.contacts.all()
        with pytest.raises(XeroUnauthorized, match="AuthorizationUnsuccessful"):
            client.invoices.all()


def test_an_expired_token_is_unauthorised_and_a_strange_tenant_forbidden() -> None:
    """401 says TokenExpired; 403 for an organisation that is not connected."""
    with running(small_world()) as fresh, pointed_at(fresh):
        credentials = signed_in(fresh)
        client = through(credentials)
        credentials.tenant_id = fresh.world.ledgers.keys() - {fresh.tenant_id}
        credentials.tenant_id = credentials.tenant_id.pop()
        with pytest.raises(XeroForbidden, match="AuthenticationUnsuccessful"):
            client.invoices.all()
        credentials.tenant_id = fresh.tenant_id
        fresh.advance(1)
        with pytest.raises(XeroUnauthorized, match="TokenExpired") as refused:
            client.invoices.all()
        assert refused.value.problem == "TokenExpired"
        credentials.refresh()
        assert client.invoices.all()


@pytest.mark.parametrize(
    ("fault", "exception", "words"),
    [
        (Fault("limit_minute", retry_after=9), XeroRateLimitExceeded, "minute"),
        (Fault("limit_day", retry_after=9), XeroRateLimitExceeded, "day"),
        (Fault("limit_concurrent"), XeroRateLimitExceeded, "concurrent"),
        (Fault("maintenance_503"), XeroNotAvailable, "offline for maintenance"),
        (Fault("offline_503"), XeroNotAvailable, "The Organisation is offline"),
        (Fault("error_500"), XeroInternalError, "error"),
        (Fault("html"), XeroExceptionUnknown, None),
    ],
)
def test_faults_arrive_as_its_own_exceptions(
    local: RunningXero, client: Xero, fault: Fault, exception: type[Exception], words: str | None
) -> None:
    """429, 503 and 500 each as the exception that pyxero has for it."""
    local.sandbox.faults.set(fault)
    with pytest.raises(exception, match=words):
        client.users.all()
    assert client.users.all()
