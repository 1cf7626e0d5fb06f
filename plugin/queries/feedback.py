"""Feedback for the console: the score of each month, chased and not apart, and every answer.

It decides nothing, and compares with no other organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.feedback import LOW, MeanScore, MonthScore, by_month, mean_score
from plugin.store import Tx, feedback
from plugin.store.feedback import Asked

#: months that the table looks back on, this one among them
MONTHS = 12
#: answers that the page lists
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """What customers said: by month, in all, one by one; `asked` is how many were asked."""

    months: tuple[MonthScore, ...]
    every: MeanScore
    chased: MeanScore
    not_chased: MeanScore
    asked: int
    since: date
    answers: tuple[Asked, ...]
    unread: tuple[Asked, ...]


def feedback_page(tx: Tx, *, on: date, most: int = _SHOWN) -> FeedbackPage:
    """The last twelve months up to a civil day."""
    since = _first_month(on)
    scored = feedback.scored(tx, since=since)
    return FeedbackPage(
        months=by_month(scored),
        every=mean_score(each.score for each in scored),
        chased=mean_score(each.score for each in scored if each.is_chased),
        not_chased=mean_score(each.score for each in scored if not each.is_chased),
        asked=feedback.asked_since(tx, since),
        since=since,
        answers=feedback.answers(tx, limit=most),
        unread=unread(tx),
    )


def unread(tx: Tx) -> tuple[Asked, ...]:
    """Answers that want a person's eye: a low score, or words, that nobody has read."""
    return feedback.unread(tx, up_to=LOW)


def _first_month(on: date) -> date:
    months = on.year * 12 + on.month - 1 - (MONTHS - 1)
    return date(months // 12, months % 12 + 1, 1)
