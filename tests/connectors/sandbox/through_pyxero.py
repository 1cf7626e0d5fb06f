"""`pyxero`, pointed at a local Xero: an older client that others wrote, which speaks XML.

Its identity addresses are constants of its module and its transport insists on https, so both
are set for as long as a block lasts; its accounting address is an attribute of the credentials.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import pytest
import requests
import xero.auth
from xero import Xero
from xero.auth import OAuth2Credentials

from connectors.sandbox.testing import TIMEOUT, RunningXero

SCOPES = [
    "openid", "profile", "email", "offline_access", "accounting.settings.read",
    "accounting.contacts", "accounting.invoices", "accounting.payments",
]  # fmt: skip


@contextmanager
def pointed_at(found: RunningXero) -> Iterator[None]:
    """pyxero's identity addresses lead to this local Xero inside the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        # scopes add up: what a user allowed this app before comes with every later token
        patch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
        patch.setattr(xero.auth, "XERO_BASE_URL", found.url)
        patch.setattr(xero.auth, "XERO_OAUTH2_TOKEN_URL", f"{found.url}/connect/token")
        authorise = f"{found.url}/identity/connect/authorize"
        patch.setattr(xero.auth, "XERO_OAUTH2_AUTHORIZE_URL", authorise)
        yield


def signed_in(found: RunningXero, scope: list[str] | None = None) -> OAuth2Credentials:
    """Credentials that went the whole way: its own authorise address, consent, its own exchange."""
    credentials = OAuth2Credentials(
        found.client_id,
        found.client_secret,
        callback_uri=found.redirect_uri,
        scope=scope or SCOPES,
    )
    allowed = requests.post(
        credentials.generate_url(),
        data={"decision": "allow", "tenant": found.tenant_id},
        allow_redirects=False,
        timeout=TIMEOUT,
    )
    credentials.verify(allowed.headers["Location"])
    credentials.set_default_tenant()
    return credentials


def refused_at_consent(found: RunningXero) -> str:
    """The redirect of a user who says no, as pyxero would be handed it."""
    query = urlencode({"error": "access_denied", "state": "s"})
    return urlsplit(found.redirect_uri)._replace(query=query).geturl()


def through(credentials: OAuth2Credentials) -> Xero:
    """The client's collections."""
    return Xero(credentials)
