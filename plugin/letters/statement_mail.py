"""The short note that a statement of account is mailed with; the statement itself is the PDF.

It says what is open and what of it is late, and how to pay. It demands nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from textwrap import fill

from jinja2 import Environment, StrictUndefined, Template
from mjml import mjml2html

from plugin.letters.compose import Letter
from plugin.letters.facts import Proof
from plugin.letters.languages import fallback
from plugin.letters.lint import complaints
from plugin.letters.plain import WIDTH
from plugin.letters.statement import StatementFacts, closing_words, summary, title
from plugin.letters.wording import dated, money, one_line


def compose_statement(
    facts: StatementFacts, *, language: str = "en-GB", proof: Proof | None = None
) -> Letter:
    """Compose the note. Pure: the same facts give the same letter, to the byte.

    Amounts are in the statement's one currency. `language` is what was asked for: there are only
    English words so far (rule 29). A `proof` goes to the organisation's own user.
    """
    words = fallback()
    subject = _subject(facts)
    banner = _banner(proof) if proof is not None else ""
    greeting = f"Dear {facts.recipient}," if facts.recipient else "Dear all,"
    paragraphs = _paragraphs(facts)
    signature = tuple(
        line
        for line in (
            facts.sender_name,
            ", ".join(part for part in (facts.sender_title, facts.organisation) if part),
            facts.phone,
            facts.reply_to,
        )
        if line
    )
    footer = (
        f"You have this statement because {facts.customer} has an account with "
        f"{facts.organisation}. If it has reached the wrong person, please reply and say so, "
        "and we will put our records right."
    )
    heading = words.labels.how_to_pay
    blocks = [
        banner,
        greeting,
        *paragraphs,
        "\n".join((f"{heading}:", *(f"  {line}" for line in facts.how_to_pay)))
        if facts.how_to_pay
        else "",
        closing_words(facts),
        "\n".join(("Kind regards,", "", *signature)),
        "-" * 24 + "\n" + footer,
    ]
    html = _template().render(
        subject=subject,
        preview=paragraphs[0],
        lang=words.tag,
        banner=banner,
        greeting=greeting,
        paragraphs=paragraphs,
        organisation=facts.organisation,
        how_to_pay_heading=heading,
        how_to_pay=facts.how_to_pay,
        closing=closing_words(facts),
        valediction="Kind regards,",
        signature=signature,
        footer=footer,
    )
    asked = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return Letter(
        subject=subject,
        text=_set(blocks),
        html=html,
        language=words.tag,
        fell_back=asked != "en",
    )


def statement_complaints(letter: Letter, facts: StatementFacts) -> tuple[str, ...]:
    """What is wrong with a note, as the linter of reminders sees it; it links to nothing."""
    names = (
        *(facts.customer, facts.organisation, facts.recipient, facts.sender_name),
        *(line.number for line in facts.open),
        *(line.reference for line in facts.open),
    )
    return complaints(letter, names=[name for name in names if name])


def _subject(facts: StatementFacts) -> str:
    return one_line(f"{title(facts)}: {money(facts.owed)} open")


def _paragraphs(facts: StatementFacts) -> tuple[str, ...]:
    """The first says what it is about, with amount and date (look: the first two lines)."""
    opening = (
        f"Here is the statement of your account with {facts.organisation} on {dated(facts.on)}. "
        f"{summary(facts)}"
    )
    credit = (
        f"We also hold {money(facts.credit)} of credit that is not yet set against an invoice."
        if facts.credit
        else ""
    )
    attached = "Every invoice stands in the PDF that comes with this."
    if facts.since is not None:
        attached = (
            f"All that happened since {dated(facts.since)} stands in the PDF that comes with this."
        )
    claimed = (
        "What we claim as interest and compensation stands there in a block of its own; it is no "
        "part of this balance."
        if facts.claims
        else ""
    )
    parts = (opening, credit, attached, claimed, facts.own_sentence)
    return tuple(part for part in parts if part)


def _banner(proof: Proof) -> str:
    return (
        f"This is how the first message will look. It goes to {proof.customer} when "
        f"{proof.goes_when}."
    )


def _set(blocks: Iterable[str]) -> str:
    """The text part: blocks apart by an empty line, each of their lines wrapped."""
    lines = ("\n".join(map(_wrapped, block.split("\n"))) for block in blocks if block)
    return "\n\n".join(lines) + "\n"


def _wrapped(line: str) -> str:
    margin = line[: len(line) - len(line.lstrip())]
    return fill(
        one_line(line),
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    """The head of a reminder, for one look, with a body of its own."""
    folder = files("plugin.letters").joinpath("templates")
    head = folder.joinpath("reminder.mjml").read_text(encoding="utf-8").partition("<mj-body")[0]
    body = folder.joinpath("statement.mjml").read_text(encoding="utf-8")
    source = head.replace("wording.subject", "subject").replace("wording.preview", "preview")
    html = mjml2html(source + body, fonts={}, disable_comments=True)
    scheme = '<meta name="color-scheme" content="light dark">'
    html = html.replace("</title>", f"</title>{scheme}", 1)
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(html)
