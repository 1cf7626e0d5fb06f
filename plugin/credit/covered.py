"""One customer under the policy that covers them: segment first, then policy, then the decision.

It chooses and decides; which policies there are and who put whom where is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plugin.credit.account import Account
from plugin.credit.bare import bare_chase
from plugin.credit.climbing import Findings
from plugin.credit.debts import debts_of
from plugin.credit.decisions import Review
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy, PolicySet
from plugin.credit.promises import read_promises
from plugin.credit.review import chase_account, review
from plugin.credit.review_days import days_of_facts
from plugin.credit.score import Score, score_of
from plugin.credit.segments import SegmentFound, segment_of


@dataclass(frozen=True, slots=True)
class Covered:
    """A review with the segment and the policy under which it was made, and the score beside."""

    segment: SegmentFound
    policy: CreditPolicy
    review: Review
    score: Score


def review_covered(account: Account, policies: PolicySet, on: date) -> Covered:
    """Find the segment, by it the policy (rule 16), and review under that.

    `look_again_on` also names the day on which segment or score could change by themselves, and the
    first day without a person's choice of segment or policy. Whoever no policy covers is under the
    default, or the house's own.
    """
    account, found, policy = covering(account, policies, on)
    policy = policy or _default(policies)
    decided = review(account, policy, on)
    score = score_of(account, on, policy, decided.exposure)
    customer = account.customer
    days = [
        decided.look_again_on,
        found.look_again_on,
        score.look_again_on,
        customer.segment_held.until,
        customer.policy_until,
    ]
    again = min((day for day in days if day is not None and day > on), default=None)
    if again != decided.look_again_on:
        decided = replace(decided, look_again_on=again)
    return Covered(found, policy, decided, score)


def messages_covered(
    account: Account, policies: PolicySet, on: date
) -> tuple[Account, CreditPolicy, Findings]:
    """What `review_covered` would send and why all else waits, without status, figures and tasks.

    For walks over many days: the same decision at half the cost. The segment is found only where
    a policy goes by it; the account is handed back with it.
    """
    found = Findings()
    policy = policies.of(account.customer)
    if policies.segments:
        account, segment, policy = covering(account, policies, on)
        held = account.customer.segment_held
        held = replace(held, in_force=segment.segment, found=segment.by_rule)
        account = replace(account, customer=replace(account.customer, segment_held=held))
        found.days.extend([segment.look_again_on] if segment.look_again_on is not None else [])
    policy = policy or _default(policies)
    debts = debts_of(account, policy, on)
    promises = read_promises(account, policy, on)
    if policy.guards:
        chase_account(account, policy, on, debts, promises, found)
    else:
        bare_chase(account, policy, on, debts, found)
    days_of_facts(account, promises, on, found)
    customer = account.customer
    ends = (customer.segment_held.until, customer.policy_until)
    found.days.extend(day for day in ends if day is not None)
    return account, policy, found


def covering(
    account: Account, policies: PolicySet, on: date
) -> tuple[Account, SegmentFound, CreditPolicy | None]:
    """The account with the segment of that day, how it was found, and the policy it chooses.

    A segment is judged by the tolerance of the default policy, so that it never depends on the
    policy that it chooses. None where no policy covers the customer (rule 16).
    """
    customer = account.customer
    held = customer.segment_held
    found = segment_of(account, on, _default(policies), held.chosen, held.found)
    if customer.segment != found.segment:
        account = replace(account, customer=replace(customer, segment=found.segment))
    return account, found, policies.of(account.customer)


def _default(policies: PolicySet) -> CreditPolicy:
    found = policies.named(policies.default) if policies.default is not None else None
    return found or DEFAULT_POLICY
