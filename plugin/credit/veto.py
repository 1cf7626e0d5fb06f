"""The salesperson's veto window: whether a hard step waits for them, and until when.

Two working days of the organisation before a final notice or a stop its salesperson is asked. A
veto holds that step until a day, silence lets it go once both days are over, and nothing else is
held. Who is asked, and how, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plugin.credit.account import Account, Calendar
from plugin.credit.complaints import Table
from plugin.credit.veto_facts import (
    Rung,
    SalesSay,
    VetoAnswer,
    VetoQuestion,
    VetoStep,
    VetoWindow,
)
from plugin.credit.working_days import add_working_days

#: working days that a salesperson has for an answer, those after the day of the mail
WINDOW_WORKING_DAYS = 2
#: a veto holds a step for so many days at most: it postpones, it does not forgive
VETO_AT_MOST_DAYS = 30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VetoRules:
    """Before which steps a customer's salesperson is asked; nobody is where none is assigned."""

    final: bool = True
    stop: bool = True


def read_veto(table: Table) -> VetoRules:
    """The switches as a document has them."""
    house = VetoRules()
    read = VetoRules(final=table.flag("final", house.final), stop=table.flag("stop", house.stop))
    table.close()
    return read


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A hard step waits for a salesperson until the first day on which it may be taken.

    `vetoed` where they said so, else their time is not over; `asks` where nobody asked them yet.
    """

    until: date
    by: str
    vetoed: bool = False
    asks: bool = False


def window_ends(opened_on: date, calendar: Calendar) -> date:
    """The first day after the two working days that follow the day of the mail."""
    return add_working_days(opened_on, WINDOW_WORKING_DAYS, calendar) + _DAY


def still_open_since(on: date, calendar: Calendar) -> date:
    """The first day of a mail whose two working days are not over on `on`."""
    since = on
    while window_ends(since - _DAY, calendar) > on:
        since -= _DAY
    return since


def held_back(
    say: SalesSay, windows: Iterable[VetoWindow], calendar: Calendar, on: date
) -> HeldBack | None:
    """Whether a step that is due waits on `on`; `windows` are those in which it was asked about.

    A veto stands until its day whoever the salesperson is by then; an unanswered question counts
    only while there is a salesperson. The newest question is the one that counts.
    """
    asked = max(windows, key=_when, default=None)
    if asked is not None and asked.answer is VetoAnswer.GO_AHEAD:
        return None
    if asked is not None and asked.answer is VetoAnswer.VETO:
        over = asked.until is None or asked.until <= on
        return None if over or asked.until is None else HeldBack(asked.until, asked.by, vetoed=True)
    if not say.salesperson:
        return None
    if asked is None:
        return HeldBack(window_ends(on, calendar), say.salesperson, asks=True)
    ends = window_ends(asked.opened_on or on, calendar)
    return HeldBack(ends, say.salesperson) if on < ends else None


def final_held_back(account: Account, rung: Rung, on: date) -> HeldBack | None:
    """Whether a debt that has reached a final level waits for the salesperson."""
    about = [each for each in account.sales.windows if rung in each.covers]
    return held_back(account.sales, about, account.own_calendar, on)


def stop_held_back(account: Account, rules: VetoRules, on: date) -> HeldBack | None:
    """Whether a stop that is due waits for the salesperson before it is proposed at all."""
    say = account.sales
    if not rules.stop or not (say.salesperson or say.windows):
        return None
    about = [each for each in say.windows if each.step is VetoStep.STOP]
    return held_back(say, about, account.own_calendar, on)


def as_asked(account: Account, questions: Sequence[VetoQuestion], on: date) -> Account:
    """The account after these questions were put, and mailed, on that day."""
    if not questions:
        return account
    by = account.sales.salesperson
    put = (VetoWindow(q.step, on, frozenset(q.covers), by=by) for q in questions)
    return replace(account, sales=replace(account.sales, windows=(*account.sales.windows, *put)))


def as_mailed(say: SalesSay, on: date) -> SalesSay:
    """With every mail that waits gone on that day."""
    if all(each.opened_on is not None for each in say.windows):
        return say
    windows = (each if each.opened_on else replace(each, opened_on=on) for each in say.windows)
    return replace(say, windows=tuple(windows))


def _when(window: VetoWindow) -> date:
    return window.opened_on or date.max
