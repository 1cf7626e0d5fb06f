"""The door by which one composed message leaves, whatever carries it: mail or a text message.

A letter is posted and a call made by a person, so neither passes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from plugin.ports.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingText:
    """One text message, composed; `to` is a number with its country code, as +447700900123.

    `key` is the same for the same message, so that a provider that is asked twice sends once.
    """

    key: str
    to: str
    text: str
    sent_at: datetime


Carried_contra = TypeVar("Carried_contra", contravariant=True)


class Carrier(Protocol[Carried_contra]):
    """Hands one message to whoever delivers it, at most once.

    Raises Refused where it was certainly not taken, Unavailable where it was certainly not taken
    but may be later, OutcomeUnknown where nobody can say. No call lasts longer than ten seconds.
    """

    def send(self, it: Carried_contra, /) -> None:
        """Hand it over."""
        ...


class NoTexter:
    """The door for texts where no provider is set up: every text is refused, and says so."""

    def send(self, it: OutgoingText, /) -> None:
        """Refuse. Raises Refused, always."""
        raise Refused(f"no text provider is set up (SMS_URL), so the text {it.key} was not sent")
