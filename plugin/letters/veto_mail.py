"""The mail that asks a salesperson before a hard step. It composes, and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoAsked:
    """Who is asked before which step about whom, on what grounds, and from when it is taken."""

    name: str
    organisation: str
    customer: str
    #: a final notice; a stop: no further sales on terms
    step: str
    #: one sentence for each ground: an invoice with its days and amount, or a reason of the status
    grounds: tuple[str, ...]
    #: the first day on which it may be taken
    goes_on: str
    link: str


def compose_veto_asked(facts: VetoAsked) -> Letter:
    """What is due, why, when it goes, and the one link."""
    subject = f"{facts.customer}: {facts.step} from {facts.goes_on}, unless you say no"
    lead = (
        f"Hello {facts.name}, you look after {facts.customer} for {facts.organisation}. For them "
        f"{facts.step} is due:"
    )
    goes = (
        f"It may go from {facts.goes_on}: you have two working days. If you know something that "
        "the books do not, hold it back until a day and say why. If you do nothing, it goes its "
        "way, and a person still says yes to it."
    )
    last = "Opening the link changes nothing; the buttons on its page do, once."
    listed = "\n".join(f"- {each}" for each in facts.grounds)
    text = f"{lead}\n\n{listed}\n\n{goes}\n\nHold it back, or let it go:\n{facts.link}\n\n{last}\n"
    html = f"<p>{escape(lead)}</p><ul>"
    html += "".join(f"<li>{escape(each)}</li>" for each in facts.grounds)
    html += f"</ul><p>{escape(goes)}</p>"
    html += f'<p><a href="{escape(facts.link)}">Hold it back, or let it go</a></p>'
    html += f"<p>{escape(last)}</p>"
    head = f'<!doctype html><html lang="{DEFAULT}"><head><meta charset="utf-8">'
    page = f"{head}<title>{escape(subject)}</title></head><body>{html}</body></html>"
    return Letter(subject=subject, text=text, html=page)
