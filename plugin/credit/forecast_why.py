"""Why a forecast says what it says, in sentences with their numbers. It forecasts nothing."""

from __future__ import annotations

from datetime import date

from plugin.credit.forecast import OWN_FROM, Chances, Forecast
from plugin.credit.forecast_moves import Snap
from plugin.credit.forecast_picture import Picture
from plugin.credit.pay_run_kinds import WeeklyRun

_WEEKDAYS = ("", *(f"{day}days" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri")))
_WEEKEND = {6: "Saturdays", 7: "Sundays"}
#: a drift smaller than this many days a quarter, and a change believed less than this, are not told
_TOLD_DRIFT, _TOLD_CHANGE = 0.2, 0.1


def why_of(
    chances: Chances, picture: Picture, found: Forecast, *, due: date, snap: Snap | None
) -> tuple[str, ...]:
    """The sentences behind a forecast, the customer's own past first."""
    said = [*_past(chances, picture)]
    if snap is not None:
        said.append(f"They usually pay {run_words(snap)}.")
    age = (found.as_of - due).days
    if age > 0:
        said.append(
            f"It is {count(age, 'day')} late already; what they would have paid by now is out."
        )
    else:
        said.append(f"{per_cent(found.late_probability)} of what is possible lies after {due}.")
    return tuple(said)


def _past(chances: Chances, picture: Picture) -> list[str]:
    habit = chances.habit
    if habit is None:
        unknown = (
            "Nothing is known of how they pay yet: this is the past of all your customers,"
            f" {count(picture.counted, 'paid invoice')} of the last two years,"
            f" usually {late_words(picture.usual.middle)}."
        )
        return [unknown]
    paid = len(habit.past)
    by = "their one paid invoice" if paid == 1 else f"their last {paid} paid invoices"
    counting = "" if paid == 1 else " the newer counting more,"
    said = [f"By {by},{counting} they usually pay {late_words(habit.level)}."]
    drift = picture.drift
    if abs(drift) >= _TOLD_DRIFT:
        side = "later" if drift > 0 else "sooner"
        changed = (
            f" That this one has changed already is taken as {per_cent(habit.changed)} certain."
            if habit.changed >= _TOLD_CHANGE
            else ""
        )
        said.append(
            f"Your customers pay {abs(drift):.1f} days {side} each quarter;"
            f" older payments are moved by it.{changed}"
        )
    own = habit.weight / (habit.weight + OWN_FROM)
    said.append(
        f"How far a payment strays is {per_cent(own)} their own past and the rest that of your"
        f" customers who pay at about this pace, out of {picture.counted} paid invoices."
    )
    return said


def late_words(days: float) -> str:
    """Days late in words: early is negative."""
    whole = round(days)
    if whole == 0:
        return "on the due date"
    return f"{count(abs(whole), 'day')} {'after' if whole > 0 else 'before'} the due date"


def run_words(snap: Snap) -> str:
    """When a customer pays, as the end of a sentence."""
    run = snap.run
    said = ", as they said" if run.is_said else f" ({run.agreed} of the last {run.counted})"
    if isinstance(run, WeeklyRun):
        return f"on {_WEEKEND.get(run.weekday) or _WEEKDAYS[run.weekday]}{said}"
    if run.day >= 31:
        return f"at the end of the month{said}"
    return f"around day {run.day} of the month{said}"


def per_cent(share: float) -> str:
    """A share of one as whole per cent."""
    return f"{round(share * 100)} %"


def count(number: int, noun: str) -> str:
    """A number and its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
