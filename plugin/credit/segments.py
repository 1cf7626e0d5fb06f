"""The segment of a customer by a published rule over their own record: it chooses the policy.

It looks at nobody else's ledger and learns nothing. A person's own choice goes before the rule.

The rule reads the last twelve invoices that were settled within a year, are late, or were given
up: fewer than three is *new*; at least three quarters on time is *good*, less than half is *poor*.
Whoever was good before the last four and paid at most half of those on time is *slipping*,
whatever the twelve say together. Everybody else is *standard*.

One invoice does not turn a segment round and the next one back: whoever is *good* stays so down
to two thirds, whoever is *poor* up to seven in twelve, and whoever is *slipping* while one of the
last four was late and the record before them is good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account
from plugin.credit.metrics import Mark, OnTimeRecord, marks
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy
from plugin.credit.segment_held import Segment

__all__ = ["Segment", "SegmentFound", "segment_of"]

_LOOKED_AT, _RECENT, _NEEDED = 12, 4, 3
_GOOD, _POOR, _SLIPPED = Decimal("0.75"), Decimal("0.5"), Decimal("0.5")
#: where a segment that is held ends; each beyond the bound at which it begins
_STAYS_GOOD, _STAYS_POOR = Decimal(2) / 3, Decimal(7) / 12
#: what was paid longer ago says nothing any more; the record reaches no further back
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SegmentFound:
    """The segment with the record that it rests on; `earlier` is the record without `recent`.

    `by_rule` is what the rule says, whatever a person chose. `look_again_on` is the first day on
    which the calendar alone could change it.
    """

    segment: Segment
    record: OnTimeRecord
    recent: OnTimeRecord
    earlier: OnTimeRecord
    by_person: bool = False
    by_rule: Segment = Segment.NEW
    look_again_on: date | None = None


def segment_of(
    account: Account,
    on: date,
    policy: CreditPolicy = DEFAULT_POLICY,
    chosen: Segment | None = None,
    held: Segment | None = None,
) -> SegmentFound:
    """The segment on a civil day; `chosen` is a person's, `held` what the rule last said.

    On time is as in every record: the next working day after a due date that is none counts, a
    write-off never, a residue below tolerance spoils nothing (rules 1, 4, 5). `policy` gives the
    tolerance: the organisation's own, so that no segment can depend on the policy that it chooses.
    """
    everything, falls_due = marks(account, on, policy)
    counted = [each for each in everything if not each.by_money or each.day > on - _YEAR]
    used = counted[-_LOOKED_AT:]
    record, recent, earlier = _of(used), _of(used[-_RECENT:]), _of(used[:-_RECENT])
    by_rule = _by_rule(record, recent, earlier, held)
    return SegmentFound(
        chosen if chosen is not None else by_rule,
        record,
        recent,
        earlier,
        by_person=chosen is not None,
        by_rule=by_rule,
        look_again_on=_look_again(used, falls_due),
    )


def _look_again(used: Sequence[Mark], falls_due: date | None) -> date | None:
    """An open invoice is late from then on, or the oldest paid one leaves the year."""
    oldest = next((each.day for each in used if each.by_money), None)
    days = [falls_due, oldest + _YEAR if oldest is not None else None]
    return min((day for day in days if day is not None), default=None)


def _by_rule(
    record: OnTimeRecord, recent: OnTimeRecord, earlier: OnTimeRecord, held: Segment | None
) -> Segment:
    if record.counted < _NEEDED:
        return Segment.NEW
    was_good = earlier.counted >= _NEEDED and _share(earlier) >= _GOOD
    slips_on = held is Segment.SLIPPING and recent.on_time < recent.counted
    if was_good and (slips_on or _share(recent) <= _SLIPPED):
        return Segment.SLIPPING
    share = _share(record)
    if share >= (_STAYS_GOOD if held is Segment.GOOD else _GOOD):
        return Segment.GOOD
    is_poor = share < (_STAYS_POOR if held is Segment.POOR else _POOR)
    return Segment.POOR if is_poor else Segment.STANDARD


def _of(used: Sequence[Mark]) -> OnTimeRecord:
    verdicts = tuple(each.on_time for each in used)
    return OnTimeRecord(len(verdicts), sum(verdicts), verdicts)


def _share(record: OnTimeRecord) -> Decimal:
    return Decimal(record.on_time) / record.counted if record.counted else Decimal(0)
