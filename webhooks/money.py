"""What a payment provider's event says of one payment, whoever sent it. It stores nothing.

Amounts are in units of `currency` (pounds, not pence); instants are aware and in UTC.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

#: of one text that a provider passes on; what is longer is no reference
TEXT_AT_MOST: Final = 500
#: texts of one event that are looked at
TEXTS_AT_MOST: Final = 40
_ID_AT_MOST: Final = 120
#: above it an amount of the smallest unit is a fault, and no database keeps it
_MOST_UNITS: Final = 10**14
_LAST_YEAR: Final = 9000
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class MoneyState(StrEnum):
    """Where a payment stands with the provider."""

    ON_ITS_WAY = "on_its_way"
    RECEIVED = "received"
    FAILED = "failed"
    CANCELLED = "cancelled"
    #: it had been on its way or received, and went back: charged back, refunded, bounced
    CAME_BACK = "came_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """One event; `key` is the sender's id of it, `kind` the sender's own word for what happened.

    `state` is None where the event says nothing of where a payment stands: it is kept as a record
    and changes nothing. `amount` is None where the sender does not say it. `texts` are what may
    name an invoice, each with where it stood, strongest first.
    """

    key: str
    kind: str
    at: datetime
    payment: str = ""
    state: MoneyState | None = None
    amount: Decimal | None = None
    currency: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    #: the sender's id of whoever pays, and their address where it is told
    payer: str = ""
    email: str = ""
    #: why it failed or came back, in the sender's words
    why: str = ""
    #: False for an event of the sender's test mode
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class Payments:
    """What could be read of one delivery, and what could not, by path: `events[2].id`."""

    events: tuple[PaymentEvent, ...]
    complaints: tuple[str, ...] = ()


def read_object(body: bytes) -> dict[str, Any] | str:
    """The JSON object of a body, or a complaint; never raises on bad content."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        return f"the body is not JSON: {error}"
    return found if isinstance(found, dict) else "the body is not an object"


def mapping(value: object) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A text of the sender's on one line, without what no database holds; empty for all else."""
    if not isinstance(value, str):
        return ""
    return " ".join(_UNPRINTABLE.sub("", value[: 4 * TEXT_AT_MOST]).split())[:TEXT_AT_MOST]


def identity(value: object) -> str:
    """An id of the sender's, or of what the sender shows in its place; empty where there is none.

    Where an object is shown in full, its own id is meant.
    """
    found = text(value.get("id") if isinstance(value, dict) else value)
    return found if len(found) <= _ID_AT_MOST else ""


def named_texts(table: object) -> tuple[tuple[str, str], ...]:
    """The texts of a sender's table of the owner's own words, those named after invoices first."""
    found = [(text(name), text(value)) for name, value in mapping(table).items()]
    kept = [(name, value) for name, value in found if value][:TEXTS_AT_MOST]
    kept.sort(key=lambda pair: "invoice" not in pair[0].lower())
    return tuple((f"metadata {name}", value) for name, value in kept)


def units(value: object) -> int | None:
    """An amount of the smallest unit; None for what is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= _MOST_UNITS else None


def instant_of_seconds(value: object) -> datetime | None:
    """Seconds since 1970 as an instant; None for what is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        found = datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return found if found.year <= _LAST_YEAR else None


def instant_of_text(value: object) -> datetime | None:
    """A text such as `2026-11-24T09:00:00.000Z` as an instant; None for what is none."""
    try:
        found = datetime.fromisoformat(text(value))
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year <= _LAST_YEAR else None
