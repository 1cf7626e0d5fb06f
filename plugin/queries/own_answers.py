"""What a customer said on their own page, for the business's page of them. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plugin.credit.answering import Answer
from plugin.letters.wording import dated, listed, money
from plugin.queries.talks import TalkShown, talks_shown
from plugin.store import Tx, portal_answers
from plugin.store.portal_answers import AnswerGiven
from plugin.store.reading import customers

_SHOWN = 6
_ANSWERS, _TALKS = 8, 8
_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer in words; `talk_id` is the talk that it began."""

    words: str
    at: datetime
    customer_id: str
    customer: str = ""
    talk_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """The latest talks and answers of one customer."""

    talks: tuple[TalkShown, ...]
    answers: tuple[AnswerShown, ...]


def own_answers(tx: Tx, customer_id: str, *, organisation: str, on: date) -> OwnAnswers:
    """What one customer proposed, asked and answered on their own page, the latest first."""
    given = portal_answers.answers(tx, customer_id, limit=_ANSWERS)
    return OwnAnswers(
        talks=talks_shown(
            tx, organisation=organisation, on=on, customer_id=customer_id, limit=_TALKS
        )
        if given
        else (),
        answers=tuple(
            AnswerShown(answer_words(each), each.at, each.customer_id)
            for each in given
            if not each.result.talk_id
        ),
    )


def recent_answers(tx: Tx, *, on: date) -> tuple[AnswerShown, ...]:
    """What customers said on their own pages in the last thirty days, the newest first."""
    given = portal_answers.recent(tx, since=on - _LATELY)
    names = customers.names(tx, sorted({each.customer_id for each in given}))
    return tuple(
        AnswerShown(
            answer_words(each),
            each.at,
            each.customer_id,
            names.get(each.customer_id, "One of your customers"),
            each.result.talk_id,
        )
        for each in given
    )


def answered_lately(tx: Tx, *, on: date) -> int:
    """How many answers customers gave on their own pages in the last seven days."""
    return portal_answers.count_since(tx, on - timedelta(days=6))


def answer_words(given: AnswerGiven) -> str:
    """An answer as one sentence with its numbers."""
    what = listed(given.numbers, _SHOWN)
    day = dated(given.day) if given.day is not None else "a day"
    match given.kind:
        case Answer.PAID:
            end = (
                "said before, so nothing pauses"
                if given.result.until is None
                else f"nothing is asked before {dated(given.result.until)}"
            )
            return f"Paid {money(given.amount)} on {day} for {what}: {end}."
        case Answer.PROMISE:
            return f"Will pay {money(given.amount)} for {what} by {day}."
        case Answer.SPLIT:
            return f"Split {money(given.amount)} for {what}, the first payment on {day}."
        case Answer.WRONG:
            return f"{money(given.amount)} of {what} is not right."
