"""The door to a credit bureau: one question about one business, one answer in its own words.

Whether it may be asked at all is decided by whoever calls: by the applicant's consent and the
owner's switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from plugin.ports.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauQuestion:
    """All that a bureau is told: never a person, a mail address or what is owed.

    `key` is the same for the same question, so that whoever is asked twice answers, and charges,
    once.
    """

    key: str
    name: str
    country: str
    company_number: str
    vat_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauAnswer:
    """What came back: whose it is, of which day, and its lines as name and value."""

    source: str
    dated: date
    lines: tuple[tuple[str, str], ...]


class Bureau(Protocol):
    """Answers about a business.

    Raises Refused where it knows nothing or will not answer, Unavailable where it may later,
    OutcomeUnknown where nobody can say whether it was asked. No call lasts longer than ten seconds.
    """

    @property
    def name(self) -> str:
        """What it is called on the page; empty where none is set up."""
        ...

    def ask(self, question: BureauQuestion) -> BureauAnswer:
        """Ask once."""
        ...


class NoBureau:
    """The door where no bureau is set up: nobody is asked, and it says so."""

    @property
    def name(self) -> str:
        """None."""
        return ""

    def ask(self, question: BureauQuestion) -> BureauAnswer:
        """Refuse. Raises Refused, always."""
        raise Refused(f"no bureau is set up (BUREAU_URL), so {question.key} was not asked")
