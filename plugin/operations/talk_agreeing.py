"""What an accepted offer becomes: a promise (one payment) or a plan (several), on record for both.

Whether it may be accepted is decided before.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from plugin.credit.account import Invoice, PromiseSource
from plugin.credit.answering import Answer
from plugin.credit.negotiation import Offer, Side, TalkState
from plugin.credit.plans import standing_plans
from plugin.letters.answer_words import terms_words
from plugin.operations.answering import CUSTOMER
from plugin.operations.decide import record, write_promise
from plugin.operations.doors import NotPossible
from plugin.operations.plans import end_within, refused, write_plan
from plugin.operations.promised import make_way
from plugin.operations.talk_opening import end_rest
from plugin.operations.talk_speaking import Speaking
from plugin.operations.telling import Telling
from plugin.store import portal_answers, talk_words, talks
from plugin.store.portal_answers import Result

#: what stands for the owner's own bounds, where they say yes
POLICY = "policy"


def agree(it: Speaking, offer: Offer, *, by: str, side: Side) -> None:
    """Write an accepted offer down as what it is, and end the talk with it on record."""
    ids = [cover.invoice_id for cover in offer.covers]
    chosen = [each for each in it.account.invoices if each.id in ids]
    if not any(each.is_open for each in chosen):
        raise NotPossible("Nothing is left to agree on: it has been paid. Nothing was changed.")
    make_way(it.tx, it.on, it.account, it.policy, ids, by=by, url=it.url)
    promise_id = plan_id = None
    if len(offer.parts) == 1:
        promise_id = write_promise(
            it.tx,
            it.on,
            by=CUSTOMER,
            customer_id=it.customer_id,
            invoice_ids=ids,
            amount=offer.amount,
            due=offer.parts[0].due,
            url=it.url,
            source=PromiseSource.CUSTOMER,
        )
    else:
        plan_id = _plan(it, offer, chosen, by=by)
    talks.end_talk(
        it.tx,
        it.kept.id,
        state=TalkState.AGREED.value,
        side=side,
        by=by,
        at=it.on.now,
        agreed=offer.number,
        promise_id=promise_id,
        plan_id=plan_id,
    )
    end_rest(it.tx, it.on, it.kept, by=by)
    talk_words.read_lines(it.tx, it.kept.id, it.customer_id, by=by, at=it.on.now)
    if by == POLICY:
        _count(it, offer, Result(talk_id=it.kept.id, promise_id=promise_id, plan_id=plan_id))
    record(it.tx, it.on, by, it.customer_id, "talk_agreed", f"Agreed: {terms_words(offer.parts)}")
    it.tell(Telling.AGREED, offer.number)


def _plan(it: Speaking, offer: Offer, chosen: Sequence[Invoice], *, by: str) -> UUID:
    """The plan of an accepted offer; one that stands for the same invoices gives way to it."""
    ids = {cover.invoice_id for cover in offer.covers}
    for standing in standing_plans(it.account):
        if ids & {cover.invoice_id for cover in standing.plan.covers}:
            plan = UUID(standing.plan.id)
            end_within(it.tx, it.on, it.customer_id, plan, by=by, why="changed")
    return write_plan(
        it.tx,
        it.on,
        by=by,
        customer_id=it.customer_id,
        chosen=chosen,
        covers=offer.covers,
        parts=offer.parts,
        beyond=()
        if by == POLICY
        else refused(
            it.account, [each for each in chosen if each.is_open], offer.parts, it.policy, it.on
        ),
        url=it.url,
    )


def _count(it: Speaking, offer: Offer, result: Result) -> None:
    """What the bounds agreed to in a talk counts as an answer of the customer's own."""
    portal_answers.add_answer(
        it.tx,
        it.customer_id,
        Answer.PROMISE if result.promise_id is not None else Answer.SPLIT,
        once=f"talk:{it.kept.id}:{offer.number}",
        covered={cover.invoice_id: cover.owed for cover in offer.covers},
        amount=offer.amount,
        day=offer.parts[0].due,
        result=result,
        link_id=it.who.link_id,
        on=it.on.today,
        at=it.on.now,
    )
