"""A customer asks on their page: answered at once, done after a yes, or passed on to a person.

What a yes does is the situation page's own operation. A question that a person has to answer stands
in the worklist with all that was written; hardship and its like bring silence at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from plugin.assistant import state as conversation
from plugin.assistant.acts import (
    Act,
    CopyAsked,
    Promised,
    SaidPaid,
    SaidWrong,
    Split,
    StatementAsked,
)
from plugin.assistant.dialogue import Assistant, Turn
from plugin.assistant.facts import Facts
from plugin.credit.account import HoldKind
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.silence_kinds import default_review
from plugin.letters.words import hold_words
from plugin.operations import papers_asked, situation
from plugin.operations.answering import CUSTOMER, AlreadySaid, Answerer, decided_by_customer
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground
from plugin.store import Tx, asked, holds, tasks

#: a line is read up to here, and no longer one is kept
MOST_WORDS = 2_000

#: what is private is never told to the ledger (rule 32); for the rest a person has it in hand
_SILENCE = {
    "bereavement": HoldKind.HARDSHIP,
    "illness": HoldKind.HARDSHIP,
    "hardship": HoldKind.HARDSHIP,
    "insolvency": HoldKind.HARDSHIP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: one opening of a link; `once` is what the form carried."""

    org_id: UUID
    customer_id: str
    link_id: UUID
    visit: str
    once: str


def ask(doors: Doors, who: Asker, words: str, *, facts_of: Callable[[Tx], Facts | None]) -> None:
    """Answer one line, and do what a yes asked for; said twice by one form, it is said once.

    Raises NotPossible where there is nothing to answer, or no such customer any more.
    """
    if not words.strip():
        raise NotPossible("There were no words in it. Nothing was changed. Go back and ask.")
    with doors.store.tenant(who.org_id) as tx:
        if asked.was_sent(tx, who.once):
            return
        facts = facts_of(tx)
        before = asked.of_visit(tx, who.customer_id, who.visit, limit=1)
    if facts is None:
        raise NotPossible("This customer is not known here. Nothing was changed.")
    stood = before[-1].line.state if before and before[-1].line is not None else ""
    known = conversation.read(stood) if stood else conversation.NEW
    turn = Assistant.of(facts).answer(words[:MOST_WORDS], known)
    reply, done = _carried_out(doors, who, turn)
    with decided_by_customer(doors, who.org_id, who.customer_id) as (tx, on):
        kept = asked.add_line(
            tx,
            who.customer_id,
            asked.Line(
                words=words[:MOST_WORDS],
                reply=reply,
                sources=turn.sources,
                effects=("done",) if done else (),
                state=conversation.written(turn.state),
                waits=bool(turn.state.asked),
            ),
            visit=who.visit,
            once=who.once,
            did=turn.did,
            intent=turn.intent,
            at=on.now,
        )
        if kept:
            _tell_a_person(tx, on, who, turn)


def _tell_a_person(tx: Tx, on: Ground, who: Asker, turn: Turn) -> None:
    """What only a person answers becomes their task; what asks for quiet holds the ladder."""
    if turn.hands_over:
        task = Task(TaskKind.ASKED, who.visit[:16])
        tasks.open_task(tx, who.customer_id, task, raised_by=CUSTOMER, now=on.now)
        record(tx, on, CUSTOMER, who.customer_id, "asked", "Asked what a person answers")
    kind = _SILENCE.get(turn.intent, HoldKind.MINE)
    known = holds.holds(tx, who.customer_id, on=on.today) if turn.is_quiet else ()
    if not turn.is_quiet or any(each.kind is kind for each in known):
        return
    holds.add_hold(
        tx,
        who.customer_id,
        kind,
        by=CUSTOMER,
        at=on.now,
        since=on.today,
        review_on=default_review(kind, on.today),
    )
    said = f"{hold_words(kind).capitalize()}, until a person has read what was asked"
    record(tx, on, CUSTOMER, who.customer_id, "held", said)


def _carried_out(doors: Doors, who: Asker, turn: Turn) -> tuple[str, bool]:
    """Do what the customer said yes to; the reply, and whether it was done."""
    if turn.act is None:
        return turn.reply, False
    answerer = Answerer(
        org_id=who.org_id, customer_id=who.customer_id, once=who.once, link_id=who.link_id
    )
    try:
        _do(doors, answerer, turn.act)
    except AlreadySaid:
        return turn.reply, True
    except NotPossible as refused:
        return str(refused), False
    return turn.reply, True


def _do(doors: Doors, who: Answerer, act: Act) -> None:
    match act:
        case Promised():
            situation.promise(
                doors, who, invoice_ids=act.invoice_ids, due=act.due, amount=act.amount
            )
        case SaidPaid():
            situation.say_paid(
                doors, who, invoice_ids=act.invoice_ids, amount=act.amount, paid_on=act.paid_on
            )
        case Split():
            situation.split(doors, who, invoice_ids=act.invoice_ids, parts=act.parts)
        case SaidWrong():
            situation.say_wrong(
                doors,
                who,
                invoice_ids=[act.invoice_id],
                reason=act.reason,
                amount=act.amount,
                words=act.words,
            )
        case CopyAsked():
            papers_asked.mail_copies(doors, who, act.invoice_ids)
        case StatementAsked():
            papers_asked.mail_statement(doors, who)
