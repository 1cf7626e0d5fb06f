"""The one plain mail that tells an organisation's people that Xero cannot be reached any more.

Pure: it composes, and sends nothing. It goes to our own users, never to a customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What was lost; `since` is in the organisation's own time zone, `why` one plain sentence."""

    organisation: str
    since: datetime
    why: str
    #: messages that somebody said yes to and that wait now
    waiting: int
    #: where to connect again
    link: str


def compose_loss(loss: Loss) -> Letter:
    """The mail: what stopped, why, and the one link to reconnect."""
    since = f"{loss.since.day} {loss.since:%B}, {loss.since:%H:%M}"
    first = (
        f"Goodterms cannot reach the books of {loss.organisation} in Xero any more, since {since}."
    )
    why = f"Why: {loss.why.rstrip('.')}."
    stopped = (
        "What has stopped: no reminder goes out, nothing is read from Xero and nothing is "
        f"written into it. {_waiting(loss.waiting)}"
    )
    then = (
        "Once somebody of you has connected again, everything that waited goes on by itself. "
        "You get this message once."
    )
    ask = "To go on, connect again:"
    text = "\n\n".join([first, why, stopped, f"{ask}\n{loss.link}", then]) + "\n"
    html = "".join(f"<p>{escape(part)}</p>" for part in (first, why, stopped))
    html += f'<p>{escape(ask)} <a href="{escape(loss.link)}">Connect to Xero</a></p>'
    html += f"<p>{escape(then)}</p>"
    subject = f"{loss.organisation} is no longer connected to Xero"
    head = f'<!doctype html><html lang="{DEFAULT}"><title>{escape(subject)}</title>'
    return Letter(subject=subject, text=text, html=f"{head}{html}</html>")


def _waiting(number: int) -> str:
    if number == 0:
        return "No approved message waits."
    if number == 1:
        return "One approved message is kept and waits."
    return f"{number} approved messages are kept and wait."
