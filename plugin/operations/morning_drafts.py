"""Approving by a link the drafts that a morning letter named, as far as each is what it was.

One that was edited, paid or settled since is said and left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from plugin.credit.account import StepState
from plugin.credit.money import Money
from plugin.letters.wording import counted, listed, money
from plugin.operations.decide import record
from plugin.operations.doors import NotPossible
from plugin.operations.ground import Ground, drafted_among
from plugin.operations.morning_standing import Standing, became, name_of, seen_of, why
from plugin.operations.respond import ONE_BY_ONE, approve_within
from plugin.store import Tx, assessments, messages
from plugin.store.messages import Message
from plugin.store.morning_links import MorningLink

_HELD_FOR_TEN = "Each is held for ten minutes, so that it can be taken back under Reminders."


def drafts_as_written(tx: Tx, on: Ground, named: Sequence[str]) -> dict[str, Any]:
    """What a link keeps of the drafts that it is about; empty where none may go together."""
    found = [messages.read(tx, UUID(each)) for each in named]
    may_go = [
        each
        for each in found
        if each is not None
        and each.state is StepState.PROPOSED
        and not ONE_BY_ONE.intersection(each.ask)
    ]
    drafted = drafted_among(tx, on, may_go)
    kept = [[str(each.id), seen_of(tx, each)] for each in may_go if each.customer_id not in drafted]
    return {"messages": kept} if kept else {}


def _drafts(tx: Tx, link: MorningLink) -> tuple[list[Message], list[str]]:
    """The drafts that are as they were in the letter, and what became of the others."""
    as_they_were, not_now = [], []
    for message_id, seen in link.about["messages"]:
        message = messages.read(tx, UUID(message_id))
        if message is None:
            not_now.append("One message of the letter is not there any more.")
        elif message.state is not StepState.PROPOSED:
            not_now.append(f"The one to {name_of(tx, message.customer_id)} {became(message)}.")
        elif seen_of(tx, message) != seen:
            not_now.append(
                f"The one to {name_of(tx, message.customer_id)} is not what it was in the letter: "
                "it was edited, or something was paid. It waits; look at it first."
            )
        else:
            as_they_were.append(message)
    return as_they_were, not_now


def approving(tx: Tx, on: Ground, link: MorningLink) -> Standing:
    """Which drafts would be approved now, and what became of the others."""
    as_they_were, not_now = _drafts(tx, link)
    return Standing(
        button=f"Approve {counted(len(as_they_were), 'message')}",
        will=tuple(
            f"{name_of(tx, each.customer_id)} gets a message about "
            f"{money(Money(each.total, each.currency))}."
            for each in as_they_were
        ),
        not_now=tuple(not_now),
    )


def approve(tx: Tx, on: Ground, link: MorningLink, by: str) -> str:
    """Approve them under their customers' locks; says what was done. Raises NotPossible."""
    named = [messages.read(tx, UUID(each)) for each, _ in link.about["messages"]]
    assessments.lock(tx, sorted({each.customer_id for each in named if each is not None}))
    as_they_were, not_now = _drafts(tx, link)
    approved: list[Message] = []
    for message in as_they_were:
        try:
            approve_within(tx, on, message, by)
        except NotPossible as problem:
            not_now.append(f"{name_of(tx, message.customer_id)}: {problem}")
        else:
            approved.append(message)
    if not approved:
        raise NotPossible(" ".join(("Nothing was approved.", *not_now)))
    done = f"Approved {counted(len(approved), 'message')} {why(link)}"
    record(tx, on, by, None, "morning_link", done)
    names = listed([name_of(tx, each.customer_id) for each in approved], 4)
    return " ".join(
        (f"{counted(len(approved), 'message')} approved: {names}.", _HELD_FOR_TEN, *not_now)
    )
