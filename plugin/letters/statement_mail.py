"""The short note that a statement of account is mailed with; the statement itself is the PDF.

It says what is open and what of it is late, and how to pay. It demands nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from textwrap import fill
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template
from mjml import mjml2html

from plugin.letters.account_links import account_links
from plugin.letters.compose import Letter
from plugin.letters.facts import Proof
from plugin.letters.lint import complaints
from plugin.letters.plain import WIDTH, linked
from plugin.letters.statement import StatementFacts, closing_words, summary, title
from plugin.letters.wording import one_line


def compose_statement(facts: StatementFacts, *, proof: Proof | None = None) -> Letter:
    """Compose the note. Pure: the same facts give the same letter, to the byte.

    Amounts are in the statement's one currency, in the words of the language that the facts ask
    for, or visibly in English (rule 29). A `proof` goes to the organisation's own user.
    """
    spoken = facts.spoken
    words, language = spoken.words, spoken.language
    subject = _subject(facts)
    banner = _banner(proof) if proof is not None else ""
    greeting = _greeting(facts)
    paragraphs = _paragraphs(facts)
    signature = _signature(facts)
    footer = words.mail_footer.format(customer=facts.customer, organisation=facts.organisation)
    heading = language.labels.how_to_pay
    links = account_links(facts.portal_url, language.tag, "statement", facts.policy_url)
    blocks = [
        banner,
        greeting,
        *paragraphs,
        "\n".join((f"{heading}{language.colon}", *(f"  {line}" for line in facts.how_to_pay)))
        if facts.how_to_pay
        else "",
        closing_words(facts),
        *linked(links, language.colon),
        "\n".join((words.valediction, "", *signature)),
        "-" * 24 + "\n" + footer,
    ]
    html = note_template().render(
        subject=subject,
        lang=language.tag,
        banner=banner,
        greeting=greeting,
        paragraphs=paragraphs,
        organisation=facts.organisation,
        how_to_pay_heading=heading,
        how_to_pay=facts.how_to_pay,
        closing=closing_words(facts),
        valediction=words.valediction,
        signature=signature,
        footer=footer,
        links=links,
    )
    return Letter(
        subject=subject,
        text=set_note(blocks),
        html=html,
        language=language.tag,
        fell_back=spoken.fell_back,
    )


def statement_complaints(letter: Letter, facts: StatementFacts) -> tuple[str, ...]:
    """What is wrong with a note, as the linter of reminders sees it; it links to us alone."""
    names = (
        *(facts.customer, facts.organisation, facts.recipient, facts.sender_name),
        *(line.number for line in facts.open),
        *(line.reference for line in facts.open),
    )
    hosts = (urlsplit(facts.portal_url).hostname or "",)
    return complaints(letter, allowed_hosts=hosts, names=[name for name in names if name])


def _greeting(facts: StatementFacts) -> str:
    words = facts.spoken.words
    if not facts.recipient:
        return words.greeting
    return words.greeting_named.format(name=facts.recipient)


def _signature(facts: StatementFacts) -> tuple[str, ...]:
    place = ", ".join(part for part in (facts.sender_title, facts.organisation) if part)
    lines = (facts.sender_name, place, facts.phone, facts.reply_to)
    return tuple(line for line in lines if line)


def _subject(facts: StatementFacts) -> str:
    spoken = facts.spoken
    amount = spoken.language.money(facts.owed)
    return one_line(spoken.words.subject.format(title=title(facts), amount=amount))


def _paragraphs(facts: StatementFacts) -> tuple[str, ...]:
    """The first says what it is about, with amount and date (look: the first two lines)."""
    words, language = facts.spoken.words, facts.spoken.language
    dated = language.formats.dated
    here = words.here.format(organisation=facts.organisation, on=dated(facts.on))
    opening = f"{here} {summary(facts)}"
    credit = words.credit_held.format(amount=language.money(facts.credit)) if facts.credit else ""
    attached = words.in_pdf
    if facts.since is not None:
        attached = words.since_in_pdf.format(on=dated(facts.since))
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


def set_note(blocks: Iterable[str]) -> str:
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


@lru_cache(maxsize=4)
def note_template(body_of: str = "statement") -> Template:
    """The head of a reminder, for one look, with the body of a template of ours."""
    folder = files("plugin.letters").joinpath("templates")
    head = folder.joinpath("reminder.mjml").read_text(encoding="utf-8").partition("<mj-body")[0]
    body = folder.joinpath(f"{body_of}.mjml").read_text(encoding="utf-8")
    source = head.replace("wording.subject", "subject")
    html = mjml2html(source + body, fonts={}, disable_comments=True)
    scheme = '<meta name="color-scheme" content="light dark">'
    html = html.replace("</title>", f"</title>{scheme}", 1)
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(html)
