"""Switching: puts customers of a running trial under its policy on their day. It measures nothing.

It belongs to the morning's review, so a day on which nobody ran is caught up on the next.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from plugin.credit.policy import Mode
from plugin.operations.ground import Ground
from plugin.store import Tx, assessments, terms, timeline, trials

_OWN_CHOICE = "a person had chosen another policy"
_RETIRED = "the policy was no longer in force"
_DRAFT = "the policy was a draft by then"


def switch_due(tx: Tx, on: Ground) -> int:
    """Switch whoever's day has come; says how many. A person's own choice meanwhile stands.

    Those who are passed over stay in the figures as they were placed, or only the compliant would
    be counted.
    """
    waiting = trials.to_switch(tx, on=on.today)
    if not waiting:
        return 0
    # whoever decides about a customer holds their row first, and may have decided just now
    assessments.lock(tx, [row.customer_id for row in waiting])
    waiting = trials.to_switch(tx, on=on.today)
    switched: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    passed: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for row in waiting:
        tried = on.policies.policies.named(row.policy)
        if tried is None:
            passed[row.trial_id, _RETIRED].append(row.customer_id)
        elif tried.mode is Mode.DRAFT:
            passed[row.trial_id, _DRAFT].append(row.customer_id)
        elif row.own is not None and row.own != row.policy:
            passed[row.trial_id, _OWN_CHOICE].append(row.customer_id)
        else:
            switched[row.trial_id, row.policy].append(row.customer_id)
    for (trial_id, policy), ids in switched.items():
        terms.set_policy(tx, ids, policy)
        trials.note_switched(tx, trial_id, ids, at=on.now)
        timeline.record_all(tx, [_told(on, policy, trial_id, each) for each in ids])
    for (trial_id, why), ids in passed.items():
        trials.note_passed_over(tx, trial_id, ids, why)
    return sum(map(len, switched.values()))


def next_switch(tx: Tx, *, after: date) -> date | None:
    """The next day on which a trial switches somebody."""
    return trials.next_switch(tx, after=after)


def _told(on: Ground, policy: str, trial_id: UUID, customer_id: str) -> timeline.Event:
    return timeline.Event(
        at=on.now,
        kind="policy",
        by="trial",
        summary=f"Under {policy} from now on: its trial reached this customer",
        customer_id=customer_id,
        refs={"trial": str(trial_id), "policy": policy},
    )
