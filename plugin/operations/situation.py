"""The four answers of a customer's own page (rule 37): paid, a day, instalments, something wrong.

Within the owner's bounds each changes the ladder at once; beyond them it becomes a proposal or a
task for a person. Each is made under the customer's lock, once a form, written to the timeline,
and confirmed by mail to the address on file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import HoldKind, PromiseSource
from plugin.credit.agreements import DisputeReason, PlanPart
from plugin.credit.answering import Answer, beyond_promise, beyond_split, covered_by, paid_until
from plugin.credit.disputes import may_be_disputed
from plugin.credit.law import PlanRefusal
from plugin.credit.money import Money, total
from plugin.letters.wording import dated, listed, money
from plugin.operations.agency import refuse_handed_over
from plugin.operations.answering import CUSTOMER, Answerer, Answering, answering, shares
from plugin.operations.decide import record, write_promise
from plugin.operations.disputes import write_dispute
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.plans import cover_of, refused, write_plan
from plugin.operations.promised import make_way
from plugin.operations.talk_opening import (
    Upload,
    checked_papers,
    open_terms,
    open_wrong,
    withdraw_others,
)
from plugin.store import holds, portal_answers
from plugin.store.portal_answers import Result

#: a payment of longer ago is no news
_LONGEST_AGO = timedelta(days=400)
_SHOWN = 6
#: past these no terms at all can be offered
_NEVER = frozenset({PlanRefusal.DOES_NOT_ADD_UP, PlanRefusal.IN_THE_PAST, PlanRefusal.OUT_OF_ORDER})


def say_paid(
    doors: Doors, who: Answerer, *, invoice_ids: Collection[str], amount: Money, paid_on: date
) -> UUID:
    """*I have paid*: what the amount covers, oldest first, is silent for the owner's working days.

    Once an invoice; said again, nothing pauses and a person is asked. Says which answer it became.
    Raises as `answering` does.
    """
    with answering(doors, who, invoice_ids) as it:
        if amount.currency != it.currency or amount.amount <= 0:
            raise NotPossible(f"How much was paid, in {it.currency}? Nothing was changed.")
        if not it.on.today - _LONGEST_AGO <= paid_on <= it.on.today:
            raise NotPossible("The day of a payment is today or before. Nothing was changed.")
        covered = covered_by(amount, it.chosen)
        before = portal_answers.times(it.tx, who.customer_id, Answer.PAID)
        rules = it.policy.answers
        again = any(before.get(each.id, 0) >= rules.paid_times for each, _ in covered)
        until = None if again else paid_until(rules, it.on.today, it.account)
        for invoice, _ in covered if until is not None else ():
            holds.add_hold(
                it.tx,
                who.customer_id,
                HoldKind.SAYS_PAID,
                by=CUSTOMER,
                at=it.on.now,
                until=until,
                invoice_id=invoice.id,
                since=it.on.today,
            )
        numbers = listed([invoice.number for invoice, _ in covered], _SHOWN)
        end = f"; silent until {dated(until)}" if until else "; said before, so nothing pauses"
        words = f"Says that {money(amount)} was paid on {dated(paid_on)} for {numbers}{end}"
        record(it.tx, it.on, CUSTOMER, who.customer_id, "says_paid", words)
        return it.keep(
            Answer.PAID,
            covered={invoice.id: share for invoice, share in covered},
            amount=amount,
            day=paid_on,
            result=Result(again=again, until=until),
        )


def promise(
    doors: Doors,
    who: Answerer,
    *,
    invoice_ids: Collection[str],
    due: date,
    amount: Money | None = None,
) -> UUID:
    """*I will pay on…*: within the bounds a promise stands at once, beyond them it is proposed.

    `amount` is all that is owed of the chosen where none is named. A promise for the same
    invoices that has not fallen due is moved by it. Raises as `answering` does.
    """
    with answering(doors, who, invoice_ids) as it:
        refuse_handed_over(it.tx, who.customer_id, it.ids)
        owed = it.owed()
        promised = owed if amount is None else amount
        if promised.currency != owed.currency or not 0 < promised.amount <= owed.amount:
            raise NotPossible(
                f"Of these, {money(owed)} can be promised. Nothing was changed; look at the amount."
            )
        if due < it.on.today:
            raise NotPossible("That day has passed already. Nothing was changed.")
        before = portal_answers.times(it.tx, who.customer_id, Answer.PROMISE)
        beyond = beyond_promise(
            it.account, it.policy, it.chosen, promised, due, before=before, on=it.on.today
        )
        covered = shares(promised, it.chosen)
        if beyond:
            talk_id = open_terms(it, covered, [PlanPart(due, promised)])
            result = Result(beyond=beyond, talk_id=talk_id)
        else:
            withdraw_others(it)
            make_way(it.tx, it.on, it.account, it.policy, it.ids, by=CUSTOMER, url=it.url)
            result = Result(promise_id=_promised(it, promised, due))
        return it.keep(Answer.PROMISE, covered=covered, amount=promised, day=due, result=result)


def _promised(it: Answering, amount: Money, due: date) -> UUID:
    return write_promise(
        it.tx,
        it.on,
        by=CUSTOMER,
        customer_id=it.who.customer_id,
        invoice_ids=it.ids,
        amount=amount,
        due=due,
        url=it.url,
        source=PromiseSource.CUSTOMER,
    )


def split(
    doors: Doors, who: Answerer, *, invoice_ids: Collection[str], parts: Sequence[PlanPart]
) -> UUID:
    """*I need to split it*: within the bounds a plan stands at once, beyond them it is proposed.

    Raises as `answering` does, and NotPossible where the parts are no plan at all.
    """
    with answering(doors, who, invoice_ids) as it:
        if len(parts) < 2:
            raise NotPossible("A split has at least two payments. Nothing was changed.")
        refuse_handed_over(it.tx, who.customer_id, it.ids)
        owed = it.owed()
        if any(part.amount.currency != owed.currency for part in parts):
            raise NotPossible(f"These invoices are in {owed.currency}. Nothing was changed.")
        refusals = refused(it.account, it.chosen, parts, it.policy, it.on)
        if _NEVER.intersection(refusals):
            raise NotPossible(
                f"The payments have to add up to {money(owed)}, each on a day of its own from "
                "today on. Nothing was changed; look at the amounts and days."
            )
        before = portal_answers.planned_before(it.tx, who.customer_id)
        beyond = beyond_split(it.account, it.policy, it.chosen, before=before, on=it.on.today)
        covered = shares(owed, it.chosen)
        if beyond or refusals:
            talk_id = open_terms(it, covered, parts)
            result = Result(beyond=beyond, talk_id=talk_id)
        else:
            withdraw_others(it)
            make_way(it.tx, it.on, it.account, it.policy, it.ids, by=CUSTOMER, url=it.url)
            covers = [cover_of(it.account, each) for each in it.chosen if each.id in covered]
            plan_id = write_plan(
                it.tx,
                it.on,
                by=CUSTOMER,
                customer_id=who.customer_id,
                chosen=it.chosen,
                covers=covers,
                parts=parts,
                url=it.url,
            )
            result = Result(plan_id=plan_id)
        return it.keep(Answer.SPLIT, covered=covered, amount=owed, day=parts[0].due, result=result)


def say_wrong(
    doors: Doors,
    who: Answerer,
    *,
    invoice_ids: Collection[str],
    reason: DisputeReason,
    amount: Money | None = None,
    words: str = "",
    papers: Sequence[Upload] = (),
) -> UUID:
    """*Something is wrong*: only the part named is silent, until a person decides, and by a day.

    `amount` is of one invoice; without one, all of each that is not contested yet. A private talk
    with the business begins with `words` and `papers`. Raises as `answering` does, and NotPossible
    where a paper is none that we take.
    """
    found = checked_papers(papers)
    with answering(doors, who, invoice_ids) as it:
        if amount is not None and len(it.chosen) > 1:
            raise NotPossible(
                "An amount is said of one invoice at a time. Nothing was changed: choose one, or "
                "leave the amount empty."
            )
        contested = {
            each.id: amount or may_be_disputed(each, it.account.disputes) for each in it.chosen
        }
        deadline = it.on.today + timedelta(days=it.policy.answers.dispute_days)
        disputes = {
            invoice_id: _contested(it, invoice_id, part, reason, words, deadline)
            for invoice_id, part in contested.items()
        }
        talk_id = open_wrong(it, disputes, words, found)
        return it.keep(
            Answer.WRONG,
            covered=contested,
            amount=total(contested.values(), it.currency),
            day=deadline,
            result=Result(talk_id=talk_id),
        )


def _contested(
    it: Answering,
    invoice_id: str,
    amount: Money,
    reason: DisputeReason,
    words: str,
    deadline: date,
) -> UUID:
    """Write down what is contested of one invoice, for whoever signs the letters to answer."""
    return write_dispute(
        it.tx,
        it.on,
        by=CUSTOMER,
        customer_id=it.who.customer_id,
        invoice_id=invoice_id,
        reason=reason,
        amount=amount,
        words=words,
        owner=it.on.settings.sender_name or it.on.organisation.name,
        deadline=deadline,
        is_alone=len(it.chosen) == 1,
        url=it.url,
    )
