"""The final texts of a language with invented facts, for a person to read before they approve them.

What was approved is told by a digest: when a text changes, the approval of the old one is over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from plugin.credit.law import Kind, Law, Standing, last_letter_for
from plugin.credit.money import Money, total
from plugin.credit.policy import Tone
from plugin.letters.compose import Letter, compose
from plugin.letters.facts import LetterFacts, LetterLine

_ON = date(2026, 11, 24)
_CURRENCIES = {"fr": "EUR", "de": "EUR", "es": "EUR", "nl": "EUR", "en-IE": "EUR"}
_CURRENCIES |= {"en-AU": "AUD", "en-NZ": "NZD", "en-US": "USD"}


@dataclass(frozen=True, slots=True)
class Specimen:
    """One text to read: what it is, and the letter."""

    what: str
    letter: Letter


@lru_cache(maxsize=32)
def final_texts(language: str) -> tuple[Specimen, ...]:
    """The final notice and the last letter, for one invoice and for several, by invented facts.

    In English also the two letters before action of England and Wales, which no other language has.
    """
    one, many = _facts(language, 1), _facts(language, 3)
    last_one, last_many = (replace(each, tone=Tone.BEFORE_ACTION) for each in (one, many))
    texts = [
        ("Final notice, one invoice", one),
        ("Final notice, several invoices", many),
        ("Last letter that names no court step, one invoice", last_one),
        ("Last letter that names no court step, several invoices", last_many),
    ]
    if language.startswith("en"):
        person, company = (
            last_letter_for(Standing(kind, Law.ENGLAND_WALES, is_confirmed=True))
            for kind in (Kind.SOLE_TRADER, Kind.COMPANY)
        )
        texts += [
            ("Letter before action to a person", replace(last_one, last_letter=person)),
            ("Letter before action to a company", replace(last_many, last_letter=company)),
        ]
    return tuple(Specimen(what, compose(facts)) for what, facts in texts)


@lru_cache(maxsize=32)
def digest(language: str) -> str:
    """The same value as long as the final texts of a language are the same, to the letter."""
    said = "\n".join(f"{each.letter.subject}\n{each.letter.text}" for each in final_texts(language))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _facts(language: str, how_many: int) -> LetterFacts:
    code = _CURRENCIES.get(language) or _CURRENCIES.get(language[:2], "GBP")
    lines = tuple(
        LetterLine(
            number=number,
            issued=date(2026, 9, day),
            due=date(2026, 10, day),
            days_late=(_ON - date(2026, 10, day)).days,
            amount=Money.of(amount, code),
        )
        for number, day, amount in (
            ("INV-1041", 18, "412.40"),
            ("INV-1042", 20, "95.20"),
            ("INV-1043", 23, "1295.00"),
        )[:how_many]
    )
    return LetterFacts(
        on=_ON,
        tone=Tone.FINAL,
        organisation="Harbour Lane Foods",
        customer="The Copper Kettle Café",
        total=total((line.amount for line in lines), code),
        lines=lines,
        sender_name="Sarah Hughes",
        phone="01752 555 0134",
        reply_to="sarah@harbourlane.example",
        language=language,
        last_written_on=date(2026, 11, 9),
    )
