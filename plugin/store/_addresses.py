"""A postal address as the text that lies sealed, and back. It opens nothing."""

from __future__ import annotations

import json
from dataclasses import asdict

from plugin.ports.records import LedgerAddress


def written_address(address: LedgerAddress) -> str:
    """One text for an address; the same address is the same text."""
    return json.dumps(asdict(address), sort_keys=True)


def read_address(text: str) -> LedgerAddress:
    """The address of such a text; an empty one where there is none."""
    if not text:
        return LedgerAddress()
    parts = json.loads(text)
    return LedgerAddress(**{**parts, "lines": tuple(parts["lines"])})
