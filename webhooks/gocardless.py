"""Reads GoCardless's deliveries: whether one is GoCardless's own, and what its events say.

It stores nothing and asks nobody. GoCardless tells neither amount nor description with an event:
what names the invoice is the metadata that was put on the payment when it was made.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

from webhooks.money import (
    MoneyState,
    PaymentEvent,
    Payments,
    identity,
    instant_of_text,
    mapping,
    named_texts,
    read_object,
    text,
)

HEADER: Final = "Webhook-Signature"
#: what GoCardless asks to be answered to a signature that is not its own: *token invalid*
REFUSED: Final = 498

_WAY, _IN, _BACK = MoneyState.ON_ITS_WAY, MoneyState.RECEIVED, MoneyState.CAME_BACK
_FAILED, _OFF = MoneyState.FAILED, MoneyState.CANCELLED
_STATES: Final[Mapping[tuple[str, str], MoneyState]] = {
    ("payments", "created"): _WAY,
    ("payments", "customer_approval_granted"): _WAY,
    ("payments", "customer_approval_denied"): _OFF,
    ("payments", "submitted"): _WAY,
    ("payments", "resubmission_requested"): _WAY,
    ("payments", "confirmed"): _IN,
    ("payments", "paid_out"): _IN,
    ("payments", "chargeback_cancelled"): _IN,
    ("payments", "failed"): _FAILED,
    ("payments", "cancelled"): _OFF,
    ("payments", "charged_back"): _BACK,
    ("payments", "late_failure_settled"): _BACK,
    ("payments", "chargeback_settled"): _BACK,
    ("refunds", "created"): _BACK,
    ("refunds", "paid"): _BACK,
    ("refunds", "failed"): _IN,
    ("refunds", "bounced"): _IN,
    ("refunds", "funds_returned"): _IN,
}


def gocardless_signature(body: bytes, secret: str) -> str:
    """The header by which GoCardless signs these raw bytes: hexadecimal HMAC-SHA256."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def gocardless_signature_ok(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """True when the header signs the raw `body` with any of the secrets (several while rotating).

    Every secret is tried, in constant time each. A blank secret never verifies anything.
    """
    given = (header or "").encode("utf-8", "surrogateescape")
    found = False
    for secret in secrets:
        matches = hmac.compare_digest(gocardless_signature(body, secret).encode("ascii"), given)
        found |= matches and bool(secret.strip())
    return found


def read_gocardless(body: bytes) -> Payments:
    """The events of a raw body, in order; one that cannot be read costs only itself.

    Never raises on bad content.
    """
    found = read_object(body)
    if isinstance(found, str):
        return Payments((), (found,))
    listed = found.get("events")
    if not isinstance(listed, list):
        return Payments((), ("events is missing or not a list",))
    events: list[PaymentEvent] = []
    complaints: list[str] = []
    for index, each in enumerate(listed):
        event = _event(mapping(each))
        if event is None:
            complaints.append(f"events[{index}]: id, resource_type, action or created_at is wrong")
        else:
            events.append(event)
    return Payments(tuple(events), tuple(complaints))


def _event(it: Mapping[str, object]) -> PaymentEvent | None:
    key, at = identity(it.get("id")), instant_of_text(it.get("created_at"))
    about, action = text(it.get("resource_type")), text(it.get("action"))
    if not key or at is None or not about or not action:
        return None
    links, details = mapping(it.get("links")), mapping(it.get("details"))
    payment = identity(links.get("payment"))
    state = _STATES.get((about, action)) if payment else None
    if state is _FAILED and details.get("will_attempt_retry") is True:
        # the bank said no this time, and GoCardless asks it again by itself
        state = _WAY
    return PaymentEvent(
        key=key,
        kind=f"{about}.{action}",
        at=at,
        payment=payment,
        state=state,
        currency=text(details.get("currency")).upper()[:3],
        texts=(*named_texts(it.get("resource_metadata")), *named_texts(it.get("metadata"))),
        payer=identity(links.get("customer")) or identity(links.get("mandate")),
        why=text(details.get("cause")).replace("_", " "),
    )
