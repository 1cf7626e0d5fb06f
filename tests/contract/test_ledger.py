"""What any Ledger must do, in sentences; here the one over Xero, against the local Xero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from connectors.sandbox import contacts, documents
from plugin.credit.account import CreditKind, InvoiceState
from plugin.ports import Ledger, LedgerDocumentKind, LedgerPaymentKind, NoteOn, Refused
from tests.connectors.xero.connected import Connected, connected


@pytest.fixture(scope="module")
def books() -> Iterator[Connected]:
    """Books that the tests below read and add to, but whose figures they leave alone."""
    with connected(has_limits=False) as fresh:
        yield fresh


@pytest.fixture
def ledger(books: Connected) -> Ledger:
    """The door under test; mypy sees that it fits."""
    return books.opened()


def test_the_organisation_is_known_by_the_connections_id_with_an_iana_zone(
    ledger: Ledger, books: Connected
) -> None:
    """Late is judged in its own zone, and its id is what the consent listed."""
    found = ledger.organisation()
    assert found.ledger_id == books.connection.ledger_id
    assert (found.timezone, found.base_currency, found.country) == ("Europe/London", "GBP", "GB")


def test_every_document_inside_arrives_with_its_figures_to_the_cent(
    ledger: Ledger, books: Connected
) -> None:
    """Per kind, state and currency, what is due equals what the books themselves say."""
    arrived: dict[tuple[str, str], Decimal] = {}
    for invoice in ledger.invoices().items:
        key = (invoice.kind.value, invoice.currency)
        arrived[key] = arrived.get(key, Decimal(0)) + invoice.balance
        assert invoice.state in {state.value for state in InvoiceState}
    inside: dict[tuple[str, str], Decimal] = {}
    for document in books.inside.invoices.values():
        key = ("sale" if document.kind == "ACCREC" else "bill", document.currency)
        inside[key] = inside.get(key, Decimal(0)) + document.amount_due
    assert arrived == inside
    assert any(balance > 0 for balance in arrived.values())


def test_civil_dates_are_those_written_in_the_books(ledger: Ledger, books: Connected) -> None:
    """Issue, due and expected dates, whatever zone anybody is in."""
    for invoice in ledger.invoices().items:
        inside = books.inside.invoices[invoice.id]
        assert (invoice.issued, invoice.due) == (inside.issued, inside.due)


def test_pages_are_ordered_by_change_and_count_from_one(ledger: Ledger) -> None:
    """So that a page boundary loses nothing."""
    page = ledger.invoices(page=1)
    stamps = [invoice.updated_at for invoice in page.items]
    assert stamps == sorted(stamps)
    assert (page.page, page.page_count) == (1, 1)
    assert page.item_count == len(page.items) > 500
    assert 0 < page.bytes < 500_000
    assert page.decode_ms > 0


def test_a_page_beyond_the_last_is_empty(ledger: Ledger) -> None:
    """A loop that runs one too far finds nothing and loses nothing."""
    assert ledger.invoices(page=9).items == ()


def test_since_gives_what_changed_then_or_later(ledger: Ledger) -> None:
    """To the second; the caller overlaps."""
    everything = ledger.invoices().items
    middle = everything[len(everything) // 2].updated_at
    assert {invoice.id for invoice in ledger.invoices(since=middle).items} == {
        invoice.id for invoice in everything if invoice.updated_at >= middle
    }
    assert ledger.invoices(since=everything[-1].updated_at + timedelta(hours=1)).items == ()
    with pytest.raises(ValueError, match="zone"):
        ledger.invoices(since=middle.replace(tzinfo=None))


def test_ids_give_exactly_those_over_as_many_calls_as_it_takes(
    ledger: Ledger, books: Connected
) -> None:
    """90 ids make one page; 230 make two; doubles cost nothing."""
    ids = [invoice.id for invoice in ledger.invoices().items][:230]
    few = ledger.invoices(ids=[*ids[:90], *ids[:90]])
    assert {invoice.id for invoice in few.items} == set(ids[:90])
    assert few.page_count == 1
    many = [ledger.invoices(ids=ids, page=page) for page in (1, 2)]
    assert [page.page_count for page in many] == [2, 2]
    assert sorted(invoice.id for page in many for invoice in page.items) == sorted(ids)
    assert len(books.calls("/Invoices")) >= 9


def test_archived_contacts_and_contacts_people_and_groups_arrive(
    ledger: Ledger, books: Connected
) -> None:
    """An archived customer still owes; people and groups decide who is written to."""
    someone = contacts.add_contact(books.inside, "Gone Away Ltd", email="gone@away.example")
    contacts.archive_contact(books.inside, someone.id)
    found = {contact.id: contact for contact in ledger.contacts().items}
    assert found[someone.id].status == "archived"
    assert max(len(contact.people) for contact in found.values()) == 5
    vip = next(group for group in ledger.groups() if group.name == "VIP")
    assert {contact.id for contact in found.values() if vip.id in contact.groups} == set(
        ledger.group(vip.id).members
    )
    assert ledger.contacts(ids=[someone.id]).items[0].name == "Gone Away Ltd"


def test_payments_say_what_they_settled_and_deleted_ones_say_so(
    ledger: Ledger, books: Connected
) -> None:
    """A reversal arrives as the same payment, deleted."""
    invoice = books.open_sale()
    paid = documents.record_payment(books.inside, invoice.id, Decimal("10.00"))
    found = {payment.id: payment for payment in ledger.payments().items}
    assert (found[paid.id].document_id, found[paid.id].kind) == (
        invoice.id,
        LedgerPaymentKind.SALE,
    )
    assert (found[paid.id].amount, found[paid.id].currency) == (Decimal("10.00"), "GBP")
    documents.reverse_payment(books.inside, paid.id)
    again = {payment.id: payment for payment in ledger.payments().items}
    assert again[paid.id].deleted and not found[paid.id].deleted
    assert again[paid.id].updated_at > found[paid.id].updated_at


def test_credits_are_customers_only_with_the_accounts_of_their_lines(ledger: Ledger) -> None:
    """By which a write-off is recognised: its account is one of the chart."""
    chart = {name for account in ledger.accounts() for name in (account.id, account.code)}
    notes = ledger.credit_notes().items
    assert notes
    for credit in notes:
        assert credit.kind == CreditKind.CREDIT_NOTE.value
        assert credit.account_ids and set(credit.account_ids) <= chart
    assert ledger.overpayments().items[0].kind == CreditKind.OVERPAYMENT.value
    assert ledger.prepayments().items[0].kind == CreditKind.PREPAYMENT.value


def test_a_bill_is_a_bill_and_a_sale_a_sale(ledger: Ledger) -> None:
    """Of bills only the open amount per contact is kept, so both must be told apart."""
    kinds = {invoice.kind for invoice in ledger.invoices().items}
    assert kinds == {LedgerDocumentKind.SALE, LedgerDocumentKind.BILL}


def test_quotes_templates_reminders_and_pay_links_are_read(
    ledger: Ledger, books: Connected
) -> None:
    """What the settings page, exposure and every message need."""
    assert any(quote.accepted for quote in ledger.quotes().items)
    template = ledger.repeating()[0]
    assert template.live and template.next_on and template.next_on >= books.clock.now().date()
    assert ledger.reminders_on() is True
    assert ledger.pay_link(books.open_sale().id).startswith("http")


def test_an_invoice_comes_as_the_pdf_that_the_ledger_prints(
    ledger: Ledger, books: Connected
) -> None:
    """As bytes, whole."""
    pdf = ledger.invoice_pdf(books.open_sale().id)
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")


def test_a_group_is_made_filled_emptied_and_deleted(ledger: Ledger, books: Connected) -> None:
    """And emptying or deleting twice is as good as once."""
    contact_id = books.open_sale().contact_id
    group = ledger.create_group("Goodterms: watch", key="make")
    ledger.add_to_group(group.id, contact_id, key="add")
    assert ledger.group(group.id).members == (contact_id,)
    ledger.remove_from_group(group.id, contact_id)
    ledger.remove_from_group(group.id, contact_id)
    assert ledger.group(group.id).members == ()
    ledger.delete_group(group.id, key="delete")
    ledger.delete_group(group.id, key="delete again")
    assert "cannot be found" not in str(books.budget.errors), "as wanted is no error"
    assert group.id not in {one.id for one in ledger.groups()}


@pytest.mark.parametrize("on", list(NoteOn))
def test_a_note_stands_in_the_history_once_however_often_it_is_sent(
    ledger: Ledger, books: Connected, on: NoteOn
) -> None:
    """The key makes it safe to repeat."""
    invoice = books.open_sale()
    subject = invoice.contact_id if on is NoteOn.CONTACT else invoice.id
    for _ in range(2):
        ledger.add_note(on, subject, "On watch from 24 November.", key=f"note {on}")
    texts = [note.text for note in ledger.notes(on, subject)]
    assert texts.count("On watch from 24 November.") == 1


def test_an_expected_date_is_written_moved_and_emptied(ledger: Ledger, books: Connected) -> None:
    """Where the ledger lets us."""
    invoice = books.open_sale()
    for day in (date(2026, 12, 24), date(2026, 12, 31), None):
        ledger.set_expected_date(invoice.id, day, key=f"expect {day}")
        assert ledger.invoices(ids=[invoice.id]).items[0].expected_on == day


def test_an_expected_date_on_a_part_paid_invoice_is_refused_in_the_ledgers_words(
    ledger: Ledger, books: Connected
) -> None:
    """And nothing is changed."""
    invoice = books.open_sale(part_paid=True)
    with pytest.raises(Refused) as refusal:
        ledger.set_expected_date(invoice.id, date(2026, 12, 24), key="part paid")
    assert len(str(refusal.value)) > 10
    assert ledger.invoices(ids=[invoice.id]).items[0].expected_on == invoice.expected_on


def test_a_refusal_carries_the_ledgers_own_words(ledger: Ledger) -> None:
    """A name in use is the person's to mend, so they must read why."""
    with pytest.raises(Refused, match=r"(?i)already|unique|exists|in use"):
        ledger.create_group("VIP", key="a second VIP")
