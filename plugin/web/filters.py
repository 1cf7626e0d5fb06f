"""How amounts, days and instants are written on a page. Words for decisions live in letters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from flask import Flask
from markupsafe import Markup

from plugin.credit.money import Money
from plugin.letters import wording, words
from plugin.web.house import now, today, zone

_BRITISH = Locale("en", "GB")
_MARKS = {"open": "○", "watch": "◐", "stop": "●"}


def money(amount: Money) -> Markup:
    """An exact amount with the sign of its currency; the bare number stands in the markup."""
    return Markup('<data value="{}">{}</data>').format(
        f"{amount.rounded().amount:.2f}", wording.money(amount)
    )


def day(on: date | None) -> Markup | str:
    """Thu 26 Nov, with the year where it is not this year's."""
    if on is None:
        return ""
    pattern = "EEE d MMM" if on.year == today().year else "EEE d MMM y"
    return Markup('<time datetime="{}">{}</time>').format(
        on.isoformat(), format_date(on, pattern, locale=_BRITISH)
    )


def month(on: date) -> str:
    """November 2026, of the month that a day is in."""
    return str(format_date(on, "MMMM y", locale=_BRITISH))


def moment(at: datetime | None) -> Markup | str:
    """26 Nov, 09:12, in the organisation's own time zone."""
    if at is None:
        return ""
    local = at.astimezone(zone())
    pattern = "d MMM" if local.year == today().year else "d MMM y"
    return Markup('<time datetime="{}">{}, {}</time>').format(
        at.isoformat(timespec="seconds"),
        format_date(local.date(), pattern, locale=_BRITISH),
        local.strftime("%H:%M"),
    )


def clock(at: datetime) -> str:
    """09:12, in the organisation's own time zone."""
    return at.astimezone(zone()).strftime("%H:%M")


def ago(at: datetime | None) -> str:
    """just now, 2 min ago, 5 hours ago, 3 days ago; never where there was none."""
    if at is None:
        return "never"
    seconds = (now() - at).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min ago"
    hours = int(seconds // 3600)
    if hours < 48:
        return "1 hour ago" if hours == 1 else f"{hours} hours ago"
    return f"{hours // 24} days ago"


def days_late(days: int) -> str:
    """37 days late, due today, due in 5 days."""
    if days > 0:
        return f"{wording.days(days)} late"
    return "due today" if days == 0 else f"due in {wording.days(-days)}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """1 invoice, 40 invoices."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(share: Decimal) -> str:
    """A share in per cent, without decimals."""
    return f"{share:.0f} %"


def mark(status: str) -> str:
    """The mark that stands beside a status, so that colour never speaks alone."""
    return _MARKS[status]


def write_values(app: Flask) -> None:
    """Teach the templates how values are written."""
    for filter_ in (money, day, month, moment, clock, ago, days_late, counted, percent, mark):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.filters["phrase"] = wording.sentence
    app.jinja_env.filters["settled"] = words.settled_words
