"""Xero's own Python SDK reads and writes the local Xero with its full deserialisation."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import urllib3
from xero_python.accounting import (
    AccountingApi,
    Contact,
    ContactGroup,
    ContactGroups,
    Contacts,
    HistoryRecord,
    HistoryRecords,
    Invoice,
    Invoices,
)
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token, TokenApi
from xero_python.exceptions import AccountingBadRequestException, RateLimitException
from xero_python.identity import IdentityApi

from connectors.sandbox.generator import generate
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import SCOPES


class Sdk:
    """The SDK's two APIs against one local Xero, with its silent retries switched off."""

    def __init__(self, xero: RunningXero, tokens: dict[str, Any]) -> None:
        configuration = Configuration()
        configuration.oauth2_token = OAuth2Token(xero.client_id, xero.client_secret)
        self.token = {
            name: tokens[name]
            for name in ("access_token", "expires_in", "token_type", "refresh_token")
        } | {"scope": tokens["scope"].split(), "expires_at": 2e9}
        self.client = ApiClient(
            configuration,
            oauth2_token_getter=lambda: self.token,
            oauth2_token_saver=self.token.update,
        )
        options = self.client.rest_client.pool_manager.connection_pool_kw
        options["retries"] = urllib3.Retry(total=0, respect_retry_after_header=False)
        self.accounting = AccountingApi(self.client, base_url=f"{xero.url}/api.xro/2.0")
        self.identity = IdentityApi(self.client, base_url=xero.url)


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningXero]:
    """The generated demo books ten days on."""
    with running(generate(1, date(2026, 11, 24)), has_limits=False) as found:
        found.advance(240)
        yield found


@pytest.fixture
def sdk(demo: RunningXero) -> Sdk:
    """A user's connection through the SDK."""
    return Sdk(demo, demo.connect(SCOPES.replace("payments.read", "payments")))


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
}


@pytest.mark.parametrize("name", LISTINGS)
def test_the_sdk_lists_every_collection(demo: RunningXero, sdk: Sdk, name: str) -> None:
    """Enums, dates and amounts all deserialise; there is something in each."""
    assert LISTINGS[name](sdk.accounting, demo.tenant_id)


def test_amounts_and_dates_arrive_exactly(demo: RunningXero, sdk: Sdk) -> None:
    """Decimals to the cent, civil days as days, instants with a zone."""
    ledger = demo.world.first
    listed = sdk.accounting.get_invoices(demo.tenant_id, page=1, page_size=1000).invoices
    assert len(listed) == min(1000, len(ledger.invoices))
    for each in listed:
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


def test_the_sdk_writes_groups_notes_and_dates(demo: RunningXero, sdk: Sdk) -> None:
    """With idempotency keys, as a careful client does."""
    api, tenant = sdk.accounting, demo.tenant_id
    contact = api.get_contacts(tenant).contacts[0].contact_id
    made = api.create_contact_group(
        tenant, ContactGroups([ContactGroup(name="By SDK")]), idempotency_key="a"
    )
    key = made.contact_groups[0].contact_group_id
    member = Contacts(contacts=[Contact(contact_id=contact)])
    api.create_contact_group_contacts(tenant, key, member)
    single = api.get_contact_group(tenant, key).contact_groups[0]
    assert [each.contact_id for each in single.contacts] == [contact]
    api.delete_contact_group_contact(tenant, key, contact)
    api.create_contact_history(tenant, contact, HistoryRecords([HistoryRecord(details="Noted")]))
    notes = api.get_contact_history(tenant, contact).history_records
    assert notes[0].details == "Noted"
    untouched = next(
        each
        for each in api.get_invoices(tenant, statuses=["AUTHORISED"], page=1).invoices
        if each.type == "ACCREC" and not each.amount_paid and not each.amount_credited
    )
    promise = Invoices(invoices=[Invoice(expected_payment_date=date(2027, 1, 8))])
    after = api.update_invoice(tenant, untouched.invoice_id, promise).invoices[0]
    assert after.expected_payment_date == date(2027, 1, 8)
    assert after.amount_due == untouched.amount_due


def test_the_sdk_sees_refusals_as_its_own_exceptions(demo: RunningXero, sdk: Sdk) -> None:
    """400 with Xero's words, 429 at once."""
    with pytest.raises(AccountingBadRequestException) as refused:
        sdk.accounting.create_contact_group(
            demo.tenant_id, ContactGroups([ContactGroup(name="Solicitor")])
        )
    assert "in use" in refused.value.reason
    demo.sandbox.faults.set(_limit())
    with pytest.raises(RateLimitException):
        sdk.accounting.get_users(demo.tenant_id)


def _limit() -> Any:
    from connectors.sandbox.faults import Fault

    return Fault("limit_minute", retry_after=30)


def test_the_sdk_pays_an_invoice(demo: RunningXero, sdk: Sdk) -> None:
    """A payment through the SDK brings AmountDue down by its cents."""
    from xero_python.accounting import Account, Payment, Payments

    api, tenant = sdk.accounting, demo.tenant_id
    target = next(
        each
        for each in api.get_invoices(tenant, statuses=["AUTHORISED"], page=1).invoices
        if each.type == "ACCREC" and each.amount_due > 10
    )
    api.create_payments(
        tenant,
        Payments(
            payments=[
                Payment(
                    invoice=Invoice(invoice_id=target.invoice_id),
                    account=Account(code="090"),
                    amount=1.25,
                    date=demo.world.first.today(),
                )
            ]
        ),
    )
    after = api.get_invoice(tenant, target.invoice_id).invoices[0]
    assert target.amount_due - after.amount_due == Decimal("1.25")


def test_the_sdk_lists_connections_and_refreshes_its_token(demo: RunningXero, sdk: Sdk) -> None:
    """Its own refresh sends the credentials in the form."""
    connections = sdk.identity.get_connections()
    assert demo.tenant_id in {each.tenant_id for each in connections}
    before, given = TokenApi.refresh_token_url, sdk.token["refresh_token"]
    TokenApi.refresh_token_url = f"{demo.url}/connect/token"
    try:
        fresh = sdk.client.refresh_oauth2_token()
    finally:
        TokenApi.refresh_token_url = before
    assert fresh["access_token"]
    assert fresh["refresh_token"] not in {None, given}
