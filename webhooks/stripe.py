"""Reads Stripe's deliveries: whether one is Stripe's own, and what it says of a payment.

It stores nothing and asks nobody; what an event means for an invoice is not decided here.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from webhooks.money import (
    MoneyState,
    PaymentEvent,
    Payments,
    identity,
    instant_of_seconds,
    mapping,
    named_texts,
    read_object,
    text,
    units,
)

HEADER: Final = "Stripe-Signature"
#: seconds; a delivery signed longer ago is a replay, as Stripe's own libraries judge it
TOLERANCE: Final = 300
_SCHEME: Final = "v1"
_DIGITS_AT_MOST: Final = 15

#: currencies whose smallest unit is the whole, and those with three decimals, as Stripe counts
_WHOLE: Final = frozenset(
    {
        *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV"),
        *("XAF", "XOF", "XPF"),
    }
)
_THREE: Final = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})

_WAY, _IN, _BACK = MoneyState.ON_ITS_WAY, MoneyState.RECEIVED, MoneyState.CAME_BACK
_FAILED, _OFF = MoneyState.FAILED, MoneyState.CANCELLED
_STATES: Final[Mapping[str, MoneyState]] = {
    "payment_intent.processing": _WAY,
    "payment_intent.succeeded": _IN,
    "payment_intent.payment_failed": _FAILED,
    "payment_intent.canceled": _OFF,
    "charge.pending": _WAY,
    "charge.succeeded": _IN,
    "charge.failed": _FAILED,
    "charge.expired": _OFF,
    "charge.refunded": _BACK,
    "charge.dispute.created": _BACK,
    "charge.dispute.funds_withdrawn": _BACK,
    "charge.dispute.funds_reinstated": _IN,
    "checkout.session.async_payment_succeeded": _IN,
    "checkout.session.async_payment_failed": _FAILED,
}


def stripe_signature(body: bytes, secret: str, at: int) -> str:
    """The header by which Stripe signs these raw bytes at `at`, in seconds since 1970."""
    return f"t={at},{_SCHEME}={_signed(body, secret, str(at))}"


def stripe_signature_ok(
    body: bytes, header: str | None, secrets: Sequence[str], now: datetime
) -> bool:
    """True when the header signs the raw `body` with any of the secrets, and not too long ago.

    Every secret is tried against every signature, in constant time each; several of both stand
    there while a secret is rolled. A blank secret never verifies anything.
    """
    stamps, given = [], []
    for part in (header or "").split(","):
        name, _, value = part.strip().partition("=")
        if name == "t":
            stamps.append(value)
        elif name == _SCHEME:
            given.append(value.encode("utf-8", "surrogateescape"))
    stamp = stamps[0] if stamps else ""
    if not (stamp.isascii() and stamp.isdecimal()) or len(stamp) > _DIGITS_AT_MOST:
        return False
    found = False
    for secret in secrets:
        wanted = _signed(body, secret, stamp).encode("ascii")
        for each in given:
            found |= hmac.compare_digest(wanted, each) and bool(secret.strip())
    return found and int(stamp) >= now.timestamp() - TOLERANCE


def _signed(body: bytes, secret: str, stamp: str) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def read_stripe(body: bytes) -> Payments:
    """The one event of a raw body; never raises on bad content."""
    found = read_object(body)
    if isinstance(found, str):
        return Payments((), (found,))
    key, kind = identity(found.get("id")), text(found.get("type"))
    at = instant_of_seconds(found.get("created"))
    if not key or not kind or at is None:
        return Payments((), ("id, type or created is missing",))
    it = mapping(mapping(found.get("data")).get("object"))
    return Payments((_event(key, kind, at, it, found),))


def _event(
    key: str, kind: str, at: datetime, it: Mapping[str, Any], found: Mapping[str, Any]
) -> PaymentEvent:
    currency = text(it.get("currency")).upper()
    currency = currency if len(currency) == 3 and currency.isascii() else ""
    payment = _payment(it)
    return PaymentEvent(
        key=key,
        kind=kind,
        at=at,
        payment=payment,
        state=_state(kind, it) if payment else None,
        amount=_amount(it, currency),
        currency=currency,
        texts=_texts(it),
        payer=identity(it.get("customer")),
        email=_email(it),
        why=_why(it),
        is_live=found.get("livemode") is not False,
    )


def _payment(it: Mapping[str, Any]) -> str:
    """All events of one payment meet under its intent; a charge without one under itself."""
    if it.get("object") == "payment_intent":
        return identity(it.get("id"))
    intent = identity(it.get("payment_intent"))
    if intent:
        return intent
    return identity(it.get("id")) if it.get("object") == "charge" else identity(it.get("charge"))


def _state(kind: str, it: Mapping[str, Any]) -> MoneyState | None:
    if kind == "checkout.session.completed":
        paid = text(it.get("payment_status"))
        return {"paid": _IN, "unpaid": _WAY}.get(paid)
    if kind == "charge.dispute.closed":
        return {"won": _IN, "lost": _BACK}.get(text(it.get("status")))
    if kind == "charge.refunded" and it.get("refunded") is not True:
        # a part went back and the rest is paid: the amount says how much
        return _IN
    return _STATES.get(kind)


def _amount(it: Mapping[str, Any], currency: str) -> Decimal | None:
    """What is paid, in units of the currency; what was refunded in part is taken off."""
    # a dispute names what is contested, which is not what was paid
    if it.get("object") == "dispute" or not currency:
        return None
    counted: int | None = None
    for name in ("amount_received", "amount_total", "amount"):
        counted = units(it.get(name))
        if counted:
            break
    if counted is None:
        return None
    back = units(it.get("amount_refunded")) or 0
    left = counted - back if back < counted else counted
    places = 0 if currency in _WHOLE else 3 if currency in _THREE else 2
    return Decimal(left).scaleb(-places)


def _texts(it: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What may name an invoice: the owner's own words first, what stands on a statement last."""
    invoice = it.get("invoice")
    named = (
        *named_texts(it.get("metadata")),
        ("client reference", text(it.get("client_reference_id"))),
        ("payment link", identity(it.get("payment_link"))),
        ("description", text(it.get("description"))),
        ("invoice", text(mapping(invoice).get("number"))),
        ("statement", text(it.get("statement_descriptor_suffix"))),
        ("statement", text(it.get("statement_descriptor"))),
    )
    return tuple(dict.fromkeys(pair for pair in named if pair[1]))


def _email(it: Mapping[str, Any]) -> str:
    for place in ("customer_details", "billing_details"):
        found = text(mapping(it.get(place)).get("email"))
        if found:
            return found
    return text(it.get("receipt_email")) or text(it.get("customer_email"))


def _why(it: Mapping[str, Any]) -> str:
    error = mapping(it.get("last_payment_error"))
    told = (
        *(text(error.get("decline_code")), text(error.get("code"))),
        *(text(it.get("failure_code")), text(it.get("cancellation_reason"))),
        text(it.get("reason")),
    )
    return next((each for each in told if each), "").replace("_", " ")
