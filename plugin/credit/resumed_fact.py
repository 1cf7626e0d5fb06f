"""Places on a ladder that a new policy cannot say, and those that a person named (rule 16).

Facts only: how the ladder goes on after them is `resumed`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resumed:
    """The level that is next for an invoice or instalment, and the cycle that begins with it.

    Steps of earlier cycles say no more where the debt stands.
    """

    invoice_id: str
    instalment: int
    level: int
    cycle: int


@dataclass(frozen=True, slots=True)
class LostPlace:
    """A debt whose steps the policy cannot read; `cycle` is the last of any of them."""

    invoice_id: str
    instalment: int
    cycle: int
