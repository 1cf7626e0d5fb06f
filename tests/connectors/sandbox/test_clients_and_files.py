"""Files, credit notes and the aged report through clients that others wrote."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from xero_python.accounting import Contact, CreditNote, CreditNotes, LineItem
from xero_python.exceptions import AccountingBadRequestException

from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox import through_pyxero
from tests.connectors.sandbox.small import DAY, small_world
from tests.connectors.sandbox.through_sdk import SCOPES, Sdk, connected

WIDER = f"{SCOPES} accounting.attachments accounting.reports.aged.read"
FILE = b"%PDF-1.4 proof of delivery"


@pytest.fixture(scope="module")
def local() -> Iterator[RunningXero]:
    """One local Xero for this file."""
    with running(small_world(), has_limits=False) as found:
        yield found


@pytest.fixture
def sdk(local: RunningXero) -> Iterator[Sdk]:
    """Xero's Python SDK with the scopes that these ask for."""
    with connected(local, WIDER) as found:
        yield found


def test_the_sdk_puts_lists_and_fetches_a_file(
    local: RunningXero, sdk: Sdk, tmp_path: Path
) -> None:
    """From a path, as the SDK wants it; fetched by name and by id; the invoice says that it has."""
    api, tenant = sdk.accounting, local.tenant_id
    invoice = api.get_invoices(tenant, invoice_numbers=["INV-1"]).invoices[0].invoice_id
    (tmp_path / "proof.pdf").write_bytes(FILE)
    api.create_invoice_attachment_by_file_name(
        tenant, invoice, "proof of delivery.pdf", (tmp_path / "proof.pdf").read_bytes()
    )
    (file,) = api.get_invoice_attachments(tenant, invoice).attachments
    assert (file.file_name, file.content_length) == ("proof of delivery.pdf", len(FILE))
    fetched = [
        api.get_invoice_attachment_by_file_name(tenant, invoice, file.file_name, file.mime_type),
        api.get_invoice_attachment_by_id(tenant, invoice, file.attachment_id, file.mime_type),
    ]
    for path in map(Path, fetched):
        assert path.read_bytes() == FILE
        path.unlink()
    assert api.get_invoice(tenant, invoice).invoices[0].has_attachments


def test_the_sdk_raises_approves_and_voids_a_credit_note(local: RunningXero, sdk: Sdk) -> None:
    """Amounts to the cent; what is left of it is its total until it is used."""
    api, tenant = sdk.accounting, local.tenant_id
    contact = api.get_contact_by_contact_number(tenant, "C-2").contacts[0].contact_id
    note = CreditNote(
        type="ACCRECCREDIT",
        contact=Contact(contact_id=contact),
        date=DAY,
        line_items=[LineItem(description="Returned", quantity=1, unit_amount=3.35)],
    )
    made = api.create_credit_notes(tenant, CreditNotes(credit_notes=[note])).credit_notes[0]
    assert (made.status, made.total) == ("DRAFT", Decimal("3.35"))
    for status in ("AUTHORISED", "VOIDED"):
        change = CreditNotes(credit_notes=[CreditNote(status=status)])
        api.update_credit_note(tenant, made.credit_note_id, change)
        after = api.get_credit_note(tenant, made.credit_note_id).credit_notes[0]
        assert after.status == status
    with pytest.raises(AccountingBadRequestException):
        api.update_credit_note(tenant, made.credit_note_id, change)


def test_the_sdk_reads_the_aged_report_as_rows(local: RunningXero, sdk: Sdk) -> None:
    """One contact a call; its last cell is the contact's own balance."""
    api, tenant = sdk.accounting, local.tenant_id
    kettle = api.get_contact_by_contact_number(tenant, "C-1").contacts[0]
    report = api.get_report_aged_receivables_by_contact(tenant, kettle.contact_id).reports[0]
    closing = report.rows[-1].rows[0].cells
    assert closing[0].value == "Closing Balance"
    assert Decimal(closing[-1].value) == kettle.balances.accounts_receivable.outstanding


def test_pyxero_puts_lists_and_fetches_a_file(local: RunningXero) -> None:
    """With a content type of its own and a name with spaces."""
    with through_pyxero.pointed_at(local):
        scope = [*through_pyxero.SCOPES, "accounting.attachments"]
        client = through_pyxero.through(through_pyxero.signed_in(local, scope))
        (invoice,) = client.invoices.get("INV-3")
        key = invoice["InvoiceID"]
        client.invoices.put_attachment(key, "a note.txt", BytesIO(FILE), "text/plain")
        (file,) = client.invoices.get_attachments(key)["Attachments"]
        assert (file["FileName"], file["MimeType"]) == ("a note.txt", "text/plain")
        fetched = BytesIO()
        client.invoices.get_attachment(key, "a note.txt", fetched)
        assert fetched.getvalue() == FILE
