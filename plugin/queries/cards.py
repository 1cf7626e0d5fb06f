"""The stack of cards: what waits for one person, one card at a time, and how much of it is done.

It decides nothing; what was answered is read from the day's own notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.letters.wording import counted, listed, money, sentence, spelled
from plugin.queries.morning_matters import Matter, Whom
from plugin.queries.morning_rooms import matters
from plugin.store import Tx, card_answers
from plugin.store.card_answers import CardAnswer

#: after it what was approved has left, or may leave any moment
UNDO_FOR = timedelta(minutes=10)

#: what a card can be answered with beside *wait* and *open*: its answer, the words on its button,
#: and its key
ANSWERS = {
    "draft": (("approve", "Approve", "a"),),
    TaskKind.PROPOSE_STOP: (("stop", "Stop", "s"), ("go_on", "Do not stop", "n")),
    TaskKind.BROKEN_PROMISE: (("talked", "I have talked to them", "t"),),
    TaskKind.SAYS_PAID: (("looked", "I have looked", "l"),),
    TaskKind.SAYS_PAID_AGAIN: (("looked", "I have looked", "l"),),
    TaskKind.STALE_BOOKS: (("fresh", "The books are right", "b"),),
}
WAIT, OPEN = "wait", "open"
#: what becomes of an answer to a hard step that wants two people
PROPOSED = "proposed"

_DONE = {
    "approve": "approved",
    PROPOSED: "proposed to a second person",
    "stop": "stopped",
    "go_on": "not stopped",
    "talked": "talked to",
    "looked": "looked for in the bank",
    "fresh": "books said to be up to date",
    WAIT: "left until tomorrow",
    OPEN: "opened to look",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """The cards of a person's day: those left, and what was done with the others."""

    left: tuple[Matter, ...]
    #: opened or put aside, and waiting still
    aside: tuple[Matter, ...]
    answered: tuple[CardAnswer, ...]
    #: the newest answer, where it can be taken back
    undo: CardAnswer | None

    @property
    def card(self) -> Matter | None:
        """The card on top."""
        return self.left[0] if self.left else None

    @property
    def total(self) -> int:
        """All cards of the day so far."""
        return len(self.left) + len(self.answered)

    @property
    def done(self) -> tuple[str, ...]:
        """How much of each was done, with what it comes to: four approved, £1,204.00."""
        return tuple(
            _said(words, [each for each in self.answered if each.answer == answer])
            for answer, words in _DONE.items()
            if any(each.answer == answer for each in self.answered)
        )

    @property
    def took(self) -> str:
        """How long it took from the first answer to the last, in words; empty for one alone."""
        if len(self.answered) < 2:
            return ""
        minutes = round((self.answered[-1].at - self.answered[0].at).total_seconds() / 60)
        if minutes < 1:
            return "less than a minute"
        return counted(minutes, "minute") if minutes < 60 else ""


def deck(tx: Tx, whom: Whom) -> Deck:
    """The stack as of now."""
    found = matters(tx, whom)
    answered = card_answers.of_day(tx, whom.member.user.id, whom.on)
    keys = {each.card for each in answered}
    newest = answered[-1] if answered else None
    return Deck(
        left=tuple(each for each in found if each.key not in keys),
        aside=tuple(each for each in found if each.key in keys),
        answered=answered,
        undo=newest if newest is not None and _may_undo(newest, whom) else None,
    )


def undo_words(answer: CardAnswer) -> str:
    """What would be taken back: approved, £412.40."""
    amount = f", {money(answer.amount)}" if answer.amount is not None else ""
    return f"{_DONE[answer.answer]}{amount}"


def _may_undo(answer: CardAnswer, whom: Whom) -> bool:
    if answer.answer == "approve":
        return whom.now < answer.at + UNDO_FOR
    return answer.answer in {WAIT, OPEN}


def _said(words: str, answers: list[CardAnswer]) -> str:
    sums: dict[str, Money] = {}
    for each in answers:
        if each.amount is not None:
            code = each.amount.currency
            sums[code] = sums.get(code, Money.zero(code)) + each.amount
    amounts = f", {listed([money(each) for each in sums.values()])}" if sums else ""
    return f"{sentence(spelled(len(answers)))} {words}{amounts}"
