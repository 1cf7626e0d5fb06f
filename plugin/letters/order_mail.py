"""The mail by which somebody who takes orders asks an owner. It composes, and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAsked:
    """Who asks about which order of whom, what the rule said, and where to look."""

    by: str
    customer: str
    amount: str
    why: str
    #: what the salesperson wrote beside it; empty = nothing
    words: str
    link: str


def compose_order_asked(facts: OrderAsked) -> Letter:
    """The question, in one glance."""
    subject = f"{facts.by} asks: an order of {facts.amount} from {facts.customer}"
    parts = [
        f"{facts.by} wants to take an order of {facts.amount} from {facts.customer}.",
        f"Why it is a question: {facts.why}",
    ]
    if facts.words:
        parts.append(f"{facts.by} writes: {facts.words}")
    last = f"Answer this mail to tell {facts.by} yes or no; what you know of the customer is here:"
    text = "\n\n".join([*parts, f"{last}\n{facts.link}"]) + "\n"
    html = "".join(f"<p>{escape(part)}</p>" for part in parts)
    html += f'<p>{escape(last)} <a href="{escape(facts.link)}">{escape(facts.customer)}</a></p>'
    head = f'<!doctype html><html lang="{DEFAULT}"><head><meta charset="utf-8">'
    page = f"{head}<title>{escape(subject)}</title></head><body>{html}</body></html>"
    return Letter(subject=subject, text=text, html=page)
