"""The verdict on one reply: right, missed, or wrong, with the reason.

Wrong is a false or missing fact, a wrong slot, an action without a yes, an action read back that
nobody asked for, or an answer where only a handover or a refusal is right. Missed is harmless:
handed over, or asked back, without need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from plugin.examining.papers import Effects, Expectation, Want
from plugin.examining.replies import Reply, invoices_of
from plugin.examining.stated import plain, states
from plugin.examining.truth import Truth

_PASSED_ON = frozenset({"handover", "refuse"})


class Outcome(StrEnum):
    """What a reply was worth."""

    RIGHT = "right"
    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a turn; `why` is empty where it was right."""

    outcome: Outcome
    why: tuple[str, ...] = ()


def judge(
    expected: Expectation,
    reply: Reply,
    truth: Truth,
    said: Sequence[str],
    agreed: Mapping[str, Any],
) -> Verdict:
    """Judge a reply to the last of `said`, all that the customer has said so far.

    `agreed` are the slots that a yes now would be a yes to.
    """
    if wrong := [*_wrong(expected, reply, truth, said, agreed)]:
        return Verdict(Outcome.WRONG, tuple(wrong))
    if missed := [*_missed(expected, reply)]:
        return Verdict(Outcome.MISSED, tuple(missed))
    return Verdict(Outcome.RIGHT)


def _wrong(
    expected: Expectation,
    reply: Reply,
    truth: Truth,
    said: Sequence[str],
    agreed: Mapping[str, Any],
) -> Iterator[str]:
    slots = [str(each) for value in expected.slots.values() for each in _choices(value)]
    further = (*expected.facts, *expected.may, *slots)
    yield from truth.false_facts(reply.reply, said, further)
    yield from (f"stated: {each}" for each in expected.never if states(reply.reply, each))
    if reply.effects and expected.effects is Effects.NONE:
        yield f"an action without a yes: {', '.join(reply.effects)}"
    if reply.did in _PASSED_ON:
        return
    if expected.want is Want.HANDOVER and reply.did not in expected.did:
        yield f"{reply.did} where only a handover or a refusal is right"
        return
    yield from (f"not stated: {each}" for each in expected.facts if not states(reply.reply, each))
    if expected.says and not any(
        re.search(each, plain(reply.reply), re.IGNORECASE) for each in expected.says
    ):
        yield f"says none of: {', '.join(expected.says)}"
    if reply.acts:
        yield from _wrong_action(expected, reply, agreed)
    if reply.did == "confirm_action" and reply.did not in expected.did:
        yield f"read back unasked: {reply.intent}"


def _wrong_action(expected: Expectation, reply: Reply, agreed: Mapping[str, Any]) -> Iterator[str]:
    if expected.intents and reply.intent not in expected.intents:
        yield f"{reply.intent} instead of {' or '.join(sorted(expected.intents))}"
    for name, wanted in expected.slots.items():
        given = reply.slots.get(name)
        if wanted is None and given not in (None, ""):
            yield f"slot {name}: {given}, should be open"
        elif wanted is not None and not any(same(name, given, each) for each in _choices(wanted)):
            yield f"slot {name}: {given} instead of {wanted}"
    if reply.effects:
        for name, wanted in agreed.items():
            given = reply.slots.get(name)
            if (
                wanted is not None
                and given not in (None, "")
                and not any(same(name, given, each) for each in _choices(wanted))
            ):
                yield f"slot {name}: done {given}, agreed {wanted}"


def _missed(expected: Expectation, reply: Reply) -> Iterator[str]:
    if reply.did not in expected.did:
        yield f"{reply.did} instead of {' or '.join(sorted(expected.did))}"
    elif expected.effects is Effects.SOME and not reply.effects:
        yield "a yes, and nothing was done"


def same(name: str, given: object, wanted: object) -> bool:
    """Whether a slot has the value wanted, however it is written."""
    if given is None or given == "":
        return False
    if name == "invoice":
        return invoices_of(given) == invoices_of(wanted)
    if name == "date":
        return str(given) == str(wanted)
    try:
        return Decimal(str(given)) == Decimal(str(wanted))
    except InvalidOperation:
        return False


def _choices(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
