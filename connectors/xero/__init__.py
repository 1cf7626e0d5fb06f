"""Xero: its consent, its books, and how its JSON becomes the ledger's facts.

Nothing outside this folder and the local Xero knows a field name of Xero's accounting API.
"""

from __future__ import annotations

from uuid import UUID

from connectors.xero.app import XeroApp
from connectors.xero.auth import ORGANISATION, XeroConsent
from connectors.xero.client import Seat
from connectors.xero.ledger import XeroLedger
from plugin.ports import CallBudget, Clock, Consent, Urgency, Vault

__all__ = [
    "ORGANISATION",
    "Seat",
    "XeroApp",
    "XeroConsent",
    "XeroLedger",
    "open_ledger",
]


def open_ledger(
    *,
    app: XeroApp,
    org_id: UUID,
    tenant_id: str,
    grant_id: UUID,
    vault: Vault,
    consent: Consent,
    budget: CallBudget,
    clock: Clock,
    urgency: Urgency = Urgency.SOON,
) -> XeroLedger:
    """The books of one organisation, for the length of one job. Nothing is called yet."""
    seat = Seat(
        org_id=org_id,
        tenant_id=tenant_id,
        grant_id=grant_id,
        vault=vault,
        consent=consent,
        budget=budget,
        clock=clock,
        urgency=urgency,
    )
    return XeroLedger(seat, api_url=app.api_url)
