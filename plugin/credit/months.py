"""Calendar months: their last day, a day of one, and the same day some months on."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def last_whole_month(day: date) -> date:
    """The last day of the month before that of `day`."""
    return day.replace(day=1) - timedelta(days=1)


def day_of_month(day: date, number: int) -> date:
    """That day of the month of `day`, from 1 on; its last where it has none such."""
    return day.replace(day=min(max(number, 1), end_of_month(day).day))


def months_after(day: date, months: int) -> date:
    """The same day so many months on (before, where negative), or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_of_month(date(year, month + 1, 1), day.day)
