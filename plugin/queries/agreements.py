"""What was agreed with a customer or is contested, for their page: promises, plans, disputes,
silences. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from plugin.calendars import calendar_for
from plugin.credit.account import Account, HoldKind
from plugin.credit.money import Money
from plugin.credit.plan_defaults import PartOutcome, PartState, PlanOutcome, judge_plan
from plugin.credit.plans import standing
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseOutcome, PromiseState, judge_all
from plugin.credit.reliability import Reliability, reliability
from plugin.letters.agreement_words import part_state_words, promise_state_words
from plugin.letters.wording import counted, dated, day, money, sentence
from plugin.letters.words import hold_words
from plugin.queries.disputes import DisputeForm, DisputeShown, dispute_form, disputes_of
from plugin.store import Tx, accounts, invoices, plans, policies, promises
from plugin.store.plans import PlanAgreed
from plugin.store.promises import PromiseMade
from plugin.store.reading import customers as read

#: the holds that a person may begin by hand (rule 20); disputes, plans and promises have forms of
#: their own, and the others follow from facts
HOLDS = (
    HoldKind.UNTIL, HoldKind.SAYS_PAID, HoldKind.IN_FLIGHT, HoldKind.RETENTION,
    HoldKind.DIRECT_DEBIT, HoldKind.AGENCY, HoldKind.CLAIM, HoldKind.INSOLVENT,
    HoldKind.BREATHING_SPACE, HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.VETOED, HoldKind.MINE,
)  # fmt: skip

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseShown:
    """A promise with what became of it, in words."""

    id: UUID
    amount: Money
    due: date
    made_on: date
    numbers: tuple[str, ...]
    by: str
    state: str
    outcome: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class PartShown:
    """One row of a plan: paid, out, and what became of it."""

    number: int
    due: date
    amount: Money
    paid: Money
    rest: Money
    words: str
    is_missed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A payment plan as a table, with what stands beside it."""

    id: UUID
    numbers: tuple[str, ...]
    invoice_ids: tuple[str, ...]
    agreed_on: date
    by: str
    parts: tuple[PartShown, ...]
    total: Money
    rest: Money
    beyond: Money
    is_done: bool
    asks_to_end: bool
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldShown:
    """A reason for silence in force: `last` is its last day, `review_on` when it is asked after."""

    id: UUID
    words: str
    since: date
    last: date | None
    review_on: date | None
    number: str | None
    amount: Money | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """Everything that was agreed with a customer, or is contested, or keeps them in silence."""

    promises: tuple[PromiseShown, ...]
    reliability: tuple[str, ...]
    plans: tuple[PlanShown, ...]
    disputes: tuple[DisputeShown, ...]
    holds: tuple[HoldShown, ...]
    hold_kinds: tuple[tuple[str, str], ...]
    dispute_form: DisputeForm


def agreements(tx: Tx, customer_id: str, *, on: date) -> Agreements:
    """What stands on a civil day with one customer, ready to be shown."""
    made = tuple(each for each in promises.promises(tx, customer_id) if not each.withdrawn_at)
    agreed = plans.plans(tx, customer_id)
    account = _account(tx, customer_id, on) if made or agreed else None
    policy = _policy(tx, customer_id)
    outcomes = judge_all(account, policy, on) if account is not None else ()
    return Agreements(
        promises=_promises(tx, made, outcomes, on),
        reliability=_reliability_words(made, reliability(outcomes, on)),
        plans=tuple(_plan(each, account, policy, on) for each in agreed if account is not None),
        disputes=disputes_of(tx, customer_id, on=on),
        holds=_holds(tx, customer_id, on),
        hold_kinds=tuple((kind.value, hold_words(kind)) for kind in HOLDS),
        dispute_form=dispute_form(tx, on=on),
    )


def _account(tx: Tx, customer_id: str, on: date) -> Account | None:
    years = (on.year - 1, on.year, on.year + 1)
    loaded = accounts.load_accounts(
        tx,
        on=on,
        customer_ids=[customer_id],
        calendar_of=lambda country: calendar_for(country, years),
        limit=1,
    )
    return loaded[0] if loaded else None


def _policy(tx: Tx, customer_id: str) -> CreditPolicy:
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    return policies.in_force(tx).named(held)


def _promises(
    tx: Tx, made: Sequence[PromiseMade], outcomes: Sequence[PromiseOutcome], on: date
) -> tuple[PromiseShown, ...]:
    judged = {outcome.promise.id: outcome for outcome in outcomes}
    numbers = invoices.numbers(tx, {i for each in made for i in each.invoice_ids})
    return tuple(
        PromiseShown(
            id=each.id,
            amount=each.amount,
            due=each.due,
            made_on=each.made_on,
            numbers=tuple(sorted(numbers.get(i, i) for i in each.invoice_ids)),
            by=each.by,
            state=_state_of(judged.get(str(each.id))),
            outcome=_outcome_words(judged.get(str(each.id)), on),
            is_open=_is_open(judged.get(str(each.id))),
        )
        for each in made
    )


def _state_of(outcome: PromiseOutcome | None) -> str:
    return promise_state_words(outcome.state) if outcome is not None else "too long ago to judge"


def _is_open(outcome: PromiseOutcome | None) -> bool:
    return outcome is not None and outcome.state is PromiseState.OPEN


def _outcome_words(outcome: PromiseOutcome | None, on: date) -> str:
    """What became of a promise, as a sentence with its numbers."""
    if outcome is None:
        return ""
    last, came = day(outcome.deadline, on), money(outcome.received)
    match outcome.state:
        case PromiseState.OPEN:
            begun = f"{came} has come; the rest counts" if outcome.received else "Counts as kept"
            return f"{begun} up to {last}."
        case PromiseState.KEPT:
            return f"{came} came in time." if outcome.received else "Nothing of it was owed."
        case PromiseState.PART_KEPT:
            words = f"{came} came by {last}, {money(outcome.missing)} did not"
        case PromiseState.BROKEN:
            words = f"Nothing came by {last}"
    late = outcome.missing - outcome.still_owed
    if not late:
        return f"{words}."
    all_of_it = "all of it" if not outcome.still_owed else money(late)
    return f"{words}; {all_of_it} has come since or is not owed any more."


def _reliability_words(
    made: Sequence[PromiseMade], found: Sequence[Reliability]
) -> tuple[str, ...]:
    if not made:
        return ()
    if not found:
        return ("No promise has fallen due yet.",)
    return tuple(
        f"{each.percent} % reliable: {money(each.paid)} of {money(each.promised)} that was "
        f"promised and has fallen due came in time. Of {counted(each.counted, 'promise')}, "
        f"{each.kept} kept, {each.part_kept} kept in part, {each.broken} not kept."
        for each in found
    )


def _plan(each: PlanAgreed, account: Account, policy: CreditPolicy, on: date) -> PlanShown:
    judged = judge_plan(standing(each.plan, account), account, policy, on)
    currency = judged.standing.currency
    total = sum((part.amount.amount for part in each.plan.parts), Decimal(0))
    return PlanShown(
        id=each.id,
        numbers=each.numbers,
        invoice_ids=tuple(cover.invoice_id for cover in each.plan.covers),
        agreed_on=each.plan.agreed_on,
        by=each.by,
        parts=tuple(_part(part, ended=each.ended_on is not None) for part in judged.parts),
        total=Money(total, currency),
        rest=Money(judged.standing.rest, currency),
        beyond=Money(judged.standing.beyond, currency),
        is_done=judged.is_done,
        asks_to_end=judged.asks_to_end and each.ended_on is None,
        ended=_ended(each, judged),
    )


def _ended(each: PlanAgreed, judged: PlanOutcome) -> str:
    if each.ended_on is None:
        return "Paid off." if judged.is_done else ""
    why = f": {each.ended_why}" if each.ended_why else ""
    return sentence(f"ended by {each.ended_by} on {dated(each.ended_on)}{why}.")


def _part(part: PartOutcome, *, ended: bool) -> PartShown:
    is_missed = part.state is PartState.MISSED
    words = part_state_words(part.state)
    if ended and part.rest:
        words = "due as invoiced"
    return PartShown(
        part.number, part.due, part.amount, part.paid, part.rest, words, is_missed and not ended
    )


def _holds(tx: Tx, customer_id: str, on: date) -> tuple[HoldShown, ...]:
    return tuple(
        HoldShown(
            id=row.id,
            words=hold_words(HoldKind(row.kind)),
            since=row.since,
            last=row.until - _DAY if row.until is not None else None,
            review_on=row.review_on,
            number=row.number,
            amount=Money(row.amount, row.currency) if row.amount and row.currency else None,
            by=row.by,
        )
        for row in read.holds_of(tx, customer_id, on=on)
    )
