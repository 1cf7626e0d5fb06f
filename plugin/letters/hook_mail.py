"""The mail that tells an owner that a webhook was stopped. Pure: it composes, and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from plugin.letters.compose import Letter

_GOES_ON = (
    "Your books, your messages and everything else go on as before. What had not arrived yet is "
    "kept for thirty days; start the webhook again and it is sent."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HookStopped:
    """Which address was stopped; `is_gone` where it said itself that it wants no more."""

    organisation: str
    host: str
    is_gone: bool
    #: for how long nothing had arrived there
    days: int
    link: str


def compose_hook_stopped(facts: HookStopped) -> Letter:
    """What was stopped, why, what it means, and where to start it again."""
    subject = f"The webhook to {facts.host} is stopped"
    why = (
        f"{facts.host} answered that it wants to be told nothing any more (410)."
        if facts.is_gone
        else f"Nothing has arrived at {facts.host} for {facts.days} days."
    )
    what = (
        f"{why} So Goodterms has stopped telling it what happens in the books of "
        f"{facts.organisation}."
    )
    parts = (what, _GOES_ON)
    text = "\n\n".join([*parts, f"See the deliveries and start it again:\n{facts.link}"]) + "\n"
    html = "".join(f"<p>{escape(part)}</p>" for part in parts)
    html += f'<p><a href="{escape(facts.link)}">See the deliveries and start it again</a></p>'
    page = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head><body>{html}</body></html>"
    )
    return Letter(subject=subject, text=text, html=page)
