"""Whether debts may be handed to an agency or a solicitor today, and what is said with them.

What stands in the way is not argued with here: a person ends it first. What is only to be known is
a caution, which a person says yes to and which the papers of the hand-off state. It hands nothing
over. Rules 3, 4, 7, 20 and 34 to 36.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from plugin.credit.account import Account, HoldKind, Invoice, Placement, StepState
from plugin.credit.claims import Regime
from plugin.credit.debts import debts_of, is_small, spare_credit
from plugin.credit.law import last_letter_for
from plugin.credit.money import Money, total
from plugin.credit.plans import standing_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.policy_parts import Tone
from plugin.credit.promises import read_promises
from plugin.credit.silence import is_in_force, too_old_on


class Barrier(StrEnum):
    """Why a debt may not be handed over before somebody has done something about it."""

    NOTHING_CHOSEN = "nothing_chosen"
    #: paid, void, or not of this customer
    NOT_OPEN = "not_open"
    NOT_LATE = "not_late"
    NOT_SENT = "not_sent"
    TOO_SMALL = "too_small"
    #: nobody has said what the customer is before the law (rule 34)
    KIND_UNKNOWN = "kind_unknown"
    #: a silence that protects the customer, or that says that money is coming
    HELD = "held"
    PROMISED = "promised"
    ON_A_PLAN = "on_a_plan"
    #: the last letter gave them days that are not over
    ANSWER_TIME = "answer_time"
    #: statutory interest stands claimed of somebody whom the law does not give it on (rule 34)
    STATUTORY_CLAIM = "statutory_claim"
    ALREADY_THERE = "already_there"


class Caution(StrEnum):
    """What a person says yes to, and the agency is told."""

    #: part or all of it is contested
    DISPUTED = "disputed"
    #: a person before the law: rules for people hold for whoever collects
    INDIVIDUAL = "individual"
    #: no final notice and no letter before action has gone out for it
    NO_LAST_LETTER = "no_last_letter"
    TOO_OLD = "too_old"
    #: we owe them, too
    SET_OFF = "set_off"
    #: credit of theirs is not yet set against an invoice
    CREDIT = "credit"
    CLAIM_ISSUED = "claim_issued"


@dataclass(frozen=True, slots=True)
class HandOffFinding:
    """One barrier or caution: the invoice and amount it is about, and when it ends by itself."""

    what: Barrier | Caution
    number: str = ""
    amount: Money | None = None
    until: date | None = None
    hold: HoldKind | None = None

    @property
    def key(self) -> str:
        """What a person says yes to: another amount is another thing."""
        amount = f":{self.amount.amount}{self.amount.currency}" if self.amount is not None else ""
        return f"{self.what.value}:{self.number}{amount}"


@dataclass(frozen=True, slots=True)
class HandOffLook:
    """What stands in the way of a hand-off, and what is to be known with it."""

    barriers: tuple[HandOffFinding, ...]
    cautions: tuple[HandOffFinding, ...]


#: silences under which nothing is handed over: the law's, kindness, and money that is coming
_BARRING = frozenset(
    {
        HoldKind.BREATHING_SPACE,
        HoldKind.HARDSHIP,
        HoldKind.DECEASED,
        HoldKind.INSOLVENT,
        HoldKind.SAYS_PAID,
        HoldKind.IN_FLIGHT,
        HoldKind.PROPOSED,
        HoldKind.VETOED,
    }
)


def look_before_hand_off(
    account: Account, chosen: Collection[str], policy: CreditPolicy, on: date
) -> HandOffLook:
    """What there is to say before these invoices of one customer are handed over on a civil day.

    More in the way is never found by choosing fewer invoices.
    """
    if not chosen:
        return HandOffLook((HandOffFinding(Barrier.NOTHING_CHOSEN),), ())
    invoices = tuple(each for each in account.invoices if each.id in chosen)
    barriers = [
        *_of_each(account, invoices, policy, on),
        *_of_customer(account, policy),
        *_of_holds(account, chosen, on),
        *_of_words(account, invoices, policy, on),
    ]
    if len(invoices) < len(set(chosen)):
        barriers.append(HandOffFinding(Barrier.NOT_OPEN))
    cautions = (
        *_cautions_of_each(account, invoices, policy, on),
        *_cautions_of_customer(account, chosen, policy, on),
    )
    return HandOffLook(tuple(dict.fromkeys(barriers)), tuple(dict.fromkeys(cautions)))


def may_choose(account: Account, policy: CreditPolicy, on: date) -> tuple[Invoice, ...]:
    """The invoices of which a hand-off may be thought of: open, late, told of, above tolerance."""
    return tuple(
        each for each in account.invoices if not any(_of_each(account, (each,), policy, on))
    )


def _of_each(
    account: Account, invoices: tuple[Invoice, ...], policy: CreditPolicy, on: date
) -> Iterator[HandOffFinding]:
    late = {
        debt.invoice.id
        for debts in debts_of(account, policy, on).values()
        for debt in debts
        if debt.is_late
    }
    for each in invoices:
        currency = each.balance.currency
        if not each.is_open or not each.receivable:
            yield HandOffFinding(Barrier.NOT_OPEN, each.number)
        elif each.sent_on is None:
            yield HandOffFinding(Barrier.NOT_SENT, each.number)
        elif each.id not in late:
            yield HandOffFinding(Barrier.NOT_LATE, each.number, until=each.due)
        elif is_small(each.balance.amount, each.total.amount, currency, policy):
            yield HandOffFinding(Barrier.TOO_SMALL, each.number, each.balance)


def _of_customer(account: Account, policy: CreditPolicy) -> Iterator[HandOffFinding]:
    standing = account.customer.standing
    if not standing.is_confirmed:
        yield HandOffFinding(Barrier.KIND_UNKNOWN)
        return
    regime = account.customer.agreed.regime or policy.interest.regime
    claimed = any(each.interest or each.compensation for each in account.claims)
    if claimed and regime is Regime.STATUTORY and not standing.may_owe_statutory_interest:
        yield HandOffFinding(Barrier.STATUTORY_CLAIM)


def _of_holds(account: Account, chosen: Collection[str], on: date) -> Iterator[HandOffFinding]:
    numbers = {each.id: each.number for each in account.invoices}
    for hold in account.holds:
        if not is_in_force(hold, on) or (hold.invoice_id and hold.invoice_id not in chosen):
            continue
        number = numbers.get(hold.invoice_id or "", "")
        if hold.kind in _BARRING:
            yield HandOffFinding(Barrier.HELD, number, until=hold.until, hold=hold.kind)
        elif hold.kind is HoldKind.AGENCY:
            yield HandOffFinding(Barrier.ALREADY_THERE, number)
    for each in account.invoices:
        placed = each.opening is not None and each.opening.placement is Placement.AGENCY
        if placed and each.id in chosen:
            yield HandOffFinding(Barrier.ALREADY_THERE, each.number)


def _of_words(
    account: Account, invoices: tuple[Invoice, ...], policy: CreditPolicy, on: date
) -> Iterator[HandOffFinding]:
    """What both sides said: promises, plans, and the days that the last letter gave."""
    promised = dict(read_promises(account, policy, on).silent_until) if account.promises else {}
    planned = {c.invoice_id for each in standing_plans(account) for c in each.plan.covers}
    days = last_letter_for(account.customer.standing).days
    for each in invoices:
        if each.id in promised:
            yield HandOffFinding(Barrier.PROMISED, each.number, until=promised[each.id])
        if each.id in planned:
            yield HandOffFinding(Barrier.ON_A_PLAN, each.number)
        last = _last_letter_on(account, each.id, policy, before_action=True)
        if last is not None and on <= last + timedelta(days=days):
            until = last + timedelta(days=days + 1)
            yield HandOffFinding(Barrier.ANSWER_TIME, each.number, until=until)


def _last_letter_on(
    account: Account, invoice_id: str, policy: CreditPolicy, *, before_action: bool = False
) -> date | None:
    """When the last final notice went out for an invoice; or letter before action, alone."""
    found: date | None = None
    for step in account.steps:
        if step.invoice_id != invoice_id or step.state is not StepState.DONE:
            continue
        level = policy.level(step.level)
        tone = level.tone if level is not None else None
        is_final = step.is_final if step.is_final is not None else bool(tone and tone.is_final)
        if is_final and (not before_action or tone is Tone.BEFORE_ACTION):
            found = max(found or step.on, step.on)
    return found


def _cautions_of_each(
    account: Account, invoices: tuple[Invoice, ...], policy: CreditPolicy, on: date
) -> Iterator[HandOffFinding]:
    years = account.customer.standing.years_to_claim
    for each in invoices:
        if each.disputed is not None and each.disputed.amount:
            part = min(each.disputed, each.balance)
            yield HandOffFinding(Caution.DISPUTED, each.number, part)
        if _last_letter_on(account, each.id, policy) is None:
            yield HandOffFinding(Caution.NO_LAST_LETTER, each.number)
        if too_old_on(each.due, years) <= on:
            yield HandOffFinding(Caution.TOO_OLD, each.number)


def _cautions_of_customer(
    account: Account, chosen: Collection[str], policy: CreditPolicy, on: date
) -> Iterator[HandOffFinding]:
    standing = account.customer.standing
    if standing.is_confirmed and standing.is_individual:
        yield HandOffFinding(Caution.INDIVIDUAL)
    for owed in account.bills_owed:
        if owed.amount:
            yield HandOffFinding(Caution.SET_OFF, amount=owed)
    for currency, credit in sorted(spare_credit(account, policy, on).items()):
        if credit:
            yield HandOffFinding(Caution.CREDIT, amount=Money(credit, currency))
    for hold in account.holds:
        concerns = hold.invoice_id is None or hold.invoice_id in chosen
        if hold.kind is HoldKind.CLAIM and concerns and is_in_force(hold, on):
            yield HandOffFinding(Caution.CLAIM_ISSUED)


def undisputed(invoices: Collection[Invoice], currency: str) -> Money:
    """What of these invoices in one currency nobody contests."""
    return total(
        (
            each.balance - min(each.disputed, each.balance)
            if each.disputed is not None
            else each.balance
            for each in invoices
            if each.balance.currency == currency
        ),
        currency,
    )
