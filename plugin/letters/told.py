"""Mail that tells a customer what they did on their page, or what was answered to it.

Pure: it composes, and sends nothing. It asks for nothing and threatens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from plugin.credit.agreements import PlanPart
from plugin.letters.account_links import policy_label
from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT
from plugin.letters.lint import complaints
from plugin.letters.statement_mail import note_template, set_note
from plugin.letters.wording import dated, money, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFacts:
    """What a mail says: its subject, its paragraphs, dated amounts, and where it leads.

    `quoted` are words of a person of the business, as typed.
    """

    organisation: str
    customer: str
    recipient: str
    sender_name: str
    sender_title: str
    phone: str
    reply_to: str
    subject: str
    paragraphs: tuple[str, ...]
    parts: tuple[PlanPart, ...] = ()
    quoted: str = ""
    numbers: tuple[str, ...] = ()
    link: str
    link_label: str
    #: where the policy is read: by anybody, or in the account
    policy_url: str = ""


def compose_told(facts: ToldFacts) -> Letter:
    """Compose the mail, in English. Pure: the same facts give the same letter, to the byte."""
    greeting = f"Dear {facts.recipient}," if facts.recipient else "Good day,"
    rows = tuple((dated(part.due), money(part.amount)) for part in facts.parts)
    place = ", ".join(part for part in (facts.sender_title, facts.organisation) if part)
    signature = tuple(
        line for line in (facts.sender_name, place, facts.phone, facts.reply_to) if line
    )
    footer = (
        f"Sent to {facts.customer} because of an answer on your page with {facts.organisation}. "
        "If nobody of you gave it, please answer this message."
    )
    subject = one_line(facts.subject)
    blocks = [
        greeting,
        *facts.paragraphs,
        *([f"“{facts.quoted}”"] if facts.quoted else []),
        "\n".join(f"  {day}: {amount}" for day, amount in rows),
        f"{facts.link_label}:\n{facts.link}",
        *([f"{policy_label(DEFAULT)}:\n{facts.policy_url}"] if facts.policy_url else []),
        "\n".join(("Kind regards", "", *signature)),
        "-" * 24 + "\n" + footer,
    ]
    html = note_template("told").render(
        subject=subject,
        lang=DEFAULT,
        organisation=facts.organisation,
        greeting=greeting,
        paragraphs=facts.paragraphs,
        quoted=facts.quoted,
        rows=rows,
        link=facts.link,
        link_label=facts.link_label,
        policy_url=facts.policy_url,
        policy_label=policy_label(DEFAULT),
        signature=signature,
        footer=footer,
    )
    return Letter(subject=subject, text=set_note(blocks), html=html, language=DEFAULT)


def told_complaints(letter: Letter, facts: ToldFacts) -> tuple[str, ...]:
    """What is wrong with a mail, as the linter of reminders sees it; it leads to us alone."""
    names = (
        *(facts.customer, facts.organisation, facts.recipient, facts.sender_name),
        *facts.numbers,
    )
    host = urlsplit(facts.link).hostname or ""
    return complaints(letter, allowed_hosts=(host,), names=[name for name in names if name])
