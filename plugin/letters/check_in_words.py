"""Talking points for a call without a reason of money, as sentences for one's own screen."""

from __future__ import annotations

from datetime import date

from plugin.credit.talking_points import TalkingPoints
from plugin.letters.wording import counted, dated, day, listed, money

#: fewer invoices than these are no record to talk about
_SAYS_SOMETHING = 3


def point_words(points: TalkingPoints, on: date) -> tuple[str, ...]:
    """What there is to talk about, the pleasant first; of debt only where something is late."""
    return tuple(
        each
        for each in (
            _bought(points, on),
            _paid(points),
            _record(points),
            _limit(points),
            _waiting(points),
            _contested(points),
            _late(points),
        )
        if each
    )


def _bought(points: TalkingPoints, on: date) -> str:
    if not points.bought or points.last_bought_on is None:
        return f"Bought nothing since {dated(points.since)}: ask how it is going."
    sums = listed([money(amount) for _, amount in points.bought])
    count = sum(number for number, _ in points.bought)
    last = day(points.last_bought_on, on)
    return f"Bought for {sums} in three months, {counted(count, 'invoice')}, the last on {last}."


def _paid(points: TalkingPoints) -> str:
    if not points.paid:
        return ""
    sums = listed([money(amount) for _, amount in points.paid])
    count = sum(number for number, _ in points.paid)
    return f"Paid {sums} in three months, in {counted(count, 'payment')}."


def _record(points: TalkingPoints) -> str:
    record = points.record
    if record.counted < _SAYS_SOMETHING:
        return ""
    if record.on_time == record.counted:
        return f"All of the last {record.counted} invoices were paid on time: thank them."
    if points.late or record.on_time * 2 < record.counted:
        # a call for its own sake is no place for a poor record
        return ""
    return f"{record.on_time} of the last {record.counted} invoices were paid on time."


def _limit(points: TalkingPoints) -> str:
    use = points.use
    if use is None or use.headroom.amount < 0:
        return ""
    return (
        f"Of their limit of {money(use.limit)}, {money(use.headroom)} is free: ask what they plan."
    )


def _waiting(points: TalkingPoints) -> str:
    if not points.waiting:
        return ""
    return f"{counted(points.waiting, 'offer')} of other terms not settled yet between you."


def _contested(points: TalkingPoints) -> str:
    if not points.contested:
        return ""
    return f"They contest {listed(points.contested, 6)}: know where it stands before you ring."


def _late(points: TalkingPoints) -> str:
    if not points.late:
        return ""
    sums = listed([money(each) for each in points.late])
    return f"{sums} is late. This call is not about it; mention it only if they do."
