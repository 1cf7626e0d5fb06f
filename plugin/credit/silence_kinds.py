"""What each kind of silence brings with it (rule 20): its end, its review, and its consequences.

Why a debt is silent on a day is found in `silence`; the words are the letters'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Calendar, HoldKind
from plugin.credit.working_days import add_working_days

#: a direct debit that has not come so many working days after its day has failed
DEBIT_FAILS_AFTER = 5


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """How a kind of silence ends, and what follows while it lasts.

    It ends by itself after `working_days` or `days`; one without either lasts until a person ends
    it, who is asked after `review_days` whether it still holds.
    """

    working_days: int = 0
    days: int = 0
    review_days: int = 0
    #: no interest runs while it lasts
    freezes_interest: bool = False
    #: never written where the ledger shows it to everybody (rule 32)
    is_private: bool = False
    #: money that comes in is told to whoever collects it
    reports_payments: bool = False

    @property
    def ends_by_itself(self) -> bool:
        """Whether it has an end of its own."""
        return bool(self.working_days or self.days)


_HOUSE = SilenceRule(review_days=30)

#: the kinds that are not `_HOUSE`
_RULES: Mapping[HoldKind, SilenceRule] = {
    HoldKind.SAYS_PAID: SilenceRule(working_days=5),
    HoldKind.IN_FLIGHT: SilenceRule(working_days=5),
    HoldKind.VETOED: SilenceRule(working_days=2),
    HoldKind.DIRECT_DEBIT: SilenceRule(working_days=DEBIT_FAILS_AFTER),
    HoldKind.AGENCY: SilenceRule(review_days=90, reports_payments=True),
    HoldKind.CLAIM: SilenceRule(review_days=90, reports_payments=True),
    HoldKind.INSOLVENT: SilenceRule(review_days=90, is_private=True),
    HoldKind.BREATHING_SPACE: SilenceRule(days=60, freezes_interest=True, is_private=True),
    HoldKind.HARDSHIP: SilenceRule(review_days=30, freezes_interest=True, is_private=True),
    HoldKind.DECEASED: SilenceRule(review_days=60, freezes_interest=True, is_private=True),
    HoldKind.MINE: SilenceRule(review_days=90),
}


def rule_of(kind: HoldKind) -> SilenceRule:
    """What this kind of silence brings with it."""
    return _RULES.get(kind, _HOUSE)


def freezes_interest(kind: HoldKind) -> bool:
    """Whether no interest runs while a silence of this kind lasts."""
    return rule_of(kind).freezes_interest


def default_end(kind: HoldKind, on: date, calendar: Calendar) -> date | None:
    """The first day on which words go again by the house's rule; None until a person ends it.

    Five working days begin with the day after `on`.
    """
    rule = rule_of(kind)
    if rule.working_days:
        return add_working_days(on, rule.working_days, calendar) + timedelta(days=1)
    return on + timedelta(days=rule.days) if rule.days else None


def default_review(kind: HoldKind, on: date) -> date | None:
    """The day on which a person is asked again; None for a silence that ends by itself."""
    rule = rule_of(kind)
    return on + timedelta(days=rule.review_days) if rule.review_days else None
