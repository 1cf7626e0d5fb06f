"""One customer under the policy that covers them: segment first, then policy, then the decision.

It chooses and decides; which policies there are and who put whom where is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plugin.credit.account import Account
from plugin.credit.decisions import Review
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy, PolicySet
from plugin.credit.review import review
from plugin.credit.segments import SegmentFound, segment_of


@dataclass(frozen=True, slots=True)
class Covered:
    """A review with the segment and the policy under which it was made."""

    segment: SegmentFound
    policy: CreditPolicy
    review: Review


def review_covered(account: Account, policies: PolicySet, on: date) -> Covered:
    """Find the segment, by it the policy (rule 16), and review under that.

    `look_again_on` also names the day on which the segment could change by itself, and the first
    day without a person's choice of segment or policy. A segment is judged by the tolerance of the
    default policy, so that it never depends on the policy that it chooses.
    """
    default = policies.named(policies.default) if policies.default is not None else None
    house = default or DEFAULT_POLICY
    customer = account.customer
    held = customer.segment_held
    found = segment_of(account, on, house, held.chosen, held.found)
    if customer.segment != found.segment:
        account = replace(account, customer=replace(customer, segment=found.segment))
    policy = policies.of(account.customer) or house
    decided = review(account, policy, on)
    days = [decided.look_again_on, found.look_again_on, held.until, customer.policy_until]
    again = min((day for day in days if day is not None and day > on), default=None)
    if again != decided.look_again_on:
        decided = replace(decided, look_again_on=again)
    return Covered(found, policy, decided)
