"""Mails about requests for credit: the form's address, is this address yours, a reference, the
answer. To people who are no customers yet, in the name of the business that they deal with.

Pure: it composes, and sends nothing. None of them reminds anybody of anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAsked:
    """Whom a business asks about whom, and who named them."""

    organisation: str
    applicant: str
    named_by: str
    referee: str
    link: str


def compose_form_address(*, organisation: str, by: str, link: str) -> Letter:
    """Where somebody may ask this business for credit; sent because one of its people said so."""
    subject = f"To buy on account from {organisation}"
    parts = (
        "Hello,",
        (
            f"You would like to buy from {organisation} and pay later. Please fill in the form "
            "below; it takes about five minutes. We need who orders and who pays, and two "
            "businesses that you buy from now."
        ),
    )
    last = f"{by}, {organisation}"
    return _letter(subject, parts, ("The form", link), (last,))


def compose_prove(*, organisation: str, applicant: str, link: str, days: int) -> Letter:
    """Is this address yours: somebody gave it when asking for credit."""
    subject = f"Please confirm your request to {organisation}"
    parts = (
        "Hello,",
        (
            f"{applicant} asked {organisation} to buy on account, and gave this address. Open the "
            "page below and press its button, so that the request is looked at."
        ),
    )
    last = (
        f"The link works for {days} days. If it was not you who asked, do nothing: without it "
        "nobody looks at the request, and it is deleted."
    )
    return _letter(subject, parts, ("Confirm the request", link), (last, organisation))


def compose_reference(facts: ReferenceAsked) -> Letter:
    """Three questions about somebody who named the reader as a reference."""
    subject = f"Three short questions from {facts.organisation}"
    hello = f"Hello {facts.referee}," if facts.referee else "Hello,"
    parts = (
        hello,
        (
            f"{facts.applicant} would like to buy on account from {facts.organisation}, and "
            f"{facts.named_by} named you as a business that they buy from."
        ),
        (
            "Would you answer three short questions? It takes a minute, no account is needed, and "
            f"your answer is seen by {facts.organisation} only."
        ),
    )
    last = "If you would rather not, do nothing: you are not asked again."
    return _letter(subject, parts, ("The three questions", facts.link), (last, facts.organisation))


def compose_credit_answer(*, subject: str, text: str) -> Letter:
    """The answer to a request, in the words that a person approved."""
    parts = tuple(part.strip() for part in text.split("\n\n") if part.strip())
    return _letter(subject, parts, None, ())


def _letter(
    subject: str,
    parts: Sequence[str],
    link: tuple[str, str] | None,
    ending: Sequence[str],
) -> Letter:
    linked = [f"{link[0]}:\n{link[1]}"] if link is not None else []
    text = "\n\n".join([*parts, *linked, *ending]) + "\n"
    html = "".join(_paragraph(part) for part in parts)
    if link is not None:
        html += f'<p><a href="{escape(link[1])}">{escape(link[0])}</a></p>'
    html += "".join(_paragraph(part) for part in ending)
    page = (
        f'<!doctype html><html lang="{DEFAULT}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(subject)}</title></head>'
        '<body style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Arial,sans-serif;margin:24px;'
        f'max-width:34em">{html}</body></html>'
    )
    return Letter(subject=subject, text=text, html=page)


def _paragraph(part: str) -> str:
    return f"<p>{'<br>'.join(str(escape(line)) for line in part.splitlines())}</p>"
