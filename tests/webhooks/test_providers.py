"""Stripe's and GoCardless's deliveries, signed by their own libraries, read and answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import flask
import gocardless_pro.webhooks as official_gocardless
import pytest
import stripe as official_stripe
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webhooks.provider_samples import NINE, gocardless_body, gocardless_event, stripe_body
from webhooks.gocardless import gocardless_signature, gocardless_signature_ok, read_gocardless
from webhooks.money import MoneyState, Payments
from webhooks.providers import Desk, provider_receiver
from webhooks.stripe import read_stripe, stripe_signature, stripe_signature_ok

SECRET = "whsec_3f2a"
NOW = datetime.fromtimestamp(NINE, UTC)


def by_stripe(body: bytes, secret: str = SECRET, at: int = NINE) -> str:
    """The header as Stripe's own library signs."""
    signer = official_stripe.WebhookSignature
    return f"t={at},v1={signer._compute_signature(f'{at}.{body.decode()}', secret)}"


# --- Stripe's scheme ----------------------------------------------------------------------------


def test_what_stripes_library_signs_we_take_and_what_we_sign_it_takes() -> None:
    """The same scheme from both sides, over the raw bytes with their blanks and accents."""
    body = stripe_body("payment_intent.succeeded", description="Café INV-1041, thanks")
    assert stripe_signature_ok(body, by_stripe(body), [SECRET], NOW)
    ours = stripe_signature(body, SECRET, NINE)
    assert official_stripe.WebhookSignature.verify_header(body.decode(), ours, SECRET)
    with pytest.raises(official_stripe.SignatureVerificationError):
        official_stripe.WebhookSignature.verify_header(body.decode(), ours, "whsec_other")


@pytest.mark.parametrize(
    "header",
    [None, "", "t=1", "v1=aa", "t=x,v1=aa", "t=²,v1=aa", "t=" + "9" * 40 + ",v1=aa", "é,t=1,v1=é"],
)
def test_a_header_of_stripe_that_is_none_verifies_nothing(header: str | None) -> None:
    """And raises nothing."""
    assert not stripe_signature_ok(b"{}", header, [SECRET], NOW)


def test_one_altered_byte_or_another_scheme_is_not_stripes() -> None:
    """Body, stamp and signature hang together; v0 is for tests of Stripe's own."""
    body = stripe_body("payment_intent.succeeded")
    good = by_stripe(body)
    assert not stripe_signature_ok(body + b" ", good, [SECRET], NOW)
    assert not stripe_signature_ok(body, good.replace("v1=", "v0="), [SECRET], NOW)
    assert not stripe_signature_ok(body, good.replace(str(NINE), str(NINE + 1)), [SECRET], NOW)
    assert not stripe_signature_ok(body, good, ["", "   "], NOW)
    assert not stripe_signature_ok(body, by_stripe(body, "   "), ["   "], NOW)


def test_a_replay_of_six_minutes_ago_is_refused_and_one_of_four_is_taken() -> None:
    """As the library judges: five minutes back; a clock that runs ahead is forgiven."""
    body = stripe_body("payment_intent.succeeded")
    header = by_stripe(body)
    for minutes, taken in ((-60, True), (0, True), (4, True), (6, False)):
        assert stripe_signature_ok(body, header, [SECRET], NOW + timedelta(minutes=minutes)) is (
            taken
        )


def test_while_a_secret_is_rolled_either_side_may_have_both() -> None:
    """Stripe signs with the old and the new; we know one or both."""
    body = stripe_body("payment_intent.succeeded")
    both = f"{by_stripe(body, 'whsec_new')},{by_stripe(body, 'whsec_old').split(',')[1]}"
    for secrets in (["whsec_old"], ["whsec_new"], ["whsec_x", "whsec_old"]):
        assert stripe_signature_ok(body, both, secrets, NOW)
    assert not stripe_signature_ok(body, both, ["whsec_x"], NOW)
    assert not stripe_signature_ok(body, both, [], NOW)


# --- GoCardless's scheme ------------------------------------------------------------------------


def test_what_we_sign_gocardless_library_takes_and_nothing_else() -> None:
    """Hexadecimal HMAC over the raw bytes; the library parses what we signed."""
    body = gocardless_body(gocardless_event("confirmed"))
    header = gocardless_signature(body, SECRET)
    (event,) = official_gocardless.parse(body.decode(), SECRET, header)
    assert (event.resource_type, event.action) == ("payments", "confirmed")
    assert gocardless_signature_ok(body, header, ["other", SECRET])
    for wrong in (None, "", header.upper(), header[:-1], "é" * 64, header + "00"):
        assert not gocardless_signature_ok(body, wrong, [SECRET])
    assert not gocardless_signature_ok(body + b" ", header, [SECRET])
    assert not gocardless_signature_ok(body, gocardless_signature(body, ""), [""])


# --- what they say ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "it", "state"),
    [
        ("payment_intent.processing", {}, MoneyState.ON_ITS_WAY),
        ("payment_intent.succeeded", {}, MoneyState.RECEIVED),
        ("payment_intent.payment_failed", {}, MoneyState.FAILED),
        ("payment_intent.canceled", {}, MoneyState.CANCELLED),
        ("charge.refunded", {"refunded": True}, MoneyState.CAME_BACK),
        ("charge.refunded", {"refunded": False}, MoneyState.RECEIVED),
        ("charge.dispute.created", {"object": "dispute"}, MoneyState.CAME_BACK),
        ("charge.dispute.closed", {"object": "dispute", "status": "won"}, MoneyState.RECEIVED),
        ("charge.dispute.closed", {"object": "dispute", "status": "warning_closed"}, None),
        ("checkout.session.completed", {"payment_status": "paid"}, MoneyState.RECEIVED),
        ("checkout.session.completed", {"payment_status": "unpaid"}, MoneyState.ON_ITS_WAY),
        ("checkout.session.completed", {"payment_status": "no_payment_required"}, None),
        ("payment_intent.created", {}, None),
        ("customer.created", {"object": "customer", "id": "cus_1"}, None),
    ],
)
def test_where_a_payment_of_stripe_stands(
    kind: str, it: dict[str, Any], state: MoneyState | None
) -> None:
    """On its way, in, failed, cancelled, back; everything else says nothing of it."""
    thing: dict[str, Any] = {"object": "charge", "id": "ch_1", "payment_intent": "pi_9", **it}
    if kind.startswith("payment_intent"):
        thing = {"object": "payment_intent", "id": "pi_9", **it}
    if kind == "customer.created":
        thing = dict(it)
    (event,) = read_stripe(stripe_body(kind, **thing)).events
    assert event.state is state
    assert event.payment == ("" if kind == "customer.created" else "pi_9")


def test_amount_reference_payer_and_reason_are_read_off_stripes_event() -> None:
    """Pounds and not pence, what names the invoice first, and who paid."""
    body = stripe_body(
        "checkout.session.completed",
        object="checkout.session",
        id="cs_1",
        payment_intent={"id": "pi_7", "object": "payment_intent"},
        payment_status="paid",
        amount_total=41_240,
        client_reference_id="INV-1041",
        payment_link="plink_5",
        customer="cus_3",
        customer_details={"email": "maya@copperkettle.example"},
        metadata={"till": "2", "invoice_number": "INV-1041"},
    )
    (event,) = read_stripe(body).events
    assert (event.amount, event.currency, event.payment) == (Decimal("412.40"), "GBP", "pi_7")
    assert event.texts == (
        ("metadata invoice_number", "INV-1041"),
        ("metadata till", "2"),
        ("client reference", "INV-1041"),
        ("payment link", "plink_5"),
    )
    assert (event.payer, event.email) == ("cus_3", "maya@copperkettle.example")
    assert event.at == NOW
    failed = stripe_body(
        "payment_intent.payment_failed", last_payment_error={"decline_code": "insufficient_funds"}
    )
    assert read_stripe(failed).events[0].why == "insufficient funds"


@pytest.mark.parametrize(
    ("currency", "units", "amount"),
    [("gbp", 1050, "10.50"), ("jpy", 1050, "1050"), ("kwd", 1050, "1.050"), ("isk", 1050, "10.5")],
)
def test_stripes_smallest_units_are_those_of_the_currency(
    currency: str, units: int, amount: str
) -> None:
    """A thousand yen are a thousand yen; Stripe counts Icelandic krónur in hundredths."""
    (event,) = read_stripe(
        stripe_body("payment_intent.succeeded", currency=currency, amount=units)
    ).events
    assert event.amount == Decimal(amount)


def test_a_part_refund_leaves_the_rest_paid() -> None:
    """Ten of a hundred went back: ninety were paid."""
    body = stripe_body(
        "charge.refunded", object="charge", id="ch_1", amount=10_000, amount_refunded=1_000
    )
    (event,) = read_stripe(body).events
    assert (event.state, event.amount) == (MoneyState.RECEIVED, Decimal("90.00"))


@pytest.mark.parametrize(
    ("about", "action", "details", "state"),
    [
        ("payments", "created", {}, MoneyState.ON_ITS_WAY),
        ("payments", "confirmed", {}, MoneyState.RECEIVED),
        ("payments", "failed", {}, MoneyState.FAILED),
        ("payments", "failed", {"will_attempt_retry": True}, MoneyState.ON_ITS_WAY),
        ("payments", "cancelled", {}, MoneyState.CANCELLED),
        ("payments", "charged_back", {}, MoneyState.CAME_BACK),
        ("payments", "late_failure_settled", {}, MoneyState.CAME_BACK),
        ("refunds", "paid", {}, MoneyState.CAME_BACK),
        ("refunds", "bounced", {}, MoneyState.RECEIVED),
        ("mandates", "active", {}, None),
        ("payments", "something_new", {}, None),
    ],
)
def test_where_a_payment_of_gocardless_stands(
    about: str, action: str, details: dict[str, object], state: MoneyState | None
) -> None:
    """By resource and action; what we do not know says nothing."""
    event = gocardless_event(action, resource_type=about, details=details)
    (read,) = read_gocardless(gocardless_body(event)).events
    assert (read.state, read.kind) == (state, f"{about}.{action}")


def test_a_gocardless_delivery_of_several_costs_only_what_cannot_be_read() -> None:
    """Metadata names the invoice; the one without an id is complained of by its path."""
    named = gocardless_event("confirmed", id="EV2", resource_metadata={"xero": "INV-7"})
    read = read_gocardless(gocardless_body(named, gocardless_event("paid_out", id="")))
    assert [each.texts for each in read.events] == [(("metadata xero", "INV-7"),)]
    assert read.complaints == ("events[1]: id, resource_type, action or created_at is wrong",)


# --- over HTTP ----------------------------------------------------------------------------------


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
        given = by_stripe(body) if header is None else header
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


def test_what_no_database_holds_is_taken_out_of_every_text() -> None:
    """A null character, half a surrogate pair, an amount without end, a year past reason."""
    body = stripe_body(
        "payment_intent.succeeded",
        description="INV\x00-1 \ud800 \x1b paid",
        amount=10**40,
        currency="\x00bp",
    )
    (event,) = read_stripe(body).events
    assert event.texts == (("description", "INV-1 paid"),)
    assert event.amount is None
    late = stripe_body("payment_intent.succeeded", created=10**15)
    assert read_stripe(late).complaints
