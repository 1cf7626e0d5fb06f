"""What a policy for customers is made of, and what each language says of it. No words are here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from plugin.credit.policy import CreditPolicy
from plugin.letters.formats import Formats


@dataclass(frozen=True, slots=True)
class WhoToAsk:
    """A person of the business, as customers may reach them; what is not known is empty."""

    organisation: str
    name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is any way to reach somebody."""
        return bool(self.phone or self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """A policy with what else its customers need to know; amounts are in `currency`.

    `version` 0 is the house's own, never yet saved. `terms_days` are those of invoices that name
    no due date, None where none are known. `is_current` is False for a version that a message was
    sent under and that is in force no more.
    """

    organisation: str
    currency: str
    policy: CreditPolicy
    person: WhoToAsk
    version: int = 0
    dated: date | None = None
    terms_days: int | None = None
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the policy: a name for links, a heading, sentences, and lines of when and what.

    `rows` are three cells each, under `head`; most sections have none.
    """

    key: str
    heading: str
    sentences: tuple[str, ...]
    head: tuple[str, str, str] = ("", "", "")
    rows: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInWords:
    """The whole policy in one language; `fell_back` where it has no words in the one asked for."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    version: str
    language: str
    fell_back: bool = False

    def section(self, key: str) -> Section | None:
        """The section of this name: terms, reminders, late, limits, wrong, time, person."""
        return next((each for each in self.sections if each.key == key), None)


class PolicyTongue(Protocol):
    """What a language has to say of a policy; one file for each."""

    def title(self, facts: PolicyFacts) -> str:
        """What stands above the page."""

    def lead(self, facts: PolicyFacts) -> str:
        """One sentence under it."""

    def version(self, facts: PolicyFacts, formats: Formats) -> str:
        """Which version this is."""

    def sections(self, facts: PolicyFacts, formats: Formats) -> tuple[Section, ...]:
        """The parts, in the order in which they are read."""
