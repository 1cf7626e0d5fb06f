"""Reads a Xero delivery into notices, each with the key by which a duplicate is known.

It verifies nothing, stores nothing and fetches nothing; a notice says only what to look at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

REQUIRED: Final = ("tenantId", "resourceId", "eventCategory", "eventType", "eventDateUtc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something changed: `kind` (CREATE, UPDATE) of `resource` (INVOICE, CONTACT, …), upper case.

    `at` is an aware instant in UTC. `sequence` counts per webhook and differs per delivery, so it
    is no part of `key`. `document_type` and `document_status` are Xero's own words, where given.
    """

    key: str
    tenant_id: str
    tenant_type: str
    resource: str
    resource_id: str
    kind: str
    at: datetime
    sequence: int | None = None
    document_type: str = ""
    document_status: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What could be read of one delivery, and what could not, by path: `events[2].resourceId`."""

    notices: tuple[Notice, ...]
    complaints: tuple[str, ...] = ()


def read_delivery(body: bytes) -> Delivery:
    """The notices of a raw body, in order; an event that cannot be read costs only itself.

    Never raises on bad content: a body that is no JSON object gives no notices and one complaint.
    An empty `events` (intent to receive) gives neither.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        return Delivery((), (f"the body is not JSON: {error}",))
    if not isinstance(found, dict):
        return Delivery((), ("the body is not an object",))
    events = found.get("events")
    if not isinstance(events, list):
        return Delivery((), ("events is missing or not a list",))
    first = _count(found.get("firstEventSequence"))
    notices: list[Notice] = []
    complaints: list[str] = []
    for index, event in enumerate(events):
        wrong = _complaint(event)
        if wrong:
            complaints.append(f"events[{index}]{wrong}")
            continue
        notices.append(_notice(event, None if first is None else first + index))
    return Delivery(tuple(notices), tuple(complaints))


def notice_key(*, tenant_id: str, resource_id: str, category: str, at: str, event_type: str) -> str:
    """The stable key of an event over all its deliveries; entropy and sequence are left out.

    `at` is Xero's own text. Letter case of ids and words does not tell two events apart.
    """
    parts = (tenant_id.lower(), resource_id.lower(), category.upper(), at, event_type.upper())
    return "/".join(parts)


def _count(value: object) -> int | None:
    """A sequence number, which counts from 1; None for anything else (0 = intent to receive)."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if value > 0 else None


def _complaint(event: object) -> str:
    """What is wrong with an event, beginning with the path below it; empty when nothing is."""
    if not isinstance(event, dict):
        return " is not an object"
    for name in REQUIRED:
        value = event.get(name)
        if value is None or value == "":
            return f".{name} is missing"
        if not isinstance(value, str):
            return f".{name} is not text"
        if any(each == "\x00" or "\ud800" <= each <= "\udfff" for each in value):
            return f".{name} holds what no text can: {value!r}"
    try:
        _instant(event["eventDateUtc"])
    except (ValueError, OverflowError):
        return f".eventDateUtc is not a time: {event['eventDateUtc']!r}"
    return ""


def _instant(text: str) -> datetime:
    """Xero's `2025-05-01T14:32:04.198`, in UTC though it does not say so."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _notice(event: dict[str, Any], sequence: int | None) -> Notice:
    extra = event.get("data")
    extra = extra if isinstance(extra, dict) else {}
    return Notice(
        key=notice_key(
            tenant_id=event["tenantId"],
            resource_id=event["resourceId"],
            category=event["eventCategory"],
            at=event["eventDateUtc"],
            event_type=event["eventType"],
        ),
        tenant_id=event["tenantId"].lower(),
        tenant_type=str(event.get("tenantType") or "ORGANISATION").upper(),
        resource=event["eventCategory"].upper(),
        resource_id=event["resourceId"].lower(),
        kind=event["eventType"].upper(),
        at=_instant(event["eventDateUtc"]),
        sequence=sequence,
        document_type=str(extra.get("Type") or "").upper(),
        document_status=str(extra.get("Status") or "").upper(),
    )
