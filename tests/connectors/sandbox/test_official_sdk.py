"""Xero's own Python SDK reads the local Xero with its full deserialisation.

Its writes and its tokens are in `test_official_sdk_writes` and `test_official_sdk_identity`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from xero_python.accounting import AccountingApi

from connectors.sandbox.contacts import set_terms
from connectors.sandbox.generator import generate
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.through_sdk import Sdk, connected


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningXero]:
    """The generated demo books ten days on."""
    with running(generate(1, date(2026, 11, 24)), has_limits=False) as found:
        found.advance(240)
        yield found


@pytest.fixture
def sdk(demo: RunningXero) -> Iterator[Sdk]:
    """A user's connection through the SDK."""
    with connected(demo) as found:
        yield found


@pytest.fixture(scope="module")
def everything(demo: RunningXero) -> list[Any]:
    """Every invoice in full, read once."""
    with connected(demo) as client:
        listed = client.accounting.get_invoices(demo.tenant_id, page=1, page_size=1000)
    found: list[Any] = listed.invoices
    assert len(found) == len(demo.world.first.invoices)
    return found


Listing = Callable[[AccountingApi, str], list[Any]]
LISTINGS: dict[str, Listing] = {
    "organisations": lambda api, t: api.get_organisations(t).organisations,
    "actions": lambda api, t: api.get_organisation_actions(t).actions,
    "users": lambda api, t: api.get_users(t).users,
    "themes": lambda api, t: api.get_branding_themes(t).branding_themes,
    "currencies": lambda api, t: api.get_currencies(t).currencies,
    "reminders": lambda api, t: api.get_invoice_reminders(t).invoice_reminders,
    "accounts": lambda api, t: api.get_accounts(t).accounts,
    "contacts": lambda api, t: api.get_contacts(t, page=1, page_size=1000).contacts,
    "archived": lambda api, t: api.get_contacts(t, include_archived=True).contacts,
    "groups": lambda api, t: api.get_contact_groups(t).contact_groups,
    "invoices": lambda api, t: api.get_invoices(t, page=1, page_size=1000).invoices,
    "unpaged invoices": lambda api, t: api.get_invoices(t).invoices,
    "summaries": lambda api, t: api.get_invoices(t, summary_only=True, page=2).invoices,
    "payments": lambda api, t: api.get_payments(t, page=1, page_size=1000).payments,
    "credit notes": lambda api, t: api.get_credit_notes(t, page=1).credit_notes,
    "overpayments": lambda api, t: api.get_overpayments(t, page=1).overpayments,
    "prepayments": lambda api, t: api.get_prepayments(t, page=1).prepayments,
    "quotes": lambda api, t: api.get_quotes(t).quotes,
    "templates": lambda api, t: api.get_repeating_invoices(t).repeating_invoices,
    "tax rates": lambda api, t: api.get_tax_rates(t).tax_rates,
}


@pytest.mark.parametrize("name", LISTINGS)
def test_the_sdk_lists_every_collection(demo: RunningXero, sdk: Sdk, name: str) -> None:
    """Enums, dates and amounts all deserialise; there is something in each."""
    assert LISTINGS[name](sdk.accounting, demo.tenant_id)


def test_amounts_and_dates_arrive_exactly(demo: RunningXero, everything: list[Any]) -> None:
    """Decimals to the cent, civil days as days, instants with a zone."""
    ledger = demo.world.first
    for each in everything:
        ours = ledger.invoices[each.invoice_id]
        assert (each.amount_due, each.total) == (ours.amount_due, ours.total)
        assert (each.date, each.due_date) == (ours.issued, ours.due)
        assert each.updated_date_utc.tzinfo is not None


def test_the_sdk_filters_pages_and_asks_what_changed(demo: RunningXero, sdk: Sdk) -> None:
    """where, Statuses, IDs lists and If-Modified-Since as the SDK spells them."""
    api, tenant = sdk.accounting, demo.tenant_id
    open_ = api.get_invoices(tenant, statuses=["AUTHORISED"], where='Type=="ACCREC"').invoices
    assert {each.status for each in open_} == {"AUTHORISED"}
    two = [each.invoice_id for each in open_[:2]]
    assert {each.invoice_id for each in api.get_invoices(tenant, i_ds=two).invoices} == set(two)
    none = api.get_invoices(tenant, if_modified_since=datetime(2030, 1, 1, tzinfo=UTC))
    assert not none.invoices


def test_every_page_holds_each_record_once(demo: RunningXero, sdk: Sdk) -> None:
    """page and page_size through to the end; the pagination counts what there is."""
    api, tenant, seen = sdk.accounting, demo.tenant_id, list[str]()
    for page in range(1, 100):
        answer = api.get_payments(tenant, page=page, page_size=50)
        assert (answer.pagination.page, answer.pagination.page_size) == (page, 50)
        if not answer.payments:
            break
        seen += [each.payment_id for each in answer.payments]
    assert len(seen) == len(set(seen)) == answer.pagination.item_count
    assert len(seen) == len(demo.world.first.payments)


SINGLES: dict[str, tuple[Listing, Callable[[AccountingApi, str, Any], Any]]] = {
    "invoice": (
        lambda api, t: api.get_invoices(t, page=1).invoices,
        lambda api, t, r: (api.get_invoice(t, r.invoice_id).invoices, "invoice_id"),
    ),
    "contact": (
        lambda api, t: api.get_contacts(t, page=1).contacts,
        lambda api, t, r: (api.get_contact(t, r.contact_id).contacts, "contact_id"),
    ),
    "contact by number": (
        lambda api, t: [c for c in api.get_contacts(t).contacts if c.contact_number],
        lambda api, t, r: (
            api.get_contact_by_contact_number(t, r.contact_number).contacts,
            "contact_id",
        ),
    ),
    "group": (
        lambda api, t: api.get_contact_groups(t).contact_groups,
        lambda api, t, r: (
            api.get_contact_group(t, r.contact_group_id).contact_groups,
            "contact_group_id",
        ),
    ),
    "payment": (
        lambda api, t: api.get_payments(t).payments,
        lambda api, t, r: (api.get_payment(t, r.payment_id).payments, "payment_id"),
    ),
    "credit note": (
        lambda api, t: api.get_credit_notes(t).credit_notes,
        lambda api, t, r: (api.get_credit_note(t, r.credit_note_id).credit_notes, "credit_note_id"),
    ),
    "overpayment": (
        lambda api, t: api.get_overpayments(t).overpayments,
        lambda api, t, r: (api.get_overpayment(t, r.overpayment_id).overpayments, "overpayment_id"),
    ),
    "prepayment": (
        lambda api, t: api.get_prepayments(t).prepayments,
        lambda api, t, r: (api.get_prepayment(t, r.prepayment_id).prepayments, "prepayment_id"),
    ),
    "quote": (
        lambda api, t: api.get_quotes(t).quotes,
        lambda api, t, r: (api.get_quote(t, r.quote_id).quotes, "quote_id"),
    ),
    "template": (
        lambda api, t: api.get_repeating_invoices(t).repeating_invoices,
        lambda api, t, r: (
            api.get_repeating_invoice(t, r.repeating_invoice_id).repeating_invoices,
            "repeating_invoice_id",
        ),
    ),
}


@pytest.mark.parametrize("name", SINGLES)
def test_the_sdk_reads_one_record(demo: RunningXero, sdk: Sdk, name: str) -> None:
    """By its id, or its number, exactly that one."""
    listing, one = SINGLES[name]
    wanted = listing(sdk.accounting, demo.tenant_id)[0]
    (found,), key = one(sdk.accounting, demo.tenant_id, wanted)
    assert getattr(found, key) == getattr(wanted, key)


def test_contacts_carry_people_terms_balances_and_groups(
    demo: RunningXero, sdk: Sdk, everything: list[Any]
) -> None:
    """What only a paged or single contact shows; balances agree with the documents to the cent."""
    api, tenant, today = sdk.accounting, demo.tenant_id, demo.world.first.today()
    contacts = api.get_contacts(tenant, page=1, page_size=1000).contacts
    owed: dict[str, list[Any]] = {}
    for each in everything:
        if (each.type, each.status) == ("ACCREC", "AUTHORISED"):
            owed.setdefault(each.contact.contact_id, []).append(each)
    credits_ = api.get_credit_notes(tenant, page=1).credit_notes
    credits_ += api.get_overpayments(tenant, page=1).overpayments
    credits_ += api.get_prepayments(tenant, page=1).prepayments
    in_credit = {each.contact.contact_id for each in credits_ if each.remaining_credit}
    plain = [c for c in contacts if c.contact_id in owed.keys() - in_credit]
    assert len(plain) > 20
    for contact in plain:
        open_ = owed[contact.contact_id]
        shown = contact.balances.accounts_receivable
        assert shown.outstanding == sum(each.amount_due for each in open_)
        assert shown.overdue == sum(each.amount_due for each in open_ if each.due_date < today)
    assert any(contact.contact_persons for contact in contacts)
    set_terms(demo.world.first, plain[0].contact_id, 21)
    terms = api.get_contact(tenant, plain[0].contact_id).contacts[0].payment_terms.sales
    assert (terms.day, str(terms.type.value)) == (21, "DAYSAFTERBILLDATE")
    assert any(contact.contact_groups for contact in contacts)
    summaries = api.get_contacts(tenant, summary_only=True).contacts
    assert all(each.balances is None and not each.contact_persons for each in summaries)


@pytest.mark.parametrize(
    ("where", "order"),
    [
        ('Type=="ACCREC" AND AmountDue>100', "DueDate DESC"),
        ('Contact.Name.StartsWith("A") OR Contact.Name.EndsWith("Ltd")', "InvoiceNumber"),
        ("DueDate<DateTime(2026,11,1)&&AmountPaid==0", "UpdatedDateUTC DESC"),
        ('Status!="PAID" AND FullyPaidOnDate==null', "AmountDue"),
    ],
)
def test_where_and_order_mean_what_they_say(
    demo: RunningXero, sdk: Sdk, everything: list[Any], where: str, order: str
) -> None:
    """The same filter by hand over all records finds the same, in the same order of values."""
    api, tenant = sdk.accounting, demo.tenant_id
    tests: dict[str, Callable[[Any], bool]] = {
        "DueDate DESC": lambda r: r.type == "ACCREC" and r.amount_due > 100,
        "InvoiceNumber": lambda r: (
            r.contact.name.lower().startswith("a") or r.contact.name.lower().endswith("ltd")
        ),
        "UpdatedDateUTC DESC": lambda r: r.due_date < date(2026, 11, 1) and r.amount_paid == 0,
        "AmountDue": lambda r: r.status != "PAID" and r.fully_paid_on_date is None,
    }
    values: dict[str, Callable[[Any], Any]] = {
        "DueDate DESC": lambda r: r.due_date,
        "InvoiceNumber": lambda r: r.invoice_number,
        "UpdatedDateUTC DESC": lambda r: r.updated_date_utc,
        "AmountDue": lambda r: r.amount_due,
    }
    found = api.get_invoices(tenant, where=where, order=order, page=1, page_size=1000).invoices
    wanted = [each for each in everything if tests[order](each)]
    assert {each.invoice_id for each in found} == {each.invoice_id for each in wanted}
    assert found
    shown = [values[order](each) for each in found]
    assert shown == sorted(shown, reverse=order.endswith("DESC"))


def test_pdfs_links_and_quotes_by_day(demo: RunningXero, sdk: Sdk) -> None:
    """The addresses beneath a record, and the filters that only quotes have."""
    api, tenant = sdk.accounting, demo.tenant_id
    invoice = next(
        each
        for each in api.get_invoices(tenant, page=1, statuses=["AUTHORISED"]).invoices
        if each.type == "ACCREC"
    )
    path = Path(api.get_invoice_as_pdf(tenant, invoice.invoice_id))
    assert path.read_bytes().startswith(b"%PDF-")
    path.unlink()
    link = api.get_online_invoice(tenant, invoice.invoice_id).online_invoices[0]
    assert link.online_invoice_url.startswith("http")
    quotes = api.get_quotes(tenant).quotes
    day = quotes[0].date
    found = api.get_quotes(tenant, date_from=day, date_to=day).quotes
    assert {each.quote_id for each in found} == {q.quote_id for q in quotes if q.date == day}
