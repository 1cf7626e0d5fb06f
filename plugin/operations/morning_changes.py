"""What each link of the morning letter would do as things stand now, and doing it.

Both look at the world afresh: what the letter said is compared with it, and what is not so any more
is said and not acted upon. Everything happens in the caller's one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from plugin.credit.account import HoldKind, StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.working_days import next_working_day
from plugin.letters.morning_facts import Change
from plugin.letters.wording import dated, day
from plugin.operations.decide import record
from plugin.operations.ground import Ground
from plugin.operations.morning_drafts import approve, approving, drafts_as_written
from plugin.operations.morning_standing import (
    Standing,
    became,
    name_of,
    refuse_unless_so,
    why,
)
from plugin.store import (
    Tx,
    assessments,
    holds,
    messages,
    morning_letters,
    organisations,
    sent_answers,
    tasks,
)
from plugin.store.morning_letters import Rhythm
from plugin.store.morning_links import MorningLink


def standing(tx: Tx, on: Ground, link: MorningLink) -> Standing:
    """What the button of a link would do now."""
    return _STANDING[Change(link.change)](tx, on, link)


def make(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    """Do it, under the locks that it needs; says what was done. Raises NotPossible."""
    return _MAKE[Change(link.change)](tx, on, link, by)


def as_written(tx: Tx, on: Ground, change: Change, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a link keeps of the moment at which it is written; empty where it would do nothing."""
    if change is Change.APPROVE:
        return drafts_as_written(tx, on, about["messages"])
    return dict(about)


# --- holding and releasing one customer ---------------------------------------------------------


def _goes_on(on: Ground) -> date:
    return next_working_day(on.today, on.calendar_of(on.organisation.country))


def _again(on: Ground) -> str:
    return f"From {day(_goes_on(on), on.today)} on words may go again."


def _holding(tx: Tx, on: Ground, link: MorningLink) -> Standing:
    customer_id = link.about["customer"]
    name, goes_on = name_of(tx, customer_id), _goes_on(on)
    button = f"Hold {name} for today"
    message = messages.read(tx, UUID(link.about["message"]))
    if message is None or message.state not in {StepState.PROPOSED, StepState.APPROVED}:
        return Standing(button=button, not_now=(f"What was to go to {name} {became(message)}.",))
    if message.customer_id != customer_id:
        return Standing(button=button, not_now=(f"{name} has become one with another customer.",))
    if any(each.invoice_id is None for each in holds.holds(tx, customer_id, on=on.today)):
        return Standing(button=button, not_now=(f"{name} is held already.",))
    return Standing(
        button=button,
        will=(
            f"{name} hears nothing from you today, approved or not.",
            f"From {day(goes_on, on.today)} on words may go again.",
        ),
    )


def _hold(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    customer_id, goes_on = link.about["customer"], _goes_on(on)
    assessments.lock(tx, [customer_id])
    refuse_unless_so(_holding(tx, on, link))
    holds.add_hold(tx, customer_id, HoldKind.UNTIL, by=by, at=on.now, until=goes_on, since=on.today)
    assessments.touch(tx, [customer_id])
    record(tx, on, by, customer_id, "held", f"Held until {dated(goes_on)} {why(link)}")
    return f"{name_of(tx, customer_id)} hears nothing today. {_again(on)}"


def _releasing(tx: Tx, on: Ground, link: MorningLink) -> Standing:
    customer_id = link.about["customer"]
    name, button = name_of(tx, customer_id), f"Release {name_of(tx, customer_id)}"
    held = {str(each.id): each for each in holds.holds(tx, customer_id, on=on.today)}
    found = held.get(link.about["hold"])
    if found is None or found.until is None:
        return Standing(button=button, not_now=(f"{name} is not held any more.",))
    return Standing(
        button=button,
        will=(
            f"{name} was held until {day(found.until, on.today)} by {found.by}. That ends now.",
            "What is due then is proposed as usual; nothing goes by this press alone.",
        ),
    )


def _release(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    customer_id = link.about["customer"]
    assessments.lock(tx, [customer_id])
    refuse_unless_so(_releasing(tx, on, link))
    holds.end_hold(tx, UUID(link.about["hold"]), by=by, at=on.now)
    record(tx, on, by, customer_id, "hold_ended", f"Ended a hold {why(link)}")
    return f"{name_of(tx, customer_id)} is not held any more. What is due is proposed as usual."


# --- the whole organisation ---------------------------------------------------------------------


def _booking(tx: Tx, on: Ground, link: MorningLink) -> Standing:
    button = "The books are up to date"
    if not any(task.kind is TaskKind.STALE_BOOKS for task in tasks.open_tasks(tx)):
        return Standing(
            button=button, not_now=("Nobody asks any more: the books are up to date, or said so.",)
        )
    return Standing(
        button=button,
        will=(
            "You say that you have looked in the bank, and that none of what waits is paid.",
            "What was waiting for that answer goes on today.",
        ),
    )


def _book(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    refuse_unless_so(_booking(tx, on, link))
    sent_answers.answer_stale_books(tx, on=on.today, by=by, at=on.now)
    tasks.close_tasks(
        tx,
        kind=TaskKind.STALE_BOOKS,
        customer_id=None,
        by=by,
        answer="looked at the bank",
        now=on.now,
    )
    summary = f"Looked at the bank: what is about to go is not paid, said {why(link)}"
    record(tx, on, by, None, "books", summary)
    return "Noted: the books are up to date today. What was waiting for that goes on."


def _quieting(tx: Tx, on: Ground, link: MorningLink) -> Standing:
    button = "Send nothing today"
    if on.organisation.is_stopped(on.today):
        return Standing(button=button, not_now=("Everything is stopped already.",))
    return Standing(
        button=button,
        will=(
            "No message goes to any customer today, and nothing is written into Xero.",
            f"On {day(_goes_on(on), on.today)} everything is composed anew, as the books then are.",
        ),
    )


def _quiet(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    refuse_unless_so(_quieting(tx, on, link))
    goes_on = _goes_on(on)
    organisations.stop_until(tx, on.organisation.id, goes_on)
    assessments.touch(tx)
    summary = f"Everything is stopped until {dated(goes_on)} {why(link)}"
    record(tx, on, by, None, "stopped", summary, mark="Everything stopped")
    return f"Nothing goes out today. {_again(on)}"


# --- somebody's own letter ----------------------------------------------------------------------


def _own(button: str, will: str) -> Callable[[Tx, Ground, MorningLink], Standing]:
    return lambda tx, on, link: Standing(button=button, will=(will,))


def _skip(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    following = next_working_day(
        max(on.today, link.made_for), on.calendar_of(on.organisation.country)
    )
    morning_letters.leave_out(tx, link.user_id, following)
    return f"No letter on {day(following, on.today)}. The one after it comes as usual."


def _weekly(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    morning_letters.say_rhythm(tx, link.user_id, Rhythm.WEEKLY)
    return "The letter comes on the first working day of each week from now on."


def _off(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    morning_letters.say_rhythm(tx, link.user_id, Rhythm.OFF)
    return "No letter comes any more. On your own page in Goodterms you can switch it on again."


def _addressing(tx: Tx, on: Ground, link: MorningLink) -> Standing:
    return Standing(
        button="Yes, send it here",
        will=(f"Your morning letter of {on.organisation.name} goes to {link.address}.",),
    )


def _address(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    morning_letters.say_address(tx, link.user_id, link.address)
    return f"The morning letter goes to {link.address} from now on."


_STANDING: Mapping[Change, Callable[[Tx, Ground, MorningLink], Standing]] = MappingProxyType(
    {
        Change.BOOKS: _booking,
        Change.APPROVE: approving,
        Change.HOLD: _holding,
        Change.RELEASE: _releasing,
        Change.QUIET: _quieting,
        Change.SKIP: _own(
            "No letter next time", "The next morning letter does not come; the one after it does."
        ),
        Change.WEEKLY: _own(
            "Once a week", "Your morning letter comes on the first working day of each week only."
        ),
        Change.OFF: _own("No letter any more", "No morning letter comes to you any more."),
        Change.ADDRESS: _addressing,
    }
)
_MAKE: Mapping[Change, Callable[[Tx, Ground, MorningLink, str], str]] = MappingProxyType(
    {
        Change.BOOKS: _book,
        Change.APPROVE: approve,
        Change.HOLD: _hold,
        Change.RELEASE: _release,
        Change.QUIET: _quiet,
        Change.SKIP: _skip,
        Change.WEEKLY: _weekly,
        Change.OFF: _off,
        Change.ADDRESS: _address,
    }
)
