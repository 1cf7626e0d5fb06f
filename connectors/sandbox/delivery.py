"""One webhook delivery: its body, its signature, its post, and what counts as success.

It keeps no queue; `webhooks` does.
"""

import base64
import hashlib
import hmac
import json
import random
import string
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import requests

from connectors.sandbox.records import Change

TIMEOUT_SECONDS = 5.0
_PATHS = {
    "INVOICE": "Invoices",
    "CONTACT": "Contacts",
    "CREDITNOTE": "CreditNotes",
    "PREPAYMENT": "Prepayments",
    "OVERPAYMENT": "Overpayments",
    "PAYMENT": "Payments",
}
_WITH_UPDATE_TIME = {"PREPAYMENT", "OVERPAYMENT"}


@dataclass(frozen=True, slots=True)
class Event:
    """A change with its sequence number, told from this origin."""

    sequence: int
    change: Change
    origin: str
    in_words: bool = False
    """Whether the type is written Update and not UPDATE."""

    def is_same_record(self, change: Change) -> bool:
        """Whether another change is of the same record."""
        mine = self.change
        return (mine.tenant, mine.category, mine.resource) == (
            change.tenant,
            change.category,
            change.resource,
        )

    def json(self) -> dict[str, Any]:
        """The event as Xero writes it: camelCase, UTC without Z."""
        change = self.change
        path = _PATHS.get(change.category, change.category.title())
        at = change.at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        body: dict[str, Any] = {
            "resourceUrl": f"{self.origin}/api.xro/2.0/{path}/{change.resource}",
            "resourceId": change.resource,
            "tenantId": change.tenant,
            "tenantType": "ORGANISATION",
            "eventCategory": change.category,
            "eventType": change.verb.title() if self.in_words else change.verb,
            "eventDateUtc": at,
        }
        if change.extra:
            body["data"] = dict(change.extra)
            if change.category in _WITH_UPDATE_TIME:
                body["data"]["UpdatedDateUTCString"] = change.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return body


@dataclass(frozen=True, slots=True)
class Delivery:
    """Events sent together, and when they may be tried (again) on the local Xero's clock."""

    events: tuple[Event, ...]
    first_try: datetime
    next_try: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one post; `problem` is empty when it counts as delivered."""

    at: datetime
    kind: str
    first: int
    last: int
    status: int | None
    seconds: float
    has_cookie: bool
    problem: str

    def shown(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self) | {"at": self.at.isoformat()}


@dataclass(frozen=True, slots=True)
class Faulty:
    """What deliveries may suffer on purpose."""

    duplicates: bool = False
    shuffle: bool = False

    def arrange(self, events: tuple[Event, ...], dice: random.Random) -> tuple[Event, ...]:
        """The events of a delivery, out of order when shuffling is on."""
        if not self.shuffle:
            return events
        return tuple(dice.sample(events, len(events)))


def body_of(events: tuple[Event, ...], dice: random.Random) -> bytes:
    """The body as Xero formats it, with a space after some of its colons and not after others."""
    sequences = [event.sequence for event in events] or [0]
    listed = json.dumps([event.json() for event in events], separators=(",", ":"))
    entropy = "".join(dice.choices(string.ascii_uppercase, k=20))
    return (
        f'{{"events":{listed},"firstEventSequence": {min(sequences)},'
        f'"lastEventSequence": {max(sequences)}, "entropy": "{entropy}"}}'
    ).encode()


def signature(key: str, body: bytes) -> str:
    """Base64 of the HMAC-SHA256 of the raw body under the key's own text."""
    return base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest()).decode()


def wrong_signature(key: str, body: bytes) -> str:
    """The right signature with its first character changed."""
    sign = signature(key, body)
    return ("B" if sign[0] == "A" else "A") + sign[1:]


def post(url: str, body: bytes, sign: str, at: datetime) -> Attempt:
    """Post a body and judge the answer: 2xx within 5 seconds and without a cookie."""
    envelope = json.loads(body)
    status, seconds, has_cookie, problem = None, TIMEOUT_SECONDS, False, ""
    try:
        response = requests.post(
            url,
            data=body,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "x-xero-signature": sign,
                "User-Agent": "Xero-Webhook/local",
            },
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )
    except requests.Timeout:
        problem = "no answer within 5 seconds"
    except requests.RequestException as error:
        problem = f"no connection: {type(error).__name__}"
    else:
        status, seconds = response.status_code, response.elapsed.total_seconds()
        has_cookie = "Set-Cookie" in response.headers
        problem = _judged(status, seconds, has_cookie)
    return Attempt(
        at,
        "delivery",
        envelope["firstEventSequence"],
        envelope["lastEventSequence"],
        status,
        round(seconds, 3),
        has_cookie,
        problem,
    )


def lost(events: tuple[Event, ...], at: datetime) -> Attempt:
    """An attempt that never reached the app."""
    sequences = [event.sequence for event in events]
    problem = "lost on the way there"
    return Attempt(at, "delivery", min(sequences), max(sequences), None, 0.0, False, problem)


def _judged(status: int, seconds: float, has_cookie: bool) -> str:
    if not 200 <= status < 300:
        return f"answered {status}"
    if has_cookie:
        return "the answer sets a cookie"
    return "" if seconds <= TIMEOUT_SECONDS else "no answer within 5 seconds"
