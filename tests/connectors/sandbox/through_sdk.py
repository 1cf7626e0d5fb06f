"""Xero's own Python SDK, pointed at a local Xero, with its silent retries switched off.

The addresses of its tokens are class attributes, which are set for as long as a block lasts.
"""

import gc
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import urllib3
from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token, TokenApi
from xero_python.identity import IdentityApi

from connectors.sandbox.testing import RunningXero

NOBODY = "00000000-0000-0000-0000-000000000000"
SCOPES = (
    "openid profile email offline_access accounting.settings.read accounting.contacts "
    "accounting.invoices accounting.payments"
)
_KNOWN = ("access_token", "expires_in", "token_type", "refresh_token", "id_token")


class Sdk:
    """The SDK's two APIs against one local Xero; `token` is what its getter and saver keep."""

    def __init__(self, xero: RunningXero, tokens: dict[str, Any]) -> None:
        configuration = Configuration()
        configuration.oauth2_token = OAuth2Token(xero.client_id, xero.client_secret)
        # the local Xero's clock is its own: the SDK is told that the token is good
        self.token = {name: tokens[name] for name in _KNOWN if name in tokens} | {
            "scope": tokens["scope"].split(),
            "expires_at": 4e9,
        }
        self.client = ApiClient(
            configuration,
            oauth2_token_getter=lambda: self.token,
            oauth2_token_saver=self._save,
        )
        options = self.client.rest_client.pool_manager.connection_pool_kw
        options["retries"] = urllib3.Retry(total=0, respect_retry_after_header=False)
        self.accounting = AccountingApi(self.client, base_url=f"{xero.url}/api.xro/2.0")
        self.identity = IdentityApi(self.client, base_url=xero.url)

    def close(self) -> None:
        """Close its connections, which it keeps open for ever otherwise."""
        self.client.rest_client.pool_manager.clear()

    def revoke(self) -> None:
        """Revoke; the SDK never reads that answer, so its socket is let go here and not later."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            self.client.revoke_oauth2_token()
            self.client.last_response = None
            gc.collect()

    def _save(self, token: dict[str, Any]) -> None:
        self.token = dict(token)


@contextmanager
def connected(
    xero: RunningXero, scope: str = SCOPES, *, tenant: str | None = None
) -> Iterator[Sdk]:
    """A person's connection of an organisation, the first unless another is named."""
    with closing(Sdk(xero, xero.connect(scope, tenant=tenant))) as sdk:
        yield sdk


@contextmanager
def pointed_at(xero: RunningXero) -> Iterator[None]:
    """The SDK's token addresses lead to this local Xero inside the block."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("refresh_token_url", "client_credentials_token_url"):
            patch.setattr(TokenApi, name, f"{xero.url}/connect/token")
        patch.setattr(TokenApi, "revoke_token_url", f"{xero.url}/connect/revocation")
        yield
