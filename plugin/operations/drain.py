"""Drain: fetch what webhooks named, many records to a call. What it means is not decided here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plugin.jobs import What
from plugin.operations.doors import Doors, decided, organisation_of
from plugin.operations.ingest import READINGS, fetch_contacts, fetch_invoices, read
from plugin.operations.pace import next_drain
from plugin.store import inbox, payments


def drain_notices(doors: Doors, org_id: UUID) -> datetime | None:
    """Fetch what the stored notices name, many ids to a call, and mark them handled.

    The first notice drains at once; those that arrive meanwhile share the next call. Invoices and
    contacts are fetched by id; for anything else what changed since the last reading is read.
    Where calls run low, drains keep a distance; says when the next one is due.
    """
    with doors.store.tenant(org_id) as tx:
        rests_until = next_drain(tx, now=doors.clock.now())
    if rests_until is not None:
        return rests_until
    ledger = doors.ledger(org_id)
    while True:
        with doors.store.tenant(org_id) as tx:
            waiting = inbox.unhandled(tx, limit=500)
            organisation = organisation_of(tx, org_id)
        if not waiting:
            return None
        fetch_contacts(doors, org_id, ledger, _ids(waiting, "CONTACT"))
        fetch_invoices(doors, organisation, ledger, _ids(waiting, "INVOICE"))
        wanted = _also_read(doors, org_id, waiting)
        for reading in READINGS:
            if reading.resource in wanted:
                read(doors, org_id, ledger, reading)
        with decided(doors, org_id, What.ASSESS) as tx:
            handled_at = doors.clock.now()
            inbox.mark_handled(tx, [notice.key for notice in waiting], now=handled_at)


#: what is read by change where a notice names one: there is no fetching of many by id
_BY_CHANGE = {
    "PAYMENT": "payments",
    "CREDITNOTE": "credit_notes",
    "OVERPAYMENT": "overpayments",
    "PREPAYMENT": "prepayments",
}


def _also_read(doors: Doors, org_id: UUID, notices: Sequence[inbox.Notice]) -> set[str]:
    """What is to be read beside the invoices and contacts that these notices name.

    Only a payment itself says when it was made, and no notice may name it: so payments and
    credits are read where those held do not add up to what the invoice says of itself.
    """
    named = {
        _BY_CHANGE[notice.resource.upper()]
        for notice in notices
        if notice.resource.upper() in _BY_CHANGE
    }
    with doors.store.tenant(org_id) as tx:
        is_paid, is_credited = payments.unexplained(tx, _ids(notices, "INVOICE"))
    if is_paid:
        named.add("payments")
    return named | ({"credit_notes", "overpayments", "prepayments"} if is_credited else set())


def _ids(notices: Sequence[inbox.Notice], resource: str) -> list[str]:
    return sorted({found.resource_id for found in notices if found.resource.upper() == resource})
