"""Our two contact groups as they stand in the ledger: found by id, else by name, else made once.

A group that Xero refuses to make is asked about and not asked for again while the same groups
stand there; one of unknown outcome is looked for by its name first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.credit.account import CreditStatus, StepState
from plugin.operations.assess import Ground
from plugin.operations.attempts import key_of, look_later, settle, tell_refusal
from plugin.operations.doors import Doors
from plugin.ports import (
    Ledger,
    LedgerGroup,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    Unavailable,
)
from plugin.store import groups, refusals, writes

FLAGGED = (CreditStatus.WATCH, CreditStatus.STOP)


@dataclass(slots=True)
class OurGroups:
    """Our groups as the ledger has them now, those that this run makes included."""

    by_status: dict[CreditStatus, LedgerGroup | None]
    #: the ids of every group that was listed
    listed: tuple[str, ...] = ()
    #: a person gave one of our groups another name: an answer, so no new one is made (rule 31)
    is_renamed: bool = False

    def exists(self, status: CreditStatus) -> bool:
        """True for OPEN, which needs no group, and where the status has its group."""
        return status is CreditStatus.OPEN or self.by_status[status] is not None

    def holds(self, status: CreditStatus, contact_id: str) -> bool:
        """Whether the contact is in the group of this status."""
        group = self.by_status.get(status)
        return group is not None and contact_id in group.members


def read_groups(doors: Doors, on: Ground, ledger: Ledger) -> OurGroups:
    """Our groups with their members, found by the id that we remember, else by name.

    Xero tells names apart without regard to capitals, so they are matched like that too.
    """
    names = _names(on)
    listed = ledger.groups()
    with doors.store.tenant(on.organisation.id) as tx:
        remembered = groups.ours(tx)
    found: dict[CreditStatus, LedgerGroup | None] = {}
    for status, name in names.items():
        same = [group for group in listed if group.name.casefold() == name.casefold()]
        match = next((group for group in same if group.id in remembered), None) or next(
            iter(same), None
        )
        found[status] = ledger.group(match.id) if match is not None else None
        if match is not None and match.id not in remembered:
            with doors.store.tenant(on.organisation.id) as tx:
                groups.remember_ours(tx, match.id, name)
                refusals.group_made(tx, name, now=on.now)
    ours = {name.casefold() for name in names.values()}
    renamed = any(group.id in remembered and group.name.casefold() not in ours for group in listed)
    return OurGroups(found, tuple(group.id for group in listed), renamed)


def group_for(
    doors: Doors, on: Ground, ledger: Ledger, standing: OurGroups, status: CreditStatus
) -> LedgerGroup | None:
    """The group of a status, made where it is not there; None where it cannot be made now."""
    known = standing.by_status[status]
    if known is not None:
        return known
    name = _names(on)[status]
    with doors.store.tenant(on.organisation.id) as tx:
        write = refusals.begin_group(tx, name, groups=standing.listed, now=on.now)
    if write is None:
        return None
    try:
        group = ledger.create_group(name, key=key_of(on, write))
    except (NotPermitted, Unavailable):
        settle(doors, on, write, StepState.DROPPED, "nothing came of it")
        raise
    except Refused as refused:
        words = str(refused)
        with doors.store.tenant(on.organisation.id) as tx:
            writes.settle(tx, write.id, state=StepState.REFUSED, now=on.now, outcome=words)
            tell_refusal(tx, on, write.id, "", f"to make the contact group “{name}”", words)
        return None
    except OutcomeUnknown as unknown:
        look_later(doors, on, write, str(unknown), f"to make the contact group “{name}”")
        return None
    with doors.store.tenant(on.organisation.id) as tx:
        groups.remember_ours(tx, group.id, name)
        refusals.group_made(tx, name, now=on.now)
    standing.by_status[status] = group
    return group


def _names(on: Ground) -> Mapping[CreditStatus, str]:
    return {
        CreditStatus.WATCH: on.house.groups.watch,
        CreditStatus.STOP: on.house.groups.stop,
    }
