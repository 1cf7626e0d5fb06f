"""Text messages over HTTP, by any provider that takes one JSON object per message.

`POST {url}` with `Authorization: Bearer {key}` and `{"id", "from", "to", "text"}`; any 2xx takes
it. What went wrong is told by where it went wrong: before the request was out, or by an answer
that says so, nothing was taken; after it, without such an answer, nobody can say.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.ports.channels import OutgoingText

#: seconds to connect, and then for every piece of the answer
_TIMEOUTS: Final = (3.0, 5.0)
#: seconds for the whole of it
_WHOLE: Final = 9.0
_MOST_BYTES: Final = 100_000
_SAID_AT_MOST: Final = 300
#: the provider says itself that it took nothing and would take it later
_LATER: Final = frozenset({408, 425, 429, 503})


class HttpTexter:
    """The door for texts over HTTP; `sender` is the number or name that the customer sees."""

    def __init__(self, url: str, key: str, sender: str) -> None:
        self._url = url
        self._key = key
        self._sender = sender

    def __repr__(self) -> str:
        """Where texts go, without the key."""
        return f"HttpTexter({self._url})"

    def send(self, it: OutgoingText, /) -> None:
        """Hand over one text. Raises Refused, Unavailable or OutcomeUnknown; never sends twice.

        Neither redirects nor proxies of the environment are followed: the key is for one address.
        """
        body = {"id": it.key, "from": self._sender, "to": it.to, "text": it.text}
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Accept": "application/json",
            "Idempotency-Key": it.key,
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
                _judge(answer.status_code, _words(answer), answer.headers.get("Retry-After", ""))
        except requests.RequestException as lost:
            raise _lost(lost) from lost


def _judge(status: int, said: str, retry_after: str) -> None:
    if 200 <= status < 300:
        return
    words = f"the text provider answered {status}: {said}" if said else f"it answered {status}"
    if status in _LATER:
        wait = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() else None
        raise Unavailable(words, wait)
    if 400 <= status < 500:
        raise Refused(words)
    raise OutcomeUnknown(words)


def _words(answer: requests.Response) -> str:
    """What the provider said, in its own words, as far as it is short."""
    end, body = time.monotonic() + _WHOLE, bytearray()
    for chunk in answer.iter_content(8_192):
        body += chunk
        if len(body) > _MOST_BYTES or time.monotonic() > end:
            break
    return " ".join(body.decode("utf-8", "replace").split())[:_SAID_AT_MOST]


def _lost(lost: requests.RequestException) -> Unavailable | OutcomeUnknown:
    """Where the connection was never made, nothing went out; afterwards nobody can say."""
    words = f"no answer from the text provider: {type(lost).__name__}"
    if isinstance(lost, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return Unavailable(words)
    inner = lost.args[0] if lost.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return Unavailable(words)
    return OutcomeUnknown(words)
