"""A day as somebody named it, and the names of months and weekdays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january|jan", "february|feb|febr", "march|mar", "april|apr", "may", "june|jun",
            "july|jul", "august|aug", "september|sept|sep", "october|oct", "november|nov",
            "december|dec",
        ),
        start=1,
    )
    for name in names.split("|")
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday|mon|mondays", "tuesday|tue|tues|tuesdays", "wednesday|wed|weds|wednesdays",
            "thursday|thu|thur|thurs|thursdays", "friday|fri|fridays", "saturday|sat|saturdays",
            "sunday|sun|sundays",
        ),
        start=1,
    )
    for name in names.split("|")
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A day as it was named: where it would lie ahead, where behind; None where it cannot.

    `is_pay_run` is the customer's own next pay run, which only their past payments tell.
    """

    ahead: date | None = None
    behind: date | None = None
    is_pay_run: bool = False
    #: a span such as 'next week': its last working day stands for it
    is_vague: bool = False
    #: a month that was named without a day
    month: int = 0
    #: from that month on, until today
    is_since: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the question, and whether this customer writes the month before the day."""

    on: date
    month_first: bool = False
