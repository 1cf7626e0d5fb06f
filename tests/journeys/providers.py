"""A local sender of payment providers' events: signs as they do and posts over real HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

import requests

from plugin.operations import providers
from plugin.operations.incoming import endpoint_of
from plugin.store import incoming
from tests.journeys.house import BY, House
from webhooks.gocardless import gocardless_signature
from webhooks.stripe import stripe_signature

SECRET = "whsec_local_sender"


@dataclass
class Sender:
    """Stripe and GoCardless as one organisation has connected them, at a running address."""

    house: House
    address: str
    numbers: count[int]

    def stripe(self, kind: str, payment: str = "pi_1", **it: Any) -> int:
        """One event of Stripe about a payment; the status of the answer, which is empty."""
        at = int(self.house.doors.clock.now().timestamp())
        event = {
            "id": it.pop("key", f"evt_{next(self.numbers)}"),
            "object": "event",
            "created": it.pop("created", at),
            "livemode": it.pop("livemode", True),
            "type": kind,
            "data": {
                "object": {"object": "payment_intent", "id": payment, "currency": "gbp", **it}
            },
        }
        body = json.dumps(event, indent=2).encode()
        header = {"Stripe-Signature": stripe_signature(body, SECRET, at)}
        return self._post("stripe", body, header)

    def gocardless(self, action: str, payment: str = "PM1", **changes: Any) -> int:
        """One event of GoCardless about a payment."""
        event = {
            "id": f"EV{next(self.numbers)}",
            "created_at": self.house.doors.clock.now().isoformat(),
            "resource_type": "payments",
            "action": action,
            "links": {"payment": payment},
            "details": {"cause": f"payment_{action}"},
            **changes,
        }
        body = json.dumps({"events": [event]}).encode()
        header = {"Webhook-Signature": gocardless_signature(body, SECRET)}
        return self._post("gocardless", body, header)

    def _post(self, provider: str, body: bytes, header: dict[str, str]) -> int:
        with self.house.doors.store.tenant(self.house.org_id) as tx:
            known = incoming.provider_of(tx, provider)
        assert known is not None
        path = endpoint_of(self.house.org_id, known.token)
        answer = requests.post(
            f"{self.address}/webhooks/{provider}/{path}", data=body, headers=header, timeout=20
        )
        assert answer.content == b""
        assert "Set-Cookie" not in answer.headers
        return answer.status_code


def a_sender(house: House, address: str) -> Sender:
    """Both providers connected with one secret, delivering to this address."""
    for provider in providers.PROVIDERS:
        providers.connect(house.doors, org_id=house.org_id, by=BY, provider=provider, secret=SECRET)
    return Sender(house, address, count(1))
