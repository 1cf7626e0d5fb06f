"""Many ways of saying one thing, put together from parts: the same list every time.

Each line has the outcome that it ought to have. It knows no answer, only what a line asks for.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

#: of the ledger in `tests.assistant.ledger`, on Tuesday 24 November 2026
FRIDAY, LAST_FRIDAY = "2026-11-27", "2026-11-20"


@dataclass(frozen=True, slots=True)
class Line:
    """What is written, what it asks for, and the slots that it names."""

    words: str
    intent: str
    slots: tuple[tuple[str, str], ...] = ()


_INVOICES = ("INV-1041", "inv 1041", "1041", "invoice 1041", "number 1041")
_OWED = (
    "what {do} {we} {owe}",
    "how much {do} {we} {owe}",
    "how much is {open}",
    "tell me what {we} {owe}",
    "what is the total {open}",
    "how much {do} {we} still have to pay",
)
_ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("balance", _OWED),
    (
        "late",
        ("what is {late}", "which invoices are {late}", "is anything {late}", "are we {late}"),
    ),
    ("invoice", ("how much is {inv}", "is {inv} paid", "what is left on {inv}", "status of {inv}")),
    (
        "payments",
        ("what have {we} paid you", "list {our} payments", "when did {we} last pay you"),
    ),
    ("how_to_pay", ("how {do} {we} pay", "can {we} pay by card", "where do {we} pay")),
    ("contact", ("who can {we} talk to", "who looks after {our} account")),
    ("letter", ("why did you write to {us}", "why did {we} get this reminder")),
    ("interest", ("do you charge interest", "is there a late fee")),
    ("copy", ("send {us} {inv}", "can {we} have a copy of {inv}", "please resend {inv}")),
    ("statement", ("send {us} a statement", "can {we} have a statement")),
    ("dispute", ("{inv} is wrong", "there is a mistake on {inv}", "{we} dispute {inv}")),
    ("plan", ("can {we} pay {inv} in 3 instalments", "can {we} split {inv} into 3")),
)
#: names a day, and promises and tells of no payment
_UNMEANT = (
    "if {we} pay {inv} on {day} will the reminders stop",
    "you said {we} could pay on {day}",
    "{we} will call you on {day}",
    "{we} will let you know by {day}",
    "{we} will send the form on {day}",
    "{we} was going to pay {inv} on {day}",
    "{we} would have paid {inv} on {day}",
    "not sure if {we} can pay on {day}",
    "{we} might pay on {day}",
    "{we} cannot promise {day}",
    "{we} never said {we} would pay on {day}",
    "he said he would pay on {day}",
    "{we} usually pay on {day}",
    "nothing will be paid on {day}",
    "{we} are thinking about paying on {day}",
    "are you open on {day}",
    "will you deliver on {day}",
    "{we} are closed until {day}",
    "got your letter on {day}, what is it about",
)
_PROMISES = ("{we} will pay {inv} on friday", "{inv} on friday", "can {we} pay {inv} on friday")
_PAYMENTS = ("{we} paid {inv} last friday", "{inv} was paid last friday")
_WORDS: dict[str, tuple[str, ...]] = {
    "owe": ("owe you", "owe", "have to pay you"),
    "open": ("outstanding", "unpaid", "still open", "owing"),
    "late": ("late", "overdue", "past due", "behind"),
    "inv": _INVOICES,
    "day": ("friday", "the 30th", "4 december", "tomorrow"),
}
_SPEAKERS = (
    {"we": "we", "our": "our", "us": "us", "do": "do"},
    {"we": "i", "our": "my", "us": "me", "do": "do"},
)
BEFORE = ("", "hi, ", "Good morning. ", "hello there ", "quick question: ")
BEHIND = ("", " please", " thanks", "?", "!!", " pls", ". Many thanks")


def lines() -> Iterator[Line]:
    """Every line, in the same order every time."""
    for intent, patterns in _ASKED:
        for pattern in patterns:
            yield from (Line(words, intent) for words in _said(pattern))
    for pattern in _PROMISES:
        slots = (("date", FRIDAY), ("invoice", "INV-1041"))
        yield from (Line(words, "promise", slots) for words in _said(pattern))
    for pattern in _PAYMENTS:
        slots = (("date", LAST_FRIDAY), ("invoice", "INV-1041"))
        yield from (Line(words, "paid", slots) for words in _said(pattern))


def unmeant() -> Iterator[str]:
    """Lines that name a day and ask for nothing to be noted."""
    for pattern in _UNMEANT:
        yield from _said(pattern)


def _said(pattern: str) -> Iterator[str]:
    named = [name for name in _WORDS if f"{{{name}}}" in pattern]
    for speaker in _SPEAKERS:
        if speaker["we"] == "i" and "{we}" not in pattern and "{our}" not in pattern:
            continue
        for chosen in itertools.product(*(_WORDS[name] for name in named)):
            yield pattern.format(**speaker, **dict(zip(named, chosen, strict=True)))


def sampled(count: int, seed: int = 7) -> list[Line]:
    """So many of the lines, the same every time, spread over all that is asked for."""
    every = list(lines())
    return random.Random(seed).sample(every, min(count, len(every)))


def dressed(words: str, seed: int) -> str:
    """The same with other manners, case or punctuation; nothing of what it says changes."""
    chance = random.Random(seed)
    bare = words.rstrip("?!. ")
    said = f"{chance.choice(BEFORE)}{bare}{chance.choice(BEHIND)}"
    return chance.choice((str.lower, str.upper, str.capitalize, str))(said)


def mistyped(words: str, seed: int) -> str:
    """The same with two letters swapped in one longer word; as it was where there is none."""
    chance = random.Random(seed)
    parts = words.split(" ")
    long = [at for at, word in enumerate(parts) if len(word) >= 6 and word.isalpha()]
    if not long:
        return words
    at = chance.choice(long)
    word = parts[at]
    place = chance.randrange(1, len(word) - 2)
    parts[at] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(parts)
