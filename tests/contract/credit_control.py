"""What people do with us on a morning: say yes to most of what waits, and answer what is asked.

What cannot be done any more (NotPossible) is told to the person and changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.operations import decide, limits, respond
from plugin.operations.doors import NotPossible
from plugin.store.messages import Message
from plugin.store.tasks import OpenTask
from tests.contract.company import Branch, Postman

Deed = Callable[[Branch, random.Random], object]


def a_morning(branch: Branch, dice: random.Random, postman: Postman) -> None:
    """The stack, the questions, and one or two decisions about customers."""
    for message in branch.messages(StepState.PROPOSED):
        with suppress(NotPossible):
            _answer(branch, dice, message)
    for task in branch.tasks():
        with suppress(NotPossible):
            _close(branch, dice, task, postman)
    for deed in dice.sample(DEEDS, 2):
        with suppress(NotPossible):
            deed(branch, dice)


def _answer(branch: Branch, dice: random.Random, message: Message) -> None:
    """Yes to most of them, some with a word of one's own; no, or done already, to a few."""
    about: dict[str, Any] = {"org_id": branch.org_id, "by": branch.by, "message_id": message.id}
    throw = dice.random()
    if throw < 0.04:
        respond.not_this_time(branch.doors, **about)
    elif throw < 0.08:
        respond.paid_already(branch.doors, **about)
    elif throw < 0.12:
        respond.done_by_me(branch.doors, **about)
    elif throw < 0.2:
        # for tomorrow
        respond.soften(branch.doors, **about)
    else:
        if throw < 0.3:
            respond.add_sentence(branch.doors, sentence="Thank you for your order.", **about)
        respond.approve(branch.doors, **about)


def _close(branch: Branch, dice: random.Random, task: OpenTask, postman: Postman) -> None:
    """Answer a question truthfully where there is a truth, else as the dice fall."""
    org_id, by = branch.org_id, branch.by
    match task.kind:
        case TaskKind.UNCONFIRMED:
            came = {mail.header("Message-ID") for mail in branch.xero.sandbox.mailbox.all()}
            known = [sent for sent in postman.sent if task.subject in sent.mail.message_id]
            respond.settle_unconfirmed(
                branch.doors,
                org_id=org_id,
                by=by,
                message_id=next(m.id for m in branch.messages() if str(m.id) == task.subject),
                was_sent=any(sent.mail.message_id in came for sent in known),
            )
        case TaskKind.STALE_BOOKS:
            decide.books_are_fresh(branch.doors, org_id=org_id, by=by)
        case TaskKind.PROPOSE_STOP:
            decide.decide_stop(
                branch.doors,
                org_id=org_id,
                by=by,
                customer_id=task.customer_id,
                stop=dice.random() < 0.6,
            )
        case TaskKind.FLAG_REMOVED:
            answer = dice.choice(("put_back", "leave"))
            decide.close_task(branch.doors, org_id=org_id, by=by, task_id=task.id, answer=answer)
        case _ if dice.random() < 0.3:
            decide.close_task(branch.doors, org_id=org_id, by=by, task_id=task.id, answer="")


def _customer(branch: Branch, dice: random.Random) -> str:
    owing = branch.sql(
        "select distinct contact_id from invoices i where i.org_id = :org and kind = 'sale'"
        " and state = 'approved' and balance > 0 order by contact_id"
    )
    if not owing:
        raise NotPossible("nobody owes anything")
    return str(dice.choice(owing)[0])


def note_a_promise(branch: Branch, dice: random.Random) -> None:
    """A customer says when the money comes, for all or one of its invoices in one currency."""
    customer = _customer(branch, dice)
    owed = branch.sql(
        "select id, currency, balance from invoices where org_id = :org and contact_id = :id"
        " and kind = 'sale' and state = 'approved' and balance > 0 order by id",
        id=customer,
    )
    currency = owed[0][1]
    chosen = [row for row in owed if row[1] == currency][: dice.choice((1, 9))]
    decide.note_promise(
        branch.doors,
        org_id=branch.org_id,
        by=branch.by,
        customer_id=customer,
        invoice_ids=[row[0] for row in chosen],
        amount=Money(sum((row[2] for row in chosen), Decimal(0)), currency),
        due=branch.ledger.today() + timedelta(days=dice.randint(1, 6)),
    )


def keep_silent(branch: Branch, dice: random.Random) -> None:
    """Somebody on holiday is left alone for some days."""
    decide.hold(
        branch.doors,
        org_id=branch.org_id,
        by=branch.by,
        customer_id=_customer(branch, dice),
        until=branch.ledger.today() + timedelta(days=dice.randint(1, 5)),
    )


def speak_again(branch: Branch, dice: random.Random) -> None:
    """A silence ends before its day."""
    standing = branch.sql(
        "select id from holds where org_id = :org and ended_at is null order by id"
    )
    if standing:
        decide.end_hold(
            branch.doors, org_id=branch.org_id, by=branch.by, hold_id=dice.choice(standing)[0]
        )


def set_a_limit(branch: Branch, dice: random.Random) -> None:
    """A customer gets a limit that may be below what it owes already."""
    limits.set_limit(
        branch.doors,
        org_id=branch.org_id,
        by=branch.by,
        customer_id=_customer(branch, dice),
        limit=Money(Decimal(dice.randint(100, 6000)), branch.office.currency),
        reason="as agreed",
    )


def clear_a_stop(branch: Branch, dice: random.Random) -> None:
    """Somebody is supplied again."""
    stopped = branch.sql(
        "select customer_id from assessments where org_id = :org and status = 'stop' order by 1"
    )
    if stopped:
        decide.clear_stop(
            branch.doors,
            org_id=branch.org_id,
            by=branch.by,
            customer_id=dice.choice(stopped)[0],
        )


def take_back(branch: Branch, dice: random.Random) -> None:
    """A yes of this morning was too quick."""
    approved = branch.messages(StepState.APPROVED)
    if approved:
        respond.take_back(
            branch.doors,
            org_id=branch.org_id,
            by=branch.by,
            message_id=dice.choice(approved).id,
        )


DEEDS: list[Deed] = [
    note_a_promise,
    note_a_promise,
    keep_silent,
    speak_again,
    set_a_limit,
    clear_a_stop,
    take_back,
]
