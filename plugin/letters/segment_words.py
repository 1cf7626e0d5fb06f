"""What a segment is called, by which rule it is found, and why a customer is in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plugin.credit.policy_parts import Level
from plugin.credit.segment_held import Segment
from plugin.credit.segments import SegmentFound
from plugin.letters.words import level_name, tone_name

_NAMES: Mapping[Segment, str] = MappingProxyType(
    {
        Segment.NEW: "new",
        Segment.GOOD: "good",
        Segment.STANDARD: "ordinary",
        Segment.SLIPPING: "slipping",
        Segment.POOR: "poor",
        Segment.KEY: "key account",
    }
)
_RULES: Mapping[Segment, str] = MappingProxyType(
    {
        Segment.NEW: "Fewer than three invoices of the last year say anything yet.",
        Segment.GOOD: "At least three quarters of the last twelve were paid on time.",
        Segment.STANDARD: "Between half and three quarters of the last twelve were on time.",
        Segment.SLIPPING: "Good before the last four, of which at most two were on time.",
        Segment.POOR: "Less than half of the last twelve were paid on time.",
        Segment.KEY: "Only by your choice, or by a contact group that you said means so.",
    }
)


def rung_name(level: Level) -> str:
    """A level of the ladder: second reminder, final notice, letter before action."""
    if level.is_final:
        return tone_name(level.tone)
    return level_name(level.number)


def segment_name(segment: Segment) -> str:
    """The segment in running text."""
    return _NAMES[segment]


def segment_rule(segment: Segment) -> str:
    """The published rule of a segment in one sentence."""
    return _RULES[segment]


def segment_why(found: SegmentFound) -> str:
    """Why a customer is in their segment, with the numbers, in one sentence."""
    return why_of(
        found.segment,
        found.by_rule,
        by_person=found.by_person,
        record=(found.record.on_time, found.record.counted),
        recent=(found.recent.on_time, found.recent.counted),
        earlier=(found.earlier.on_time, found.earlier.counted),
    )


def why_of(
    segment: Segment,
    by_rule: Segment,
    *,
    by_person: bool,
    record: tuple[int, int],
    recent: tuple[int, int],
    earlier: tuple[int, int],
) -> str:
    """The sentence from its numbers, each pair being how many were on time, and of how many."""
    numbers = _numbers(by_rule, record, recent, earlier)
    if not by_person:
        return f"{numbers[0].upper()}{numbers[1:]}."
    if segment is by_rule:
        return f"Chosen by a person, and the rule says the same: {numbers}."
    return f"Chosen by a person; by the rule they would be {_NAMES[by_rule]}: {numbers}."


def _numbers(
    by_rule: Segment, record: tuple[int, int], recent: tuple[int, int], earlier: tuple[int, int]
) -> str:
    if not record[1]:
        return "no invoice of the last year was paid or is late yet"
    if by_rule is Segment.SLIPPING:
        return (
            f"{recent[0]} of the last {recent[1]} invoices were paid on time, after "
            f"{earlier[0]} of {earlier[1]} before them"
        )
    if record[1] == 1:
        return "the only invoice so far was paid " + ("on time" if record[0] else "late or not yet")
    return f"{record[0]} of the last {record[1]} invoices were paid on time"
