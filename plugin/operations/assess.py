"""Assess: review every customer whose facts changed or whose day has come, and write it down.

The decision is `credit.review`; this loads what it needs, saves what it says, and rings for what
follows. It sends nothing and calls nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plugin.calendars import calendar_for
from plugin.credit.account import Account, Calendar, StepState
from plugin.credit.decisions import RESTING, ProposedMessage, Review
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy, Mode, policy_from_document
from plugin.credit.review import review
from plugin.jobs import What
from plugin.letters.words import status_name
from plugin.operations.documents import review_as_document
from plugin.operations.doors import Doors, local_date, organisation_of
from plugin.store import (
    Tx,
    accounts,
    assessments,
    changes,
    due,
    messages,
    organisations,
    outbox,
    placements,
    policies,
    statistics,
    tasks,
    timeline,
)
from plugin.store.messages import Message
from plugin.store.organisations import Organisation, OrgSettings

#: a mail that a person or the policy approved can be taken back for this long
HELD_FOR = timedelta(minutes=10)
#: when a day's work begins, in the organisation's own time zone
MORNING = time(6)

_BATCH = 500


class TimeRunsForward(Exception):
    """A run dated before the last one is refused: it would unlearn what is known (rule 17)."""

    def __init__(self, today: date, last: date) -> None:
        super().__init__(f"a review of {last} was made already; one of {today} is refused")


@dataclass(frozen=True, slots=True)
class Ground:
    """What every decision of one organisation on one day stands on."""

    organisation: Organisation
    settings: OrgSettings
    policy: CreditPolicy
    policy_version: int
    today: date
    now: datetime

    @property
    def may_propose(self) -> bool:
        """Messages are proposed once the first run is settled and nothing is stopped (rule 28)."""
        settled = self.organisation.settled_at is not None
        return settled and not self.organisation.is_stopped(self.today)

    def calendar_of(self, country: str) -> Calendar:
        """The working days of a customer's country around today."""
        year = self.today.year
        return calendar_for(country, (year - 1, year, year + 1))


def ground(tx: Tx, *, now: datetime) -> Ground:
    """Read the organisation's policy and its civil date."""
    organisation = organisation_of(tx, tx.org_id)
    stored = policies.active_policy(tx)
    policy = DEFAULT_POLICY
    if stored is not None:
        policy = replace(policy_from_document(stored.document), mode=Mode(stored.mode))
    return Ground(
        organisation=organisation,
        settings=organisations.settings(tx),
        policy=policy,
        policy_version=stored.version if stored is not None else 0,
        today=local_date(organisation, now),
        now=now,
    )


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
            placements.release(tx, day=on.today, at_most=on.policy.released_per_day)
    while True:
        with doors.store.tenant(org_id) as tx:
            ids = changes.customers_due(tx, on=on.today, limit=_BATCH)
            moved = assess_customers(tx, on, ids) if ids else 0
            follow_up = _follow_up(on, reviewed=len(ids), moved=moved)
            for what in follow_up:
                # with the decision: whoever dies here leaves work behind, never a lost flag
                due.put(tx, what, at=now)
        for what in follow_up:
            doors.bell.ring(org_id, what)
        if len(ids) < _BATCH:
            break
        with doors.store.house() as house:
            statistics.keep_up(house)
    with doors.store.tenant(org_id) as tx:
        looks = [assessments.next_look(tx, after=on.today), stop_ends]
    days = [day for day in looks if day is not None and day > on.today]
    return morning(on.organisation, min(days)) if days else None


def _go_on(tx: Tx, on: Ground) -> None:
    """A stop has ended: everything is composed anew (rule 28), and what was approved may go."""
    organisations.stop_until(tx, on.organisation.id, None)
    assessments.touch(tx)
    due.put(tx, What.SEND, at=on.now)


def _follow_up(on: Ground, *, reviewed: int, moved: int) -> tuple[What, ...]:
    send = (What.SEND,) if reviewed and on.policy.mode is Mode.AUTOMATIC else ()
    return (*send, *((What.WRITE_BACK,) if moved else ()))


def assess_customers(tx: Tx, on: Ground, customer_ids: Sequence[str]) -> int:
    """Review these customers under their locks and save it all; says how many statuses moved."""
    seqs = assessments.lock(tx, customer_ids)
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=list(seqs), calendar_of=on.calendar_of, limit=len(seqs)
    )
    reviews = [review(as_asked(account), on.policy, on.today) for account in loaded]
    moved = assessments.save(
        tx, reviews, seqs, documents=[review_as_document(found) for found in reviews]
    )
    _forget_unloaded(tx, seqs, reviews)
    if on.organisation.settled_at is not None:
        tasks.keep_review_tasks(
            tx, {found.customer_id: found.tasks for found in reviews}, now=on.now
        )
    _keep_messages(tx, on, reviews)
    names = {account.customer.id: account.customer.name for account in loaded}
    timeline.record_all(
        tx,
        [
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
        ],
    )
    return len(moved)


def as_asked(account: Account) -> Account:
    """The account without its open proposals: they are decided afresh at every review."""
    return replace(
        account,
        steps=tuple(step for step in account.steps if step.state is not StepState.PROPOSED),
    )


def morning(organisation: Organisation, day: date) -> datetime:
    """The instant at which a day's work begins for an organisation."""
    return datetime.combine(day, MORNING, ZoneInfo(organisation.timezone))


def _forget_unloaded(tx: Tx, seqs: dict[str, int], reviews: Sequence[Review]) -> None:
    """A customer that no longer has an account (merged away, erased) is not asked for again."""
    assessments.settle_unloaded(tx, list(seqs.keys() - {found.customer_id for found in reviews}))


def _keep_messages(tx: Tx, on: Ground, reviews: Sequence[Review]) -> None:
    """Make the open proposals what the reviews propose; a person's approval is left to sending."""
    open_now: dict[tuple[str, str], Message] = {
        (message.customer_id, message.currency): message
        for message in messages.open_of(tx, [found.customer_id for found in reviews])
        if message.kind == "reminder"
    }
    new: list[tuple[str, ProposedMessage, StepState]] = []
    for found in reviews:
        proposed = {message.currency: message for message in found.messages}
        if not on.may_propose:
            proposed = {}
        for currency, message in proposed.items():
            standing = open_now.pop((found.customer_id, currency), None)
            if standing is None:
                new.append((found.customer_id, message, _first_state(on.policy, message)))
            elif standing.state is StepState.PROPOSED and differs(standing, message):
                outbox.rewrite(tx, standing.id, message, on=on.today)
    by_customer = {found.customer_id: found for found in reviews}
    for standing in open_now.values():
        if standing.state is StepState.PROPOSED:
            _withdraw(tx, on, standing, by_customer[standing.customer_id])
    outbox.propose(
        tx, new, on=on.today, policy_version=on.policy_version, send_after=on.now + HELD_FOR
    )


def _first_state(policy: CreditPolicy, message: ProposedMessage) -> StepState:
    if policy.mode is Mode.AUTOMATIC and not message.ask:
        return StepState.APPROVED
    return StepState.PROPOSED


def differs(standing: Message, proposed: ProposedMessage) -> bool:
    """Whether a fresh proposal says anything else than the message that stands."""
    return (
        (standing.level, standing.is_final, standing.is_courtesy)
        != (proposed.level, proposed.is_final, proposed.is_courtesy)
        or standing.total != proposed.total.amount
        or standing.netted != proposed.netted.amount
        or standing.ask != proposed.ask
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
