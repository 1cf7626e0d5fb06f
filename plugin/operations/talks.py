"""Talks with customers: either side accepts, changes or ends what the other offers, and writes.

Under the customer's lock, by the number of the offer that was seen. What is agreed is written down
as a promise (one payment) or a plan (several), and both sides see the same record of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from plugin.credit import negotiation
from plugin.credit.agreements import PlanPart
from plugin.credit.answering import Answer, beyond_promise, beyond_split
from plugin.credit.money import Money, total
from plugin.credit.negotiation import NotYours, Side, TalkState
from plugin.credit.plans import may_be_planned
from plugin.letters.answer_words import talk_refusal_words, terms_words
from plugin.letters.lint import sentence_complaints
from plugin.letters.wording import listed, money
from plugin.operations.answering import shares
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.plans import refused
from plugin.operations.talk_agreeing import POLICY, agree
from plugin.operations.talk_opening import (
    Upload,
    checked_papers,
    end_rest,
    offered_covers,
    rest,
    write_line,
)
from plugin.operations.talk_speaking import Speaker, Speaking, speaking
from plugin.operations.telling import Telling, tell_soon
from plugin.store import portal_answers, talk_words, talks
from plugin.store.talks import TalkKind

__all__ = ["POLICY", "Speaker", "accept", "counter", "end", "mark_read", "write"]

_SHOWN = 6


def accept(doors: Doors, who: Speaker, *, talk_id: UUID, offer: int) -> None:
    """Say yes to offer number `offer`, which the other side made; said twice, it is one yes.

    Raises NotPossible where that offer does not stand any more, or all of it is paid.
    """
    with speaking(doors, who, talk_id) as it:
        talk = it.kept.talk
        if talk.state is TalkState.AGREED and (talk.agreed, talk.ended_by) == (offer, who.side):
            return
        try:
            negotiation.accept(talk, who.side, seen=offer, on=it.on.today)
        except NotYours as wrong:
            raise NotPossible(talk_refusal_words(wrong.why)) from wrong
        agree(it, talk.last, by=who.by, side=who.side)


def counter(
    doors: Doors, who: Speaker, *, talk_id: UUID, seen: int, parts: Sequence[PlanPart]
) -> None:
    """Put another offer in the place of offer number `seen`; the same one sent twice is one.

    One payment may be of a part of what is owed; several are of all of it. A customer's offer
    within the owner's bounds is agreed at once. Raises NotPossible.
    """
    with speaking(doors, who, talk_id) as it:
        talk = it.kept.talk
        ordered = tuple(sorted(parts, key=lambda part: part.due))
        if talk.offers and (talk.last.by, talk.last.parts) == (who.side, ordered):
            return
        covered = _covered(it, ordered)
        try:
            changed = negotiation.counter(
                talk,
                who.side,
                offered_covers(it.account, covered),
                ordered,
                seen=seen,
                on=it.on.today,
                offer_days=it.policy.answers.offer_days,
            )
        except NotYours as wrong:
            raise NotPossible(talk_refusal_words(wrong.why)) from wrong
        talks.add_offer(it.tx, talk_id, changed.last, by=who.by, at=it.on.now)
        it.record("proposed_terms", f"Offers: {terms_words(ordered)}")
        if who.side is Side.CUSTOMER and _is_within(it, ordered, covered):
            agree(it, changed.last, by=POLICY, side=Side.BUSINESS)
            return
        _rest_again(it, answers=talk.last.by is not who.side)
        if who.side is Side.BUSINESS:
            talk_words.read_lines(it.tx, talk_id, it.customer_id, by=who.by, at=it.on.now)
            it.tell(Telling.OFFERED, changed.last.number)


def end(doors: Doors, who: Speaker, *, talk_id: UUID, seen: int) -> None:
    """Decline the other side's offer number `seen`, or withdraw one's own; the ladder goes on."""
    with speaking(doors, who, talk_id) as it:
        talk = it.kept.talk
        if talk.state is not TalkState.OPEN and talk.ended_by is who.side:
            return
        try:
            ended = negotiation.end(talk, who.side, seen=seen, on=it.on.today)
        except NotYours as wrong:
            raise NotPossible(talk_refusal_words(wrong.why)) from wrong
        talks.end_talk(
            it.tx,
            talk_id,
            state=ended.state.value,
            side=who.side,
            by=who.by,
            at=it.on.now,
        )
        end_rest(it.tx, it.on, it.kept, by=who.by)
        said = "Declined" if ended.state is TalkState.DECLINED else "Took back"
        it.record("talk_ended", f"{said}: {terms_words(talk.last.parts)}")
        if who.side is Side.BUSINESS:
            talk_words.read_lines(it.tx, talk_id, it.customer_id, by=who.by, at=it.on.now)
            it.tell(Telling.ENDED, seen)


def write(
    doors: Doors,
    who: Speaker,
    *,
    talk_id: UUID,
    words: str,
    once: str,
    papers: Sequence[Upload] = (),
) -> None:
    """Write in a talk; the same form sent twice is one line. Papers are the customer's only.

    Whoever of the business writes has read what stands there, and the customer is told by mail.
    """
    checked = checked_papers(papers)
    if not words and not checked:
        raise NotPossible("Nothing was written, so nothing was sent.")
    with speaking(doors, who, talk_id) as it:
        if who.side is Side.CUSTOMER:
            line_id = write_line(
                it.tx, it.on, talk_id, it.customer_id, words=words, papers=checked, once=once
            )
            if line_id is not None:
                it.record("talk_words", f"Wrote about {_numbers(it)}")
            return
        _judge(it, words)
        line_id = talk_words.add_line(
            it.tx,
            talk_id,
            it.customer_id,
            side=Side.BUSINESS,
            by=who.by,
            words=words,
            once=once,
            at=it.on.now,
            is_read=True,
        )
        talk_words.read_lines(it.tx, talk_id, it.customer_id, by=who.by, at=it.on.now)
        if line_id is not None:
            it.record("talk_words", f"Wrote to them about {_numbers(it)}")
            tell_soon(it.tx, it.on, it.customer_id, Telling.WRITTEN, line_id, talk_id=it.kept.id)


def _judge(it: Speaking, words: str) -> None:
    """Refuse words that could not go by mail, and say which."""
    faults = sentence_complaints(words, (it.kept.customer, it.on.organisation.name))
    if faults:
        raise NotPossible(f"Nothing was sent: {'; '.join(faults)}.")


def mark_read(doors: Doors, who: Speaker, *, talk_id: UUID) -> None:
    """Somebody of the business has read what the customer wrote."""
    with speaking(doors, who, talk_id) as it:
        if talk_words.read_lines(it.tx, talk_id, it.customer_id, by=who.by, at=it.on.now):
            it.record("talk_words", f"Read what they wrote about {_numbers(it)}")


def _numbers(it: Speaking) -> str:
    return listed([each.number for each in it.kept.about], _SHOWN)


def _covered(it: Speaking, parts: Sequence[PlanPart]) -> dict[str, Money]:
    """What of each invoice an offer of today is about. Raises NotPossible."""
    invoices = it.open_invoices
    if it.kept.kind is not TalkKind.TERMS or not invoices:
        raise NotPossible("Nothing is left to agree on: it has been paid. Nothing was changed.")
    owed = total((may_be_planned(each) for each in invoices), it.kept.currency)
    if not parts or any(part.amount.currency != owed.currency for part in parts):
        raise NotPossible(f"An offer is in {owed.currency}. Nothing was changed.")
    asked = total((part.amount for part in parts), owed.currency)
    if asked.amount > owed.amount or (len(parts) > 1 and asked != owed):
        raise NotPossible(
            f"{money(owed)} is owed of these invoices now, and the payments come to "
            f"{money(asked)}. Nothing was changed; look at the amounts."
        )
    return shares(asked, invoices)


def _is_within(it: Speaking, parts: Sequence[PlanPart], covered: dict[str, Money]) -> bool:
    """Whether the owner's bounds allow a customer's offer at once (rule 37)."""
    chosen = [each for each in it.open_invoices if each.id in covered]
    today = it.on.today
    if len(parts) == 1:
        before = portal_answers.times(it.tx, it.customer_id, Answer.PROMISE)
        amount, due = parts[0].amount, parts[0].due
        every = it.open_invoices
        return not beyond_promise(
            it.account, it.policy, every, amount, due, before=before, on=today
        )
    planned = portal_answers.planned_before(it.tx, it.customer_id)
    if beyond_split(it.account, it.policy, chosen, before=planned, on=today):
        return False
    return not refused(it.account, chosen, parts, it.policy, it.on)


def _rest_again(it: Speaking, *, answers: bool) -> None:
    """An answer to the other side's offer lets the talk's invoices rest anew.

    Whoever only changes their own offer wins no time by it.
    """
    if not answers:
        return
    end_rest(it.tx, it.on, it.kept, by=it.who.by)
    ids = [each.id for each in it.open_invoices]
    rest(it.tx, it.on, it.account, it.policy.answers, it.kept.id, ids)
