"""Bodies as Stripe and GoCardless send them, made small by hand."""

from __future__ import annotations

import json
from typing import Any

SECRET = "whsec_3f2a"
#: seconds since 1970 of 24 November 2026, 09:00 UTC
NINE = 1_795_510_800


def stripe_body(kind: str, *, key: str = "evt_1", created: int = NINE, **it: Any) -> bytes:
    """One event of Stripe about a payment intent, unless another object is named."""
    thing = {"object": "payment_intent", "id": "pi_1", "currency": "gbp", **it}
    event = {
        "id": key,
        "object": "event",
        "api_version": "2025-09-30.clover",
        "created": created,
        "livemode": True,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
        "data": {"object": thing},
    }
    # as Stripe writes it: indented, which a signature over parsed JSON would lose
    return json.dumps(event, indent=2).encode()


def gocardless_event(action: str, **changes: Any) -> dict[str, Any]:
    """One event of GoCardless about payment PM1, unless the links say another."""
    return {
        "id": "EV1",
        "created_at": "2026-11-24T09:00:00.000Z",
        "resource_type": "payments",
        "action": action,
        "links": {"payment": "PM1"},
        "details": {"origin": "gocardless", "cause": f"payment_{action}", "description": "…"},
        "metadata": {},
        "resource_metadata": {},
        **changes,
    }


def gocardless_body(*events: dict[str, Any]) -> bytes:
    """A delivery of these events."""
    return json.dumps({"events": list(events), "meta": {"webhook_id": "WB1"}}).encode()
