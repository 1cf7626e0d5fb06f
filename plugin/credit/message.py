"""What stands in one message to a customer: who is chased for what, in which tone, what is asked.

Words are for the letters; whether a message goes at all is for the chase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, StepState
from plugin.credit.contact import ContactHistory
from plugin.credit.debts import RETAINED, Debt
from plugin.credit.decisions import AskWhy, ProposedMessage, ProposedStep
from plugin.credit.dunning import Place, Rungs
from plugin.credit.incoming import may_be_paid
from plugin.credit.money import Money
from plugin.credit.policy import Channel, CreditPolicy, Level
from plugin.credit.promises import PromiseBook, PromiseState
from plugin.credit.quick import quick
from plugin.credit.scheduled import StatementDue
from plugin.credit.silence import Silences
from plugin.credit.working_days import working_days_between

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """All that the chase of every currency of one account reads on one day."""

    account: Account
    policy: CreditPolicy
    on: date
    silences: Silences
    rungs: Rungs
    places: Mapping[tuple[str, int], Place]
    promises: PromiseBook
    history: ContactHistory
    credit: Mapping[str, Decimal]
    #: currencies with a proposal that has not been sent yet, and with a courtesy of that kind
    pending: frozenset[str]
    pending_courtesies: frozenset[str]
    #: the statement of each currency that the day concerns; empty without a schedule
    statements: Mapping[str, StatementDue] = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True)
class Reached:
    """A debt that may take a level today, what of it unallocated credit covers, in which cycle."""

    debt: Debt
    level: Level
    covered: Decimal
    cycle: int = 1
    #: the first day on which the level was reached
    from_day: date | None = None


def message_of(
    today: Today, currency: str, ready: Sequence[Reached], debts: Sequence[Debt]
) -> ProposedMessage:
    """One message for these debts, in the tone of the highest level among them (rule 18)."""
    top = max((each.level for each in ready), key=lambda level: level.number)
    chased = tuple(_step(today, each) for each in ready)
    netted = sum((each.covered for each in ready), _NOTHING)
    amount = sum((step.amount.amount for step in chased), _NOTHING)
    return ProposedMessage(
        currency=currency,
        level=top.number,
        is_courtesy=top.is_courtesy,
        is_final=top.is_final,
        chased=chased,
        also=_also(ready, top, debts),
        netted=Money(netted, currency),
        total=Money(amount - netted, currency),
        ask=_ask(today, top, [each.debt.invoice.id for each in ready]),
        tone=top.tone,
        channel=top.channel,
    )


def _step(today: Today, each: Reached) -> ProposedStep:
    debt = each.debt
    return ProposedStep(
        invoice_id=debt.invoice.id,
        instalment=debt.instalment,
        level=each.level.number,
        amount=Money(debt.undisputed, debt.currency),
        days_late=debt.days_late,
        cycle=each.cycle,
        came_back=came_back(today, each),
        broken_promise=promise_broken(today, each),
    )


def _also(ready: Sequence[Reached], top: Level, debts: Sequence[Debt]) -> tuple[str, ...]:
    """Open invoices listed without a demand; nothing not yet due once the tone is firm."""
    if top.is_courtesy:
        return ()
    chased = {each.debt.invoice.id for each in ready}
    # what was agreed for later is not named with the due date that it had before
    listed = (
        each.invoice.id
        for each in debts
        if each.instalment < RETAINED and (each.is_late or not top.tone.is_firm)
    )
    return tuple(dict.fromkeys(each for each in listed if each not in chased))


def _ask(today: Today, top: Level, invoice_ids: Sequence[str]) -> tuple[AskWhy, ...]:
    """Why this message waits for a person even in automatic mode (rules 2, 19, 21)."""
    seen = today.account.incoming
    reasons = (
        (AskWhy.PAYMENT_SEEN, bool(seen) and may_be_paid(seen, invoice_ids)),
        (AskWhy.FINAL, top.is_final),
        (AskWhy.BY_LETTER, top.channel is Channel.LETTER),
        (AskWhy.BY_CALL, top.channel is Channel.CALL),
    )
    found = {*reasons_to_ask(today), *(why for why, holds in reasons if holds)}
    return tuple(why for why in AskWhy if why in found) if found else ()


def reasons_to_ask(today: Today) -> tuple[AskWhy, ...]:
    """Why anything at all to this customer waits for a person (rules 2 and 21)."""
    account, policy = today.account, today.policy
    known = bool(today.history.sent) or any(s.state is StepState.DONE for s in account.steps)
    newest = account.reconciled_to
    stale = newest is not None and (
        working_days_between(newest, today.on, account.calendar) > policy.stale_books_days
    )
    reasons = (
        (AskWhy.FIRST_TO_CUSTOMER, not known),
        (AskWhy.STALE_BOOKS, stale),
    )
    return tuple(why for why, holds in reasons if holds)


def came_back(today: Today, each: Reached) -> bool:
    """A payment came back since the customer last heard of this currency (rule 6)."""
    returned = each.debt.invoice.came_back_on
    if returned is None or returned > today.on:
        return False
    last = today.history.last(each.debt.currency)
    return last is None or returned > last


def promise_broken(today: Today, each: Reached) -> bool:
    """A promise for it was broken since the customer last heard of this currency (rule 23)."""
    if not today.promises.outcomes:
        return False
    last = today.history.last(each.debt.currency)
    for outcome in today.promises.outcomes:
        if outcome.state not in (PromiseState.BROKEN, PromiseState.PART_KEPT):
            continue
        ids = outcome.promise.invoice_ids
        if (not ids or each.debt.invoice.id in ids) and (last is None or last <= outcome.deadline):
            return True
    return False
