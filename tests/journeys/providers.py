"""Both payment providers of a house, delivering over real HTTP as the local ones do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from connectors.sandbox.payer import Delivery, deliver, gocardless_delivery, stripe_delivery
from plugin.operations import providers
from plugin.operations.incoming import endpoint_of
from plugin.store import incoming
from tests.journeys.house import BY, House

SECRET = "whsec_local_sender"


@dataclass
class Sender:
    """Stripe and GoCardless as one organisation has connected them, at a running address."""

    house: House
    address: str
    numbers: count[int]

    def stripe(self, kind: str, payment: str = "pi_1", **it: Any) -> int:
        """One event of Stripe about a payment; the status of the answer, which is empty."""
        key = it.pop("key", f"evt_{next(self.numbers)}")
        at = int(self.house.doors.clock.now().timestamp())
        return self._post(
            "stripe", stripe_delivery(SECRET, kind, at=at, key=key, **{"id": payment} | it)
        )

    def gocardless(self, action: str, payment: str = "PM1", **changes: Any) -> int:
        """One event of GoCardless about a payment."""
        delivery = gocardless_delivery(
            SECRET,
            f"payments.{action}",
            at=self.house.doors.clock.now(),
            key=f"EV{next(self.numbers)}",
            payment=payment,
            **changes,
        )
        return self._post("gocardless", delivery)

    def _post(self, provider: str, delivery: Delivery) -> int:
        with self.house.doors.store.tenant(self.house.org_id) as tx:
            known = incoming.provider_of(tx, provider)
        assert known is not None
        path = endpoint_of(self.house.org_id, known.token)
        answer = deliver(f"{self.address}/webhooks/{provider}/{path}", delivery)
        assert answer.content == b""
        assert "Set-Cookie" not in answer.headers
        return answer.status_code


def a_sender(house: House, address: str) -> Sender:
    """Both providers connected with one secret, delivering to this address."""
    for provider in providers.PROVIDERS:
        providers.connect(house.doors, org_id=house.org_id, by=BY, provider=provider, secret=SECRET)
    return Sender(house, address, count(1))
