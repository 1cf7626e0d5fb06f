"""What Stripe and GoCardless are answered, over a real Flask application."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webhooks.provider_samples import (
    NINE,
    SECRET,
    gocardless_body,
    gocardless_event,
    stripe_body,
)
from webhooks.gocardless import gocardless_signature
from webhooks.money import MoneyState, Payments
from webhooks.providers import Desk, provider_receiver
from webhooks.stripe import stripe_signature

NOW = datetime.fromtimestamp(NINE, UTC)


class Desks:
    """A receiver in an application that would set a cookie if its session were touched."""

    def __init__(self, *, allowed: int = 99) -> None:
        self.taken: list[tuple[str, str, Payments]] = []
        self.failures: list[str] = []
        self.is_broken = False
        self._allowed = allowed
        app = flask.Flask("receiving")
        app.secret_key = "not a secret"
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.register_blueprint(
            provider_receiver(Desk(secrets=self._secrets, store=self._store,
                                   refused=self._refused, now=lambda: NOW))
        )  # fmt: skip
        self.client: FlaskClient = app.test_client()

    def _secrets(self, provider: str, endpoint: str) -> Sequence[str]:
        return (SECRET,) if endpoint == "ours" else ()

    def _store(self, provider: str, endpoint: str, payments: Payments) -> None:
        if self.is_broken:
            raise RuntimeError("the database is down")
        self.taken.append((provider, endpoint, payments))

    def _refused(self, address: str) -> bool:
        self.failures.append(address)
        return len(self.failures) > self._allowed

    def stripe(self, body: bytes, header: str | None = None, at: str = "ours") -> int:
        """Deliver as Stripe does; the status of the answer, which is always empty."""
        given = stripe_signature(body, SECRET, NINE) if header is None else header
        return self._post(f"/webhooks/stripe/{at}", body, {"Stripe-Signature": given})

    def gocardless(self, body: bytes, header: str | None = None, at: str = "ours") -> int:
        """Deliver as GoCardless does."""
        given = gocardless_signature(body, SECRET) if header is None else header
        return self._post(f"/webhooks/gocardless/{at}", body, {"Webhook-Signature": given})

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        answer = self.client.post(path, data=body, headers=headers, content_type="application/json")
        assert (answer.data == b"" or answer.status_code == 500) and (
            "Set-Cookie" not in answer.headers
        )
        return answer.status_code


def test_a_signed_delivery_is_handed_over_and_answered_with_an_empty_200() -> None:
    """Each sender at its own address."""
    desks = Desks()
    assert desks.stripe(stripe_body("payment_intent.succeeded")) == 200
    assert desks.gocardless(gocardless_body(gocardless_event("confirmed"))) == 200
    assert [(each[0], each[2].events[0].state) for each in desks.taken] == [
        ("stripe", MoneyState.RECEIVED),
        ("gocardless", MoneyState.RECEIVED),
    ]
    assert desks.client.get("/webhooks/stripe/ours").status_code == 405
    assert desks.failures == []


def test_a_wrong_signature_or_address_is_refused_alike_and_nothing_is_handed_over() -> None:
    """401 to Stripe's, 498 to GoCardless's as it asks; nobody learns which addresses there are."""
    desks = Desks()
    body, other = stripe_body("payment_intent.succeeded"), gocardless_body()
    assert [desks.stripe(body, "t=1,v1=a"), desks.stripe(body, at="x" * 300)] == [401, 401]
    assert [desks.gocardless(other, "no"), desks.gocardless(other, at="theirs")] == [498, 498]
    assert desks.taken == []
    assert desks.failures == ["127.0.0.1"] * 4


def test_failed_signatures_are_limited_by_address_and_valid_ones_never() -> None:
    """Stripe must get through whatever else comes from there."""
    desks = Desks(allowed=2)
    body = stripe_body("payment_intent.succeeded")
    assert [desks.stripe(body, "no") for _ in range(4)] == [401, 401, 429, 429]
    assert desks.stripe(body) == 200


def test_what_could_not_be_stored_is_a_500_and_what_is_too_large_a_413() -> None:
    """So that it comes again; a stranger cannot make us hash gigabytes."""
    desks = Desks()
    desks.is_broken = True
    assert desks.stripe(stripe_body("payment_intent.succeeded")) == 500
    assert desks.stripe(b" " * 1_000_001) == 413


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "type", "created", "data", "object", "events", "links", "payment", "amount"]
            )
            | st.text(max_size=6),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(body=st.binary(max_size=80) | JSON.map(lambda each: json.dumps(each).encode()))
def test_no_body_and_no_header_make_a_500(body: bytes) -> None:
    """Signed nonsense is 200 and read as far as it goes; unsigned nonsense is refused."""
    desks = Desks()
    assert desks.stripe(body, stripe_signature(body, SECRET, NINE)) == 200
    assert desks.gocardless(body) == 200
    assert desks.stripe(body, body.hex()) == 401
    assert desks.gocardless(body, body.hex()) == 498
