"""A book of customers looked at together: what is suggested, what fits the budget, what rests.

Only values; they are gathered elsewhere, and the rules are in `limit_suggestions` and
`loss_budget`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.credit.account import Account, Rate
from plugin.credit.limit_suggestions import LimitSuggestion, RefusedSuggestion
from plugin.credit.loss_budget import AtRisk, HeldBack, LossBudget, WithinBudget
from plugin.credit.policy import CreditPolicy
from plugin.credit.score_parts import Score
from plugin.credit.segments import SegmentFound


@dataclass(frozen=True, slots=True)
class Book:
    """Everybody at risk by subject, the rates that were used, and who could not be converted.

    A subject is `c:` and a customer's id, or `f:` and a family's.
    """

    at_risk: dict[str, AtRisk]
    rates: tuple[Rate, ...]
    #: names of customers who owe in a currency without a rate: that part is not in the sum
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One customer or family as it was looked at; `subject` as in the book."""

    subject: str
    name: str
    account: Account
    policy: CreditPolicy
    score: Score
    segment: SegmentFound
    limit_since: date | None
    suggestion: LimitSuggestion | None

    @property
    def customer_id(self) -> str:
        """Whose page tells more; of a family its first member's."""
        return self.account.customer.id

    @property
    def family_id(self) -> str | None:
        """The family, where it is one."""
        return self.subject[2:] if self.subject.startswith("f:") else None


@dataclass(frozen=True, slots=True)
class RefusedBefore:
    """A suggestion that rests, because a person refused it and nothing material has changed."""

    looked: Looked
    refused: RefusedSuggestion
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """All that is suggested now: raises that fit, those held back and why, cuts, and silenced ones.

    `refused` were refused before and nothing material has changed since.
    """

    budget: LossBudget | None
    book: Book
    within: WithinBudget
    raises: tuple[Looked, ...]
    held_back: tuple[tuple[Looked, HeldBack], ...]
    cuts: tuple[Looked, ...]
    refused: tuple[RefusedBefore, ...]
