"""Payment terms: from the day of issue to the due date, for invoices that name none (rule 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from plugin.credit.months import day_of_month, end_of_month, months_after


class TermsKind(StrEnum):
    """What the days of the terms count from."""

    AFTER_ISSUE = "after_issue"
    AFTER_MONTH_END = "after_month_end"
    OF_THIS_MONTH = "of_this_month"
    OF_NEXT_MONTH = "of_next_month"


@dataclass(frozen=True, slots=True)
class Terms:
    """So many days after the issue or the end of its month, or a day of this or the next month."""

    days: int
    kind: TermsKind = TermsKind.AFTER_ISSUE

    @property
    def is_monthly(self) -> bool:
        """Everything of a month falls due on one day, so one statement says it all."""
        return self.kind is not TermsKind.AFTER_ISSUE


def due_date(issued: date, terms: Terms) -> date:
    """The last day on which it is paid in time; a day that a month lacks is the month's last.

    A day of this month that has passed already is the day of issue: no terms run backwards.
    """
    if terms.kind is TermsKind.AFTER_ISSUE:
        return issued + timedelta(days=terms.days)
    if terms.kind is TermsKind.AFTER_MONTH_END:
        return end_of_month(issued) + timedelta(days=terms.days)
    if terms.kind is TermsKind.OF_THIS_MONTH:
        return max(issued, day_of_month(issued, terms.days))
    return day_of_month(months_after(issued, 1), terms.days)
