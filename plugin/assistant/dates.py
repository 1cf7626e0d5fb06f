"""Days as people name them: 'Friday', 'the 27th', '27/11', 'end of the month', 'in two weeks'.

A day named without its year or week lies ahead for what will be paid and behind for what was:
both are found, and the sentence decides. Whether a day is allowed is not said here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.assistant.numbers import COUNT, ONES, ORDINALS, count_of
from plugin.credit.months import months_after

_DAY = timedelta(days=1)

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

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:{_ORDINAL})|{_ORDINAL})"
_N = rf"(?:another|one more|a|an|{COUNT})"


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


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the question, and whether this customer writes the month before the day."""

    on: date
    month_first: bool = False


_Reader = Callable[[re.Match[str], Today], "Named | None"]


def find_days(text: str, today: Today) -> list[tuple[int, int, Named]]:
    """Every day named in a plain text, with where it stands; none overlaps another."""
    found: list[tuple[int, int, Named]] = []
    taken = [False] * (len(text) + 1)
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            named = _safely(read, match, today)
            if named is None:
                continue
            found.append((start, end, named))
            taken[start:end] = [True] * (end - start)
    return sorted(found, key=lambda each: each[0])


def _safely(read: _Reader, match: re.Match[str], today: Today) -> Named | None:
    """A day that no calendar has (31 February, the year 99999) is none."""
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _exact(day: date) -> Named:
    return Named(day, day)


def _iso(match: re.Match[str], _: Today) -> Named:
    year, month, day = (int(part) for part in match.groups())
    return _exact(date(year, month, day))


def _figures(match: re.Match[str], today: Today) -> Named | None:
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


def _worded(match: re.Match[str], today: Today) -> Named | None:
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


def _nth_of_month(match: re.Match[str], today: Today) -> Named | None:
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


def _weekday(match: re.Match[str], today: Today) -> Named:
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


def _spoken_week(match: re.Match[str], today: Today) -> Named:
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
    if unit.startswith("working") or unit.startswith("business"):
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


def _end_of_month(match: re.Match[str], today: Today) -> Named:
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


def _month_end(match: re.Match[str], today: Today) -> Named:
    first = today.on.replace(day=1)
    ahead = _in_month(months_after(first, 1 if "next" in match.group(0) else 0), 31)
    return Named(ahead, first - _DAY)


def _part_of_month(match: re.Match[str], today: Today) -> Named:
    """Its beginning or its middle."""
    day = 15 if match["part"].startswith("mid") else 1
    if match["m"]:
        return _day_of(day, MONTHS[match["m"]], None, today)
    first = months_after(today.on.replace(day=1), 1 if "next" in (match["which"] or "") else 0)
    ahead = first.replace(day=day)
    if ahead < today.on:
        ahead = months_after(first, 1).replace(day=day)
    return Named(ahead, ahead, is_vague=True)


def _month_alone(match: re.Match[str], today: Today) -> Named:
    """'In December': the last day of it stands for it."""
    month = MONTHS[match["m"]]
    year = today.on.year if month >= today.on.month else today.on.year + 1
    ahead = date(year, month, _days_in(year, month))
    return Named(ahead, None, is_vague=True, month=month)


def _end_of_week(match: re.Match[str], today: Today) -> Named:
    monday = today.on - timedelta(days=today.on.isoweekday() - 1)
    weeks = 1 if "next" in match.group(0) or today.on.isoweekday() > 5 else 0
    return Named(ahead=monday + timedelta(days=4 + 7 * weeks), is_vague="end" not in match.group(0))


def _week_gone(_: re.Match[str], __: Today) -> Named:
    """'Last week', 'a while ago': behind, and on no day that could be named."""
    return Named(is_vague=True)


def _month_whole(match: re.Match[str], today: Today) -> Named:
    count = 1 if "next" in match.group(0) else 0
    first = months_after(today.on.replace(day=1), count)
    return Named(ahead=_in_month(first, 31), is_vague=True)


def _year_end(match: re.Match[str], today: Today) -> Named:
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


def _weekend(match: re.Match[str], today: Today) -> Named:
    saturday = today.on + timedelta(days=(6 - today.on.isoweekday()) % 7)
    if match.group(0).startswith("after"):
        return Named(ahead=saturday + timedelta(days=2))
    return Named(ahead=saturday, behind=saturday - timedelta(days=7), is_vague=True)


def _fixed(days: int) -> _Reader:
    def read(_: re.Match[str], today: Today) -> Named:
        day = today.on + timedelta(days=days)
        if days == 0:
            return _exact(day)
        return Named(ahead=day) if days > 0 else Named(behind=day)

    return read


def _pay_run(_: re.Match[str], __: Today) -> Named:
    return Named(is_pay_run=True)


_UNIT = r"(?P<unit>(?:working |business )?days?|weeks?|fortnights?|months?)(?:'|s')?"
_YEAR = r"(?:(?:,? |/|-|\.)(?P<y>20\d\d))?"
_THE = r"(?:the )?"

_NTH_DIGITS = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:{_ORDINAL}))"
#: 'the first invoice' is no day
_NOT_A_THING = (
    r"(?! (?:one|invoice|bill|instalment|payment|reminder|letter|person|time|party|thing|of them))"
)

_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(rf"(?<![\w/£€$.-])(?:{pattern})(?![\w/])"), read)
    for pattern, read in (
        (r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})", _iso),
        (r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?:(?P=s)(?P<y>20\d\d|\d\d))", _figures),
        (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<y>)", _figures),
        (
            rf"(?:(?:{_WEEKDAY})[ ,]+)?{_THE}(?P<d>\d{{1,2}}(?:st|nd|rd|th)?|{_NTH})"
            rf"(?: of|,|-)?[ -]?(?P<m>{_MONTH})\b\.?{_YEAR}",
            _worded,
        ),
        (
            rf"(?:(?:{_WEEKDAY})[ ,]+)?(?P<m>{_MONTH})\.? {_THE}"
            rf"(?P<d>\d{{1,2}}(?:st|nd|rd|th)?|{_NTH})(?![\d:]){_YEAR}",
            _worded,
        ),
        (
            rf"(?:at |by |on )?{_THE}(?:very )?(?:end of|last day of|back end of|late)"
            rf" {_THE}(?:(?P<which>this|next|last|current|following)? ?month|(?P<m>{_MONTH}))",
            _end_of_month,
        ),
        (r"(?:next |this )?month[ -]?end|eom|eo month", _month_end),
        (
            rf"{_THE}(?P<part>beginning of|start of|early(?: in)?|middle of|mid[ -]?)(?: of)? ?{_THE}"
            rf"(?:(?P<which>this|next|the)? ?month|(?P<m>{_MONTH}))",
            _part_of_month,
        ),
        (rf"(?P<n>{_N}) {_UNIT} (?:ago|back|earlier)", lambda m, t: _span(m, t, -1)),
        (
            rf"(?:(?:in|within|after|for|for another|another)(?: the next| another| about)? )"
            rf"(?P<n>{_N})? ?{_UNIT}(?:(?: from| of)? (?:now|today)|'? time| later| more)?",
            lambda m, t: _span(m, t, 1) if m["n"] or "another" in m.group(0) else None,
        ),
        (
            rf"(?P<n>{_N}) (?:more |extra |further )?{_UNIT}(?: (?:from )?(?:now|today)|'? time"
            r"| more| extra| longer| extension| grace)",
            lambda m, t: _span(m, t, 1),
        ),
        (
            rf"(?P<which>a week on|week on|a week from|the week after|two weeks on|a fortnight on"
            rf"|next week on|next week|last|past|next|this(?: coming)?|coming|the coming|"
            rf"the following)? ?(?P<w>{_WEEKDAY})"
            r"(?: (?P<after>week|just gone|gone|last week|next week|last))?",
            _weekday,
        ),
        (
            rf"(?:(?P<n>{_N}) )?(?:week|weeks|fortnight) (?:today|tomorrow)",
            _spoken_week,
        ),
        (
            rf"(?:another|one more|an extra) (?P<unit>week|fortnight|month)(?P<n>)",
            lambda m, t: Named(ahead=_moved(t, 1, m["unit"])),
        ),
        (
            r"(?:by |at )?(?:the )?end of (?:the |this |next )?week|(?:this|next) week|eow|week[ -]end(?=ing)",
            _end_of_week,
        ),
        (r"after (?:the )?weekend|(?:this |the |over the |at the )?weekend", _weekend),
        (r"the day after tomorrow|day after tomorrow|overmorrow", _fixed(2)),
        (r"tomorrow(?: morning| afternoon| evening| night)?", _fixed(1)),
        (r"the day before yesterday|day before yesterday", _fixed(-2)),
        (r"yesterday(?: morning| afternoon| evening)?|last night", _fixed(-1)),
        (
            r"today|tonight|this (?:morning|afternoon|evening)|(?:by )?(?:the )?(?:end of (?:the )?day"
            r"|close of (?:play|business)|eod|cob)|right now|right away|straight away|immediately"
            r"|just now|now",
            _fixed(0),
        ),
        (
            r"(?:before |after |by |at |the )*(?:christmas|xmas)|(?:after |in |the )*new year(?:'?s)?(?: day)?"
            r"|(?:the )?end of (?:the |this )?year|year[ -]end",
            _year_end,
        ),
        (
            r"(?:on |at |in |by |with )?(?:our |my |the |your )?(?:next |coming )?(?:pay(?:ment)?[ -]?runs?"
            r"|(?:bacs|payment) run)",
            _pay_run,
        ),
        (
            rf"(?:on |by |from |until |before |for |about |around )?{_THE}(?P<d>{_NTH_DIGITS}){_NOT_A_THING}"
            r"(?P<of> of (?:this|next|the|last) month)?",
            _nth_of_month,
        ),
        (
            rf"(?:on|by|from|until|before|around) {_THE}(?P<d>{_NTH}){_NOT_A_THING}"
            r"(?P<of> of (?:this|next|the|last) month)?",
            _nth_of_month,
        ),
        (rf"{_THE}(?P<d>{_NTH})(?P<of> of (?:this|next|the|last) month)", _nth_of_month),
        (
            rf"(?P<n>{COUNT}) (?:(?:more|extra|further|additional) )?(?P<unit>(?:working |business )?days?"
            r"|weeks?|fortnights?)",
            lambda m, t: _span(m, t, 1),
        ),
        (
            rf"(?P<n>{COUNT}) (?:more|extra|further|additional) (?P<unit>months?)",
            lambda m, t: _span(m, t, 1),
        ),
        (r"next month|this month", _month_whole),
        (
            rf"(?:in|during|until|by|sometime in|before|for|since|from) (?P<m>{_MONTH})",
            _month_alone,
        ),
        (
            r"last week|last month|the other day|a while (?:ago|back)|ages ago|(?:a )?few "
            r"(?:days|weeks) ago|weeks ago|days ago|months ago|earlier this (?:week|month)|recently",
            _week_gone,
        ),
    )
)


def number_of_units(text: str) -> int | None:
    """How many weeks or months 'a couple of' and its like stand for."""
    return count_of(text) or ONES.get(text)
