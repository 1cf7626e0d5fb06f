"""The page of keys and webhooks: which keys there are, what each may do, whether it works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.store import Tx, api_keys
from plugin.store.api_keys import ApiKey


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as the page shows it; `state` in words, empty where it works."""

    key: ApiKey
    scopes: tuple[str, ...]
    state: str


def key_lines(tx: Tx, *, now: datetime) -> tuple[KeyLine, ...]:
    """Every key, those that work first, the newest first."""
    lines = [KeyLine(key, tuple(sorted(key.scopes)), _state(key, now)) for key in api_keys.keys(tx)]
    return tuple(sorted(lines, key=lambda line: bool(line.state)))


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and now >= key.expires_at:
        return "expired"
    return "" if key.is_owned else f"asleep: {key.by} is no owner here any more"
