"""The segment of a customer by a published rule over their own record: it chooses the policy.

It looks at nobody else's ledger and learns nothing. A person's own choice goes before the rule.

The rule reads the last twelve invoices that were settled or fell due: fewer than three is *new*;
at least three quarters on time is *good*, less than half is *poor*. Whoever was good before the
last four and paid at most half of those on time is *slipping*, whatever the twelve say together.
Everybody else is *standard*.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account
from plugin.credit.metrics import OnTimeRecord, on_time
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy

_LOOKED_AT, _RECENT, _NEEDED = 12, 4, 3
_GOOD, _POOR, _SLIPPED = Decimal("0.75"), Decimal("0.5"), Decimal("0.5")


class Segment(StrEnum):
    """Which kind of payer a customer is; KEY is only ever a person's choice."""

    NEW = "new"
    GOOD = "good"
    STANDARD = "standard"
    SLIPPING = "slipping"
    POOR = "poor"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class SegmentFound:
    """The segment with the record that it rests on; `earlier` is the record without `recent`."""

    segment: Segment
    record: OnTimeRecord
    recent: OnTimeRecord
    earlier: OnTimeRecord
    by_person: bool = False


def segment_of(
    account: Account, on: date, policy: CreditPolicy = DEFAULT_POLICY, chosen: Segment | None = None
) -> SegmentFound:
    """The segment on a civil day; `chosen` is what a person decided, if anything.

    On time is as in every record: the next working day after a due date that is none counts, a
    write-off never, a residue below tolerance spoils nothing (rules 1, 4, 5).
    """
    record = on_time(account, on, last=_LOOKED_AT, policy=policy)
    recent, earlier = _of(record.marks[-_RECENT:]), _of(record.marks[:-_RECENT])
    if chosen is not None:
        return SegmentFound(chosen, record, recent, earlier, by_person=True)
    return SegmentFound(_by_rule(record, recent, earlier), record, recent, earlier)


def _by_rule(record: OnTimeRecord, recent: OnTimeRecord, earlier: OnTimeRecord) -> Segment:
    if record.counted < _NEEDED:
        return Segment.NEW
    was_good = earlier.counted >= _NEEDED and _share(earlier) >= _GOOD
    if was_good and _share(recent) <= _SLIPPED:
        return Segment.SLIPPING
    if _share(record) >= _GOOD:
        return Segment.GOOD
    return Segment.POOR if _share(record) < _POOR else Segment.STANDARD


def _of(marks: tuple[bool, ...]) -> OnTimeRecord:
    return OnTimeRecord(len(marks), sum(marks), marks)


def _share(record: OnTimeRecord) -> Decimal:
    return Decimal(record.on_time) / record.counted if record.counted else Decimal(0)
