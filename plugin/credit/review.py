"""The one decision: everything that should now be true of one customer.

It changes nothing and sends nothing; the same account, policy and day give the same review.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from plugin.credit.account import Account, CreditStatus, HoldKind, Invoice, Placement
from plugin.credit.ageing import age
from plugin.credit.answer_tasks import find_answers
from plugin.credit.bare import bare_chase
from plugin.credit.chase import chase
from plugin.credit.check_ins import find_check_in
from plugin.credit.climbing import Findings
from plugin.credit.contact import history_of
from plugin.credit.debts import Debt, debts_of, late_is_small, spare_credit
from plugin.credit.decisions import (
    CannotCompare,
    Exposure,
    LimitUse,
    Review,
    StatusDecision,
    Task,
    TaskKind,
    Wait,
    WaitKind,
)
from plugin.credit.disputes import find_disputes
from plugin.credit.dunning import OPEN_PROPOSAL, rungs_of, steps_by_debt
from plugin.credit.exposure import exposure, family_exposure, limit_in_force, measure
from plugin.credit.incoming import questions, with_incoming
from plugin.credit.kind_words import propose_kind_words
from plugin.credit.leaving_tasks import find_before_leaving
from plugin.credit.message import Today
from plugin.credit.money import Money, total
from plugin.credit.places import places_of
from plugin.credit.plan_defaults import find_plans
from plugin.credit.plans import shared_steps
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseBook, PromiseState, read_promises
from plugin.credit.review_days import days_of_facts, days_of_status
from plugin.credit.scheduled import may_state, statements_of
from plugin.credit.silence import silences, whole_customer
from plugin.credit.silence_tasks import find_holds
from plugin.credit.stating import propose_statements
from plugin.credit.status import by_ledger_dates, decide_status
from plugin.credit.veto_facts import VetoQuestion, VetoStep

_DAY = timedelta(days=1)


def review(account: Account, policy: CreditPolicy, on: date) -> Review:
    """Decide status, messages, tasks and silence of one customer on the civil date `on`.

    Pure. `look_again_on` is the first later day on which the calendar alone could change status,
    messages, tasks or silence (rule 17); counts of days late grow daily and do not count.
    """
    if account.incoming:
        account = with_incoming(account, policy.incoming)
    debts = debts_of(account, policy, on)
    exposures = exposure(account, policy, on)
    use = _limit_use(account, exposures, on)
    promises = read_promises(account, policy, on)
    status = decide_status(account, policy, on, debts, exposures, promises)
    found = Findings()
    if policy.guards:
        chase_account(account, policy, on, debts, promises, found)
        propose_kind_words(account, policy, on, debts, found)
        found.tasks.extend(questions(account) if account.incoming else ())
        _agreements(account, policy, on, found)
        _stop_held(status, found)
        _tasks(account, on, use, status, promises, found)
        if account.leaving is not None:
            find_before_leaving(account, policy, on, debts, exposures, found)
    else:
        bare_chase(account, policy, on, debts, found)
    days_of_status(account, policy, on, debts, found)
    if account.plans:
        days_of_status(account, policy, on, by_ledger_dates(account, policy, on, debts), found)
    days_of_facts(account, promises, on, found)
    return Review(
        customer_id=account.customer.id,
        on=on,
        status=status,
        exposure=exposures,
        limit_use=use if isinstance(use, LimitUse) else None,
        ageing=age(account, on),
        messages=tuple(found.messages),
        waits=_distinct(account, found.waits),
        tasks=tuple(dict.fromkeys(found.tasks)),
        broken_promises=tuple(each.promise.id for each in promises.broken),
        look_again_on=min((day for day in found.days if day > on), default=None),
        statements=tuple(found.statements),
        statement_waits=tuple(found.statement_waits),
        kind_words=tuple(found.kind_words),
        lost=tuple(found.lost),
        asks_sales=tuple(found.asks_sales),
    )


def _agreements(account: Account, policy: CreditPolicy, on: date, found: Findings) -> None:
    """What was agreed, contested, silenced or answered, and who is to be rung to say hello."""
    find_plans(account, policy, on, found)
    find_disputes(account, on, found)
    find_holds(account, on, found)
    find_check_in(account, policy, on, found)
    if account.answered or account.talks:
        find_answers(account, on, found)


def _stop_held(status: StatusDecision, found: Findings) -> None:
    """A stop that a salesperson may hold back: until when, and whether they are to be asked."""
    if status.stop_held is None:
        return
    found.days.append(status.stop_held.until)
    if status.stop_held.asks:
        found.asks_sales.append(VetoQuestion(VetoStep.STOP))


def _distinct(account: Account, waits: list[Wait]) -> tuple[Wait, ...]:
    """Only instalments of one invoice can wait twice for the same reason."""
    if any(each.instalments for each in account.invoices):
        return tuple(dict.fromkeys(waits))
    return tuple(waits)


def _limit_use(
    account: Account, exposures: tuple[Exposure, ...], on: date
) -> LimitUse | CannotCompare | None:
    limit = limit_in_force(account)
    if limit is None:
        return None
    amounts = (*(each.amount for each in exposures), *family_exposure(account))
    return measure(account, limit, amounts, on)


def chase_account(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, list[Debt]],
    promises: PromiseBook,
    found: Findings,
) -> None:
    """Chase and state every currency, unless the whole customer is silent."""
    silent = whole_customer(account, policy, on)
    if silent is not None:
        found.wait(silent)
        if not (silent.kind is WaitKind.NEVER and may_state(account, policy, on)):
            return
    if not debts:
        return
    small = frozenset(code for code, each in debts.items() if late_is_small(each, policy))
    today = _today(account, policy, on, debts, promises, small)
    for currency, each in debts.items() if silent is None else ():
        chase(today, currency, each, found)
    propose_statements(today, found)


def _today(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, list[Debt]],
    promises: PromiseBook,
    small: frozenset[str],
) -> Today:
    by_debt = steps_by_debt(account)
    if account.plans:
        by_debt = shared_steps(account.plans, by_debt)
    rungs = rungs_of(policy)
    places = places_of(account, by_debt, debts, rungs)
    pending: set[str] = set()
    pending_courtesies: set[str] = set()
    for currency, each in debts.items():
        for debt in each if by_debt else ():
            for step in by_debt.get(debt.key, ()):
                if step.state not in OPEN_PROPOSAL:
                    continue
                if step.level not in rungs.courtesy_numbers:
                    pending.add(currency)
                elif debt.due > on:
                    # a courtesy lapses on the due date, approved or not (rule 11)
                    pending_courtesies.add(currency)
    silent = silences(account, on, promises, small)
    credit = spare_credit(account, policy, on)
    statements = statements_of(account, policy, on, debts, silent, credit)
    # one that is about to leave stands in the way of a reminder, as a reminder would
    pending.update(code for code, each in statements.items() if each.is_under_way)
    return Today(
        account=account,
        policy=policy,
        on=on,
        silences=silent,
        rungs=rungs,
        places=places,
        promises=promises,
        history=history_of(account, on),
        credit=credit,
        pending=frozenset(pending),
        pending_courtesies=frozenset(pending_courtesies),
        statements=statements,
    )


def _tasks(
    account: Account,
    on: date,
    use: LimitUse | CannotCompare | None,
    status: StatusDecision,
    promises: PromiseBook,
    found: Findings,
) -> None:
    """What needs a person, beside what the chase itself found."""
    tasks = found.tasks
    opening = _unplaced(account)
    if opening:
        tasks.append(_naming(TaskKind.PLACE_OPENING_DEBT, opening))
    unsent = [each for each in account.invoices if _never_sent(each, on)]
    if unsent:
        tasks.append(_naming(TaskKind.NEVER_SENT, unsent))
    lost = {each.invoice_id for each in found.lost}
    if lost:
        on_hand = [each for each in account.invoices if each.id in lost]
        tasks.append(_naming(TaskKind.LADDER_CHANGED, on_hand))
    _too_old(account, found)
    if isinstance(use, CannotCompare):
        tasks.append(Task(TaskKind.CANNOT_COMPARE, use.currency, names=(use.limit_currency,)))
    if status.stop_proposed:
        tasks.append(Task(TaskKind.PROPOSE_STOP))
    if status.status is CreditStatus.STOP and account.repeating_names:
        tasks.append(Task(TaskKind.REPEATING_WHILE_STOPPED, names=account.repeating_names))
    if account.customer.reach.answered:
        tasks.append(Task(TaskKind.ANSWERED))
    if account.customer.reach.bounced:
        tasks.append(Task(TaskKind.BOUNCED))
    if any(each.kind is HoldKind.INSOLVENT for each in account.holds):
        tasks.append(Task(TaskKind.LODGE_CLAIM, amount=_owed(account)))
    tasks.extend(_broken_promises(promises))


def _broken_promises(promises: PromiseBook) -> list[Task]:
    """Promised money that is still out after the deadline, whether none of it came or a part."""
    return [
        Task(TaskKind.BROKEN_PROMISE, each.promise.id, amount=each.still_owed)
        for each in promises.outcomes
        if each.state in (PromiseState.BROKEN, PromiseState.PART_KEPT) and each.still_owed
    ]


def _unplaced(account: Account) -> list[Invoice]:
    """Late on the day of connection and not placed yet (rule 2); a plan says what it is."""
    planned = {cover.invoice_id for plan in account.plans for cover in plan.covers}
    return [
        each
        for each in account.invoices
        if each.is_open and _is_unplaced(each, account) and each.id not in planned
    ]


def _is_unplaced(invoice: Invoice, account: Account) -> bool:
    if invoice.opening is not None:
        return invoice.opening.placement is Placement.UNPLACED
    if invoice.due < account.connected_on or not invoice.instalments:
        return invoice.due < account.connected_on
    return any(each.due < account.connected_on and each.balance for each in invoice.instalments)


def _never_sent(invoice: Invoice, on: date) -> bool:
    """Approved before today and never sent: today's may still be on its way (rule 3)."""
    return invoice.sent_on is None and invoice.is_open and invoice.issued < on


def _too_old(account: Account, found: Findings) -> None:
    old = {wait.invoice_id for wait in found.waits if wait.kind is HoldKind.TOO_OLD}
    for invoice in account.invoices if old else ():
        if invoice.id in old:
            found.tasks.append(
                Task(TaskKind.PERSON_DECIDES, invoice.id, invoice.balance, (invoice.number,))
            )


def _naming(kind: TaskKind, invoices: list[Invoice]) -> Task:
    """One task for several invoices; the amount only where one currency can hold it."""
    currencies = {each.balance.currency for each in invoices}
    amount = None
    if len(currencies) == 1:
        amount = total((each.balance for each in invoices), currencies.pop())
    numbers = tuple(sorted({each.number for each in invoices}))
    return Task(kind, amount=amount, names=numbers)


def _owed(account: Account) -> Money | None:
    open_invoices = [each for each in account.invoices if each.is_open]
    currencies = {each.balance.currency for each in open_invoices}
    if len(currencies) != 1:
        return None
    return total((each.balance for each in open_invoices), currencies.pop())
