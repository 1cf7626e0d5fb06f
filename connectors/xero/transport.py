"""The official SDK as a plain sender of requests: its traps closed, its models unused.

It gives back whatever Xero answered and judges none of it; tokens and budgets are `client`'s.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
)
from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token
from xero_python.exceptions import ApiException, HTTPStatusException

from connectors.xero.answers import Answer

#: Decoded bytes of one answer; a page of 1,000 full invoices is about 5 MB.
MOST_BYTES: Final = 64 * 1024 * 1024
_CHUNK: Final = 64 * 1024


class NoAnswer(Exception):
    """No whole answer came; `was_sent` is false only where the request certainly never left.

    `is_late` = we stopped waiting, but Xero may still be at it.
    """

    def __init__(self, message: str, *, was_sent: bool, is_late: bool = False) -> None:
        super().__init__(message)
        self.was_sent = was_sent
        self.is_late = is_late


class Deadline:
    """How much machine time a call may still take."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain; not more than 0 once over."""
        return self._end - time.monotonic()


class Transport:
    """One ApiClient with an OAuth2Token object of its own (the SDK's is shared by all clients).

    Traps closed: retries off (a 429 or 503 would be slept on, a PUT sent four times), a time
    limit on every request (there is none), no refresh inside the SDK (tokens come without an
    expiry), no models (one unknown enum value loses a page), gzip asked for.
    """

    def __init__(self, api_url: str) -> None:
        self._token = ""
        configuration = Configuration()
        configuration.oauth2_token = OAuth2Token()
        self._client = ApiClient(configuration, oauth2_token_getter=self._bearer)
        self._client.set_default_header("Accept-Encoding", "gzip")
        pool = self._client.rest_client.pool_manager
        pool.connection_pool_kw["retries"] = urllib3.Retry(
            total=0,
            redirect=0,
            status=0,
            raise_on_redirect=False,
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        self._pool = pool
        self._url = f"{api_url}/api.xro/2.0"
        self._api = AccountingApi(self._client, base_url=self._url)

    def _bearer(self) -> dict[str, Any]:
        return {
            "access_token": self._token,
            "token_type": "Bearer",
            "expires_in": 1800,
            "scope": [],
        }

    def send(
        self, token: str, deadline: Deadline, call: str, *arguments: Any, **options: Any
    ) -> Answer:
        """Call the SDK's `AccountingApi.<call>`; the answer, whatever its status.

        Raises NoAnswer where none came whole before the deadline.
        """
        self._token = token
        left = _positive(deadline)
        method = getattr(self._api, call)
        return _answer(
            deadline,
            lambda: method(
                *arguments, _preload_content=False, _request_timeout=_timeouts(left), **options
            ),
        )

    def post_json(
        self,
        token: str,
        deadline: Deadline,
        path: str,
        body: Mapping[str, Any],
        headers: Mapping[str, str],
    ) -> Answer:
        """POST a body as it is, nulls included, which the SDK's own calls cannot send."""
        left = _positive(deadline)
        sent = {
            **self._client.default_headers,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            **headers,
        }
        return _answer(
            deadline,
            lambda: self._client.rest_client.POST(
                self._url + path,
                headers=sent,
                body=dict(body),
                _preload_content=False,
                _request_timeout=_timeouts(left),
            ),
        )

    def close(self) -> None:
        """Let go of the connections."""
        # `clear` alone forgets the pools, whose sockets then stay open until they are collected
        for key in self._pool.pools.keys():  # noqa: SIM118 - it refuses to be iterated
            self._pool.pools[key].close()
        self._pool.clear()


def _positive(deadline: Deadline) -> float:
    left = deadline.left()
    if left <= 0:
        raise NoAnswer("no time was left for the call", was_sent=False)
    return left


def _timeouts(left: float) -> tuple[float, float]:
    """Connect and read, together what is left. A tuple, because a bare float is ignored."""
    connect = min(3.0, left / 2)
    return connect, left - connect


def _answer(deadline: Deadline, request: Any) -> Answer:
    """What came back, read to its end; the SDK's exceptions carry answers too."""
    try:
        try:
            raw = request()
        except HTTPStatusException as error:
            # str(), .status and .reason of a 400 that is not JSON raise: only the response is used
            raw = error.http_resp.urllib3_response
            body = bytes(error.http_resp.data)
        else:
            body = _body(raw, deadline)
        headers = {str(name).lower(): str(value) for name, value in raw.headers.items()}
        return Answer(int(raw.status), headers, body, int(raw.tell()))
    except HTTPError as error:
        reason = getattr(error, "reason", None) or error
        never_left = isinstance(reason, ConnectTimeoutError | NewConnectionError)
        raise NoAnswer(
            f"no answer from Xero: {type(reason).__name__}",
            was_sent=not never_left,
            is_late=isinstance(reason, ReadTimeoutError),
        ) from error
    except (ApiException, OSError) as error:
        is_late = isinstance(error, TimeoutError)
        raise NoAnswer(
            f"no answer from Xero: {type(error).__name__}", was_sent=True, is_late=is_late
        ) from error


def _body(raw: Any, deadline: Deadline) -> bytes:
    """The decoded body. Each read takes what is there and waits no longer than is left."""
    body = bytearray()
    while True:
        left = deadline.left()
        if left <= 0:
            raw.close()
            raise ReadTimeoutError(raw, "", "the answer came too slowly")
        socket = getattr(raw.connection, "sock", None)
        if socket is not None:
            socket.settimeout(left)
        chunk = raw.read1(_CHUNK, decode_content=True)
        if not chunk:
            return bytes(body)
        body += chunk
        if len(body) > MOST_BYTES:
            raw.close()
            raise NoAnswer("the answer was larger than 64 MiB", was_sent=True)
