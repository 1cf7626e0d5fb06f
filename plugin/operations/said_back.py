"""What a customer is told of an answer of theirs, on the last page and in the mail: the same facts.

It reads and words nothing and decides nothing.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from plugin.credit.account import Account
from plugin.credit.agreements import PlanPart
from plugin.credit.answering import Answer
from plugin.credit.money import Money
from plugin.letters.what_next import SaidBack
from plugin.operations.account_now import account_now
from plugin.operations.ground import Ground, policy_held
from plugin.store import Tx, holds, plans, portal_answers, talks
from plugin.store.portal_answers import AnswerGiven
from plugin.store.talks import TalkKept


def said_back(tx: Tx, on: Ground, customer_id: str, answer_id: UUID) -> SaidBack | None:
    """An answer of this customer as it was taken; None where it is nobody's or somebody else's."""
    given = portal_answers.read(tx, customer_id, answer_id)
    if given is None:
        return None
    rules = policy_held(tx, on, customer_id)
    talk = talks.read_talk(tx, given.result.talk_id) if given.result.talk_id is not None else None
    is_proposed = given.result.word == "proposed" and given.kind is not Answer.WRONG
    times = portal_answers.times(tx, customer_id, Answer.PROMISE)
    made = max((times.get(each, 0) for each in given.invoice_ids), default=0)
    return SaidBack(
        today=given.said_on,
        kind=given.kind,
        organisation=on.organisation.name,
        person=on.settings.sender_name,
        numbers=given.numbers,
        amount=given.amount,
        day=given.day,
        until=_rests(tx, on, given, talk) if is_proposed else given.result.until,
        again=given.result.again,
        is_proposed=is_proposed,
        beyond=given.result.beyond,
        promise_days=rules.answers.promise_days,
        grace_days=rules.promise_grace_days,
        moves_left=max(0, rules.answers.promises - made),
        parts=_parts(tx, customer_id, given, talk),
        lapses_on=talk.talk.offers[0].lapses_on if talk is not None and talk.talk.offers else None,
        stays=_stays(account_now(tx, on, customer_id), given)
        if given.kind is Answer.WRONG
        else None,
    )


def _parts(
    tx: Tx, customer_id: str, given: AnswerGiven, talk: TalkKept | None
) -> tuple[PlanPart, ...]:
    if given.result.plan_id is not None:
        agreed = {each.id: each.plan for each in plans.plans(tx, customer_id)}
        return agreed[given.result.plan_id].parts
    return talk.talk.offers[0].parts if talk is not None and talk.talk.offers else ()


def _rests(tx: Tx, on: Ground, given: AnswerGiven, talk: TalkKept | None) -> date | None:
    """The first day on which words go again for what was proposed; None where nothing rests."""
    held = {each.hold_id for each in talk.about} if talk is not None else set()
    found = holds.holds(tx, given.customer_id, on=on.today)
    return min((each.until for each in found if each.id in held and each.until), default=None)


def _stays(account: Account, given: AnswerGiven) -> Money | None:
    """What of these invoices is not contested; None where nothing of it is."""
    rest = Money.zero(given.amount.currency)
    for each in account.invoices:
        if each.id in given.invoice_ids and each.is_open:
            contested = each.disputed or Money.zero(each.balance.currency)
            rest = rest + (each.balance - contested).at_least_zero()
    return rest if rest.amount > 0 else None
