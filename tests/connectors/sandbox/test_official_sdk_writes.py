"""Xero's own Python SDK creates, updates and is refused by the local Xero, through its models."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from xero_python.accounting import (
    Account,
    Allocation,
    Allocations,
    Contact,
    ContactGroup,
    ContactGroups,
    ContactPerson,
    Contacts,
    HistoryRecord,
    HistoryRecords,
    Invoice,
    Invoices,
    LineItem,
    Payment,
    PaymentDelete,
    Payments,
    RequestEmpty,
)
from xero_python.exceptions import (
    AccountingBadRequestException,
    HTTPStatusException,
    NotFoundException,
    RateLimitException,
)

from connectors.sandbox.faults import Fault
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import DAY, small_world
from tests.connectors.sandbox.through_sdk import NOBODY, Sdk, connected


@pytest.fixture(scope="module")
def local() -> Iterator[RunningXero]:
    """One local Xero for this file, without the minute's limit."""
    with running(small_world(), has_limits=False) as found:
        yield found


@pytest.fixture
def sdk(local: RunningXero) -> Iterator[Sdk]:
    """A person's connection."""
    with connected(local) as found:
        yield found


@pytest.fixture
def tenant(local: RunningXero) -> str:
    """The organisation."""
    return local.tenant_id


def an_invoice(
    sdk: Sdk, tenant: str, *amounts: float, status: str = "AUTHORISED", contact_number: str = "C-2"
) -> Any:
    """A new sales invoice of these lines."""
    contact = sdk.accounting.get_contact_by_contact_number(tenant, contact_number).contacts[0]
    lines = [LineItem(description="Oil", quantity=1, unit_amount=each) for each in amounts]
    made = sdk.accounting.create_invoices(
        tenant,
        Invoices(
            invoices=[
                Invoice(
                    type="ACCREC",
                    contact=Contact(contact_id=contact.contact_id),
                    line_items=lines,
                    date=DAY,
                    due_date=date(2026, 12, 31),
                    status=status,
                )
            ]
        ),
    )
    return made.invoices[0]


def read(sdk: Sdk, tenant: str, invoice: Any) -> Any:
    """The invoice as it is now."""
    return sdk.accounting.get_invoice(tenant, invoice.invoice_id).invoices[0]


def test_it_creates_and_updates_contacts(sdk: Sdk, tenant: str) -> None:
    """Models with people go in; what an update leaves out stays, except people, who go."""
    api = sdk.accounting
    person = ContactPerson(first_name="Bo", email_address="bo@fish.example", include_in_emails=True)
    new = Contact(name="Fish & Sons <Quay>", contact_persons=[person], first_name="Jo")
    made = api.create_contacts(tenant, Contacts(contacts=[new])).contacts[0]
    changed = Contacts(
        contacts=[Contact(email_address="pay@fish.example", contact_persons=[person])]
    )
    api.update_contact(tenant, made.contact_id, changed)
    after = api.get_contact(tenant, made.contact_id).contacts[0]
    assert (after.name, after.first_name) == ("Fish & Sons <Quay>", "Jo")
    assert after.email_address == "pay@fish.example"
    assert [each.include_in_emails for each in after.contact_persons] == [True]
    api.update_or_create_contacts(
        tenant, Contacts(contacts=[Contact(contact_id=made.contact_id, last_name="Fish")])
    )
    after = api.get_contact(tenant, made.contact_id).contacts[0]
    assert (after.last_name, after.contact_persons) == ("Fish", [])


def test_it_creates_updates_approves_and_voids_invoices(sdk: Sdk, tenant: str) -> None:
    """Totals to the cent; DRAFT to AUTHORISED to VOIDED; a promise stands where it was put."""
    api = sdk.accounting
    drafted = an_invoice(sdk, tenant, 12.35, 0.1, 0.2, status="DRAFT")
    assert (drafted.status, drafted.total) == ("DRAFT", Decimal("12.65"))
    approve = Invoices(
        invoices=[Invoice(status="AUTHORISED", reference="PO 7", sent_to_contact=True)]
    )
    api.update_invoice(tenant, drafted.invoice_id, approve)
    promise = Invoices(invoices=[Invoice(expected_payment_date=date(2027, 1, 8))])
    api.update_invoice(tenant, drafted.invoice_id, promise)
    after = read(sdk, tenant, drafted)
    assert (after.status, after.reference, after.sent_to_contact) == ("AUTHORISED", "PO 7", True)
    assert after.expected_payment_date == date(2027, 1, 8)
    assert [line.unit_amount for line in after.line_items] == [
        Decimal("12.35"), Decimal("0.1"), Decimal("0.2"),
    ]  # fmt: skip
    same = Invoices(invoices=[Invoice(invoice_id=drafted.invoice_id, due_date=date(2027, 1, 31))])
    assert api.update_or_create_invoices(tenant, same).invoices[0].due_date == date(2027, 1, 31)
    api.update_invoice(tenant, drafted.invoice_id, Invoices(invoices=[Invoice(status="VOIDED")]))
    assert read(sdk, tenant, drafted).status == "VOIDED"


def test_it_pays_takes_back_and_allocates(sdk: Sdk, tenant: str) -> None:
    """Payments and credits move AmountDue by their cents, and back."""
    api, invoice = sdk.accounting, an_invoice(sdk, tenant, 100.0, contact_number="C-1")
    target = Invoice(invoice_id=invoice.invoice_id)
    paid = Payment(invoice=target, account=Account(code="090"), amount=7.05, date=DAY)
    payment = api.create_payments(tenant, Payments(payments=[paid])).payments[0]
    assert read(sdk, tenant, invoice).amount_due == Decimal("92.95")
    assert api.get_payment(tenant, payment.payment_id).payments[0].amount == Decimal("7.05")
    second = api.create_payment(tenant, paid).payments[0]
    assert read(sdk, tenant, invoice).amount_paid == Decimal("14.10")
    for each in (payment, second):
        api.delete_payment(tenant, each.payment_id, PaymentDelete(status="DELETED"))
    note = api.get_credit_notes(tenant).credit_notes[0]
    part = Allocation(amount=5.5, date=DAY, invoice=target)
    made = api.create_credit_note_allocation(
        tenant, note.credit_note_id, Allocations(allocations=[part])
    )
    assert read(sdk, tenant, invoice).amount_credited == Decimal("5.50")
    key = made.allocations[0].allocation_id
    gone = api.delete_credit_note_allocations(tenant, note.credit_note_id, key)
    assert gone.is_deleted
    after = read(sdk, tenant, invoice)
    assert (after.amount_due, after.amount_credited) == (Decimal(100), Decimal(0))
    back = api.get_credit_note(tenant, note.credit_note_id).credit_notes[0]
    assert back.remaining_credit == note.remaining_credit


@pytest.mark.parametrize("kind", ["overpayment", "prepayment"])
def test_it_allocates_other_credits(sdk: Sdk, tenant: str, kind: str) -> None:
    """Overpayments in pounds, prepayments in euros, each against an invoice of its currency."""
    api = sdk.accounting
    credit = getattr(getattr(api, f"get_{kind}s")(tenant), f"{kind}s")[0]
    number = {"overpayment": "INV-3", "prepayment": "INV-7"}[kind]
    invoice = api.get_invoices(tenant, invoice_numbers=[number]).invoices[0]
    part = Allocation(amount=1.5, date=DAY, invoice=Invoice(invoice_id=invoice.invoice_id))
    key = getattr(credit, f"{kind}_id")
    getattr(api, f"create_{kind}_allocations")(tenant, key, Allocations(allocations=[part]))
    after = getattr(getattr(api, f"get_{kind}")(tenant, key), f"{kind}s")[0]
    assert credit.remaining_credit - after.remaining_credit == Decimal("1.5")
    assert after.allocations[0].invoice.invoice_id == invoice.invoice_id


def test_it_keeps_groups(sdk: Sdk, tenant: str) -> None:
    """Made, renamed, filled, emptied, deleted; a contact shows the groups it is in."""
    api = sdk.accounting
    new = ContactGroups(contact_groups=[ContactGroup(name="By SDK")])
    key = api.create_contact_group(tenant, new).contact_groups[0].contact_group_id
    api.update_contact_group(
        tenant, key, ContactGroups(contact_groups=[ContactGroup(name="Renamed")])
    )
    two = [each.contact_id for each in api.get_contacts(tenant).contacts[:2]]
    members = Contacts(contacts=[Contact(contact_id=each) for each in two])
    api.create_contact_group_contacts(tenant, key, members)
    single = api.get_contact_group(tenant, key).contact_groups[0]
    assert single.name == "Renamed"
    assert {each.contact_id for each in single.contacts} == set(two)
    shown = api.get_contact(tenant, two[0]).contacts[0].contact_groups
    assert "Renamed" in {each.name for each in shown}
    api.delete_contact_group_contact(tenant, key, two[0])
    assert len(api.get_contact_group(tenant, key).contact_groups[0].contacts) == 1
    api.delete_contact_group_contacts(tenant, key)
    assert not api.get_contact_group(tenant, key).contact_groups[0].contacts
    api.update_contact_group(
        tenant, key, ContactGroups(contact_groups=[ContactGroup(status="DELETED")])
    )
    assert key not in {e.contact_group_id for e in api.get_contact_groups(tenant).contact_groups}


NOTED = {
    "invoice": lambda api, t: api.get_invoices(t).invoices[0].invoice_id,
    "contact": lambda api, t: api.get_contacts(t).contacts[0].contact_id,
    "payment": lambda api, t: api.get_payments(t).payments[0].payment_id,
    "credit_note": lambda api, t: api.get_credit_notes(t).credit_notes[0].credit_note_id,
    "overpayment": lambda api, t: api.get_overpayments(t).overpayments[0].overpayment_id,
    "prepayment": lambda api, t: api.get_prepayments(t).prepayments[0].prepayment_id,
}


@pytest.mark.parametrize("kind", NOTED)
def test_it_adds_notes_to_every_kind_of_record(sdk: Sdk, tenant: str, kind: str) -> None:
    """Newest first, with an aware instant and System Generated as the user."""
    api, key = sdk.accounting, NOTED[kind](sdk.accounting, tenant)
    noted = HistoryRecords(history_records=[HistoryRecord(details="Rang <twice> & wrote")])
    getattr(api, f"create_{kind}_history")(tenant, key, noted)
    newest = getattr(api, f"get_{kind}_history")(tenant, key).history_records[0]
    assert (newest.details, newest.user) == ("Rang <twice> & wrote", "System Generated")
    assert newest.date_utc.tzinfo is not None


def test_it_mails_an_invoice(local: RunningXero, sdk: Sdk, tenant: str) -> None:
    """204 without a body; from then on the invoice counts as sent."""
    invoice = an_invoice(sdk, tenant, 10.0)
    assert not read(sdk, tenant, invoice).sent_to_contact
    sdk.accounting.email_invoice(tenant, invoice.invoice_id, RequestEmpty())
    assert read(sdk, tenant, invoice).sent_to_contact


def test_one_key_makes_one_invoice(sdk: Sdk, tenant: str) -> None:
    """The same call again is answered from memory; another call under the key is refused."""
    api = sdk.accounting
    group = ContactGroups(contact_groups=[ContactGroup(name="Once")])
    first = api.create_contact_group(tenant, group, idempotency_key="once")
    again = api.create_contact_group(tenant, group, idempotency_key="once")
    assert first.contact_groups[0].contact_group_id == again.contact_groups[0].contact_group_id
    other = ContactGroups(contact_groups=[ContactGroup(name="Other")])
    with pytest.raises(AccountingBadRequestException) as refused:
        api.create_contact_group(tenant, other, idempotency_key="once")
    assert "used with a different request" in refused.value.error_data["Message"]


def test_elements_are_told_apart(sdk: Sdk, tenant: str) -> None:
    """summarize_errors=False: the good one is made, the bad one says why."""
    two = Contacts(contacts=[Contact(name="Told Apart"), Contact(name="Quay Bistro")])
    good, bad = sdk.accounting.create_contacts(tenant, two, summarize_errors=False).contacts
    assert (good.status_attribute_string, bad.status_attribute_string) == ("OK", "ERROR")
    assert "already assigned" in bad.validation_errors[0].message


def test_refusals_carry_xeros_own_words(sdk: Sdk, tenant: str) -> None:
    """A 400 is an AccountingBadRequestException; its reason is the first message."""
    api = sdk.accounting
    with pytest.raises(AccountingBadRequestException) as taken:
        api.create_contact_group(tenant, ContactGroups(contact_groups=[ContactGroup(name="VIP")]))
    assert "in use" in taken.value.reason
    assert taken.value.error_data["ErrorNumber"] == 10
    part_paid = api.get_invoices(tenant, invoice_numbers=["INV-9"]).invoices[0].invoice_id
    promise = Invoices(invoices=[Invoice(expected_payment_date=date(2027, 2, 1))])
    with pytest.raises(AccountingBadRequestException) as locked:
        api.update_invoice(tenant, part_paid, promise)
    assert "cannot be edited" in locked.value.reason
    with pytest.raises(AccountingBadRequestException) as unreadable:
        api.get_invoices(tenant, where='Nonsense=="x"')
    assert unreadable.value.error_data["Type"] == "QueryParseException"


def test_what_is_not_there_is_not_found(sdk: Sdk, tenant: str) -> None:
    """404, plain text, as the SDK's NotFoundException; 403 for a tenant of somebody else."""
    with pytest.raises(NotFoundException):
        sdk.accounting.get_invoice(tenant, NOBODY)
    with pytest.raises(HTTPStatusException) as forbidden:
        sdk.accounting.get_users(NOBODY)
    assert forbidden.value.status == 403


@pytest.mark.parametrize(
    ("fault", "exception", "status"),
    [
        (Fault("limit_minute", retry_after=30), RateLimitException, 429),
        (Fault("limit_day"), RateLimitException, 429),
        (Fault("limit_concurrent"), RateLimitException, 429),
        (Fault("maintenance_503"), HTTPStatusException, 503),
        (Fault("offline_503"), HTTPStatusException, 503),
        (Fault("error_500"), HTTPStatusException, 500),
        (Fault("html"), HTTPStatusException, 502),
        (Fault("precondition_412"), HTTPStatusException, 412),
        (Fault("token_expired"), HTTPStatusException, 401),
        (Fault("forbidden"), HTTPStatusException, 403),
        (Fault("unknown_enum", path="payments"), ValueError, None),
        (Fault("malformed_field", path="payments"), ValueError, None),
    ],
)
def test_faults_are_mapped_as_the_sdk_maps_them(
    local: RunningXero,
    sdk: Sdk,
    tenant: str,
    fault: Fault,
    exception: type[Exception],
    status: int | None,
) -> None:
    """429 with its limit, 5xx and 401 with their status; a value unheard of loses the page."""
    local.sandbox.set_fault(fault)
    with pytest.raises(exception) as met:
        sdk.accounting.get_payments(tenant)
    if isinstance(met.value, RateLimitException):
        assert met.value.rate_limit == fault.kind.removeprefix("limit_")
    if status is not None:
        assert getattr(met.value, "status", None) == status
    assert sdk.accounting.get_payments(tenant).payments
