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

from plugin.letters.account_links import account_links
from plugin.letters.facts import LetterFacts, LetterLine
from plugin.letters.formats import Formats
from plugin.letters.languages import DEFAULT, Language, NoText, Wording, fallback, language_for
from plugin.letters.plain import set_plain

#: a number longer than this may break, or it would widen the letter beyond a phone
_LONG = 24


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed reminder; `fell_back` is true where the language asked for has no text yet."""

    subject: str
    text: str
    html: str
    language: str = DEFAULT
    fell_back: bool = False


def compose(facts: LetterFacts) -> Letter:
    """Compose a reminder. Pure: the same facts give the same letter, to the byte.

    Amounts are in the letter's one currency, dates in words as the organisation's civil dates.
    """
    language, wording = worded(facts)
    money = language.money
    html = _template().render(
        wording=wording,
        labels=language.labels,
        lang=language.tag,
        formats=language.formats,
        numbers=tuple({line.number for line in facts.lines + facts.also}),
        organisation=facts.organisation,
        own_sentence=facts.own_sentence,
        lines=tuple(_row(line, facts, language) for line in facts.lines),
        also=tuple(_row(line, facts, language) for line in facts.listed),
        credits=tuple((name, money(-amount)) for name, amount in language.credit_taken(facts)),
        total=money(facts.total),
        links=account_links(facts.portal_url, language.tag, policy_url=facts.policy_url),
    )
    return Letter(
        subject=wording.subject,
        text=set_plain(facts, wording, language),
        html=html,
        language=language.tag,
        fell_back=has_fallen_back(facts, language),
    )


def worded(facts: LetterFacts) -> tuple[Language, Wording]:
    """The letter's words in the language asked for, else in the one that all fall back to.

    A final letter falls back too where nobody has approved the final texts of its language.
    """
    language = language_for(facts.language)
    if language is not None and (facts.is_approved or not facts.tone.is_final):
        try:
            return language, language.worded(facts)
        except NoText:
            pass
    language = fallback()
    return language, language.worded(facts)


def has_fallen_back(facts: LetterFacts, language: Language) -> bool:
    """Whether these are other words than were asked for."""
    asked = facts.language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return asked != language.formats.locale.language


def _kept(text: str, numbers: tuple[str, ...], formats: Formats) -> Markup:
    """Escaped text in which no document number and no date is torn apart at the end of a line."""
    breakable = {str(escape(each)) for each in numbers if "-" in each and len(each) <= _LONG}
    kept = formats.kept(str(escape(text)), "&nbsp;")
    if breakable:
        longest_first = sorted(map(re.escape, breakable), key=len, reverse=True)
        known = re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])")
        kept = known.sub(r'<span style="white-space:nowrap">\g<0></span>', kept)
    return Markup(kept)  # noqa: S704  # everything of the customer's was escaped above


def _row(line: LetterLine, facts: LetterFacts, language: Language) -> dict[str, str | bool]:
    return {
        "number": line.number,
        "part": language.part(line.part) if line.part is not None else "",
        "reference": line.reference,
        "due": language.formats.short_day(line.due, facts.on),
        "lateness": language.lateness(line),
        "is_late": line.days_late > 0,
        "amount": language.money(line.amount),
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
