"""What an answer to a card does, and taking one back. Each is a decision that the console knows.

The stack adds nothing but a note of the day: which card was answered, by whom, with what.
"""

from __future__ import annotations

from uuid import UUID

from plugin.credit.money import Money
from plugin.operations import decide, respond, second_taken
from plugin.operations.doors import Doors, NotPossible, local_date, organisation_of
from plugin.operations.second import WantsSecond
from plugin.store import card_answers, tasks

_NOT_THERE = "This card is not there any more: it was answered meanwhile. Nothing was changed."
#: the words beside a task that a button closes
_CLOSES = {"talked": "talked to them", "looked": "looked in the bank"}
#: these answers only say when to look again
_LOOKS = frozenset({"wait", "open"})


def answer(
    doors: Doors,
    *,
    org_id: UUID,
    user_id: UUID,
    by: str,
    card: str,
    answer: str,
    amount: Money | None,
    seen: str = "",
) -> str:
    """Do what a button of a card says, and note it for the day. Raises NotPossible.

    `seen` is of the message that was read, where it is one: another by now is not approved. A step
    that wants two people is proposed by it, or done where this is the second: then a sentence says
    which, else nothing.
    """
    said = ""
    try:
        _do(doors, org_id, by, card, answer, seen)
    except WantsSecond as asked:
        said = second_taken.ask(doors, org_id=org_id, who=user_id, by=by, wanted=asked.wanted)
        answer = "proposed"
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        card_answers.note(
            tx,
            user_id,
            day=local_date(organisation_of(tx, org_id), now),
            card=card,
            answer=answer,
            amount=amount,
            at=now,
        )
    return said


def undo(doors: Doors, *, org_id: UUID, user_id: UUID, by: str, answer_id: UUID) -> str:
    """Take an answer of a person's own back; says which card is there again. Raises NotPossible."""
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        day = local_date(organisation_of(tx, org_id), now)
        found = next(
            (each for each in card_answers.of_day(tx, user_id, day) if each.id == answer_id), None
        )
    if found is None:
        raise NotPossible("This was taken back already, or was not yours. Nothing was changed.")
    if found.answer == "approve":
        respond.take_back(doors, org_id=org_id, by=by, message_id=_id(found.card))
    elif found.answer not in _LOOKS:
        raise NotPossible("This cannot be taken back here. Nothing was changed.")
    with doors.store.tenant(org_id) as tx:
        card_answers.take_back(tx, user_id, answer_id, at=now)
    return found.card


def _do(doors: Doors, org_id: UUID, by: str, card: str, answer: str, seen: str) -> None:
    if answer in _LOOKS:
        return
    if answer == "approve":
        respond.approve(doors, org_id=org_id, by=by, message_id=_id(card), seen=seen)
    elif answer == "fresh":
        decide.books_are_fresh(doors, org_id=org_id, by=by)
    elif answer in _CLOSES:
        decide.close_task(doors, org_id=org_id, by=by, task_id=_id(card), answer=_CLOSES[answer])
    elif answer in {"stop", "go_on"}:
        customer_id = _customer_of(doors, org_id, _id(card))
        decide.decide_stop(
            doors, org_id=org_id, by=by, customer_id=customer_id, stop=answer == "stop"
        )
    else:
        raise NotPossible("That is no answer to this card. Nothing was changed.")


def _customer_of(doors: Doors, org_id: UUID, task_id: UUID) -> str:
    with doors.store.tenant(org_id) as tx:
        for task in tasks.open_tasks(tx):
            if task.id == task_id:
                return task.customer_id
    raise NotPossible(_NOT_THERE)


def _id(card: str) -> UUID:
    """The id in a card's name. Raises NotPossible where there is none."""
    try:
        return UUID(card.partition(" ")[2])
    except ValueError as problem:
        raise NotPossible(_NOT_THERE) from problem
