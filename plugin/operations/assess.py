"""Assess: review every customer whose facts changed or whose day has come, and write it down.

The decision is `credit.review`; this loads what it needs, saves what it says, and rings for what
follows. It sends nothing and calls nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.covered import Covered, review_covered
from plugin.credit.decisions import RESTING, ProposedMessage, Review, TaskKind
from plugin.credit.policy import CreditPolicy, Mode
from plugin.jobs import What
from plugin.letters.words import status_name
from plugin.operations.covering import covered_as_document, covered_by, segments_told
from plugin.operations.credit_beginning import begin as begin_credit
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground, ground, morning
from plugin.operations.keep_statements import keep_statements
from plugin.operations.kind_words import keep_kind_words
from plugin.operations.lanes import in_lanes, lanes_for
from plugin.operations.portfolio import COUNTED_AFTER
from plugin.operations.sales_questions import keep_questions
from plugin.operations.trial_switching import next_switch, switch_due
from plugin.store import (
    Store,
    Tx,
    accounts,
    assessments,
    changes,
    due,
    hook_events,
    kind_words,
    messages,
    organisations,
    outbox,
    placements,
    statements,
    statistics,
    tasks,
    timeline,
)
from plugin.store.assessments import Change
from plugin.store.messages import Message
from plugin.store.outbox import Under

__all__ = [
    "HELD_FOR",
    "Ground",
    "TimeRunsForward",
    "as_asked",
    "assess",
    "assess_customers",
    "differs",
    "ground",
    "morning",
    "refuse_earlier",
]

#: a mail that a person or the policy approved can be taken back for this long
HELD_FOR = timedelta(minutes=10)

_BATCH = 500
#: batches that a process of its own must have before it: they take four times its start
_LANE_BATCHES = 4


class TimeRunsForward(Exception):
    """A run dated before the last one is refused: it would unlearn what is known (rule 17)."""

    def __init__(self, today: date, last: date) -> None:
        super().__init__(f"a review of {last} was made already; one of {today} is refused")


def refuse_earlier(tx: Tx, today: date) -> None:
    """Raise TimeRunsForward where a later day was reviewed already."""
    last = assessments.last_on(tx)
    if last is not None and today < last:
        raise TimeRunsForward(today, last)


def assess(doors: Doors, org_id: UUID) -> datetime | None:
    """Review what is due, batch by batch; says when to look again (an instant in UTC)."""
    now = doors.clock.now()
    with doors.store.house() as house:
        statistics.keep_up(house)
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        refuse_earlier(tx, on.today)
        stop_ends = on.organisation.stopped_until
        if stop_ends is not None and stop_ends <= on.today:
            _go_on(tx, on)
        if on.may_propose:
            placements.release(tx, day=on.today, at_most=on.house.released_per_day)
        switch_due(tx, on)
        ids = changes.customers_due(tx, on=on.today)
    batches = [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
    lanes = lanes_for(len(batches), each_at_least=_LANE_BATCHES)
    for follow_up in in_lanes(assess_batch, doors.store, on, batches, lanes=lanes):
        for what in follow_up:
            doors.bell.ring(org_id, what)
        with doors.store.house() as house:
            statistics.keep_up(house)
    with doors.store.tenant(org_id) as tx:
        if ids:
            due.put(tx, What.SNAPSHOT, at=now + COUNTED_AFTER)
        # what waits for its release is let in day by day, also where nobody's own day comes
        is_waiting = on.may_propose and bool(placements.waiting(tx, at_most=1))
        tomorrow = on.today + timedelta(days=1) if is_waiting else None
        looks = [assessments.next_look(tx, after=on.today), stop_ends, tomorrow]
        looks.append(next_switch(tx, after=on.today))
    days = [day for day in looks if day is not None and day > on.today]
    return morning(on.organisation, min(days)) if days else None


def assess_batch(store: Store, on: Ground, customer_ids: Sequence[str]) -> tuple[What, ...]:
    """Review some customers in a transaction of their own; says what is to be rung for."""
    with store.tenant(on.organisation.id) as tx:
        moved = assess_customers(tx, on, customer_ids)
        follow_up = _follow_up(on, moved=moved)
        for what in follow_up:
            # with the decision: whoever dies here leaves work behind, never a lost flag
            due.put(tx, what, at=on.now)
    return follow_up


def _go_on(tx: Tx, on: Ground) -> None:
    """A stop has ended: everything is composed anew (rule 28), and what was approved may go."""
    organisations.stop_until(tx, on.organisation.id, None)
    assessments.touch(tx)
    due.put(tx, What.SEND, at=on.now)


def _follow_up(on: Ground, *, moved: int) -> tuple[What, ...]:
    send = (What.SEND,) if on.is_any(Mode.AUTOMATIC) else ()
    return (*send, *((What.WRITE_BACK,) if moved else ()))


def assess_customers(tx: Tx, on: Ground, customer_ids: Sequence[str]) -> int:
    """Review these customers under their locks and save it all; says how many statuses moved."""
    seqs = assessments.lock(tx, customer_ids)
    begin_credit(tx, on, list(seqs))
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=list(seqs), calendar_of=on.calendar_of, limit=len(seqs)
    )
    covered = [
        review_covered(as_asked(account), on.policies.policies, on.today) for account in loaded
    ]
    reviews = [each.review for each in covered]
    moved = assessments.save(
        tx,
        reviews,
        seqs,
        documents=[covered_as_document(each, on.under(each.policy)) for each in covered],
        covers=[covered_by(each) for each in covered],
    )
    _forget_unloaded(tx, seqs, reviews)
    if on.organisation.settled_at is not None:
        tasks.keep_review_tasks(
            tx, {found.customer_id: found.tasks for found in reviews}, now=on.now
        )
    hook_events.tell_broken(tx, _with_broken_promise(reviews), now=on.now)
    hook_events.tell_flags(
        tx, [(each.customer_id, each.before, each.after) for each in moved], now=on.now
    )
    _keep_messages(tx, on, covered)
    keep_questions(tx, on, loaded, reviews)
    # last, because the chain of one organisation is written by one transaction at a time
    timeline.record_all(
        tx, [*segments_told(on, loaded, covered), *_statuses_told(on, loaded, moved)]
    )
    return len(moved)


def _with_broken_promise(reviews: Sequence[Review]) -> list[str]:
    return [
        found.customer_id
        for found in reviews
        if any(task.kind is TaskKind.BROKEN_PROMISE for task in found.tasks)
    ]


def _statuses_told(
    on: Ground, loaded: Sequence[Account], moved: Sequence[Change]
) -> list[timeline.Event]:
    names = {account.customer.id: account.customer.name for account in loaded}
    return [
        timeline.Event(
            at=on.now,
            kind="status",
            by="policy",
            summary=f"{names[change.customer_id]}: {status_name(change.before)}"
            f" to {status_name(change.after)}",
            customer_id=change.customer_id,
            refs={"before": change.before, "after": change.after},
        )
        for change in moved
    ]


def as_asked(account: Account) -> Account:
    """The account without its open proposals: they are decided afresh at every review."""
    kept = tuple(step for step in account.steps if step.state is not StepState.PROPOSED)
    return account if len(kept) == len(account.steps) else replace(account, steps=kept)


def _forget_unloaded(tx: Tx, seqs: dict[str, int], reviews: Sequence[Review]) -> None:
    """A customer that no longer has an account (merged away, erased) is not asked for again."""
    assessments.settle_unloaded(tx, list(seqs.keys() - {found.customer_id for found in reviews}))


def _keep_messages(tx: Tx, on: Ground, covered: Sequence[Covered]) -> None:
    """Make the open proposals what the reviews propose; a person's approval is left to sending."""
    by_customer = {each.review.customer_id: each for each in covered}
    under = {customer: on.under(each.policy) for customer, each in by_customer.items()}
    standing_now = messages.open_of(tx, list(by_customer))
    open_now: dict[tuple[str, str], Message] = {
        (message.customer_id, message.currency): message
        for message in standing_now
        if message.kind == "reminder"
    }
    new: list[tuple[str, ProposedMessage, StepState]] = []
    fresh: list[tuple[UUID, ProposedMessage, Under]] = []
    for customer, each in by_customer.items():
        proposed = {message.currency: message for message in each.review.messages}
        if not on.may_propose:
            proposed = {}
        for currency, message in proposed.items():
            standing = open_now.pop((customer, currency), None)
            if standing is None:
                new.append((customer, message, _first_state(each.policy, message)))
            elif standing.state is StepState.PROPOSED and differs(
                standing, message, under[customer]
            ):
                fresh.append((standing.id, message, under[customer]))
    for standing in open_now.values():
        if standing.state is StepState.PROPOSED:
            _withdraw(tx, on, standing, by_customer[standing.customer_id].review)
    outbox.rewrite_all(tx, fresh, on=on.today)
    outbox.propose(tx, new, on=on.today, under=under, send_after=on.now + HELD_FOR)
    stated = [message for message in standing_now if message.kind == statements.KIND]
    keep_statements(tx, on, covered, stated, send_after=on.now + HELD_FOR)
    kind = [message for message in standing_now if message.kind in kind_words.KINDS]
    keep_kind_words(tx, on, covered, kind, send_after=on.now + HELD_FOR)


def _first_state(policy: CreditPolicy, message: ProposedMessage) -> StepState:
    if policy.mode is Mode.AUTOMATIC and not message.ask:
        return StepState.APPROVED
    return StepState.PROPOSED


def differs(standing: Message, proposed: ProposedMessage, under: Under) -> bool:
    """Whether a fresh proposal, or the version it is made under, is another than what stands."""
    return (
        (standing.policy, standing.policy_version) != (under.policy, under.version)
        or (standing.level, standing.is_final, standing.is_courtesy)
        != (proposed.level, proposed.is_final, proposed.is_courtesy)
        or standing.total != proposed.total.amount
        or standing.netted != proposed.netted.amount
        or (standing.ask, standing.channel) != (proposed.ask, proposed.channel)
        or Counter(standing.steps) != Counter(proposed.chased)
        or set(standing.also) != set(proposed.also)
    )


def _withdraw(tx: Tx, on: Ground, standing: Message, found: Review) -> None:
    """Drop an unapproved proposal whose reason is gone; one that only rests today stays."""
    carried = {step.invoice_id for step in standing.steps}
    why = [wait for wait in found.waits if wait.invoice_id in carried or wait.invoice_id is None]
    if on.may_propose and any(wait.kind in RESTING for wait in why):
        return
    outcome = why[0].kind.value if why else ("stopped" if not on.may_propose else "paid")
    outbox.move(
        tx,
        standing.id,
        to=StepState.DROPPED,
        frm=(StepState.PROPOSED,),
        now=on.now,
        outcome=outcome,
    )
