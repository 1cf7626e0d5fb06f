"""Which policies there are, whom each covers, and one customer's segment. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plugin.credit.policy import Mode
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name, segment_rule, why_of
from plugin.queries.policy import mode_name
from plugin.store import Tx, policies, trials
from plugin.store.reading import Record, covered

#: as they stand on pages: whoever needs most care last but the key accounts, which are chosen
SEGMENTS = (
    Segment.NEW,
    Segment.GOOD,
    Segment.STANDARD,
    Segment.SLIPPING,
    Segment.POOR,
    Segment.KEY,
)


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment with its rule, how many customers are in it, and the policy that covers it."""

    segment: Segment
    name: str
    rule: str
    customers: int
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLine:
    """A policy in force; `own` customers are under it by a person's choice."""

    name: str
    version: int
    mode: Mode
    mode_name: str
    is_default: bool
    covers: tuple[str, ...]
    customers: int
    own: int

    @property
    def is_free(self) -> bool:
        """It covers nobody and may be retired."""
        return not (self.is_default or self.covers or self.own)


@dataclass(frozen=True, slots=True)
class PoliciesPage:
    """Every policy in force and the cover; `retired` are names that only the history knows."""

    default: str
    policies: tuple[PolicyLine, ...]
    segments: tuple[SegmentLine, ...]
    unreviewed: int
    retired: tuple[str, ...]


def policies_page(tx: Tx) -> PoliciesPage:
    """The page of policies."""
    found = policies.in_force(tx)
    default = found.default.name
    by_segment = dict.fromkeys(SEGMENTS, default)
    by_segment |= {Segment(segment): name for segment, name in found.policies.segments}
    counted = covered.counts(tx)
    own = {row.policy: row.n for row in covered.named(tx)}
    names = {each.name for each in found.policies.policies}
    lines = [
        PolicyLine(
            name=each.name,
            version=found.version_of(each),
            mode=each.mode,
            mode_name=mode_name(each.mode.value),
            is_default=each.name == default,
            covers=tuple(
                segment_name(segment)
                for segment, name in by_segment.items()
                if name == each.name and each.name != default
            ),
            customers=_sum(counted, "policy", each.name),
            own=own.get(each.name, 0),
        )
        for each in found.policies.policies
    ]
    return PoliciesPage(
        default=default,
        policies=tuple(sorted(lines, key=lambda line: (not line.is_default, line.name))),
        segments=tuple(
            SegmentLine(
                segment,
                segment_name(segment),
                segment_rule(segment),
                _sum(counted, "segment", segment.value),
                by_segment[segment],
            )
            for segment in SEGMENTS
        ),
        unreviewed=_sum(counted, "segment", None),
        retired=tuple(sorted({each.name for each in policies.policy_history(tx)} - names)),
    )


def _sum(counted: Sequence[Record], column: str, value: str | None) -> int:
    return sum(row.n for row in counted if getattr(row, column) == value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverShown:
    """One customer's segment with the sentence why, the policy, and what a person chose."""

    segment: str
    why: str
    since: date | None
    by_person: bool
    chosen: Segment | None
    #: the first day on which a person's choice of segment or policy holds no more
    segment_until: date | None
    policy: str
    version: int
    mode_name: str
    own_policy: str | None
    #: the policy that a running trial gives them, and from which day on; None where it does not
    trial: tuple[str, date] | None
    policy_until: date | None
    #: what can be chosen
    segments: tuple[tuple[str, str], ...]
    policies: tuple[str, ...]


def cover_shown(tx: Tx, customer_id: str, *, on: date) -> CoverShown | None:
    """One customer's segment and policy; None before the first review."""
    row = covered.customer(tx, customer_id)
    if row is None or row.segment is None or row.why is None:
        return None
    found = policies.in_force(tx)
    policy = found.named(row.policy)
    segment = Segment(row.segment)
    chosen = row.chosen if row.segment_until is None or row.segment_until > on else None
    own = row.own if row.policy_until is None or row.policy_until > on else None
    return CoverShown(
        segment=segment_name(segment),
        why=_why(segment, row.why),
        since=row.segment_since,
        by_person=row.why["by_person"],
        chosen=Segment(chosen) if chosen is not None else None,
        segment_until=row.segment_until if chosen is not None else None,
        policy=policy.name,
        version=found.version_of(policy),
        mode_name=mode_name(policy.mode.value),
        own_policy=own,
        trial=_trial(tx, customer_id),
        policy_until=row.policy_until if own is not None else None,
        segments=tuple((each.value, segment_name(each)) for each in SEGMENTS),
        policies=tuple(sorted(each.name for each in found.policies.policies)),
    )


def _trial(tx: Tx, customer_id: str) -> tuple[str, date] | None:
    place = trials.place_of(tx, customer_id)
    return None if place is None or place.passed_over else (place.policy, place.switch_on)


def _why(segment: Segment, kept: Mapping[str, Any]) -> str:
    return why_of(
        segment,
        Segment(kept["by_rule"]),
        by_person=kept["by_person"],
        record=(kept["record"][0], kept["record"][1]),
        recent=(kept["recent"][0], kept["recent"][1]),
        earlier=(kept["earlier"][0], kept["earlier"][1]),
    )
