"""What is known of a customer beside the ledger, as typed notes: facts with a first and a last day.

What a note changes is found in `context`; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.pay_run_kinds import MonthlyRun, PayRun, WeeklyRun


@dataclass(frozen=True, slots=True)
class Season:
    """Months (1 to 12) in which they pay slowly; each level goes `later` days later in them."""

    months: frozenset[int]
    later: int


@dataclass(frozen=True, slots=True)
class SinglePayer:
    """One person of theirs signs payments, on these ISO weekdays.

    From `away_from` up to the day before `away_until` that person is not there at all.
    """

    name: str
    weekdays: frozenset[int]
    away_from: date | None = None
    away_until: date | None = None

    def is_there(self, on: date) -> bool:
        """Whether that person is there on a civil day."""
        if on.isoweekday() not in self.weekdays:
            return False
        if self.away_from is None or self.away_until is None:
            return True
        return not self.away_from <= on < self.away_until


NotedFact = Season | SinglePayer | WeeklyRun | MonthlyRun


@dataclass(frozen=True, slots=True)
class ContextNote:
    """A note that a person made; it holds from `since` up to the day before `until`."""

    id: str
    fact: NotedFact
    since: date
    until: date
    by: str = ""

    def holds_on(self, on: date) -> bool:
        """Whether it is in force on a civil day."""
        return self.since <= on < self.until


def noted_run(notes: tuple[ContextNote, ...], on: date) -> PayRun | None:
    """The pay run that a person noted, if such a note holds; the newest one goes first."""
    for note in _newest_first(notes):
        if note.holds_on(on) and isinstance(note.fact, WeeklyRun | MonthlyRun):
            return note.fact
    return None


def noted_payer(notes: tuple[ContextNote, ...], on: date) -> tuple[ContextNote, SinglePayer] | None:
    """The note of a single payer that holds, and its fact; the newest one goes first."""
    for note in _newest_first(notes):
        if note.holds_on(on) and isinstance(note.fact, SinglePayer):
            return note, note.fact
    return None


def noted_season(notes: tuple[ContextNote, ...], on: date) -> tuple[ContextNote, Season] | None:
    """The note of slow months that holds while one of its months runs; the newest goes first."""
    for note in _newest_first(notes):
        fact = note.fact
        if note.holds_on(on) and isinstance(fact, Season) and on.month in fact.months:
            return note, fact
    return None


def _newest_first(notes: tuple[ContextNote, ...]) -> tuple[ContextNote, ...]:
    return tuple(sorted(notes, key=lambda note: (note.since, note.id), reverse=True))
