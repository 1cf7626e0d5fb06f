"""The mail to somebody whom a colleague named in a note. It composes, and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentNamed:
    """Who named whom, in a note about what; the words stay where they are sealed."""

    name: str
    by: str
    organisation: str
    #: Quay Bistro; INV-1 of Quay Bistro; a task about Quay Bistro
    about: str
    link: str


def compose_comment_named(facts: CommentNamed) -> Letter:
    """Who, about what, and where to read it."""
    subject = f"{facts.by} named you in a note about {facts.about}"
    lead = (
        f"Hello {facts.name}, {facts.by} left a note for you at {facts.organisation}, about "
        f"{facts.about}."
    )
    why = (
        "What it says stands on the customer’s page and not in this mail, because mail is read by "
        "more eyes than it is meant for."
    )
    text = f"{lead}\n\n{why}\n\nRead it here:\n{facts.link}\n"
    html = f"<p>{escape(lead)}</p><p>{escape(why)}</p>"
    html += f'<p><a href="{escape(facts.link)}">Read it</a></p>'
    head = f'<!doctype html><html lang="{DEFAULT}"><head><meta charset="utf-8">'
    page = f"{head}<title>{escape(subject)}</title></head><body>{html}</body></html>"
    return Letter(subject=subject, text=text, html=page)
