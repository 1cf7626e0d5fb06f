"""What each role may do in an organisation. Pure; doors and pages ask it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from plugin.store.people import Role


class Right(StrEnum):
    """What a page or a form asks of who uses it."""

    #: ask whether an order can be taken, without seeing the books
    ORDER = "order"
    #: open the pages of the books
    SEE = "see"
    #: decide about customers: approve, hold, promise, limit, dispute, call
    DECIDE = "decide"
    #: set what holds for everybody: policies, texts, charges, how to pay, the past
    SET = "set"
    #: the team, leaving and erasing
    OWN = "own"
    #: say how they themselves are written to
    MINE = "mine"


_ALL = frozenset(Right)

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.OWNER: _ALL,
        Role.ACCOUNTANT: _ALL - {Right.OWN},
        Role.CONTROLLER: _ALL - {Right.OWN, Right.SET},
        Role.SALES: frozenset({Right.ORDER, Right.MINE}),
        Role.READER: frozenset({Right.SEE, Right.MINE}),
    }
)


def may(role: Role, right: Right) -> bool:
    """Whether this role has this right."""
    return right in RIGHTS[role]


#: what a person is called in a sentence: "Tom joined as ..."
ROLE_NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.OWNER: "an owner",
        Role.CONTROLLER: "a credit controller",
        Role.ACCOUNTANT: "an accountant",
        Role.SALES: "a salesperson",
        Role.READER: "a reader",
    }
)

MAY_DO: Mapping[Role, str] = MappingProxyType(
    {
        Role.OWNER: "sees, decides and sets everything, invites people, and may leave and erase",
        Role.ACCOUNTANT: "sees everything, decides about customers, and sets policies, charges and "
        "how letters read",
        Role.CONTROLLER: "sees everything and decides about customers; does not change policies or "
        "settings",
        Role.SALES: "asks whether an order can be taken, and sees nothing of the books beside the "
        "answer",
        Role.READER: "sees everything and changes nothing",
    }
)
