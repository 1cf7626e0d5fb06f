"""A consent page whose answers a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from plugin.ports import Granted, GrantEnded, LedgerConnection, Tokens, Unavailable
from tests.builders import Consents


class Listing(Consents):
    """Lists these ledgers to whoever asks, until `listed` changes; counts how often."""

    def __init__(self, listed: Sequence[str], *, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.listed = tuple(listed)
        self.asked = 0
        self.is_down = False
        self.is_revoked = False
        self._now = now

    def exchange(self, *, code: str, nonce: str) -> Granted:
        """A sign-in with tokens; the code `nobody` comes without an identity."""
        found = super().exchange(code=code, nonce=nonce)
        if code == "nobody":
            found = replace(found, identity=replace(found.identity, subject="", email=""))
        return replace(found, tokens=self._tokens())

    def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens, unless the person took their consent back."""
        if self.is_revoked:
            raise GrantEnded("Xero no longer accepts this consent")
        return self._tokens()

    def connections(
        self, access_token: str, *, auth_event_id: str = ""
    ) -> tuple[LedgerConnection, ...]:
        """What this person's consent reaches now."""
        self.asked += 1
        if self.is_down:
            raise Unavailable("Xero's sign-in answered 503")
        return tuple(
            LedgerConnection(f"connection of {each}", each, "Books", "ORGANISATION")
            for each in self.listed
        )

    def _tokens(self) -> Tokens:
        return Tokens("access", "refresh", self._now() + timedelta(minutes=30), ("openid",))
