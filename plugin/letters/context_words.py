"""Context notes in plain words: what each says, and the one sentence of what it changes.

For the business's own screen only: nothing of a note is ever said to the customer.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from plugin.credit.account import Account
from plugin.credit.context_facts import (
    ContextNote,
    NotedFact,
    Season,
    SinglePayer,
    noted_payer,
    noted_season,
)
from plugin.credit.pay_run_kinds import MonthlyRun, WeeklyRun
from plugin.letters.wording import counted, dated, listed

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAY = timedelta(days=1)
_LAST_OF_MONTH = 31


def fact_words(fact: NotedFact) -> str:
    """What a note says, without who said it and until when."""
    match fact:
        case Season():
            return f"They pay slowly in {listed(month_names(fact.months), 12)}"
        case SinglePayer():
            return f"{fact.name} alone signs payments, {_days_there(fact)}{_away(fact)}"
        case WeeklyRun():
            return f"They pay on {WEEKDAYS[fact.weekday - 1]}s"
        case MonthlyRun():
            when = "the last day" if fact.day == _LAST_OF_MONTH else f"day {fact.day}"
            return f"They pay on {when} of the month"
        case _:
            assert_never(fact)


def effect_words(fact: NotedFact) -> str:
    """What it changes, in one sentence."""
    match fact:
        case Season():
            later = f"{counted(fact.later, 'day')} later and " if fact.later else ""
            return (
                f"In these months each reminder goes {later}a tone gentler, and no final notice "
                "goes before they are over."
            )
        case SinglePayer():
            return f"Whatever goes lands on a day on which {fact.name} is there."
        case WeeklyRun() | MonthlyRun():
            return (
                "A reminder waits for two working days before it, whatever their past payments "
                "would say."
            )
        case _:
            assert_never(fact)


def season_words(account: Account, on: date) -> str:
    """Why a level rests in slow months; ends where the day follows."""
    found = noted_season(account.context, on)
    if found is None:
        return "it rests until "
    note, season = found
    return (
        f"they pay slowly in {listed(month_names(season.months), 12)}{_said(note)}: it rests until "
    )


def payer_words(account: Account, on: date) -> str:
    """Who signs alone and when they are there; empty where no such note holds."""
    found = noted_payer(account.context, on)
    if found is None:
        return ""
    note, payer = found
    return (
        f"{payer.name} alone signs their payments, {_days_there(payer)}{_away(payer)}{_said(note)}"
    )


def month_names(months: frozenset[int]) -> tuple[str, ...]:
    """The names of months, January first."""
    return tuple(MONTHS[month - 1] for month in sorted(months))


def _days_there(payer: SinglePayer) -> str:
    if len(payer.weekdays) == len(WEEKDAYS):
        return "on any day"
    return "on " + listed([f"{WEEKDAYS[day - 1]}s" for day in sorted(payer.weekdays)], 7)


def _away(payer: SinglePayer) -> str:
    if payer.away_from is None or payer.away_until is None:
        return ""
    return f", away from {dated(payer.away_from)} to {dated(payer.away_until - _DAY)}"


def _said(note: ContextNote) -> str:
    by = f"noted by {note.by}, " if note.by else ""
    return f" ({by}up to {dated(note.until - _DAY)})"
