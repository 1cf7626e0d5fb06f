"""Which segments there are, and which of them one customer was last found in or put into.

How a segment is found is `segments`; which policy it chooses, `policy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Segment(StrEnum):
    """Which kind of payer a customer is; KEY is only ever a person's choice."""

    NEW = "new"
    GOOD = "good"
    STANDARD = "standard"
    SLIPPING = "slipping"
    POOR = "poor"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class SegmentHeld:
    """What stood before a review: the segment in force, the rule's, and a person's choice.

    `in_force` and `found` are None before the first review. `chosen` holds until the day before
    `until`; without one until somebody changes it.
    """

    in_force: Segment | None = None
    found: Segment | None = None
    chosen: Segment | None = None
    until: date | None = None
