"""Whatever a payment provider signs, it is taken, looked into and answered; never a 500."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.bootstrap import payment_desk
from plugin.operations import providers
from plugin.operations.incoming import endpoint_of, look_into
from plugin.store import Store, incoming
from tests.builders import NOW, House, a_busy_house
from webhooks.gocardless import gocardless_signature
from webhooks.providers import provider_receiver
from webhooks.stripe import stripe_signature

SECRET = "whsec_of_nonsense"
WORDS = st.text(max_size=30) | st.sampled_from(
    ["INV-1041", "inv 1041 & 1012", "kettle", "%", "'; drop table x", "\\", "\x00", "1041"]
)
ANYTHING = st.none() | st.booleans() | st.integers() | WORDS | st.dictionaries(WORDS, WORDS)
OBJECT = st.fixed_dictionaries(
    {"object": st.sampled_from(["payment_intent", "charge", "dispute", "x"])},
    optional={
        "id": st.sampled_from(["pi_1", "pi_2"]) | ANYTHING,
        "amount": ANYTHING,
        "currency": st.sampled_from(["gbp", "jpy", "eur"]) | ANYTHING,
        "metadata": st.dictionaries(WORDS, WORDS, max_size=3) | ANYTHING,
        "description": ANYTHING,
        "customer": ANYTHING,
        "receipt_email": ANYTHING,
        "payment_status": ANYTHING,
    },
)
EVENT = st.fixed_dictionaries(
    {
        "id": WORDS,
        "type": st.sampled_from(
            [
                *("payment_intent.processing", "payment_intent.succeeded", "charge.refunded"),
                *("payment_intent.payment_failed", "charge.dispute.created", "x"),
            ]
        ),
        "created": st.integers(0, 4_000_000_000) | ANYTHING,
        "data": st.fixed_dictionaries({"object": OBJECT}) | ANYTHING,
    }
)
DEBIT = st.fixed_dictionaries(
    {
        "id": WORDS,
        "created_at": st.sampled_from(["2026-11-24T09:00:00Z", "0001-01-01", "9999-12-31"]) | WORDS,
        "resource_type": st.sampled_from(["payments", "refunds", "mandates"]) | ANYTHING,
        "action": st.sampled_from(["confirmed", "failed", "created"]) | ANYTHING,
        "links": st.fixed_dictionaries({"payment": WORDS}) | ANYTHING,
        "resource_metadata": st.dictionaries(WORDS, WORDS, max_size=3) | ANYTHING,
    }
)


class Door:
    """The receivers of a house whose two providers are connected."""

    def __init__(self, house: House) -> None:
        self._house = house
        app = Flask("receiving")
        app.register_blueprint(provider_receiver(payment_desk(house.doors)))
        self._client = app.test_client()
        for each in providers.PROVIDERS:
            providers.connect(
                house.doors, org_id=house.org_id, by="Ann Lee", provider=each, secret=SECRET
            )

    def takes(self, provider: str, said: Any, **headers: str) -> int:
        """The status of the answer to a delivery."""
        body = json.dumps(said).encode()
        signed = {
            "Stripe-Signature": stripe_signature(body, SECRET, int(NOW.timestamp())),
            "Webhook-Signature": gocardless_signature(body, SECRET),
            **headers,
        }
        with self._house.doors.store.tenant(self._house.org_id) as tx:
            known = incoming.provider_of(tx, provider)
        assert known is not None
        path = endpoint_of(self._house.org_id, known.token)
        answer = self._client.post(f"/webhooks/{provider}/{path}", data=body, headers=signed)
        return answer.status_code


def test_no_signed_nonsense_breaks_the_door_or_the_work_behind_it(store: Store) -> None:
    """Every event is answered 200 and settled; the customers are reviewed after it all."""
    house = a_busy_house(store)
    house.settle()
    door = Door(house)

    @settings(
        max_examples=30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(event=EVENT, debits=st.lists(DEBIT, max_size=3))
    def holds(event: dict[str, Any], debits: list[dict[str, Any]]) -> None:
        assert door.takes("stripe", event) == 200
        assert door.takes("gocardless", {"events": debits}) == 200
        assert door.takes("stripe", event, **{"Stripe-Signature": "t=1,v1=x"}) in (401, 429)

    holds()
    look_into(house.doors, house.org_id)
    house.review()
    with store.tenant(house.org_id) as tx:
        row = tx.sql(
            "select count(*) filter (where handled_at is null) as waits, count(*) as told"
            " from provider_events where org_id = :org"
        ).one()
    assert row.waits == 0
    assert row.told > 0
