"""Which segments see their credit passport, and some customers to look as. It decides nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name, segment_rule
from plugin.queries.good_payer import LetterLine, letter_lines
from plugin.queries.policies import SEGMENTS
from plugin.store import Tx, policies
from plugin.store.reading import Record, covered, passports

#: customers offered to look as, of each segment
_NAMED = 8


@dataclass(frozen=True, slots=True)
class SegmentSwitch:
    """A segment, whether it sees its passport, how many that are, and some of them by name."""

    segment: Segment
    name: str
    rule: str
    is_on: bool
    customers: int
    limits: int
    some: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SwitchesPage:
    """Every segment's switch, and the one for letters."""

    segments: tuple[SegmentSwitch, ...]
    letters: bool

    @property
    def first(self) -> str | None:
        """Somebody to look as until a person chooses, with a limit where anybody has one."""
        by_limit = sorted(self.segments, key=lambda each: not each.limits)
        return next((id_ for each in by_limit for id_, _ in each.some), None)


def switches_page(tx: Tx) -> SwitchesPage:
    """The switches of the whole organisation: they stand in its default policy."""
    switches = policies.in_force(tx).default.passport
    rows: dict[str, list[Record]] = defaultdict(list)
    for row in passports.by_segment(tx, named=_NAMED):
        rows[row.segment].append(row)
    return SwitchesPage(
        segments=tuple(
            SegmentSwitch(
                segment,
                segment_name(segment),
                segment_rule(segment),
                switches.shows(segment.value),
                rows[segment][0].customers if rows[segment] else 0,
                rows[segment][0].limits if rows[segment] else 0,
                tuple((row.id, row.name) for row in rows[segment]),
            )
            for segment in SEGMENTS
        ),
        letters=switches.letters,
    )


@dataclass(frozen=True, slots=True)
class PassportBeside:
    """What stands on a customer's page: whether they see their passport, and their letters."""

    is_shown: bool
    letters: tuple[LetterLine, ...]

    @property
    def is_asked(self) -> bool:
        """A letter waits for a person."""
        return any(each.state == "asked" for each in self.letters)


def is_shown(tx: Tx, customer_id: str) -> bool:
    """Whether one customer sees their passport: by the segment of their last review."""
    row = covered.customer(tx, customer_id)
    segment = row.segment if row is not None else None
    return segment is not None and policies.in_force(tx).default.passport.shows(segment)


def passport_beside(tx: Tx, customer_id: str, *, on: date) -> PassportBeside:
    """Whether one customer sees their passport, and every letter of theirs."""
    return PassportBeside(is_shown(tx, customer_id), letter_lines(tx, customer_id, on=on))
