"""One organisation's calls as the parts of a ledger share them: one client, one way to complain.

It knows no address and no field of Xero's; those are the parts' (pages, groups and notes, the
rest).
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, TypeVar

from connectors.xero.answers import Answer
from connectors.xero.client import Seat, XeroClient
from plugin.ports import LedgerError, OutcomeUnknown

T = TypeVar("T")


class LedgerCalls:
    """What every part of a ledger stands on; not for several threads."""

    def __init__(self, seat: Seat, *, api_url: str) -> None:
        self._seat = seat
        self._client = XeroClient(seat, api_url=api_url)
        # the SDK's objects hold each other, so the collector would let go of sockets only some day
        self._letting_go = weakref.finalize(self, self._client.close)

    def close(self) -> None:
        """Let go of the connections; done by itself as soon as the object goes."""
        self._letting_go()

    def _read(self, call: str, *arguments: Any, **options: Any) -> Answer:
        deadline = self._client.deadline()
        return self._client.read(call, *arguments, deadline=deadline, **options)

    def _write(self, call: str, *arguments: Any, key: str, missing_ok: bool = False) -> Answer:
        sent_key = self._client.key(call, key)
        return self._client.write(call, *arguments, missing_ok=missing_ok, idempotency_key=sent_key)

    def _made(self, read: Callable[[], T]) -> T:
        """What the pure part makes of an answer; its complaint is kept where a person sees it."""
        try:
            return read()
        except LedgerError as error:
            raise self._client.went_wrong(error) from error.__cause__

    def _written(self, read: Callable[[], T]) -> T:
        """As `_made`, of the answer to a write: it was done, and nobody can say what it did."""
        try:
            return read()
        except LedgerError as error:
            unknown = OutcomeUnknown(f"written, but the answer cannot be read: {error}")
            raise self._client.went_wrong(unknown) from error
