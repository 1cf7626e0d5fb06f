"""The policy time machine: what policies would have done over a past, run date after run date.

Every step proposed at one run counts as sent before the next. It sends nothing, knows no person
who might have said no, and judges only by what stood in the ledger on each day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from plugin.credit.account import Account, PastMessage, StatusHeld, Step, StepState
from plugin.credit.covered import covering
from plugin.credit.decisions import ProposedMessage, Review
from plugin.credit.history import Happened, Past, account_on, days_of_change
from plugin.credit.policy import CreditPolicy, PolicySet
from plugin.credit.review import review
from plugin.credit.segment_held import SegmentHeld
from plugin.credit.statements import PastStatement


class RunsBackwards(ValueError):
    """A run dated on or before the run before it is refused (rule 17)."""

    def __init__(self, run: date, before: date) -> None:
        super().__init__(f"the run of {run} does not come after that of {before}")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run decided of one customer."""

    on: date
    account: Account
    policy: CreditPolicy
    review: Review

    @property
    def messages(self) -> tuple[ProposedMessage, ...]:
        """What would have gone out that day."""
        return self.review.messages


def replay(pasts: Sequence[Past], policies: PolicySet, runs: Sequence[date]) -> Iterator[Run]:
    """Review every customer on the run dates, in order; customers as they are given.

    A customer is passed over on a date since whose last review nothing has changed and nothing
    could have changed by itself (`look_again_on`): the answer would be the same.

    With guards on, the day of connection is the first run date and what was late then counts as
    placed on *chase gently*, released to the policy's number of customers a day, best payers
    first (rule 2). Where segments choose a policy, they are found by rule on each run date. A
    customer without a policy is left out (rule 16). Raises RunsBackwards.
    """
    for before, run in pairwise(runs):
        if run <= before:
            raise RunsBackwards(run, before)
    if not runs:
        return
    walks = [_Walk(past) for past in pasts]
    _release(walks, policies, runs[0])
    for run in runs:
        for walk in walks:
            if walk.rests_on(run):
                continue
            account, policy = walk.covered(run, policies)
            if policy is None:
                continue
            decided = review(account, policy, run)
            walk.note(decided)
            yield Run(run, account, policy, decided)


class _Walk:
    """One customer on the way through the run dates."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.happened = Happened(date.min)
        self._status = StatusHeld()
        self._changes = days_of_change(past)
        self._look_on = date.min
        self._segment = SegmentHeld()
        self._segment_look: date | None = None

    def start(self, connected_on: date, released_on: date | None) -> None:
        """The day of connection, and the day on which opening debts are released."""
        self.happened = Happened(connected_on, released_on)

    def account(self, on: date) -> Account:
        """The facts of that day, with all that was done before."""
        return replace(account_on(self.past, on, self.happened), status=self._status)

    def covered(self, on: date, policies: PolicySet) -> tuple[Account, CreditPolicy | None]:
        """The facts of that day, and the policy that covers the customer then, if any.

        Where segments choose, the segment is the one that the rule finds on that day.
        """
        if not policies.segments:
            return self.account(on), policies.of(self.past.customer)
        account = self.account(on)
        customer = replace(account.customer, segment_held=self._segment)
        account, found, policy = covering(replace(account, customer=customer), policies, on)
        self._segment = SegmentHeld(found=found.by_rule)
        self._segment_look = found.look_again_on
        return account, policy

    def rests_on(self, day: date) -> bool:
        """Whether a review on this day could only say what the last one said."""
        return day < self._look_on

    def note(self, decided: Review) -> None:
        """Count what was proposed as sent, and hold the status that was decided."""
        self._look_on = self._next_look(decided)
        sent = tuple(
            Step(
                step.invoice_id,
                step.instalment,
                step.level,
                StepState.DONE,
                decided.on,
                step.cycle,
            )
            for message in decided.messages
            for step in message.chased
        )
        told = tuple(PastMessage(decided.on, each.currency) for each in decided.messages)
        before = self.happened
        stated = tuple(
            PastStatement(each.currency, each.period, decided.on) for each in decided.statements
        )
        told += tuple(PastMessage(each.on, each.currency) for each in stated)
        self.happened = replace(
            before,
            steps=before.steps + sent,
            messages=before.messages + told,
            statements=before.statements + stated,
        )
        held = self._status
        new = decided.status.status
        self._status = StatusHeld(
            status=new,
            since=held.since if new is held.status else decided.on,
            over_limit=decided.status.over_limit,
        )

    def _next_look(self, decided: Review) -> date:
        """The day after where something was sent or the status moved; else the next turn."""
        gone = decided.messages or decided.statements
        moved = gone or decided.status.status is not self._status.status
        if moved or decided.status.over_limit is not self._status.over_limit:
            return decided.on + timedelta(days=1)
        at = bisect_right(self._changes, decided.on)
        turns = [*self._changes[at : at + 1], decided.look_again_on, self._segment_look]
        return min((day for day in turns if day is not None), default=date.max)


def _release(walks: list[_Walk], policies: PolicySet, first: date) -> None:
    """Opening debts go to so many customers a day, the best payers first (rule 2)."""
    ranked = sorted(walks, key=lambda walk: (_share_late(walk.past, first), walk.past.customer.id))
    places: dict[str, int] = {}
    for walk in ranked:
        policy = policies.of(walk.past.customer)
        if policy is None or not policy.guards:
            walk.start(first, first)
            continue
        place = places.get(policy.name, 0)
        places[policy.name] = place + (1 if _owes_late(walk.past, first) else 0)
        a_day = policy.released_per_day
        walk.start(first, first + timedelta(days=place // a_day) if a_day else None)


def _owes_late(past: Past, on: date) -> bool:
    account = account_on(past, on, Happened(on))
    return any(each.is_open and each.due < on for each in account.invoices)


def _share_late(past: Past, on: date) -> float:
    """The share of invoices that were settled late or are late, of those that fell due by then."""
    fallen = late = 0
    for invoice in past.invoices:
        if invoice.due >= on:
            continue
        fallen += 1
        in_time = sum(cover.amount for cover in invoice.covers if cover.on <= invoice.due)
        late += in_time < invoice.amount
    return late / fallen if fallen else 1.0
