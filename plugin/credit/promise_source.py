"""Who wrote a promise down. It judges none."""

from __future__ import annotations

from enum import StrEnum


class PromiseSource(StrEnum):
    """Who wrote a promise down."""

    PERSON = "person"
    LEDGER = "ledger"
    #: the customer themselves, within the owner's bounds (rule 37)
    CUSTOMER = "customer"
