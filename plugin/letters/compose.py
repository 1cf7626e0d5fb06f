"""Composes one reminder from plain facts: subject, text part, HTML part. It sends nothing.

The MJML template is turned into HTML once; each letter then only fills it in, with every value
escaped, which takes about a millisecond.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape
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
from plugin.letters.wording import DAY_AND_MONTH, money, short_day

#: the only language whose texts a person has written so far (rule 29)
LANGUAGE = "en-GB"

#: a number longer than this may break, or it would widen the letter beyond a phone
_LONG = 24


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
        numbers=tuple({line.number for line in facts.lines + facts.also}),
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


def _kept(text: str, numbers: tuple[str, ...]) -> Markup:
    """Escaped text in which no document number and no date is torn apart at the end of a line."""
    breakable = {str(escape(each)) for each in numbers if "-" in each and len(each) <= _LONG}
    kept = DAY_AND_MONTH.sub(r"\1&nbsp;\2", str(escape(text)))
    if breakable:
        longest_first = sorted(map(re.escape, breakable), key=len, reverse=True)
        known = re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])")
        kept = known.sub(r'<span style="white-space:nowrap">\g<0></span>', kept)
    return Markup(kept)  # noqa: S704  # everything of the customer's was escaped above


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
    environment.filters["kept"] = _kept
    return environment.from_string(html)
