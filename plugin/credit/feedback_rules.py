"""The part of a policy that says whether and how often customers are asked how it went."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.complaints import Table

#: nobody is asked more often than this, whatever a policy says
_FEWEST_DAYS = 30


@dataclass(frozen=True, slots=True)
class FeedbackRules:
    """One question to a customer after a case, at most once in so many days.

    `days_between` counts from the last question or answer; a case is asked about for `days_open`
    days after it was closed.
    """

    asks: bool = True
    days_between: int = 90
    days_open: int = 30


def read_feedback(table: Table) -> FeedbackRules:
    """Read the switch and its numbers; a question more often than monthly is refused."""
    house = FeedbackRules()
    read = FeedbackRules(
        asks=table.flag("asks", house.asks),
        days_between=table.whole("days_between", house.days_between, at_least=_FEWEST_DAYS),
        days_open=table.whole("days_open", house.days_open, at_least=1),
    )
    table.close()
    return read
