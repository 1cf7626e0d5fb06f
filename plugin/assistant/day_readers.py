"""How each way of naming a day is read, once its words were found. Where they stand is `dates`'."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from plugin.assistant.named_days import MONTHS, WEEKDAYS, Named, Today
from plugin.assistant.numbers import ORDINALS, count_of
from plugin.credit.months import months_after

Reader = Callable[[re.Match[str], Today], "Named | None"]

_DAY = timedelta(days=1)


def _exact(day: date) -> Named:
    return Named(day, day)


def iso(match: re.Match[str], _: Today) -> Named:
    """2026-11-27."""
    return _exact(date(int(match["y"]), int(match["m"]), int(match["d"])))


def figures(match: re.Match[str], today: Today) -> Named | None:
    """27/11, 27.11.2026 or, where the month comes first, 11/27."""
    first, second = int(match["a"]), int(match["b"])
    if today.month_first:
        first, second = second, first
    if second > 12 >= first:
        first, second = second, first
    year = match["y"]
    return _day_of(first, second, int(year) if year else None, today)


def _day_of(day: int, month: int, year: int | None, today: Today) -> Named:
    if year is not None:
        return _exact(date(year + 2000 if year < 100 else year, month, day))
    this = today.on.year
    # 29 February lies in another year than the next
    days = [date(y, month, day) for y in range(this - 4, this + 5) if day <= _days_in(y, month)]
    if not days:
        raise ValueError(f"no {day}.{month}.")
    ahead = min(each for each in days if each >= today.on)
    behind = max(each for each in days if each <= today.on)
    return Named(ahead, behind)


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def worded(match: re.Match[str], today: Today) -> Named | None:
    """27 November 2026, November 27th, the twenty-seventh of November."""
    day = _nth(match["d"])
    year = match["y"]
    return (
        None
        if day is None
        else _day_of(day, MONTHS[match["m"]], int(year) if year else None, today)
    )


def _nth(text: str) -> int | None:
    bare = text.strip()
    if bare[0].isdigit():
        return int(re.sub(r"\D", "", bare))
    if bare in ORDINALS:
        return ORDINALS[bare]
    tens, _, ones = bare.replace("-", " ").partition(" ")
    return {"twenty": 20, "thirty": 30}[tens] + ORDINALS[ones]


def nth_of_month(match: re.Match[str], today: Today) -> Named | None:
    """The 27th: of this month or the next that has one."""
    day = _nth(match["d"])
    if day is None or not 1 <= day <= 31:
        return None
    which = match["of"] or ""
    on = today.on.replace(day=1)
    if "next" in which:
        return Named(ahead=_in_month(months_after(on, 1), day))
    if "last" in which:
        return Named(behind=_in_month(months_after(on, -1), day))
    if "this" in which:
        return _exact(_in_month(on, day))
    months = [months_after(on, n) for n in range(-3, 4)]
    days = [month.replace(day=day) for month in months if day <= _days_in(month.year, month.month)]
    ahead = min(each for each in days if each >= today.on)
    return Named(ahead, max(each for each in days if each <= today.on))


def _in_month(first: date, day: int) -> date:
    return first.replace(day=min(day, _days_in(first.year, first.month)))


#: a weekday with its number is looked for within so many days
_NEAR = 120


def weekday_nth(match: re.Match[str], today: Today) -> Named | None:
    """'Friday the 27th': the nearest day ahead, and behind, that is both; none where none is."""
    wanted, number = WEEKDAYS[match["w"]], int(re.sub(r"\D", "", match["d"]))
    near = [today.on + timedelta(days=days) for days in range(-_NEAR, _NEAR + 1)]
    fits = [day for day in near if day.day == number and day.isoweekday() == wanted]
    ahead = min((day for day in fits if day >= today.on), default=None)
    behind = max((day for day in fits if day <= today.on), default=None)
    if ahead is not None and behind is not None and ahead != behind:
        # only the nearer one is meant: nobody says so of a day of another season
        if ahead - today.on <= today.on - behind:
            behind = None
        else:
            ahead = None
    return Named(ahead=ahead, behind=behind) if fits else None


def weekday(match: re.Match[str], today: Today) -> Named:
    """Friday, next Friday, Friday week."""
    wanted = WEEKDAYS[match["w"]]
    which, after = (match["which"] or "").strip(), (match["after"] or "").strip()
    monday = today.on - timedelta(days=today.on.isoweekday() - 1)
    coming = today.on + timedelta(days=(wanted - today.on.isoweekday() - 1) % 7 + 1)
    gone = today.on - timedelta(days=(today.on.isoweekday() - wanted - 1) % 7 + 1)
    if after in {"gone", "just gone", "last", "last week"} or which in {"last", "past"}:
        return Named(behind=monday + timedelta(days=wanted - 8) if after == "last week" else gone)
    if after == "week" or which.startswith(
        ("a week on", "week on", "a week from", "the week after")
    ):
        return Named(ahead=coming + timedelta(days=7))
    if which.startswith(("two weeks on", "a fortnight on")):
        return Named(ahead=coming + timedelta(days=14))
    if which == "next" or after == "next week" or which.startswith("next week"):
        return Named(ahead=monday + timedelta(days=7 + wanted - 1))
    return Named(coming, gone)


def spoken_week(match: re.Match[str], today: Today) -> Named:
    """'Two weeks on Friday', 'a week tomorrow', 'a fortnight today'."""
    weeks = 2 if "fortnight" in match.group(0) else count_of(match["n"] or "a") or 1
    start = today.on + (_DAY if "tomorrow" in match.group(0) else timedelta())
    return Named(ahead=start + timedelta(weeks=weeks))


def _span(match: re.Match[str], today: Today, sign: int) -> Named | None:
    count = count_of(match["n"] or "a")
    if count is None:
        return None
    day = _moved(today, sign * count, match["unit"])
    return Named(ahead=day) if sign > 0 else Named(behind=day)


def _moved(today: Today, count: int, unit: str) -> date:
    if unit.startswith(("working", "business")):
        day, step = today.on, _DAY if count > 0 else -_DAY
        for _ in range(min(abs(count), 400)):
            day += step
            while day.isoweekday() > 5:
                day += step
        return day
    if unit.startswith("day"):
        return today.on + timedelta(days=count)
    if unit.startswith("week"):
        return today.on + timedelta(weeks=count)
    if unit.startswith("fortnight"):
        return today.on + timedelta(weeks=2 * count)
    return months_after(today.on, count)


def end_of_month(match: re.Match[str], today: Today) -> Named:
    """The end of the month, of next month, of November."""
    which = match["which"] or ""
    if match["m"]:
        month = MONTHS[match["m"]]
        year = today.on.year if month >= today.on.month else today.on.year + 1
        last = date(year, month, _days_in(year, month))
        past_year = year - 1 if last >= today.on else year
        return Named(last, date(past_year, month, _days_in(past_year, month)))
    first = months_after(today.on.replace(day=1), 1 if "next" in which else 0)
    if "last" in which:
        return Named(behind=today.on.replace(day=1) - _DAY)
    return Named(_in_month(first, 31), today.on.replace(day=1) - _DAY)


def month_end(match: re.Match[str], today: Today) -> Named:
    """Month end."""
    first = today.on.replace(day=1)
    ahead = _in_month(months_after(first, 1 if "next" in match.group(0) else 0), 31)
    return Named(ahead, first - _DAY)


def part_of_month(match: re.Match[str], today: Today) -> Named:
    """Its beginning or its middle."""
    day = 15 if match["part"].startswith("mid") else 1
    if match["m"]:
        return _day_of(day, MONTHS[match["m"]], None, today)
    first = months_after(today.on.replace(day=1), 1 if "next" in (match["which"] or "") else 0)
    ahead = first.replace(day=day)
    if ahead < today.on:
        ahead = months_after(first, 1).replace(day=day)
    return Named(ahead, ahead, is_vague=True)


def month_alone(match: re.Match[str], today: Today) -> Named:
    """'In December': the last day of it stands for it."""
    month = MONTHS[match["m"]]
    year = today.on.year if month >= today.on.month else today.on.year + 1
    ahead = date(year, month, _days_in(year, month))
    if match.group(0).startswith(("since", "from")):
        begun = today.on.year if month <= today.on.month else today.on.year - 1
        first = date(begun, month, 1)
        return Named(behind=first, is_vague=True, month=month, is_since=True)
    return Named(ahead, None, is_vague=True, month=month)


def end_of_week(match: re.Match[str], today: Today) -> Named:
    """The end of the week; this or next week."""
    monday = today.on - timedelta(days=today.on.isoweekday() - 1)
    weeks = 1 if "next" in match.group(0) or today.on.isoweekday() > 5 else 0
    return Named(ahead=monday + timedelta(days=4 + 7 * weeks), is_vague="end" not in match.group(0))


def week_gone(_: re.Match[str], __: Today) -> Named:
    """'Last week', 'a while ago': behind, and on no day that could be named."""
    return Named(is_vague=True)


def month_whole(match: re.Match[str], today: Today) -> Named:
    """This month or next: its last day stands for it."""
    count = 1 if "next" in match.group(0) else 0
    first = months_after(today.on.replace(day=1), count)
    return Named(ahead=_in_month(first, 31), is_vague=True)


def year_end(match: re.Match[str], today: Today) -> Named:
    """Christmas, the new year, the end of the year."""
    if "new year" in match.group(0):
        return Named(ahead=date(today.on.year + 1, 1, 1 if "after" not in match.group(0) else 2))
    christmas = date(today.on.year, 12, 25)
    if christmas < today.on:
        christmas = christmas.replace(year=today.on.year + 1)
    if match.group(0).startswith("before"):
        return Named(ahead=christmas - _DAY, is_vague=True)
    if match.group(0).startswith("after"):
        return Named(ahead=christmas + timedelta(days=2), is_vague=True)
    if "end of" in match.group(0):
        return Named(ahead=date(today.on.year, 12, 31))
    return Named(ahead=christmas)


def weekend(match: re.Match[str], today: Today) -> Named:
    """The weekend, or the Monday after it."""
    saturday = today.on + timedelta(days=(6 - today.on.isoweekday()) % 7)
    if match.group(0).startswith("after"):
        return Named(ahead=saturday + timedelta(days=2))
    return Named(ahead=saturday, behind=saturday - timedelta(days=7), is_vague=True)


def _fixed(days: int) -> Reader:
    def read(_: re.Match[str], today: Today) -> Named:
        day = today.on + timedelta(days=days)
        if days == 0:
            return _exact(day)
        return Named(ahead=day) if days > 0 else Named(behind=day)

    return read


def pay_run(_: re.Match[str], __: Today) -> Named:
    """Their own next pay run."""
    return Named(is_pay_run=True)


def _ago(match: re.Match[str], today: Today) -> Named | None:
    return _span(match, today, -1)


def _from_now(match: re.Match[str], today: Today) -> Named | None:
    if not match["n"] and "another" not in match.group(0):
        return None
    return _span(match, today, 1)


def _another(match: re.Match[str], today: Today) -> Named:
    return Named(ahead=_moved(today, 1, match["unit"]))


#: by the heads of `words/days.txt`
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        **{
            each.__name__: each
            for each in (
                end_of_month,
                end_of_week,
                figures,
                iso,
                month_alone,
                month_end,
                month_whole,
                nth_of_month,
                part_of_month,
                pay_run,
                spoken_week,
                week_gone,
                weekday,
                weekday_nth,
                weekend,
                worded,
                year_end,
            )
        },
        "ago": _ago,
        "from_now": _from_now,
        "another": _another,
        **{f"in_days_{days}": _fixed(days) for days in (-2, -1, 0, 1, 2)},
    }
)
