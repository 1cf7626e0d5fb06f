"""Plain English for disputes, plans and silences, for the business's own screen.

It decides nothing, and none of it goes to a customer or into the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from plugin.credit.account import HoldKind
from plugin.credit.agreements import DisputeOutcome, DisputeReason
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.law import PlanRefusal
from plugin.credit.plan_defaults import PartState
from plugin.credit.promises import PromiseState
from plugin.letters.wording import dated, listed, money

_NAMES_SHOWN = 6


def dispute_reason_words(reason: DisputeReason) -> str:
    """What the customer says is wrong, as a phrase."""
    return _REASONS[reason]


def dispute_outcome_words(outcome: DisputeOutcome) -> str:
    """What a person decided of a dispute, as the label of a choice."""
    return _OUTCOMES[outcome]


def part_state_words(state: PartState) -> str:
    """What became of one instalment of a plan, in a word or two."""
    return _PARTS[state]


def promise_state_words(state: PromiseState) -> str:
    """What became of a promise, in a word or two."""
    return _PROMISES[state]


def plan_refusal_words(why: PlanRefusal, *, payments: int, months: int, least: str) -> str:
    """Why a plan is not accepted on the spot, as a sentence with the bound that it passes."""
    return _REFUSALS[why].format(payments=payments, months=months, least=least)


def agreement_task(task: Task, customer: str, hold_words: Mapping[HoldKind, str]) -> str | None:
    """The sentence of a task about a dispute, a plan or a silence; None for any other."""
    amount = "" if task.amount is None else money(task.amount)
    of = f" of {amount}" if amount else ""
    match task.kind:
        case TaskKind.ANSWER_DISPUTE | TaskKind.DISPUTE_OVERDUE | TaskKind.ISSUE_CREDIT:
            return _about_dispute(task, customer, amount or "an amount")
        case TaskKind.PLAN_MISSED:
            return (
                f"{customer} has not kept the plan{_for(task.names)}: {amount or 'money'} of what "
                "has fallen due has not come. End it, so that the whole is due again, or let it "
                "stand? Until you decide it stands, and each instalment is asked for by itself."
            )
        case TaskKind.PLAN_TOO_SMALL:
            return (
                f"{customer} owes {amount or 'something'} beyond the plan{_for(task.names)}. "
                "Nothing is asked of it while the plan stands: agree another plan, or end this one."
            )
        case TaskKind.TELL_AGENCY:
            number, day = (*task.names, "", "")[:2]
            what = f" for {number}" if number else ""
            return (
                f"{customer} paid{of}{what}{_on(day)}, which is with an agency, a solicitor or a "
                "court: tell them."
            )
        case TaskKind.REVIEW_HOLD:
            kind, since, number = (*task.names, "", "", "")[:3]
            held = hold_words.get(HoldKind(kind), "") if kind in set(HoldKind) else ""
            what = f" ({number})" if number else ""
            return (
                f"{customer}{what} has been silent{_on(since, 'since')}"
                f"{f': {held}' if held else ''}. Does that still hold?"
            )
    return None


def _about_dispute(task: Task, customer: str, amount: str) -> str:
    number, owner, deadline, reason = (*task.names, "", "", "", "")[:4]
    of = f" of {number}" if number else ""
    says = f" ({_REASONS[DisputeReason(reason)]})" if reason in set(DisputeReason) else ""
    who = owner or "somebody"
    if task.kind is TaskKind.ISSUE_CREDIT:
        return (
            f"{customer} is to be credited {amount}{of}{says}: write the credit note in Xero. "
            "Until it stands there, that part is not chased."
        )
    if task.kind is TaskKind.DISPUTE_OVERDUE:
        return (
            f"{customer} contests {amount}{of}{says}, and {who} was to answer"
            f"{_on(deadline, 'by')}. That part stays silent until somebody decides; "
            "the rest is chased."
        )
    return (
        f"{customer} contests {amount}{of}{says}. {who[:1].upper() + who[1:]} answers"
        f"{_on(deadline, 'by')}; until then that part is not chased, and the rest is."
    )


def _for(names: Sequence[str]) -> str:
    return f" for {listed(names, _NAMES_SHOWN)}" if names else ""


def _on(day: str, word: str = "on") -> str:
    try:
        return f" {word} {dated(date.fromisoformat(day))}"
    except ValueError:
        return ""


_REASONS = {
    DisputeReason.NOT_RECEIVED: "not received",
    DisputeReason.WRONG_PRICE: "wrong price",
    DisputeReason.WRONG_QUANTITY: "wrong quantity",
    DisputeReason.FAULTY: "faulty or not as agreed",
    DisputeReason.DUPLICATE: "invoiced twice",
    DisputeReason.ALREADY_PAID: "paid already",
    DisputeReason.ORDER_NUMBER: "order number missing or wrong",
    DisputeReason.OTHER: "something else",
}

_OUTCOMES = {
    DisputeOutcome.CREDIT_DUE: "They are right: all of it will be credited",
    DisputeOutcome.IN_PART: "They are right in part",
    DisputeOutcome.NOT_UPHELD: "It is owed: chase it again",
}

_PARTS = {
    PartState.PAID: "paid",
    PartState.PART_PAID: "paid in part",
    PartState.DUE: "not due yet",
    PartState.MISSED: "missed",
    PartState.CREDITED: "credited",
    PartState.WRITTEN_OFF: "written off",
}

_PROMISES = {
    PromiseState.OPEN: "open",
    PromiseState.KEPT: "kept",
    PromiseState.PART_KEPT: "kept in part",
    PromiseState.BROKEN: "not kept",
}

_REFUSALS = {
    PlanRefusal.TOO_MANY: "It has more than {payments} payments.",
    PlanRefusal.TOO_LONG: "Its last payment is more than {months} months from today.",
    PlanRefusal.DOES_NOT_ADD_UP: "Its instalments do not add up to what is owed.",
    PlanRefusal.IN_THE_PAST: "One of its days has passed already.",
    PlanRefusal.OUT_OF_ORDER: "Its days do not follow one another, or two are the same.",
    PlanRefusal.TOO_SMALL: "One of its instalments is below {least}, the smallest you allow.",
    PlanRefusal.NOT_FREE: "It adds interest or a fee, which no plan of an individual may.",
}
