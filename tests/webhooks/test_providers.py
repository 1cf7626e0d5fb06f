"""Stripe's and GoCardless's deliveries, signed by their own libraries, read and answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import gocardless_pro.webhooks as official_gocardless
import pytest
import stripe as official_stripe

from tests.webhooks.provider_samples import (
    NINE,
    SECRET,
    gocardless_body,
    gocardless_event,
    stripe_body,
)
from webhooks.gocardless import gocardless_signature, gocardless_signature_ok, read_gocardless
from webhooks.money import MoneyState
from webhooks.stripe import read_stripe, stripe_signature, stripe_signature_ok

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
