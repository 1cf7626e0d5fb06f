"""Covering: what a review says of segment and policy, kept with the assessment and told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plugin.credit.account import Account
from plugin.credit.covered import Covered
from plugin.credit.metrics import OnTimeRecord
from plugin.letters.segment_words import segment_name, segment_why
from plugin.operations.documents import review_as_document
from plugin.operations.ground import Ground
from plugin.store import timeline
from plugin.store.assessments import CoveredBy
from plugin.store.outbox import Under


def covered_by(found: Covered) -> CoveredBy:
    """The names under which lists find the customer."""
    segment = found.segment
    return CoveredBy(segment.segment.value, segment.by_rule.value, found.policy.name)


def covered_as_document(found: Covered, under: Under) -> dict[str, Any]:
    """The review as a document, with the segment's record, the policy's version and the score."""
    segment = found.segment
    return {
        **review_as_document(found.review),
        "segment": {
            "segment": segment.segment.value,
            "by_rule": segment.by_rule.value,
            "by_person": segment.by_person,
            "record": _counts(segment.record),
            "recent": _counts(segment.recent),
            "earlier": _counts(segment.earlier),
        },
        "policy": {"name": under.policy, "version": under.version},
        # the whole of it is found anew where it is shown; lists and the loss budget go by this
        "score": found.score.total,
    }


def segments_told(
    on: Ground, accounts: Sequence[Account], covered: Sequence[Covered]
) -> list[timeline.Event]:
    """One line of the timeline for each customer whose segment changed; not for their first.

    Nor before the first run is settled: while the books are being read, records only come about.
    """
    if on.organisation.settled_at is None:
        return []
    told: list[timeline.Event] = []
    for account, found in zip(accounts, covered, strict=True):
        before, segment = account.customer.segment_held.in_force, found.segment
        if before is None or before is segment.segment:
            continue
        told.append(
            timeline.Event(
                at=on.now,
                kind="segment",
                by="policy",
                summary=f"{account.customer.name}: {segment_name(before)} to"
                f" {segment_name(segment.segment)}. {segment_why(segment)}",
                customer_id=account.customer.id,
                refs={
                    "before": before.value,
                    "after": segment.segment.value,
                    "policy": found.policy.name,
                },
            )
        )
    return told


def _counts(record: OnTimeRecord) -> list[int]:
    return [record.on_time, record.counted]
