"""What a credit passport in words is made of, and what each language says of it. No words are here.

A person's own reasons for a limit are no part of any of it: there is no field that could hold one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from plugin.credit.limits import LimitReason
from plugin.credit.money import Money
from plugin.credit.passport import CreditPassport
from plugin.letters.formats import Formats


@dataclass(frozen=True, slots=True)
class LimitDecided:
    """One recorded decision on a limit, on a civil day of the organisation.

    `basis` are the published rule's reasons where its proposal was accepted, else empty: then a
    person decided it, and why is theirs.
    """

    on: date
    before: Money | None
    after: Money | None
    basis: tuple[LimitReason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportFacts:
    """Everything that a passport tells; `decided` is newest first."""

    organisation: str
    passport: CreditPassport
    decided: tuple[LimitDecided, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportInWords:
    """A passport in one language; `percent` is for the bar, None where none can be drawn."""

    title: str
    #: the figures as one sentence
    summary: str
    percent: Decimal | None
    is_over: bool
    #: the same figures, each with its name
    figures: tuple[tuple[str, Money], ...]
    #: what is used, line by line, under a caption for each currency
    parts: tuple[tuple[str, tuple[tuple[str, Money], ...]], ...]
    record: str
    how_heading: str
    how: tuple[str, ...]
    raised_heading: str
    raised: tuple[str, ...]
    language: str
    fell_back: bool = False


class PassportTongue(Protocol):
    """What a language has to say of a passport; one file for each."""

    def said(self, facts: PassportFacts, formats: Formats) -> PassportInWords:
        """The whole passport."""
