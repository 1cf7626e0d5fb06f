"""One organisation connected to a local Xero over real HTTP, with doors that live in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import uuid4

from connectors.sandbox.faults import Fault
from connectors.sandbox.generator import generate
from connectors.sandbox.ledger import Ledger as SandboxLedger
from connectors.sandbox.seed import SeedWorld
from connectors.sandbox.testing import RunningXero, running
from connectors.xero import XeroApp, XeroConsent, XeroLedger, open_ledger
from plugin.ports import Consent, LedgerConnection, LedgerInvoice, Tokens
from tests.doors import MemoryBudget, MemoryVault

SCOPES = (
    "openid",
    "profile",
    "email",
    "offline_access",
    "accounting.settings.read",
    "accounting.contacts",
    "accounting.invoices",
    "accounting.payments.read",
)
TODAY = date(2026, 11, 24)


class XeroClock:
    """Business time as the local Xero has it."""

    def __init__(self, xero: RunningXero) -> None:
        self._xero = xero

    def now(self) -> datetime:
        """The local Xero's instant."""
        return self._xero.world.now()


def an_app(xero: RunningXero, **changes: str) -> XeroApp:
    """The app as registered with this local Xero."""
    known = {
        "client_id": xero.client_id,
        "client_secret": xero.client_secret,
        "redirect_uri": xero.redirect_uri,
        "login_url": xero.url,
        "identity_url": xero.url,
        "api_url": xero.url,
    }
    return XeroApp(**(known | changes))


class Connected:
    """A consented organisation: its ledger, and every door the ledger goes through."""

    def __init__(self, xero: RunningXero, *, scopes: tuple[str, ...] = SCOPES) -> None:
        self.xero = xero
        self.app = an_app(xero)
        self.clock = XeroClock(xero)
        self.consent = XeroConsent(self.app, self.clock)
        self.vault = MemoryVault()
        self.budget = MemoryBudget()
        self.org_id = uuid4()
        self.grant_id = uuid4()
        self.connection = self._connect(scopes)
        self.ledger = self.opened()

    def _connect(self, scopes: tuple[str, ...]) -> LedgerConnection:
        back = self.xero.consent(" ".join(scopes), nonce="n-1")
        granted = self.consent.exchange(code=back["code"], nonce="n-1")
        assert granted.tokens
        self.vault.keep(self.grant_id, granted.tokens)
        return self.consent.connections(granted.tokens.access, auth_event_id=granted.auth_event_id)[
            0
        ]

    def opened(self, *, consent: Consent | None = None, app: XeroApp | None = None) -> XeroLedger:
        """A ledger object of its own, as every job has one."""
        return open_ledger(
            app=app or self.app,
            org_id=self.org_id,
            tenant_id=self.connection.ledger_id,
            grant_id=self.grant_id,
            vault=self.vault,
            consent=consent or self.consent,
            budget=self.budget,
            clock=self.clock,
        )

    @property
    def tokens(self) -> Tokens:
        """The tokens as the vault has them."""
        return self.vault.read(self.grant_id)

    @property
    def inside(self) -> SandboxLedger:
        """The organisation as it is inside the local Xero."""
        return self.xero.world.ledger(self.connection.ledger_id)

    def breaks(self, kind: str, **fault: Any) -> None:
        """Switch on a fault for the next call that fits."""
        self.xero.sandbox.faults.set(Fault(kind, **fault))

    def calls(self, path: str) -> list[str]:
        """The queries of calls that the local Xero saw on a path, faults included."""
        return [call.query for call in self.xero.sandbox.calls.calls() if call.path == path]

    def open_sale(self, *, part_paid: bool = False) -> LedgerInvoice:
        """An approved sales invoice with something due."""
        return next(
            invoice
            for invoice in self.ledger.invoices().items
            if invoice.kind == "sale"
            and invoice.state == "approved"
            and invoice.currency == "GBP"
            and bool(invoice.paid) is part_paid
            and not invoice.credited
            and invoice.balance > 50
        )


@cache
def wholesaler() -> SeedWorld:
    """The generated ledger, invented once a run."""
    return generate(1, TODAY)


@contextmanager
def connected(scopes: tuple[str, ...] = SCOPES, **options: Any) -> Iterator[Connected]:
    """A fresh local Xero and an organisation connected to it."""
    with running(wholesaler(), **options) as xero:
        here = Connected(xero, scopes=scopes)
        yield here
        here.ledger.close()
