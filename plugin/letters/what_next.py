"""What happens next, said to a customer after each answer: on the last page and in the mail alike.

Pure words over plain facts; it decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.agreements import PlanPart
from plugin.credit.answering import Answer, Beyond
from plugin.credit.money import Money
from plugin.letters.answer_words import beyond_words, terms_words
from plugin.letters.wording import counted, dated, day, listed, money

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBack:
    """An answer as it was taken; `today` is the organisation's civil day on which it was given.

    `until` is the first day on which words go again; `again` says that nothing pauses because it
    was said before; `beyond` and `is_proposed` that a person decides. `parts` are the payments of
    a plan or an offer. `moves_left` is how often a promise for these invoices may still be moved.
    """

    today: date
    kind: Answer
    organisation: str
    person: str
    numbers: tuple[str, ...]
    amount: Money
    day: date | None
    until: date | None
    again: bool = False
    is_proposed: bool = False
    beyond: tuple[Beyond, ...] = ()
    promise_days: int = 14
    grace_days: int = 2
    moves_left: int = 0
    parts: tuple[PlanPart, ...] = ()
    lapses_on: date | None = None
    #: what of these invoices is not contested and stays to be paid
    stays: Money | None = None

    @property
    def invoices(self) -> str:
        """The numbers as a list in a sentence."""
        return listed(self.numbers, _SHOWN)

    @property
    def somebody(self) -> str:
        """Who of the business looks at it."""
        return f"{self.person} of {self.organisation}" if self.person else self.organisation


def title(it: SaidBack) -> str:
    """The head of the last page, and the subject of the mail."""
    if it.is_proposed:
        return f"Your proposal has gone to {it.organisation}"
    match it.kind:
        case Answer.PAID:
            if it.again:
                return f"{it.organisation} has been asked to look"
            return f"Noted: {money(it.amount)} paid"
        case Answer.PROMISE:
            return f"Noted: {money(it.amount)} by {_day(it)}"
        case Answer.SPLIT:
            return f"Agreed: {terms_words(it.parts)}"
        case Answer.WRONG:
            return f"Noted: something is wrong with {it.invoices}"


def what_next(it: SaidBack) -> tuple[str, ...]:
    """What was noted and what happens next, a paragraph each."""
    if it.is_proposed:
        return _proposed(it)
    match it.kind:
        case Answer.PAID:
            return _paid(it)
        case Answer.PROMISE:
            return _promised(it)
        case Answer.SPLIT:
            return (
                (
                    f"This stands for {it.invoices} now: {terms_words(it.parts)}. Thank you for "
                    "saying so in time."
                ),
                (
                    "Each payment is asked for by itself, shortly before its day. As long as they "
                    "come in, nothing else is asked for these invoices."
                ),
            )
        case Answer.WRONG:
            return _wrong(it)


def _paid(it: SaidBack) -> tuple[str, ...]:
    told = (
        f"You told us that {money(it.amount)} was paid on {_day(it)} for {it.invoices}. Thank you."
    )
    if it.again or it.until is None:
        return (
            told,
            (
                f"You had told us so before, so a person looks at it now: {it.somebody} looks for "
                "the money and comes back to you. Until then the invoices stand as they are."
            ),
        )
    return (
        told,
        (
            f"Nothing is asked for it before {dated(it.until)}. Once it stands in our books, "
            "it is settled and you hear no more of it."
        ),
        (
            f"If it has not arrived by then, {it.organisation} writes to you again. There is "
            "nothing that you need to do now."
        ),
    )


def _promised(it: SaidBack) -> tuple[str, ...]:
    moves = (
        f"If the day has to change, you can move it on your page {_times(it.moves_left)} more."
        if it.moves_left
        else "If the day has to change, write to us in good time: another day needs a yes from us."
    )
    return (
        (
            f"You told us that you will pay {money(it.amount)} for {it.invoices} by {_day(it)}. "
            "Thank you."
        ),
        (
            f"Nothing is asked for it until then, nor in the "
            f"{counted(it.grace_days, 'working day')} after it."
        ),
        moves,
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{counted(number, 'time')}"


def _proposed(it: SaidBack) -> tuple[str, ...]:
    why = " ".join(beyond_words(each, promise_days=it.promise_days) for each in it.beyond)
    because = (
        f"{why} So it needs a yes of {it.somebody} first."
        if why
        else (
            f"It goes beyond what is agreed on the spot, so it needs a yes of {it.somebody} first."
        )
    )
    rests = (
        f"Nothing is asked for these invoices before {dated(it.until)} because of it."
        if it.until is not None
        else "Until there is an answer the invoices stand as they are."
    )
    lapses = f" If nobody answers, it lapses on {dated(it.lapses_on)}." if it.lapses_on else ""
    return (
        f"You propose to pay {terms_words(it.parts)}, for {it.invoices}.",
        because,
        (
            f"{rests} You get the answer by mail and on your page: yes, no, or another offer, "
            f"which you can accept, change or decline.{lapses}"
        ),
    )


def _wrong(it: SaidBack) -> tuple[str, ...]:
    rest = (
        f"The other {money(it.stays)} of {it.invoices} stays to be paid as before."
        if it.stays is not None and it.stays.amount > 0
        else ""
    )
    answered = f" by {_day(it)}" if it.day else ""
    found = (
        (
            f"You told us that {money(it.amount)} of {it.invoices} is not right. Thank you for "
            "saying so."
        ),
        (
            f"That part is not asked for while it is being looked into. {it.somebody} answers "
            f"you{answered}, by mail and on your page."
        ),
        rest,
    )
    return tuple(each for each in found if each)


def _day(it: SaidBack) -> str:
    return day(it.day, it.today) if it.day is not None else "a day"
