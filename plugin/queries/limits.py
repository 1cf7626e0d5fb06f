"""Limits for many customers at once, with the reasons of each proposed one. It sets nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.credit.limits import (
    LimitProposal,
    LimitReason,
    is_over_at_once,
)
from plugin.credit.money import Money
from plugin.letters.limit_words import limit_reason_words
from plugin.store import Tx
from plugin.store.reading import limits as read

#: rows of proposals on one page
MOST = 500


@dataclass(frozen=True, slots=True)
class WithoutLimit:
    """A customer who has no limit yet."""

    id: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed limit with its reasons in words."""

    id: str
    number: str
    name: str
    limit: Money
    reasons: tuple[str, ...]
    exposure: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsPage:
    """How many customers have a limit, and what is proposed for those without."""

    with_limit: int
    without_limit: int
    proposals: tuple[Proposed, ...]
    #: proposals below what the customer owes today: to be looked at one by one
    over_at_once: tuple[Proposed, ...]
    silent: int


def without_limit(tx: Tx, *, most: int = MOST) -> tuple[WithoutLimit, ...]:
    """Active customers without a limit who were ever invoiced, the latest invoiced first."""
    return tuple(
        WithoutLimit(row.id, row.number, row.name) for row in read.without_limit(tx, limit=most)
    )


def limits_page(
    tx: Tx,
    without: Sequence[WithoutLimit],
    proposals: Mapping[str, tuple[LimitProposal, Money | None]],
) -> LimitsPage:
    """The page of limits; `proposals` are by customer id, each with the exposure today."""
    counts = read.counts(tx)
    fits: list[Proposed] = []
    over: list[Proposed] = []
    for each in without:
        proposal, exposure = proposals.get(each.id, (LimitProposal(None), None))
        if proposal.limit is None:
            continue
        row = Proposed(
            each.id, each.number, each.name, proposal.limit, _words(proposal.reasons), exposure
        )
        (over if is_over_at_once(proposal.limit, exposure) else fits).append(row)
    return LimitsPage(
        with_limit=counts.with_limit,
        without_limit=counts.customers - counts.with_limit,
        proposals=tuple(fits),
        over_at_once=tuple(over),
        silent=len(without) - len(fits) - len(over),
    )


def _words(reasons: Sequence[LimitReason]) -> tuple[str, ...]:
    return tuple(limit_reason_words(reason) for reason in reasons)
