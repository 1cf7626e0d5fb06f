"""What of their own credit a customer may be shown, and what would raise their limit.

It sets nothing and promises nothing; score, segment and a person's reasons are no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.account import Account
from plugin.credit.decisions import ExposurePart, LimitUse
from plugin.credit.exposure import exposure, limit_in_force, limit_use
from plugin.credit.limits import is_punctual
from plugin.credit.metrics import OnTimeRecord, on_time
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy

#: the record looks back over so many invoices
_WINDOW = 12


@dataclass(frozen=True, slots=True)
class OnTimeFirst:
    """So many more invoices paid on time, one after the other, and the record is punctual."""

    more: int


@dataclass(frozen=True, slots=True)
class GoesOnPunctual:
    """The record is punctual: an average month's purchases count for the limit."""

    on_time: int
    counted: int


@dataclass(frozen=True, slots=True)
class LargerPaidOnTime:
    """A balance above this counts, once it stood open and was all paid on time."""

    than: Money


@dataclass(frozen=True, slots=True)
class MostByPolicy:
    """The rule proposes no more than this; beyond it a person decides."""

    limit: Money


RaisedBy = OnTimeFirst | GoesOnPunctual | LargerPaidOnTime | MostByPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPassport:
    """A customer's own credit as they may see it; `use` is None where nothing can be compared.

    `parts` say what is used, by currency, as the house counts exposure (rule 8). A limit that is
    shared with others has no figures here, because they would tell of the others.
    """

    limit: Money | None
    use: LimitUse | None
    parts: tuple[tuple[str, tuple[tuple[ExposurePart, Money], ...]], ...]
    record: OnTimeRecord
    raised_by: tuple[RaisedBy, ...]
    is_shared: bool = False

    @property
    def over(self) -> Money | None:
        """By how much what is used is above the limit; None where it is not."""
        if self.use is None or self.use.headroom.amount >= 0:
            return None
        return -self.use.headroom


def credit_passport(account: Account, policy: CreditPolicy, on: date) -> CreditPassport:
    """The passport of one customer on a civil day, by the same figures as their review."""
    record = on_time(account, on, policy=policy)
    customer = account.customer
    if customer.family_id is not None and customer.family_limit is not None:
        return CreditPassport(
            limit=None, use=None, parts=(), record=record, raised_by=(), is_shared=True
        )
    limit = limit_in_force(account)
    use = limit_use(account, policy, on)
    return CreditPassport(
        limit=limit,
        use=use if isinstance(use, LimitUse) else None,
        parts=tuple((each.currency, each.parts) for each in exposure(account, policy, on)),
        record=record,
        raised_by=_raised_by(account, limit, record, policy) if limit is not None else (),
    )


def _raised_by(
    account: Account, limit: Money, record: OnTimeRecord, policy: CreditPolicy
) -> tuple[RaisedBy, ...]:
    """What the published rule of `limits` looks at, with this customer's own numbers."""
    is_base = limit.currency == account.base_currency
    most = policy.most_limit
    if most is not None and is_base and limit.amount >= most:
        return (MostByPolicy(Money(most, limit.currency)),)
    found: list[RaisedBy] = []
    if is_punctual(record):
        found.append(GoesOnPunctual(record.on_time, record.counted))
    else:
        found.append(OnTimeFirst(_on_time_until_punctual(record)))
    if is_base:
        found.append(LargerPaidOnTime(limit))
    return tuple(found)


def _on_time_until_punctual(record: OnTimeRecord) -> int:
    """How many marks on time in a row make the record punctual; twelve make any."""
    for more in range(1, _WINDOW):
        marks = (*record.marks, *(True for _ in range(more)))[-_WINDOW:]
        if is_punctual(OnTimeRecord(len(marks), sum(marks), marks)):
            return more
    return _WINDOW
