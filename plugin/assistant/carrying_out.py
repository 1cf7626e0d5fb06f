"""An act carried out on an account in memory: what the portal's operations do in the database.

For conversations over a books file. The bounds were looked at when the act was made; here it only
becomes facts, as the next review would read them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from plugin.assistant.acts import (
    Act,
    CopyAsked,
    Promised,
    SaidPaid,
    SaidWrong,
    Split,
    StatementAsked,
)
from plugin.assistant.facts import Facts
from plugin.assistant.said import numbers
from plugin.credit.account import Account, Hold, HoldKind, Invoice, Promise
from plugin.credit.agreements import Dispute, Plan, PlanCover, PlanPart
from plugin.credit.answered import Answered
from plugin.credit.answering import covered_by, paid_until
from plugin.credit.money import Money
from plugin.credit.negotiation import Offer, Side, Talk
from plugin.credit.plans import may_be_planned, money_for
from plugin.credit.promise_source import PromiseSource


def carry_out(facts: Facts, act: Act, *, name: str) -> tuple[Facts, tuple[str, ...]]:
    """The facts afterwards, and what was changed, one line each; `name` tells the record apart."""
    match act:
        case Promised():
            account, effects = _promised(facts, act, name)
        case SaidPaid():
            account, effects = _paid(facts, act, name)
        case Split():
            account, effects = _split(facts, act, name)
        case SaidWrong():
            account, effects = _wrong(facts, act, name)
        case CopyAsked():
            sent = [f"copy sent to the address on file: {each.number}" for each in _of(facts, act)]
            account, effects = facts.account, sent
        case StatementAsked():
            words = f"statement as of {act.on.isoformat()} sent to the address on file"
            account, effects = facts.account, [words]
    return replace(facts, account=account), tuple(effects)


def _of(facts: Facts, act: CopyAsked | Promised | SaidPaid | Split) -> tuple[Invoice, ...]:
    found = (facts.by_id(each) for each in act.invoice_ids)
    return tuple(each for each in found if each is not None)


def _promised(facts: Facts, act: Promised, name: str) -> tuple[Account, list[str]]:
    chosen = _of(facts, act)
    what = f"{act.amount.amount:.2f} {act.amount.currency} by {act.due.isoformat()}"
    if act.is_proposal:
        account = _proposed(facts, chosen, (PlanPart(act.due, act.amount),), name)
        return account, [f"proposal to the business: {what} for {numbers(chosen)}"]
    promise = Promise(
        id=name,
        invoice_ids=act.invoice_ids,
        amount=act.amount,
        due=act.due,
        made_on=facts.on,
        source=PromiseSource.CUSTOMER,
        grace_days=facts.policy.promise_grace_days,
    )
    account = replace(facts.account, promises=(*facts.account.promises, promise))
    return account, [f"promise: {what} for {numbers(chosen)}"]


def _paid(facts: Facts, act: SaidPaid, name: str) -> tuple[Account, list[str]]:
    chosen = _of(facts, act)
    until = None if act.is_again else paid_until(facts.policy.answers, facts.on, facts.account)
    said = Answered(
        id=name, invoice_ids=act.invoice_ids, amount=act.amount, paid_on=act.paid_on, until=until
    )
    what = f"{act.amount.amount:.2f} {act.amount.currency} on {act.paid_on.isoformat()}"
    effects = [f"says paid: {what} for {numbers(chosen)}"]
    account = replace(facts.account, answered=(*facts.account.answered, said))
    if until is None:
        return account, [*effects, "task: a person looks for the payment"]
    covered = covered_by(act.amount, chosen)
    holds = [
        Hold(HoldKind.SAYS_PAID, until=until, invoice_id=each.id, since=facts.on, by="customer")
        for each, _ in covered
    ]
    effects += [f"reminders rest until {until.isoformat()}: {each.number}" for each, _ in covered]
    return replace(account, holds=(*account.holds, *holds)), effects


def _split(facts: Facts, act: Split, name: str) -> tuple[Account, list[str]]:
    chosen = _of(facts, act)
    parts = "; ".join(
        f"{part.amount.amount:.2f} {part.amount.currency} on {part.due.isoformat()}"
        for part in act.parts
    )
    if act.is_proposal:
        account = _proposed(facts, chosen, act.parts, name)
        return account, [f"proposal to the business: {parts} for {numbers(chosen)}"]
    ordinal = max((each.ordinal for each in facts.account.plans), default=0) + 1
    plan = Plan(
        id=name,
        ordinal=ordinal,
        agreed_on=facts.on,
        covers=tuple(_cover(facts.account, each) for each in chosen),
        parts=act.parts,
    )
    account = replace(facts.account, plans=(*facts.account.plans, plan))
    return account, [f"plan: {parts} for {numbers(chosen)}"]


def _cover(account: Account, invoice: Invoice) -> PlanCover:
    paid = Money(money_for(account, invoice.id), invoice.balance.currency)
    return PlanCover(invoice.id, may_be_planned(invoice), paid)


def _proposed(
    facts: Facts, chosen: tuple[Invoice, ...], parts: tuple[PlanPart, ...], name: str
) -> Account:
    lapses = facts.on + timedelta(days=facts.policy.answers.offer_days)
    covers = tuple(_cover(facts.account, each) for each in chosen)
    offer = Offer(
        number=1, by=Side.CUSTOMER, on=facts.on, covers=covers, parts=parts, lapses_on=lapses
    )
    return replace(facts.account, talks=(*facts.account.talks, Talk(id=name, offers=(offer,))))


def _wrong(facts: Facts, act: SaidWrong, name: str) -> tuple[Account, list[str]]:
    deadline = facts.on + timedelta(days=facts.policy.answers.dispute_days)
    dispute = Dispute(
        id=name,
        invoice_id=act.invoice_id,
        amount=act.amount,
        reason=act.reason,
        owner=facts.organisation,
        opened_on=facts.on,
        deadline=deadline,
    )
    invoices = tuple(
        replace(each, disputed=(each.disputed or Money.zero(act.amount.currency)) + act.amount)
        if each.id == act.invoice_id
        else each
        for each in facts.account.invoices
    )
    account = replace(facts.account, invoices=invoices, disputes=(*facts.account.disputes, dispute))
    number = next(each.number for each in invoices if each.id == act.invoice_id)
    what = f"{act.amount.amount:.2f} {act.amount.currency} of {number} ({act.reason.value})"
    return account, [f"dispute: {what}, to be answered by {deadline.isoformat()}"]
