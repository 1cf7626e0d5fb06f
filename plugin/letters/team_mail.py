"""Mails to the people of an organisation themselves: come and join, and a code to sign in with.

Pure: it composes, and sends nothing. They go to our own users, never to a customer.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who asks whom to join whose books, as what; `may_do` says what that is for."""

    organisation: str
    name: str
    by: str
    role: str
    may_do: str
    link: str
    #: how long the link works
    days: int


_SIGN_IN = (
    "You need no Xero login: with this address you sign in by a code that we mail you. If you have "
    "a Xero login, sign in with it first and then open the link."
)


def compose_invitation(facts: Invited) -> Letter:
    """The invitation: who asks, what one could do, and the one link."""
    subject = f"{facts.by} invites you to {facts.organisation} on Goodterms"
    parts = (
        f"Hello {facts.name},",
        _what_for(facts),
        f"{facts.role[:1].upper()}{facts.role[1:]} {facts.may_do}.",
        _SIGN_IN,
    )
    last = (
        f"The link works once, for {facts.days} days. If you do not know {facts.by}, do nothing: "
        "without the link nobody joins."
    )
    text = "\n\n".join([*parts, f"Join here:\n{facts.link}", last]) + "\n"
    html = "".join(f"<p>{escape(part)}</p>" for part in parts)
    html += f'<p><a href="{escape(facts.link)}">Join {escape(facts.organisation)}</a></p>'
    html += f"<p>{escape(last)}</p>"
    return Letter(subject=subject, text=text, html=_page(subject, html))


def compose_sign_in_code(code: str, minutes: int) -> Letter:
    """The code, and for how long it works. It links to nothing."""
    subject = f"Your code for Goodterms: {code}"
    lead = "This is your code to sign in to Goodterms:"
    lasts = f"It works for {minutes} minutes, in the browser in which it was asked for."
    careful = (
        "If it was not you who asked, you need do nothing: without the code nobody gets in. "
        "Please pass it on to nobody; nobody of us will ask you for it."
    )
    text = f"{lead}\n\n{code}\n\n{lasts}\n\n{careful}\n"
    html = (
        f'<p>{lead}</p><p style="font-size:28px;letter-spacing:4px"><strong>{escape(code)}'
        f"</strong></p><p>{lasts}</p><p>{careful}</p>"
    )
    return Letter(subject=subject, text=text, html=_page(subject, html))


def _what_for(facts: Invited) -> str:
    return (
        f"{facts.by} invites you to join {facts.organisation} on Goodterms as {facts.role}. "
        "Goodterms looks after what customers owe: who is late, what was agreed, and what is safe "
        "to sell next."
    )


def _page(subject: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{DEFAULT}"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head><body>{body}</body></html>"
    )
