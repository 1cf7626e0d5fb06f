"""Plain English for a customer's answers and talks, for both sides. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from plugin.credit.agreements import PlanPart
from plugin.credit.answering import Answer, Beyond
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.negotiation import TalkRefusal, TalkState
from plugin.letters.wording import counted, dated, listed, money

_NAMES_SHOWN = 6


def answer_task(task: Task, customer: str) -> str | None:
    """The sentence of a task about a customer's answer; None for any other."""
    amount = "something" if task.amount is None else money(task.amount)
    match task.kind:
        case TaskKind.SAYS_PAID:
            return (
                f"{customer} says that {amount} was paid{_paid(task.names)}. Look in your bank; "
                "nothing is asked for meanwhile."
            )
        case TaskKind.SAYS_PAID_AGAIN:
            return (
                f"{customer} says once more that {amount} was paid{_paid(task.names)}. It had been "
                "said before, so nothing pauses by itself: look in your bank, and talk to them."
            )
        case TaskKind.TALK_WAITS:
            return _proposes(task, customer, amount)
        case TaskKind.TALK_UNREAD:
            return f"{customer} wrote to you on their page, and nobody has read it yet."
        case TaskKind.ASKED:
            return (
                f"{customer} asked something on their page that a person has to answer. All that"
                " was written stands on their page here; answer them by mail or telephone."
            )
    return None


def _paid(names: Sequence[str]) -> str:
    day, *numbers = names or ("",)
    on = f" on {dated(date.fromisoformat(day))}" if day else ""
    return f"{on} for {listed(numbers, _NAMES_SHOWN)}" if numbers else on


def _proposes(task: Task, customer: str, amount: str) -> str:
    count, first, lapses, *numbers = (*task.names, "", "", "")[: max(3, len(task.names))]
    what = f" for {listed([n for n in numbers if n], _NAMES_SHOWN)}" if any(numbers) else ""
    day = dated(date.fromisoformat(first)) if first else "a day"
    if count.isdecimal() and int(count) > 1:
        terms = f"to pay {amount}{what} in {counted(int(count), 'instalment')}, from {day} on"
    else:
        terms = f"to pay {amount}{what} on {day}"
    until = f" It lapses on {dated(date.fromisoformat(lapses))}." if lapses else ""
    return f"{customer} proposes {terms}. Accept, change or decline it.{until}"


def terms_words(parts: Sequence[PlanPart]) -> str:
    """Offered terms as a phrase: one payment by a day, or instalments from a day to a day."""
    if not parts:
        return ""
    amount = money(sum((part.amount for part in parts[1:]), parts[0].amount))
    if len(parts) == 1:
        return f"{amount} on {dated(parts[0].due)}"
    return (
        f"{amount} in {counted(len(parts), 'instalment')}, "
        f"{dated(parts[0].due)} to {dated(parts[-1].due)}"
    )


def beyond_words(why: Beyond, *, promise_days: int) -> str:
    """Why an answer needs a person's yes first, as a sentence to the customer."""
    return _BEYOND[why].format(days=counted(promise_days, "day"))


def answer_name(answer: Answer) -> str:
    """What an answer is called, as the label of a button."""
    return _ANSWERS[answer]


def talk_state_words(state: TalkState, by: str = "") -> str:
    """Where a talk stands, in a few words; `by` is who ended it."""
    words = _STATES[state]
    return f"{words} by {by}" if by and state is not TalkState.LAPSED else words


def talk_refusal_words(why: TalkRefusal) -> str:
    """Why a move was not made, as a sentence that says what to do."""
    return _REFUSALS[why]


_ANSWERS: Mapping[Answer, str] = {
    Answer.PAID: "I have paid",
    Answer.PROMISE: "I will pay on…",
    Answer.SPLIT: "I need to split it",
    Answer.WRONG: "Something is wrong",
}

_BEYOND: Mapping[Beyond, str] = {
    Beyond.TOO_FAR: "The day is more than {days} ahead.",
    Beyond.TOO_OFTEN: "The day for one of these invoices has been moved before.",
    Beyond.AFTER_FINAL: "The last reminder for one of these invoices has gone out already.",
    Beyond.NOT_ALL: "It is less than what you chose.",
    Beyond.ON_A_PLAN: "One of these invoices is on a payment plan.",
    Beyond.PLANNED_BEFORE: "One of these invoices was on a payment plan before.",
    Beyond.WITH_OTHERS: "Somebody else looks after one of these invoices for them.",
}

_STATES: Mapping[TalkState, str] = {
    TalkState.OPEN: "open",
    TalkState.AGREED: "agreed",
    TalkState.DECLINED: "declined",
    TalkState.WITHDRAWN: "withdrawn",
    TalkState.LAPSED: "lapsed, because nobody answered in time",
}

_REFUSALS: Mapping[TalkRefusal, str] = {
    TalkRefusal.ENDED: "This is settled or over already, so nothing was changed.",
    TalkRefusal.ANOTHER_OFFER: (
        "Another offer has been made since this page was opened, so nothing was changed. Look at "
        "the one that stands now."
    ),
    TalkRefusal.YOUR_OWN: (
        "This offer is your own, so only the other side can accept it. Nothing was changed."
    ),
    TalkRefusal.NO_PARTS: "An offer needs at least one day with its amount. Nothing was changed.",
    TalkRefusal.DOES_NOT_ADD_UP: (
        "The amounts do not add up to what they are for. Nothing was changed. Change one of them."
    ),
    TalkRefusal.BAD_DAYS: (
        "The days have to follow one another from today on, each once. Nothing was changed."
    ),
}
