"""How the clauses of a line bear on each other and on what was said before. Nothing is answered."""

from __future__ import annotations

import re
from dataclasses import replace

from plugin.assistant.acts import Wish
from plugin.assistant.certainty import PASSED_ON
from plugin.assistant.reading import Clause, Read
from plugin.assistant.settling import ACTS
from plugin.assistant.state import Conversation
from plugin.assistant.subjects import has_fault

#: words that name invoices, unlike 'it'
_NAMED = ("INV", "OLDEST", "NEWEST", "BIGGEST", "SMALLEST", "NTH", "OTHER", "BOTH", "THATONE")
_KEPT = frozenset({"due_date", "payments", "invoice"})
_BARE = re.compile(
    r"(?:\W|and|or|ok|also|what about|how about|about|the|then|so|for|on|INV\d+|OLDEST|NEWEST"
    r"|BIGGEST"
    r"|SMALLEST|NTH\d|OTHER|BOTH|THATONE|one|invoice|please)+"
)


#: what one tells of oneself beside a wish
_NARRATES = re.compile(
    r"^\W*(?:i|we|sorry|it|this|that|they|my|our|as|because|since|unfortunately|been|had)\b"
)


_ONE_WORD = re.compile(
    r"\W*(?:and |so )?(?:due|amount|late|paid|when|date|status|balance|how much|when due|total)\W*"
)
_BEFORE = re.compile(r"\b(?:before|prior to|earlier than|previous|previously)\b")
_ABOUT_ONE = re.compile(
    r"\b(?:original|originally|initially|how (?:much|long|late|many)|when|since when|what"
    r" (?:was|is) it|issued|dated)\b"
)


def follow_up(  # noqa: PLR0911 - one return for each kind of follow-up
    read: Read, state: Conversation
) -> list[Clause]:
    """A short question that only makes sense after the last answer; none where it does not."""
    text = read.text
    if len(text.split()) > 9 or any(each.strange for each in read.clauses):
        return []
    if is_one_word(text):
        about = f"{text} THATONE"
        return [Clause(about, "invoice", 0, is_question=True)] if len(state.focus) == 1 else []
    if state.last == "payments" and (_BEFORE.search(text) or re.search(r"AMT\d", text)):
        return [Clause(text, "payments", 0, is_question=True)]
    if state.last in {"balance", "late", "due_date"} and re.search(
        r"\b(?:euros?|pounds?|dollars?|gbp|eur|usd)\b", text
    ):
        return [Clause(text, "balance", 0, is_question=True)]
    if (
        state.last == "payments"
        and state.focus
        and re.search(r"(?:what|which) invoice|for what", text)
    ):
        return [Clause(f"{text} THATONE", "invoice", 0, is_question=True)]
    if state.last in {"late", "balance"} and re.search(r"\b(?:not|the rest|the others?)\b", text):
        return [Clause(text, "coming", 0, is_question=True)]
    if len(state.focus) == 1 and _ABOUT_ONE.search(text):
        return [Clause(f"{text} THATONE", "invoice", 0, is_question=True)]
    return []


def is_one_word(text: str) -> bool:
    """'Due?', 'paid?': of what was spoken of last."""
    return bool(_ONE_WORD.fullmatch(text))


def is_about_focus(wish: Wish, state: Conversation) -> bool:
    """After one invoice was spoken of, what is to be done is about that one."""
    return (
        not wish.invoice_ids
        and not wish.meant
        and len(state.focus) == 1
        and state.last in {"invoice", "due_date", "payments", *ACTS}
        and (wish.share is None or wish.share.of_whole < 1)
    )


def once(clauses: list[Clause]) -> list[Clause]:
    """Each thing once; why a letter came is no question where the answer is that it was paid."""
    intents = {each.intent for each in clauses}
    if "paid" in intents:
        clauses = [each for each in clauses if each.intent not in {"letter", "late"}]
    if intents & ACTS:
        # 'sorry that I am late' is no question beside what is to be done
        clauses = [
            each
            for each in clauses
            if each.intent in ACTS | PASSED_ON or each.is_question or not _NARRATES.match(each.text)
        ]
    if {"paid", "payments"} <= {each.intent for each in clauses}:
        # whether it came is asked: the ledger says
        clauses = [each for each in clauses if each.intent != "paid"]
    if {"copy", "dispute"} <= {each.intent for each in clauses}:
        clauses = [each for each in clauses if each.intent != "dispute" or has_fault(each.text)]
    if "dispute" in intents:
        # the reason why an invoice is wrong is no question after goods
        clauses = [
            each
            for each in clauses
            if each.is_question or each.intent not in {"goods", "delivery", "tax"}
        ]
    found: list[Clause] = []
    for each in clauses:
        if all(each.intent != known.intent or each.text != known.text for known in found):
            found.append(each)
    return found


_ONLY_NAMES = re.compile(
    rf"(?:{_BARE.pattern}|AMT\d+|DATE\d+|[:=-]|payment|advice|amount|number|ref|reference|paid)+"
)
_MARKS = re.compile(r"\b(?:INV|AMT|DATE|PARTS|SHARE|REST)\d+\b")


def whole_acts(wanted: list[Clause], read: Read) -> list[Clause]:
    """An act of a line with all that the line names, where nothing else in it is about that.

    'A copy of 2139 and 2140', 'for 2139 850.00, 2140 990.40 paid on the 5th': a clause that only
    names something belongs to the act beside it.
    """
    acts = [each for each in wanted if each.intent in ACTS]
    others = [
        each for each in wanted if each.intent not in ACTS and not _ONLY_NAMES.fullmatch(each.text)
    ]
    if len(acts) != 1 or others:
        return wanted
    named = set(_MARKS.findall(acts[0].text))
    if set(_MARKS.findall(read.text)) <= named:
        return acts if len(wanted) > 1 else wanted
    return [replace(acts[0], text=read.text)]


def points_at_one(text: str, read: Read) -> bool:
    """Whether a clause means by 'it' the one invoice that the line names."""
    return len(set(read.slots.invoices)) == 1 and bool(re.search(r"\b(?:it|that|this)\b", text))


def names_some(text: str) -> bool:
    """Whether a clause names invoices by number or description, and not only by 'it'."""
    return any(mark in text for mark in _NAMED)


def keeps_question(text: str, state: Conversation) -> bool:
    """Whether a clause only names an invoice, so that the question before is asked of it."""
    return bool(_BARE.fullmatch(text)) and state.last in _KEPT
