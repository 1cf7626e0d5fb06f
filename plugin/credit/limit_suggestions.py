"""Which limit is suggested for a customer now, and why: first, starter, raised, or cut.

It sets nothing: a person accepts, changes or refuses. What a whole book may be expected to lose
bounds raises elsewhere, see `loss_budget`.

The rule, in words:

- *without a limit*: what `limits` proposes, the starter limit for whoever is new.
- *loyalty*: twelve invoices in a row paid on time since the limit was last changed, nothing late,
  and a score of 65 at least: half as much again, rounded up to a friendly step, and a thank-you.
- *by the record*: the proposal of `limits` is at least a fifth above the limit in force, nothing
  is late, and the score is 65 at least: that proposal.
- nobody is raised in the year after something of theirs was written off.
- *cut*: the segment by the rule is slipping or poor, and the limit has stood for thirty days: half
  of it, but not below the largest balance paid within terms, and never below what is owed today,
  so that nobody is stopped by surprise. Only where that is at least a fifth below the limit.

A refused suggestion comes back only when the facts have changed materially, see `is_news`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from plugin.credit.account import Account
from plugin.credit.decisions import LimitUse
from plugin.credit.exposure import limit_in_force, limit_use
from plugin.credit.limits import (
    LimitProposal,
    LimitReason,
    PaidWithinTerms,
    StarterLimit,
    proposed_limit,
    rounded_up,
)
from plugin.credit.metrics import marks
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy
from plugin.credit.score_parts import OldestDebt, Score
from plugin.credit.score_view import YEAR
from plugin.credit.segment_held import Segment
from plugin.credit.segments import SegmentFound

#: so many in a row on time earn a loyalty step, which is so many times the limit
IN_A_ROW, LOYALTY_STEP = 12, Decimal("1.5")
#: nobody below this score is raised
RAISED_FROM = 65
#: a change by less than this share of the limit is not worth anybody's time
LEAST_CHANGE = Decimal("0.2")
#: a cut goes down to this share of the limit, and not within so long of its last change
CUT_TO, CUT_AFTER = Decimal("0.5"), timedelta(days=30)
#: a refused suggestion is news again when its amount or the score moved by so much
NEWS_AMOUNT, NEWS_POINTS = Decimal("0.25"), 10

#: a loyalty step below this amount is rounded up to multiples of fifty
_FINE_BELOW, _FINE_STEP = Decimal(2_000), Decimal(50)


class SuggestionKind(StrEnum):
    """What a suggested limit is."""

    STARTER = "starter"
    FIRST = "first"
    LOYALTY = "loyalty"
    RAISE = "raise"
    CUT = "cut"

    @property
    def is_raise(self) -> bool:
        """Whether it lets the customer owe more."""
        return self is not SuggestionKind.CUT


@dataclass(frozen=True, slots=True)
class OnTimeInARow:
    """So many invoices in a row were paid on time since the limit was last changed."""

    count: int
    since: date | None


@dataclass(frozen=True, slots=True)
class Slipping:
    """The segment by the rule, and how many of the last ones were on time."""

    segment: Segment
    on_time: int
    counted: int


@dataclass(frozen=True, slots=True)
class NotBelowOwed:
    """The cut ends at what is owed today, where half of the limit would be less."""

    owed: Money


@dataclass(frozen=True, slots=True)
class ScoredAt:
    """The score on that day; None = not enough history yet."""

    total: int | None


SuggestionReason = LimitReason | OnTimeInARow | Slipping | NotBelowOwed | ScoredAt


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a limit would mean at once: the share of it that is used, and what is left of it.

    `watch` and `over` are as the status would judge it by the policy's own thresholds.
    """

    used: Money
    headroom: Money
    percent: Decimal
    watch: bool
    over: bool


@dataclass(frozen=True, slots=True)
class LimitSuggestion:
    """A limit to accept, change or refuse, in the base currency; `before` None = no limit set.

    `basis` are the published rule's own reasons, the only ones that a customer may ever see.
    """

    kind: SuggestionKind
    before: Money | None
    to: Money
    reasons: tuple[SuggestionReason, ...]
    basis: tuple[LimitReason, ...]
    consequence: Consequence | None


@dataclass(frozen=True, slots=True)
class RefusedSuggestion:
    """What a person refused: its amount, the limit and the score then."""

    kind: SuggestionKind
    to: Money
    before: Money | None
    score: int | None


def suggested_limit(
    account: Account,
    on: date,
    policy: CreditPolicy,
    score: Score,
    segment: SegmentFound,
    *,
    limit_since: date | None = None,
) -> LimitSuggestion | None:
    """What is suggested on a civil day; None where nothing is, or the limit is in another currency.

    A limit of zero is a person's word that nothing is sold on terms, and is left alone.
    `limit_since` is the day of the limit's last change. Of a family, hand in its joined account.
    """
    limit = limit_in_force(account)
    if limit is not None and (limit.currency != account.base_currency or not limit.amount):
        return None
    proposal = proposed_limit(account, on, policy)
    scored = ScoredAt(score.total)
    if limit is None:
        return _first(account, on, policy, proposal, scored)
    cut = _cut(account, on, policy, limit, proposal, segment, limit_since)
    if cut is not None:
        to, reasons = cut
        return _made(account, on, policy, SuggestionKind.CUT, limit, to, (*reasons, scored))
    if score.total is None or score.total < RAISED_FROM or _is_late(score):
        return None
    return _raised(account, on, policy, limit, proposal, scored, limit_since)


def consequence_of(
    account: Account, limit: Money, on: date, policy: CreditPolicy
) -> Consequence | None:
    """What this limit would mean today; None where exposure cannot be compared with it."""
    customer = account.customer
    shared = customer.family_id is not None and customer.family_limit is not None
    changed = replace(customer, family_limit=limit) if shared else replace(customer, limit=limit)
    use = limit_use(replace(account, customer=changed), policy, on)
    if not isinstance(use, LimitUse):
        return None
    over = use.utilisation > policy.status.stop_percent
    watch = over or use.utilisation >= policy.status.watch_percent
    return Consequence(use.used, use.headroom, use.utilisation, watch, over)


def in_a_row(account: Account, on: date, policy: CreditPolicy, since: date | None) -> int:
    """How many of the newest marks in a row are payments on time, after `since`."""
    found, _ = marks(account, on, policy)
    count = 0
    for mark in reversed(found):
        if not mark.on_time or (since is not None and mark.day <= since):
            break
        count += 1
    return count


def is_news(refused: RefusedSuggestion, now: LimitSuggestion, score: int | None) -> bool:
    """Whether what was refused may be suggested again, because the facts changed materially.

    That is: the limit in force is another; it goes the other way; its amount differs from the
    refused one by a quarter; or the score moved ten points the way that speaks for it.
    """
    if refused.before != now.before or refused.kind.is_raise is not now.kind.is_raise:
        return True
    if abs(now.to.amount - refused.to.amount) >= refused.to.amount * NEWS_AMOUNT:
        return True
    if score is None or refused.score is None:
        return score is not refused.score and now.kind.is_raise and score is not None
    moved = score - refused.score
    return moved >= NEWS_POINTS if now.kind.is_raise else moved <= -NEWS_POINTS


def _first(
    account: Account, on: date, policy: CreditPolicy, proposal: LimitProposal, scored: ScoredAt
) -> LimitSuggestion | None:
    if proposal.limit is None or not proposal.limit.amount:
        return None
    is_new = any(isinstance(each, StarterLimit) for each in proposal.reasons)
    kind = SuggestionKind.STARTER if is_new else SuggestionKind.FIRST
    reasons = (*proposal.reasons, scored)
    return _made(account, on, policy, kind, None, proposal.limit, reasons, proposal.reasons)


def _raised(
    account: Account,
    on: date,
    policy: CreditPolicy,
    limit: Money,
    proposal: LimitProposal,
    scored: ScoredAt,
    limit_since: date | None,
) -> LimitSuggestion | None:
    """By loyalty or by the record, whichever gives more."""
    if _has_lost(account, on, policy):
        return None
    kind, to = SuggestionKind.RAISE, limit
    why: tuple[SuggestionReason, ...] = ()
    basis: tuple[LimitReason, ...] = ()
    if proposal.limit is not None and proposal.limit.amount >= limit.amount * (1 + LEAST_CHANGE):
        to, why, basis = proposal.limit, proposal.reasons, proposal.reasons
    row = in_a_row(account, on, policy, limit_since)
    if row >= IN_A_ROW:
        step = _loyal(limit, policy)
        if step.amount > limit.amount:
            kind = SuggestionKind.LOYALTY
            best = tuple(each for each in proposal.reasons if isinstance(each, PaidWithinTerms))
            why = (OnTimeInARow(row, limit_since), *(why or best))
            to = max(to, step, key=lambda each: each.amount)
            basis = basis if to is not step else ()
    if to.amount <= limit.amount:
        return None
    return _made(account, on, policy, kind, limit, to, (*why, scored), basis)


def _cut(
    account: Account,
    on: date,
    policy: CreditPolicy,
    limit: Money,
    proposal: LimitProposal,
    segment: SegmentFound,
    since: date | None,
) -> tuple[Money, tuple[SuggestionReason, ...]] | None:
    if segment.by_rule not in (Segment.SLIPPING, Segment.POOR):
        return None
    if since is not None and on < since + CUT_AFTER:
        return None
    seen = segment.recent if segment.by_rule is Segment.SLIPPING else segment.record
    reasons: list[SuggestionReason] = [Slipping(segment.by_rule, seen.on_time, seen.counted)]
    best = next((each for each in proposal.reasons if isinstance(each, PaidWithinTerms)), None)
    least = limit.amount * CUT_TO
    if best is not None:
        reasons.append(best)
        least = max(least, best.balance.amount)
    use = limit_use(account, policy, on)
    if not isinstance(use, LimitUse):
        return None
    # at what is owed, or above it where the policy stops before the limit is used up
    owed = max(use.used.amount, use.used.amount * 100 / policy.status.stop_percent)
    if owed > least:
        least = owed
        reasons.append(NotBelowOwed(use.used))
    to = rounded_up(Money(least, limit.currency))
    if to.amount > limit.amount * (1 - LEAST_CHANGE):
        return None
    return to, tuple(reasons)


def _loyal(limit: Money, policy: CreditPolicy) -> Money:
    wanted = limit.amount * LOYALTY_STEP
    step = rounded_up(Money(wanted, limit.currency))
    if wanted < _FINE_BELOW:
        # 500 becomes 750: on small limits the friendly step would be a step of its own
        fine = (wanted / _FINE_STEP).to_integral_value(ROUND_CEILING) * _FINE_STEP
        step = Money(fine, limit.currency)
    if policy.most_limit is not None and step.amount > policy.most_limit:
        return Money(policy.most_limit, limit.currency)
    return step


def _is_late(score: Score) -> bool:
    return any(isinstance(part, OldestDebt) and part.days for part in score.parts)


def _has_lost(account: Account, on: date, policy: CreditPolicy) -> bool:
    """Whether anything above tolerance was written off within a year."""
    lost: dict[str, Decimal] = {}
    for payment in account.payments:
        if payment.is_write_off and on - YEAR < payment.on <= on:
            amount = payment.amount
            lost[amount.currency] = lost.get(amount.currency, Decimal(0)) + amount.amount
    return any(sum_ >= policy.tolerance_for(code).residue for code, sum_ in lost.items())


def _made(
    account: Account,
    on: date,
    policy: CreditPolicy,
    kind: SuggestionKind,
    now: Money | None,
    to: Money,
    reasons: tuple[SuggestionReason, ...],
    basis: tuple[LimitReason, ...] = (),
) -> LimitSuggestion:
    return LimitSuggestion(kind, now, to, reasons, basis, consequence_of(account, to, on, policy))
