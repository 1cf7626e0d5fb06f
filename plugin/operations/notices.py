"""Notices: what a webhook delivery becomes, before it is answered. Nothing is fetched here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import groupby

from plugin.jobs import What
from plugin.operations.doors import Doors, decided
from plugin.store import inbox, organisations, throttles
from plugin.store.inbox import Notice

#: failed signatures that one address may send in a minute before it is turned away
FAILURES_A_MINUTE = 60


def take_notices(doors: Doors, by_ledger_id: Mapping[str, Iterable[Notice]]) -> int:
    """Store notices under their stable keys, per organisation; says how many were new.

    Notices of an organisation that we do not know, or that is not connected, are dropped.
    """
    taken = 0
    now = doors.clock.now()
    for ledger_id, notices in by_ledger_id.items():
        with doors.store.house() as house:
            organisation = organisations.by_ledger_id(house, ledger_id)
        if organisation is None or not organisation.is_connected:
            continue
        with decided(doors, organisation.id, What.NOTICES) as tx:
            taken += inbox.store_notices(tx, tuple(notices), received_at=now)
    return taken


def grouped(notices: Iterable[tuple[str, Notice]]) -> dict[str, list[Notice]]:
    """Pairs of a ledger's id and a notice, by ledger id."""
    ordered = sorted(notices, key=lambda pair: pair[0])
    return {
        ledger_id: [notice for _, notice in pairs]
        for ledger_id, pairs in groupby(ordered, key=lambda pair: pair[0])
    }


def too_many_failures(doors: Doors, address: str) -> bool:
    """Count a delivery with a wrong signature against its address; true once it is too many."""
    with doors.store.house() as house:
        allowed = throttles.hit(
            house,
            f"webhook:{address}",
            limit=FAILURES_A_MINUTE,
            window=timedelta(minutes=1),
            now=doors.clock.now(),
        )
    return not allowed
