"""Take the hard step that two people agreed to, in the name of the second.

Which steps want two, and who may be the second, is for `second`.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from plugin.operations import agency, charge_invoices, decide, respond, second
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.second import HardStep, Wanted, WantsSecond
from plugin.store.second import Proposal

_CHANGED = (
    "Nothing was done: it has changed since it was proposed, so the proposal has lapsed. Look at "
    "it as it is now, and propose it again."
)


def agree(doors: Doors, *, org_id: UUID, who: UUID, by: str, proposal_id: UUID) -> str:
    """Agree as the second person, and take the step: what was done. Raises NotPossible."""
    found = second.agree(doors, org_id=org_id, who=who, by=by, proposal_id=proposal_id)
    both = f"{found.proposed_by} and {by}"
    try:
        _take(doors, org_id, both, found)
    except WantsSecond:
        second.lapse(doors, org_id=org_id, proposal_id=proposal_id)
        raise NotPossible(_CHANGED) from None
    except NotPossible:
        second.lapse(doors, org_id=org_id, proposal_id=proposal_id)
        raise
    return f"Agreed by {both}: {found.words}."


def ask(doors: Doors, *, org_id: UUID, who: UUID, by: str, wanted: Wanted) -> str:
    """A person asked for a step that wants two: it is proposed, or done where they are the second.

    A sentence of what came of it; raises NotPossible.
    """
    standing = second.propose(doors, org_id=org_id, who=who, by=by, wanted=wanted)
    if standing is not None:
        return agree(doors, org_id=org_id, who=who, by=by, proposal_id=standing)
    return f"Proposed: {wanted.words}. Somebody else has to agree before it is done."


def _take(doors: Doors, org_id: UUID, by: str, found: Proposal) -> None:
    how = found.how
    match HardStep(found.step):
        case HardStep.FINAL | HardStep.BEFORE_ACTION:
            _take_message(doors, org_id, by, found)
        case HardStep.STOP:
            decide.decide_stop(
                doors, org_id=org_id, by=by, customer_id=found.customer_id, stop=True
            )
        case HardStep.FEES:
            charge_invoices.draft_invoice(
                doors, org_id=org_id, by=by, customer_id=found.customer_id,
                charge_ids=[UUID(each) for each in how["charges"]],
            )  # fmt: skip
        case HardStep.AGENCY:
            agency.hand_over(
                doors, org_id=org_id, by=by, customer_id=found.customer_id,
                invoice_ids=how["invoices"], name=how["name"], address=how["address"],
                why=how["why"], said_yes=how["said_yes"],
            )  # fmt: skip


def _take_message(doors: Doors, org_id: UUID, by: str, found: Proposal) -> None:
    message_id, how = UUID(found.subject), found.how.get("do", "approve")
    if how == "posted":
        day = date.fromisoformat(found.how["day"])
        respond.posted(doors, org_id=org_id, by=by, message_id=message_id, day=day)
    elif how == "done_by_me":
        respond.done_by_me(doors, org_id=org_id, by=by, message_id=message_id)
    else:
        respond.approve(doors, org_id=org_id, by=by, message_id=message_id)
