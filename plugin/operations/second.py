"""A second person for the hard steps, where the owner wants one.

One person proposes, another agrees to exactly that; if what it is about has changed, the proposal
has lapsed. What the engine proposes counts for neither of the two. A step that wants two people is
taken through here alone: anything else that asks for it is refused with `WantsSecond`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, ground
from plugin.operations.roles import Right, may
from plugin.store import Tx, people, second, timeline
from plugin.store.second import Proposal, State


class HardStep(StrEnum):
    """What an owner may want two people for."""

    FINAL = "final"
    BEFORE_ACTION = "before_action"
    STOP = "stop"
    FEES = "fees"
    AGENCY = "agency"


#: what each is, in a sentence that begins with it
STEP_NAMES: Mapping[HardStep, str] = MappingProxyType(
    {
        HardStep.FINAL: "a final notice",
        HardStep.BEFORE_ACTION: "a letter before action",
        HardStep.STOP: "a stop on sales on terms",
        HardStep.FEES: "an invoice for interest and fees",
        HardStep.AGENCY: "a hand-off to an agency or solicitor",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One hard step as somebody asks for it: what it is about, in words, and all its facts.

    `facts` is whatever must be the same for the second person; `how` is what it takes to ask for
    it once more.
    """

    step: HardStep
    subject: str
    words: str
    facts: object
    customer_id: str = ""
    how: Mapping[str, Any] = field(default_factory=dict)

    @property
    def print(self) -> str:
        """The facts as one short value."""
        text = json.dumps(self.facts, default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


class WantsSecond(NotPossible):
    """The step wants two people, and two have not agreed to it as it is now."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(
            f"Nothing was done yet: {STEP_NAMES[wanted.step]} wants two people here. Propose it on "
            "the customer's page or with the message; somebody else then agrees to it."
        )
        self.wanted = wanted


def refuse_unless_agreed(tx: Tx, on: Ground, wanted: Wanted) -> None:
    """Let a step be taken that two people agreed to, or that wants only one; else WantsSecond.

    In the transaction of the step: an agreement is used up with it.
    """
    if wanted.step.value not in second.wanted(tx):
        return
    found = second.standing(tx, wanted.step.value, wanted.subject)
    if found is None or found.state is not State.AGREED or found.facts != wanted.print:
        raise WantsSecond(wanted)
    second.settle(tx, found.id, State.DONE, by_id=None, by="policy", at=on.now)


def refuse_alone(tx: Tx, step: HardStep, where: str) -> None:
    """Refuse what would come to the same as a step that wants two people; `where` it is taken."""
    if step.value in second.wanted(tx):
        raise NotPossible(
            f"Nothing was changed: {STEP_NAMES[step]} wants two people here. Propose it {where}."
        )


def propose(doors: Doors, *, org_id: UUID, who: UUID, by: str, wanted: Wanted) -> UUID | None:
    """Write down what one person wants; the id of what another proposed alike, to be agreed to.

    None where it is the first person's. Raises NotPossible where the same person proposed it.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = second.standing(tx, wanted.step.value, wanted.subject)
        is_same = found is not None and found.facts == wanted.print
        if found is not None and is_same:
            if found.proposed_by_id == who and found.state is State.OPEN:
                raise NotPossible(_SAME)
            return found.id
        second.propose(
            tx,
            step=wanted.step.value,
            customer_id=wanted.customer_id,
            subject=wanted.subject,
            words=wanted.words,
            facts=wanted.print,
            how=wanted.how,
            by_id=who,
            by=by,
            at=on.now,
        )
        moved = "; what was proposed before has changed" if found is not None else ""
        _record(tx, on, by, wanted.customer_id, f"{by} proposed {wanted.words}{moved}")
    return None


_SAME = (
    "You proposed this yourself, so somebody else has to agree to it. Nothing was changed. It "
    "stands under “A second person”."
)


def agree(doors: Doors, *, org_id: UUID, who: UUID, by: str, proposal_id: UUID) -> Proposal:
    """A second person agrees; the step is then to be asked for, which uses it up.

    Raises NotPossible for whoever proposed it, and where it does not stand any more.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = _open(tx, proposal_id)
        if found.proposed_by_id == who:
            raise NotPossible(_SAME)
        if not _may_decide(tx, org_id, found.proposed_by_id):
            second.settle(tx, found.id, State.LAPSED, by_id=who, by=by, at=on.now)
            return found
        second.settle(tx, found.id, State.AGREED, by_id=who, by=by, at=on.now)
        words = f"{by} agreed to what {found.proposed_by} proposed: {found.words}"
        _record(tx, on, by, found.customer_id, words)
    return found


def lapse(doors: Doors, *, org_id: UUID, proposal_id: UUID) -> None:
    """What two people agreed to could not be done as it was: it counts no longer."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = second.read(tx, proposal_id)
        if found is not None and found.state is State.AGREED:
            second.settle(tx, found.id, State.LAPSED, by_id=None, by="policy", at=on.now)
            _record(tx, on, "policy", found.customer_id, f"Has lapsed: {found.words}")


def say_no(doors: Doors, *, org_id: UUID, who: UUID, by: str, proposal_id: UUID) -> bool:
    """Refuse a proposal, or take one's own back: true where it was one's own."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = _open(tx, proposal_id)
        own = found.proposed_by_id == who
        state = State.TAKEN_BACK if own else State.REFUSED
        second.settle(tx, found.id, state, by_id=who, by=by, at=on.now)
        what = "took back" if own else f"said no to what {found.proposed_by} proposed:"
        _record(tx, on, by, found.customer_id, f"{by} {what} {found.words}")
    return own


def choose(
    doors: Doors, *, org_id: UUID, by: str, steps: Iterable[HardStep], understood: bool
) -> None:
    """Say which steps want two people. Raises NotPossible where nobody could be the second.

    `understood` where the owner was told so and wants it all the same.
    """
    chosen = frozenset(steps)
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        if chosen and deciders(tx, org_id) < 2 and not understood:
            raise NotPossible(
                "Nothing was changed: only one person here may decide about customers, so nobody "
                "could be the second, and these steps could not be taken at all. Ask somebody to "
                "join first, or tick that you know it."
            )
        second.choose(tx, (each.value for each in chosen), by=by, at=on.now)
        named = ", ".join(STEP_NAMES[each] for each in HardStep if each in chosen)
        words = f"Wants two people for {named}" if chosen else "No step wants two people"
        _record(tx, on, by, "", words)


def deciders(tx: Tx, org_id: UUID) -> int:
    """How many of the team may decide about customers."""
    return sum(may(each.role, Right.DECIDE) for each in people.members_of(tx, org_id))


def _may_decide(tx: Tx, org_id: UUID, user_id: UUID) -> bool:
    members = people.members_of(tx, org_id)
    return any(m.user.id == user_id and may(m.role, Right.DECIDE) for m in members)


def _open(tx: Tx, proposal_id: UUID) -> Proposal:
    found = second.read(tx, proposal_id)
    if found is None or found.state is not State.OPEN:
        raise NotPossible("This was settled or has changed meanwhile. Nothing was changed.")
    return found


def _record(tx: Tx, on: Ground, by: str, customer_id: str, summary: str) -> None:
    event = timeline.Event(
        at=on.now, kind="second", by=by, summary=summary, customer_id=customer_id or None
    )
    timeline.record(tx, event)
