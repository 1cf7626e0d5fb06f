"""A reminder as a text message: what is owed, which invoice, since when, from whom, how to answer.

English only, under 320 characters, and judged by the words that no letter may hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from html import escape
from itertools import product
from urllib.parse import urlsplit

from plugin.credit.money import Money
from plugin.letters.compose import Letter
from plugin.letters.lint import complaints, sentence_complaints
from plugin.letters.wording import counted, listed, money, one_line, short_day

#: two parts of a text on the wire
MOST_CHARACTERS = 320
_NAMES = 3
_ORGANISATION_AT_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What a text names; `due` is the oldest due date, and dates are civil days."""

    on: date
    organisation: str
    sender: str
    phone: str
    amount: Money
    numbers: tuple[str, ...]
    due: date
    #: the owner's own sentence
    sentence: str = ""
    #: the customer's own way into their account; empty where there is none
    portal_url: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """The words, and what is wrong with them where they may not go."""

    words: str
    complaints: tuple[str, ...]


def compose_text(facts: TextFacts) -> Text:
    """The text; with fewer invoice numbers where all of them would be too long.

    Where one is still too long beside a link, the telephone goes: it stands on the linked page.
    """
    briefer = (facts, replace(facts, phone="")) if facts.portal_url else (facts,)
    for each, names in product(briefer, range(_NAMES, 0, -1)):
        words = _words(each, names)
        if len(words) < MOST_CHARACTERS:
            break
    hosts = (urlsplit(facts.portal_url).hostname or "",)
    names_known = (facts.organisation, facts.sender, *facts.numbers)
    found = complaints(as_letter(words), allowed_hosts=hosts, names=names_known)
    if facts.sentence:
        found = (*found, *sentence_complaints(facts.sentence, names_known))
    if len(words) >= MOST_CHARACTERS:
        found = (*found, f"a text of {len(words)} characters; {MOST_CHARACTERS - 1} at most")
    return Text(words, found)


def _words(facts: TextFacts, names: int) -> str:
    late = facts.due < facts.on
    day = short_day(facts.due, facts.on)
    if len(facts.numbers) == 1:
        what = (
            f"{facts.numbers[0]} for {money(facts.amount)} {'was' if late else 'is'} due on {day}"
        )
    else:
        which = listed(facts.numbers, names)
        what = (
            f"{counted(len(facts.numbers), 'invoice')} ({which}) for {money(facts.amount)}, the "
            f"oldest due on {day}"
        )
    who = one_line(facts.organisation)[:_ORGANISATION_AT_MOST]
    sentence = f" {one_line(facts.sentence)}" if facts.sentence else ""
    ask = "When may we expect it?" if late else "Nothing to do if it is on its way."
    ring = f" or ring {facts.sender or 'us'} on {facts.phone}" if facts.phone else ""
    if facts.portal_url:
        # the page has all the answers; who would rather talk rings or replies
        return (
            f"{who}: {what}. {ask}{sentence} See it or answer: {facts.portal_url} Reply here"
            f"{ring}. No more texts: reply STOP."
        )
    return (
        f"{who}: {what}. {ask}{sentence} Reply here{ring}. Paid already, or something wrong? Tell "
        "us. No more texts: reply STOP."
    )


def as_letter(words: str, intro: str = "") -> Letter:
    """The text as a page of its own, for a preview or a proof that people read as mail."""
    lead = f"<p>{escape(intro)}</p>" if intro else ""
    html = (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Text</title></head>'
        '<body style="font: 16px/1.5 sans-serif; margin: 24px; max-width: 26em">'
        f'{lead}<p style="border: 1px solid #999; border-radius: 12px; padding: 12px 16px">'
        f"{escape(words)}</p></body></html>"
    )
    text = f"{intro}\n\n{words}" if intro else words
    return Letter("A text message, as it will go", text, html)
