"""The part of a policy that says which segments see their own credit passport in the portal.

It holds for the whole organisation. What then stands in a passport is for `passport`.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.complaints import Table
from plugin.credit.policy_parts import plain
from plugin.credit.segment_held import Segment

_SEGMENTS = frozenset(segment.value for segment in Segment)


@dataclass(frozen=True, slots=True)
class PassportSwitches:
    """One switch for each segment, all of them off until the owner says otherwise.

    `letters` is whether whoever sees a passport may also ask there for a good-payer letter.
    """

    new: bool = False
    good: bool = False
    standard: bool = False
    slipping: bool = False
    poor: bool = False
    key: bool = False
    letters: bool = True

    def shows(self, segment: str) -> bool:
        """Whether a customer of this segment sees it; nobody of a segment that is not known."""
        return segment in _SEGMENTS and bool(getattr(self, segment))


def read_passport(table: Table) -> PassportSwitches:
    """The switches as a document has them; what it does not name is off."""
    house = PassportSwitches()
    read = PassportSwitches(**{name: table.flag(name, default) for name, default in _of(house)})
    table.close()
    return read


def _of(house: PassportSwitches) -> list[tuple[str, bool]]:
    return [(name, bool(value)) for name, value in plain(house).items()]
