"""How a farewell stands and what of ours remains in the ledger, as values. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.jobs import What
from plugin.store import Tx, due, leaving
from plugin.store.leaving import LeftBehind, StillToWrite
from plugin.store.organisations import Organisation, OrgState


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """What the Settings page says of leaving; instants are UTC, None where nothing is due."""

    is_leaving: bool
    #: left, by a person here or inside the ledger: it may be exported and erased
    has_left: bool
    still: StillToWrite
    #: when the last words, or the deletion of the connection, are tried again
    tries_at: datetime | None
    left: LeftBehind
    #: when everything is erased by itself
    erased_at: datetime | None


def farewell(tx: Tx, organisation: Organisation) -> Farewell:
    """How the farewell of an organisation stands."""
    trying = due.read(tx, organisation.id, What.DISCONNECT)
    forgetting = due.read(tx, organisation.id, What.FORGET)
    has_left = organisation.state is OrgState.DISCONNECTED
    return Farewell(
        is_leaving=organisation.is_leaving,
        has_left=has_left,
        still=leaving.still_to_write(tx),
        tries_at=trying.at if trying else None,
        left=leaving.left_behind(tx),
        erased_at=forgetting.at if has_left and forgetting else None,
    )
