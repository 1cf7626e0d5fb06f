"""A credit bureau over HTTP, by any provider that answers one JSON object with another.

`POST {url}` with `Authorization: Bearer {key}` and `{"id", "name", "country", "company_number",
"vat_number"}`; the answer is `{"source", "date", "facts": {name: value, ...}}`. Neither redirects
nor proxies of the environment are followed: the key is for one address. It asks what it is told to.
"""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from typing import Any, Final

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.ports.bureau import BureauAnswer, BureauQuestion

#: seconds to connect, and then for every piece of the answer
_TIMEOUTS: Final = (3.0, 5.0)
#: seconds for the whole of it
_WHOLE: Final = 9.0
_MOST_BYTES: Final = 200_000
_MOST_LINES, _MOST_LETTERS, _SAID_AT_MOST = 60, 500, 300
#: the provider says itself that it would answer later
_LATER: Final = frozenset({408, 425, 429, 503})


class HttpBureau:
    """The door to a bureau over HTTP; `name` is what it is called on the page."""

    def __init__(self, url: str, key: str, name: str) -> None:
        self._url = url
        self._key = key
        self._name = name

    def __repr__(self) -> str:
        """Whom it asks, without the key."""
        return f"HttpBureau({self._url})"

    @property
    def name(self) -> str:
        """What it is called on the page."""
        return self._name

    def ask(self, question: BureauQuestion) -> BureauAnswer:
        """Ask once. Raises Refused, Unavailable or OutcomeUnknown."""
        body = {
            "id": question.key,
            "name": question.name,
            "country": question.country,
            "company_number": question.company_number,
            "vat_number": question.vat_number,
        }
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Accept": "application/json",
            "Idempotency-Key": question.key,
        }
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.post(
                    self._url,
                    json=body,
                    headers=headers,
                    timeout=_TIMEOUTS,
                    allow_redirects=False,
                    stream=True,
                )
                said = _whole(answer)
        except requests.RequestException as lost:
            raise _lost(lost) from lost
        _judge(answer.status_code, said, answer.headers.get("Retry-After", ""))
        return _read(said, self._name)


def _judge(status: int, said: bytes, retry_after: str) -> None:
    if 200 <= status < 300:
        return
    text = " ".join(said.decode("utf-8", "replace").split())[:_SAID_AT_MOST]
    words = f"the bureau answered {status}: {text}" if text else f"the bureau answered {status}"
    if status in _LATER:
        wait = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() else None
        raise Unavailable(words, wait)
    if 300 <= status < 500:
        raise Refused(words)
    raise OutcomeUnknown(words)


def _whole(answer: requests.Response) -> bytes:
    end, body = time.monotonic() + _WHOLE, bytearray()
    for chunk in answer.iter_content(8_192):
        body += chunk
        if len(body) > _MOST_BYTES or time.monotonic() > end:
            raise OutcomeUnknown("the bureau’s answer was too long, or took too long")
    return bytes(body)


def _read(said: bytes, name: str) -> BureauAnswer:
    """The answer as values, as plain text whatever it holds. Raises OutcomeUnknown."""
    try:
        found: Any = json.loads(said)
        dated = date.fromisoformat(str(found["date"]))
        facts = dict(found["facts"])
    except (ValueError, TypeError, KeyError) as wrong:
        raise OutcomeUnknown("the bureau answered something that cannot be read") from wrong
    lines = tuple((_text(key), _text(value)) for key, value in list(facts.items())[:_MOST_LINES])
    return BureauAnswer(source=_text(found.get("source")) or name, dated=dated, lines=lines)


def _text(value: object) -> str:
    written = value if isinstance(value, str | int | float | bool) else ""
    return " ".join(str(written).split())[:_MOST_LETTERS]


def _lost(lost: requests.RequestException) -> Unavailable | OutcomeUnknown:
    """Where the connection was never made, nothing went out; afterwards nobody can say."""
    words = f"no answer from the bureau: {type(lost).__name__}"
    if isinstance(lost, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return Unavailable(words)
    inner = lost.args[0] if lost.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return Unavailable(words)
    return OutcomeUnknown(words)
