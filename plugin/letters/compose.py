"""Composes one reminder from plain facts: subject, text part, HTML part. It sends nothing.

The MJML template is turned into HTML once; each letter then only fills it in, with every value
escaped, which takes about a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from mjml import mjml2html

from plugin.letters.english import (
    ALSO_HEADING,
    HOW_TO_PAY_HEADING,
    PAY_LINK,
    VIEW_LINK,
    credit_taken,
    lateness,
    worded,
)
from plugin.letters.facts import LetterFacts, LetterLine
from plugin.letters.plain import set_plain
from plugin.letters.wording import money, short_day

#: the only language whose texts a person has written so far (rule 29)
LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed reminder; `fell_back` is true where the language asked for has no text yet."""

    subject: str
    text: str
    html: str
    language: str = LANGUAGE
    fell_back: bool = False


def compose(facts: LetterFacts) -> Letter:
    """Compose a reminder. Pure: the same facts give the same letter, to the byte.

    Amounts are in the letter's one currency, dates in words as the organisation's civil dates.
    """
    wording = worded(facts)
    html = _template().render(
        wording=wording,
        organisation=facts.organisation,
        own_sentence=facts.own_sentence,
        lines=tuple(_row(line, facts) for line in facts.lines),
        also=tuple(_row(line, facts) for line in facts.listed),
        credits=tuple((name, money(-amount)) for name, amount in credit_taken(facts)),
        total=money(facts.total),
        also_heading=ALSO_HEADING,
        how_to_pay_heading=HOW_TO_PAY_HEADING,
        pay_link=PAY_LINK,
        view_link=VIEW_LINK,
    )
    asked = facts.language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return Letter(
        subject=wording.subject,
        text=set_plain(facts, wording),
        html=html,
        fell_back=asked != "en",
    )


def _row(line: LetterLine, facts: LetterFacts) -> dict[str, str | bool]:
    return {
        "number": line.number,
        "reference": line.reference,
        "due": short_day(line.due, facts.on),
        "lateness": lateness(line),
        "is_late": line.days_late > 0,
        "amount": money(line.amount),
        "pay_url": line.pay_url,
    }


@lru_cache(maxsize=1)
def _template() -> Template:
    source = files("plugin.letters").joinpath("templates", "reminder.mjml")
    html = mjml2html(source.read_text(encoding="utf-8"), fonts={}, disable_comments=True)
    # MJML has no place for this tag; without it mail programs invert the colours themselves
    scheme = '<meta name="color-scheme" content="light dark">'
    html = html.replace("</title>", f"</title>{scheme}", 1)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(html)
