"""A local Stripe and GoCardless: signs one event as they do, and delivers it over HTTP.

For whoever wants to see what a payment provider's event does without one:

    python -m connectors.sandbox.payer URL SECRET payment_intent.processing amount=41240 \\
        description="INV-1041"
    python -m connectors.sandbox.payer URL SECRET payments.confirmed invoice=INV-1041

URL is the address on the settings page, which also says which provider it is of. Where the days of
the local Xero are lived ahead, `--clock` names the address of its clock. It keeps nothing and knows
nothing of who listens.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests

#: of one delivery, in seconds
_TIMEOUT = 20
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Delivery = tuple[bytes, Mapping[str, str]]


def stripe_delivery(
    secret: str, kind: str, *, at: int, key: str, created: int | None = None, **it: Any
) -> Delivery:
    """One event of Stripe about a payment intent, unless `object` says another thing.

    `at` is when it is signed, in seconds since 1970; amounts are in the smallest unit.
    """
    event = {
        "id": key,
        "object": "event",
        "created": at if created is None else created,
        "livemode": it.pop("livemode", True),
        "type": kind,
        "data": {"object": {"object": "payment_intent", "id": "pi_1", "currency": "gbp", **it}},
    }
    body = json.dumps(event, indent=2).encode()
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Stripe-Signature": f"t={at},v1={signed}"}


def gocardless_delivery(
    secret: str, kind: str, *, at: datetime, key: str, payment: str = "PM1", **changes: Any
) -> Delivery:
    """One event of GoCardless, such as `payments.confirmed`."""
    about, _, action = kind.rpartition(".")
    event = {
        "id": key,
        "created_at": at.isoformat(),
        "resource_type": about or "payments",
        "action": action,
        "links": {"payment": payment},
        "details": {"cause": f"payment_{action}"},
        **changes,
    }
    body = json.dumps({"events": [event], "meta": {"webhook_id": f"WB-{key}"}}).encode()
    signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return body, {"Webhook-Signature": signed}


def deliver(url: str, delivery: Delivery) -> requests.Response:
    """Post it; what is answered. Raises ValueError for an address that is not on this machine."""
    if urlsplit(url).hostname not in _LOOPBACK:
        raise ValueError(f"events are made up, so they go to this machine only, not to {url}")
    body, headers = delivery
    return requests.post(
        url,
        data=body,
        headers={"Content-Type": "application/json", **headers},
        timeout=_TIMEOUT,
        allow_redirects=False,
    )


def main(words: Sequence[str] | None = None) -> int:
    """Deliver one event; 0 where it was taken."""
    parser = argparse.ArgumentParser(
        prog="python -m connectors.sandbox.payer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("url")
    parser.add_argument("secret")
    parser.add_argument("kind")
    parser.add_argument("field", nargs="*", help="name=value; whole numbers are amounts")
    parser.add_argument("--clock", help="such as http://localhost:9000/sandbox/clock")
    asked = parser.parse_args(words)
    fields: dict[str, Any] = dict(each.split("=", 1) for each in asked.field)
    now = _now(asked.clock)
    key = f"evt_{time.time_ns()}"
    if "/webhooks/gocardless/" in asked.url:
        delivery = gocardless_delivery(
            asked.secret,
            asked.kind,
            at=datetime.fromtimestamp(now, UTC),
            key=key,
            payment=fields.pop("payment", "PM1"),
            resource_metadata=fields,
        )
    else:
        numbers = {name: int(each) for name, each in fields.items() if each.isdecimal()}
        delivery = stripe_delivery(asked.secret, asked.kind, at=now, key=key, **fields | numbers)
    answer = deliver(asked.url, delivery)
    sys.stdout.write(f"{answer.status_code}\n")
    return 0 if answer.ok else 1


def _now(clock: str | None) -> int:
    """Seconds since 1970, of a local Xero's clock where one is named."""
    if clock is None:
        return int(time.time())
    told = requests.get(clock, timeout=_TIMEOUT).json()["now"]
    return int(datetime.fromisoformat(told).timestamp())


if __name__ == "__main__":
    sys.exit(main())
