"""A life that ends with fresh tokens in hand: it refreshes and is killed before it stores them."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from plugin.bootstrap import wire
from plugin.ports import Consent, Tokens, valid_tokens
from plugin.settings import read_settings
from plugin.store import Seal, Store


class SilentBell:
    """Nobody hears it."""

    def ring(self, org_id: UUID, what: str) -> None:
        """Nothing."""


class Deadly:
    """A consent whose refresh is the last thing that happens."""

    def __init__(self, consent: Consent) -> None:
        self._consent = consent

    def __getattr__(self, name: str) -> object:
        """Everything else as it is."""
        return getattr(self._consent, name)

    def refresh(self, tokens: Tokens) -> Tokens:
        """Xero answers, and nobody is there to hear it."""
        self._consent.refresh(tokens)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("it lives")


def main() -> None:
    """Ask for valid tokens, and die of it."""
    order = json.load(sys.stdin)
    settings = read_settings(order["environment"], data=Path("/nonexistent"))
    store = Store(order["url"], Seal(list(settings.keys)))
    doors = wire(settings, store, SilentBell())
    consent: Consent = Deadly(doors.consent)  # type: ignore[assignment]  # it passes the rest on
    valid_tokens(UUID(order["grant"]), vault=doors.vault, consent=consent, clock=doors.clock)


if __name__ == "__main__":
    main()
