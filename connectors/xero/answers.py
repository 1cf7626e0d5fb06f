"""What an answer of Xero that is no success means, and what to do next.

PURE: status, headers and body come in, advice comes out. It sends nothing and pauses nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

from plugin.ports import (
    Disconnected,
    LedgerError,
    Limit,
    NeedsConsent,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    Spent,
    Unavailable,
)

#: Xero's names of its limits.
_LIMITS: Final = {
    "concurrent": Limit.AT_ONCE,
    "minute": Limit.MINUTE,
    "day": Limit.DAY,
    "appminute": Limit.APP_MINUTE,
}
_LONGEST_PAUSE: Final = timedelta(days=7)
#: Nothing changed since the date that was asked with: whether Xero ever says so is not known.
NOT_MODIFIED: Final = 304
_PASSING: Final = timedelta(seconds=60)
#: "retry in about five minutes" for a single organisation, and for maintenance.
_OFFLINE: Final = timedelta(minutes=5)
_LONGEST_WORDS: Final = 500
_DIGITS: Final = re.compile(r"[0-9]{1,15}")
_SCOPE: Final = re.compile(r'scope="?([^",]+)')


class Missing(Refused):
    """There is no such record (404)."""


class Next(StrEnum):
    """What to do before the error is raised."""

    RAISE = "raise"
    REFRESH = "refresh"
    ASK_CONNECTIONS = "ask_connections"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: headers by lower-case name, the decoded body, bytes as they came on the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    wire_bytes: int


@dataclass(frozen=True, slots=True)
class Advice:
    """The error to raise, what to do before, and which limit was hit.

    `asked` is for how many seconds Xero asks to pause; None where it does not say.
    """

    error: LedgerError
    then: Next = Next.RAISE
    limit: Limit | None = None
    asked: float | None = None


def spent(answer: Answer) -> Spent:
    """What the call cost and what Xero says remains."""
    return Spent(
        bytes=answer.wire_bytes,
        minute_remaining=_count(answer.headers.get("x-minlimit-remaining")),
        day_remaining=_count(answer.headers.get("x-daylimit-remaining")),
        app_minute_remaining=_count(answer.headers.get("x-appminlimit-remaining")),
        refused=answer.status == HTTPStatus.TOO_MANY_REQUESTS,
    )


def advice(answer: Answer, *, is_write: bool, now: datetime) -> Advice:
    """What an answer outside 200 to 299 means. `now` is business time, for dated Retry-After."""
    said = words(answer)
    match answer.status:
        case 401:
            found = _unauthorised(answer, said)
        case 403:
            found = Advice(NotPermitted(said), Next.ASK_CONNECTIONS)
        case 404:
            found = Advice(Missing(said))
        case 429:
            found = _too_many(answer, said, now)
        case 408 | 500 | 502 | 504 if is_write:
            found = Advice(OutcomeUnknown(said))
        case status if status >= 500 or status == 408:
            usual = _OFFLINE if "offline" in said.lower() else _PASSING
            found = Advice(Unavailable(said, retry_after(answer, now) or usual))
        case status if status >= 400:
            found = Advice(Refused(said))
        case status:
            found = Advice(Unavailable(f"unexpected answer {status} to a call", _PASSING))
    return found


def gone(said: str) -> Disconnected:
    """The tenant is not among the connections any more."""
    return Disconnected(f"Xero no longer connects this organisation with us ({said})")


def _unauthorised(answer: Answer, said: str) -> Advice:
    """Expired or unknown tokens are refreshed; a missing scope is a person's matter.

    Xero spells the code both `insufficient_scope` and `insufficent_scope`.
    """
    challenge = answer.headers.get("www-authenticate", "")
    if "AuthorizationUnsuccessful" in said or re.search(r"insuffici?ent_scope", challenge):
        scope = _SCOPE.search(challenge)
        if scope is None:
            return Advice(NeedsConsent(said))
        named = tuple(scope[1].split())
        return Advice(NeedsConsent(f"{said} ({' '.join(named)})", named))
    return Advice(Refused(said), Next.REFRESH)


def _too_many(answer: Answer, said: str, now: datetime) -> Advice:
    problem = answer.headers.get("x-rate-limit-problem", "").strip().lower()
    limit = _LIMITS.get(problem, Limit.UNNAMED)
    asked = retry_after(answer, now)
    name = problem if problem in _LIMITS else "rate"
    text = f"Xero's {name} limit is reached" + (f": {said}" if answer.body else "")
    # "at once" is no pause that anybody could keep
    seconds = asked.total_seconds() if asked else None
    return Advice(Unavailable(text, asked), limit=limit, asked=seconds)


def retry_after(answer: Answer, now: datetime) -> timedelta | None:
    """Retry-After, in seconds or as a date; None where absent or unreadable.

    Never negative, and a week at most.
    """
    value = answer.headers.get("retry-after", "").strip()
    seconds = _count(value)
    if seconds is not None:
        return timedelta(seconds=min(seconds, _LONGEST_PAUSE.total_seconds()))
    try:
        until = parsedate_to_datetime(value)
        # a date without a zone is GMT, as every date of HTTP
        until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
        return min(max(until - now, timedelta(0)), _LONGEST_PAUSE)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def words(answer: Answer) -> str:
    """What went wrong in Xero's own words, at most 500 letters; never an HTML page."""
    text = answer.body.decode("utf-8", "replace").strip()
    is_page = text[:1] == "<" or "html" in answer.headers.get("content-type", "").lower()
    if not text or is_page:
        kind = "a web page" if text else "nothing"
        return f"Xero answered {answer.status} with {kind} instead of an error"
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text[:_LONGEST_WORDS]
    said = _said(found) if isinstance(found, dict) else ""
    return (said or text)[:_LONGEST_WORDS]


def _said(found: dict[str, Any]) -> str:
    """The validation messages of all elements, else the message of the whole."""
    elements = found.get("Elements")
    messages = [
        str(error.get("Message"))
        for element in (elements if isinstance(elements, list) else ())
        if isinstance(element, dict)
        for error in element.get("ValidationErrors") or ()
        if isinstance(error, dict) and error.get("Message")
    ]
    if messages:
        return "; ".join(dict.fromkeys(messages))
    for name in ("Message", "Detail", "error_description", "error", "Title"):
        if found.get(name):
            return str(found[name])
    return ""


def _count(value: str | None) -> int | None:
    """A whole number in plain digits; anything else says nothing."""
    found = _DIGITS.fullmatch((value or "").strip())
    return int(found[0]) if found else None
