"""A local Xero inside the test's own process: quick to start, on a free port, gone at the end.

    with running(generate(1, date(2026, 11, 24))) as xero:
        token = xero.token()
        requests.get(f"{xero.url}/api.xro/2.0/Invoices", headers=xero.headers(token))
        xero.advance(24)

It adds nothing to what `server.Sandbox` does but a few short verbs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from connectors.sandbox.control_verbs import perform
from connectors.sandbox.faults import Fault
from connectors.sandbox.seed import SeedWorld
from connectors.sandbox.server import REDIRECT, Sandbox

TIMEOUT = 60


class RunningXero:
    """A started local Xero and the few calls that most tests make.

    `sandbox` is the thing itself: `.world`, `.identity`, `.mailbox`, `.faults`, `.webhooks`.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.url = sandbox.url
        self.world = sandbox.world
        self.client_id = sandbox.credentials.client_id
        self.client_secret = sandbox.credentials.secret
        self.webhook_key = sandbox.credentials.webhook_key
        self.redirect_uri = sandbox.identity.app.redirects[0]
        self.smtp_url = sandbox.mailbox.url
        self.environment = sandbox.environment()

    @property
    def tenant_id(self) -> str:
        """The first organisation's tenant id, which a reset changes."""
        return self.world.first.tenant

    def advance(self, hours: float) -> None:
        """Move the clock on, hour by hour; what is due happens."""
        self.sandbox.happenings.advance(hours)

    def act(self, verb: str, **body: Any) -> dict[str, Any]:
        """Let something happen in the first organisation, by a verb of `control_verbs`.

        Amounts are decimal strings, dates YYYY-MM-DD. Raises XeroError in Xero's own words.
        """
        return perform(self.sandbox, self.tenant_id, verb, body)

    def fault(self, kind: str, **how: Any) -> None:
        """Let something go wrong, by a kind of `fault_kinds` and the fields of `faults.Fault`."""
        self.sandbox.set_fault(Fault(kind, **how))

    def doubt(self, **answers: bool) -> None:
        """Answer open questions, by the switches of `doubts`."""
        self.world.doubt(**answers)

    def token(self, scope: str = "") -> str:
        """An access token without a user, by the client-credentials grant."""
        return str(
            self.ask_token({"grant_type": "client_credentials", "scope": scope})["access_token"]
        )

    def ask_token(self, form: dict[str, str]) -> dict[str, Any]:
        """The JSON of the token address for this form, whatever its status."""
        answer = requests.post(
            f"{self.url}/connect/token",
            data=form,
            auth=(self.client_id, self.client_secret),
            timeout=TIMEOUT,
        )
        found: dict[str, Any] = answer.json()
        return found

    def consent(self, scope: str, *, tenant: str | None = None, **query: str) -> dict[str, str]:
        """Allow access on the consent page as the first user; what the redirect carries."""
        answer = requests.post(
            f"{self.url}/identity/connect/authorize",
            params={
                "response_type": "code",
                "client_id": self.client_id,
                "redirect_uri": self.redirect_uri,
                "scope": scope,
                "state": "s",
                **query,
            },
            data={"decision": "allow", "tenant": tenant or self.tenant_id},
            allow_redirects=False,
            timeout=TIMEOUT,
        )
        carried = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
        return {name: values[0] for name, values in carried.items()}

    def connect(self, scope: str, *, tenant: str | None = None) -> dict[str, Any]:
        """Consent and exchange the code: the token JSON of a user's connection."""
        return self.ask_token(
            {
                "grant_type": "authorization_code",
                "code": self.consent(scope, tenant=tenant)["code"],
                "redirect_uri": self.redirect_uri,
            }
        )

    def headers(self, token: str, tenant: str | None = None) -> dict[str, str]:
        """The headers of an accounting call."""
        return {
            "Authorization": f"Bearer {token}",
            "xero-tenant-id": tenant or self.tenant_id,
            "Accept": "application/json",
        }

    def api(
        self,
        method: str,
        path: str,
        token: str,
        *,
        tenant: str | None = None,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> requests.Response:
        """One call of the accounting API; `path` as `Invoices?page=1`."""
        return requests.request(
            method,
            f"{self.url}/api.xro/2.0/{path}",
            headers={**self.headers(token, tenant), **(headers or {})},
            timeout=TIMEOUT,
            **options,
        )


@contextmanager
def running(seed: SeedWorld, **options: Any) -> Iterator[RunningXero]:
    """A local Xero on a free port for as long as the block lasts.

    `options` are those of `server.Sandbox`: port, salt, redirects, webhook_url, has_limits, tier,
    record.
    """
    with Sandbox(seed, **{"redirects": (REDIRECT,), **options}) as sandbox:
        yield RunningXero(sandbox)
