"""A proposed stop that a person refused, and when it may be asked for again (rules 5, 19).

Whether a stop is due at all is for the status.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account
from plugin.credit.debts import Debt
from plugin.credit.decisions import Exposure, LimitUse
from plugin.credit.money import Money

#: a stop refused at an exposure that nobody noted is not asked again for so long
REFUSAL_HOLDS_DAYS = 30


def is_refused(
    account: Account,
    on: date,
    use: LimitUse | None,
    exposures: tuple[Exposure, ...],
    judged: Mapping[str, list[Debt]],
) -> bool:
    """A person refused this stop: not asked again at or below the exposure of that day.

    What was written off since counts as owed still (rule 5); `use` and `judged` are as the status
    sees them.
    """
    held = account.status
    if held.stop_refused_on is None:
        return False
    if held.stop_refused_at is None:
        return on < held.stop_refused_on + timedelta(days=REFUSAL_HOLDS_DAYS)
    currency = held.stop_refused_at.currency
    if use is not None and use.limit.currency == currency:
        return use.used <= held.stop_refused_at
    owed = sum((each.amount.amount for each in exposures if each.currency == currency), Decimal(0))
    lost = sum((each.written_off for each in judged.get(currency, ())), Decimal(0))
    return Money(owed + lost, currency) <= held.stop_refused_at
