"""Everything that the page of a quarterly review and its invitation say, as facts.

There is no field that could hold a score, a segment or a person's own reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.credit.quarter import QuarterFigures
from plugin.letters.passport_words import PassportInWords


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFacts:
    """One meeting with its quarter; `starts_at` is in the organisation's zone.

    `passport` is None where the owner does not show this customer their credit passport.
    `agenda` are the owner's own lines.
    """

    organisation: str
    customer: str
    recipient: str
    figures: QuarterFigures
    starts_at: datetime
    minutes: int
    place: str
    agenda: tuple[str, ...]
    signer: str
    signer_title: str
    phone: str
    reply_to: str
    letterhead: tuple[str, ...] = ()
    passport: PassportInWords | None = None
