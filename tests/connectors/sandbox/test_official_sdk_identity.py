"""Xero's own Python SDK keeps its tokens and connections with the local Xero."""

from collections.abc import Iterator

import pytest
from xero_python.exceptions import (
    HTTPStatusException,
    NotFoundException,
    OAuth2InvalidGrantError,
)

from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import small_world
from tests.connectors.sandbox.through_sdk import NOBODY, Sdk, connected, pointed_at


@pytest.fixture
def local() -> Iterator[RunningXero]:
    """A local Xero that the SDK's token addresses lead to."""
    with running(small_world()) as found, pointed_at(found):
        yield found


@pytest.fixture
def sdk(local: RunningXero) -> Iterator[Sdk]:
    """A person's connection."""
    with connected(local) as found:
        yield found


def test_it_lists_the_connections_of_a_consent(local: RunningXero, sdk: Sdk) -> None:
    """All of the user's, or those of one event of consent; dates have a zone."""
    (first,) = sdk.identity.get_connections()
    assert (first.tenant_id, first.tenant_type) == (local.tenant_id, "ORGANISATION")
    assert first.tenant_name == "Harbour Lane Foods"
    other = next(each for each in local.world.ledgers if each != local.tenant_id)
    with connected(local, tenant=other) as second:
        both = {each.tenant_id: each for each in second.identity.get_connections()}
        event = both[other].auth_event_id
        (one,) = second.identity.get_connections(auth_event_id=event)
    assert set(both) == set(local.world.ledgers)
    assert one.tenant_id == other


def test_it_deletes_one_connection(local: RunningXero, sdk: Sdk) -> None:
    """The organisation is forbidden afterwards; a second time it is not found."""
    (connection,) = sdk.identity.get_connections()
    sdk.identity.delete_connection(connection.id)
    assert sdk.identity.get_connections() == []
    with pytest.raises(HTTPStatusException) as forbidden:
        sdk.accounting.get_users(local.tenant_id)
    assert forbidden.value.status == 403
    with pytest.raises(NotFoundException):
        sdk.identity.delete_connection(connection.id)


def test_it_refreshes_with_its_credentials_in_the_form(local: RunningXero, sdk: Sdk) -> None:
    """A new pair each time, saved by its saver; calls go on with the new one."""
    before = dict(sdk.token)
    fresh = sdk.client.refresh_oauth2_token()
    assert fresh["access_token"] != before["access_token"]
    assert fresh["refresh_token"] != before["refresh_token"]
    assert sdk.token["access_token"] == fresh["access_token"]
    assert sdk.accounting.get_organisations(local.tenant_id).organisations


def test_it_refreshes_by_itself_before_a_call(local: RunningXero, sdk: Sdk) -> None:
    """A token that the SDK takes for old is replaced without being asked."""
    sdk.token["expires_at"] = 1.0
    before = sdk.token["access_token"]
    local.advance(1)
    assert sdk.accounting.get_organisations(local.tenant_id).organisations
    assert sdk.token["access_token"] != before


def test_a_replaced_refresh_token_has_its_grace_and_no_more(local: RunningXero, sdk: Sdk) -> None:
    """Half an hour on the local Xero's clock, then invalid_grant as the SDK names it."""
    old = dict(sdk.token)
    sdk.client.refresh_oauth2_token()
    sdk.token.update(old)
    assert sdk.client.refresh_oauth2_token()["refresh_token"] != old["refresh_token"]
    local.advance(0.6)
    sdk.token.update(old, expires_at=1.0)
    with pytest.raises(OAuth2InvalidGrantError) as dead:
        sdk.identity.get_connections()
    assert dead.value.reason == "Invalid Grant"


def test_it_revokes_all_that_a_user_allowed(local: RunningXero, sdk: Sdk) -> None:
    """Every connection of the user is gone and the refresh token is dead."""
    old = dict(sdk.token)
    sdk.revoke()
    assert local.sandbox.identity.connections(local.client_id) == []
    sdk.token.update(old, expires_at=1.0)
    with pytest.raises(OAuth2InvalidGrantError):
        sdk.identity.get_connections()


def test_it_takes_a_token_without_a_person(local: RunningXero, sdk: Sdk) -> None:
    """Client credentials: one organisation, no refresh token; another app's scope for billing."""
    sdk.client.get_client_credentials_token()
    assert not sdk.token.get("refresh_token")
    (organisation,) = sdk.accounting.get_organisations(local.tenant_id).organisations
    assert organisation.name == "Harbour Lane Foods"
    sdk.client.get_client_credentials_token(app_store_billing=True)
    with pytest.raises(HTTPStatusException) as refused:
        sdk.accounting.get_organisations(local.tenant_id)
    assert refused.value.status == 401


def test_wrong_app_credentials_are_not_an_ended_consent(local: RunningXero, sdk: Sdk) -> None:
    """invalid_client, and the refresh token is as good as before."""
    token = sdk.client.configuration.oauth2_token
    right, token.client_secret = token.client_secret, "wrong"
    with pytest.raises(HTTPStatusException) as refused:
        sdk.client.refresh_oauth2_token()
    assert "invalid_client" in str(refused.value.body)
    token.client_secret = right
    assert sdk.client.refresh_oauth2_token()["access_token"]


def test_tenants_and_scopes_are_checked_on_every_call(local: RunningXero) -> None:
    """401 names the scope that is missing; 403 for nobody's organisation."""
    with connected(local, "offline_access accounting.contacts.read") as narrow:
        assert narrow.accounting.get_contacts(local.tenant_id).contacts
        with pytest.raises(HTTPStatusException) as missing:
            narrow.accounting.get_invoices(local.tenant_id)
        with pytest.raises(HTTPStatusException) as forbidden:
            narrow.accounting.get_contacts(NOBODY)
    assert missing.value.status == 401
    assert "accounting.invoices.read" in missing.value.headers["WWW-Authenticate"]
    assert forbidden.value.status == 403
