"""Ingest: read the sales ledger page by page and save it. What it means is not decided here.

The first sync reads everything; later ones read what changed, with an overlap, and a regular
catch-up makes webhooks an optimisation and not a dependency. A page is one transaction with its
cursor: a page that cannot be read loses nothing and is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from plugin.jobs import What
from plugin.operations.doors import Doors, decided, local_date, organisation_of
from plugin.operations.kpis import bring_up_to_date
from plugin.operations.pace import next_catch_up
from plugin.ports import (
    Ledger,
    LedgerCredit,
    LedgerInvoice,
    LedgerOrganisation,
    Malformed,
    Page,
    Urgency,
)
from plugin.store import (
    Tx,
    contacts,
    due,
    groups,
    invoices,
    organisations,
    payments,
    reading_marks,
    reference,
    statistics,
    timeline,
)
from plugin.store.organisations import Organisation

#: what changed this long before the last reading is read again: clocks differ, pages overlap
OVERLAP = timedelta(minutes=2)
#: the first comparison with what is open comes so long after everything was read
COMPARED_AFTER = timedelta(hours=2)
#: passes over one resource in one run, where records keep changing under our hands
_TRIES = 3
#: terms where the ledger names none, in days (rule 1)
DEFAULT_TERMS_DAYS = 30
#: how many ids one call may carry in its address
IDS_IN_A_CALL = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """One paged resource: the name of the ledger's call that reads it, and how it is saved."""

    resource: str
    save: Callable[[Tx, Organisation, Sequence[Any], datetime], int]


def _save_contacts(tx: Tx, _: Organisation, items: Sequence[Any], __: datetime) -> int:
    return contacts.save_contacts(tx, items).rows


def _save_invoices(tx: Tx, org: Organisation, items: Sequence[Any], now: datetime) -> int:
    return save_invoices(tx, org, items, now=now)


def save_invoices(
    tx: Tx, org: Organisation, items: Sequence[LedgerInvoice], *, now: datetime
) -> int:
    """Save sales invoices and bills of one page; says how many rows changed."""
    return invoices.save_invoices(
        tx,
        items,
        seen_on=local_date(org, now),
        first_sync=org.first_synced_at is None,
        terms_days=org.sales_terms_days or DEFAULT_TERMS_DAYS,
    ).rows


def _save_payments(tx: Tx, _: Organisation, items: Sequence[Any], now: datetime) -> int:
    bad_debts = reference.bad_debt_accounts(tx)
    return payments.save_payments(tx, items, bad_debt_accounts=bad_debts, now=now).rows


def _save_credits(tx: Tx, _: Organisation, items: Sequence[Any], __: datetime) -> int:
    return save_credits(tx, items)


def save_credits(tx: Tx, items: Sequence[LedgerCredit]) -> int:
    """Save customers' credits of one page, their accounts by id; says how many rows changed."""
    ids = reference.account_ids(tx)
    named = [
        replace(each, account_ids=tuple(ids.get(name, name) for name in each.account_ids))
        for each in items
    ]
    bad_debts = reference.bad_debt_accounts(tx)
    return payments.save_credits(tx, named, bad_debt_accounts=bad_debts).rows


def learn_accounts(
    doors: Doors, org_id: UUID, ledger: Ledger, items: Sequence[LedgerCredit]
) -> None:
    """Read the chart anew where one of these credits names an account that it does not hold."""
    named = {name for each in items for name in each.account_ids}
    with doors.store.tenant(org_id) as tx:
        strangers = named - reference.account_ids(tx).keys()
    if not strangers:
        return
    accounts = ledger.accounts()
    with doors.store.tenant(org_id) as tx:
        reference.replace_chart(tx, accounts)


def _save_quotes(tx: Tx, _: Organisation, items: Sequence[Any], __: datetime) -> int:
    return reference.save_quotes(tx, items).rows


#: contacts first, so that a document always finds whose it is; payments last
READINGS = (
    Reading("contacts", _save_contacts),
    Reading("invoices", _save_invoices),
    Reading("credit_notes", _save_credits),
    Reading("overpayments", _save_credits),
    Reading("prepayments", _save_credits),
    Reading("payments", _save_payments),
)
#: what changes rarely is read once a day, to spare the organisation's calls
DAILY_READINGS = (Reading("quotes", _save_quotes),)
DAILY = timedelta(days=1)


def read_ledger(doors: Doors, org_id: UUID) -> datetime | None:
    """Read everything that is new in the ledger; says when the next catch-up is due.

    The first time everything is read, what is otherwise read daily included. Raises LedgerError
    as the doors do; what was read until then is kept, with its cursor.
    """
    ledger = doors.ledger(org_id)
    with doors.store.tenant(org_id) as tx:
        is_first = organisation_of(tx, org_id).first_synced_at is None
    if is_first:
        # the organisation itself was read a moment ago, when it was connected
        _read_settings(doors, org_id, ledger, facts=None)
    for reading in READINGS:
        read(doors, org_id, ledger, reading)
    if is_first:
        _read_rare(doors, org_id, ledger)
    now = doors.clock.now()
    with decided(doors, org_id, What.ASSESS) as tx:
        if organisations.note_first_synced(tx, org_id, now=now):
            timeline.record(
                tx,
                timeline.Event(
                    at=now,
                    kind="first_sync",
                    by="Goodterms",
                    summary="The whole sales ledger has been read for the first time",
                ),
            )
        if due.read(tx, org_id, What.COMPARE) is None:
            due.put(tx, What.COMPARE, now + COMPARED_AFTER)
        return next_catch_up(tx, organisation_of(tx, org_id), now=now)


def read_daily(doors: Doors, org_id: UUID) -> datetime | None:
    """Once a day: what changes rarely; and it fails where somebody disconnected inside Xero."""
    ledger = doors.ledger(org_id, urgency=Urgency.LATER)
    _read_settings(doors, org_id, ledger, facts=ledger.organisation())
    _read_rare(doors, org_id, ledger)
    with doors.store.tenant(org_id) as tx:
        # so that the day's first look at the figures need not wait
        bring_up_to_date(tx, on=local_date(organisation_of(tx, org_id), doors.clock.now()))
    # the groups were read anew: a flag that somebody took off is noticed by writing back (rule 31)
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK):
        return doors.clock.now() + DAILY


def _read_settings(
    doors: Doors, org_id: UUID, ledger: Ledger, *, facts: LedgerOrganisation | None
) -> None:
    chart, reminders = ledger.accounts(), ledger.reminders_on()
    with doors.store.tenant(org_id) as tx:
        if facts is not None:
            organisations.update_facts(tx, org_id, facts)
        organisations.note_reminders_on(tx, org_id, reminders)
        reference.replace_chart(tx, chart)


def read(doors: Doors, org_id: UUID, ledger: Ledger, reading: Reading) -> None:
    """Read one resource to its end, from where the last reading of it stopped.

    A record that changes while its page lies behind us moves to the end, and the first of the
    next page slips back unread. So what was seen is counted against what the ledger says there
    is, and a reading that came out short is done once more; newest wins, so that costs no harm.
    """
    for _ in range(_TRIES):
        if _read_once(doors, org_id, ledger, reading):
            return


def _read_once(doors: Doors, org_id: UUID, ledger: Ledger, reading: Reading) -> bool:
    """One pass over the pages; says whether nothing can have slipped through between them."""
    started = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        mark = reading_marks.cursor(tx, reading.resource)
        organisation = organisation_of(tx, org_id)
        reading_marks.begin(tx, reading.resource, at=started)
    number, seen = mark.page, set[str]()
    while True:
        page = _page(doors, org_id, ledger, reading, number, mark.since)
        if reading.save is _save_credits:
            learn_accounts(doors, org_id, ledger, page.items)
        seen.update(item.id for item in page.items)
        last = number >= page.page_count
        is_whole = page.page_count <= 1 or (mark.page == 1 and len(seen) >= page.item_count)
        with doors.store.tenant(org_id) as tx:
            rows = reading.save(tx, organisation, page.items, started)
            reading_marks.page_done(
                tx, reading.resource, page=number, page_count=page.page_count, rows=rows
            )
            if last and is_whole:
                reading_marks.finish(
                    tx, reading.resource, since=started - OVERLAP, at=doors.clock.now()
                )
            else:
                following = 1 if last else number + 1
                reading_marks.next_page(tx, reading.resource, page=following)
        with doors.store.house() as house:
            statistics.keep_up(house)
        if last:
            return is_whole
        number += 1


def _page(
    doors: Doors,
    org_id: UUID,
    ledger: Ledger,
    reading: Reading,
    number: int,
    since: datetime | None,
) -> Page[Any]:
    """Read one page; one that cannot be read is told to people, and the cursor stays before it."""
    read_page: Callable[..., Page[Any]] = getattr(ledger, reading.resource)
    try:
        return read_page(page=number, since=since)
    except Malformed as problem:
        with doors.store.tenant(org_id) as tx:
            reading_marks.failed(tx, reading.resource, str(problem))
        raise


def _read_rare(doors: Doors, org_id: UUID, ledger: Ledger) -> None:
    for reading in DAILY_READINGS:
        read(doors, org_id, ledger, reading)
    templates, listed = ledger.repeating(), ledger.groups()
    with doors.store.tenant(org_id) as tx:
        held = {group.id: group for group in groups.groups(tx)}
    on = doors.clock.now().date()
    standing = [
        ledger.group(group.id)
        if group.id not in held or _is_read_on(held[group.id], on)
        else replace(group, members=held[group.id].members)
        for group in listed
    ]
    with doors.store.tenant(org_id) as tx:
        reference.replace_repeating(tx, templates)
        groups.replace_groups(tx, standing)


def _is_read_on(group: groups.Group, on: date) -> bool:
    """Members cost a call a group: daily where they mean something, the others in turn by weekday.

    Our own groups are read by writing back, whenever it compares them.
    """
    if group.meaning not in {None, groups.NOTHING}:
        return True
    return not group.ours and crc32(group.id.encode()) % 7 == on.weekday()


def fetch_contacts(doors: Doors, org_id: UUID, ledger: Ledger, ids: Sequence[str]) -> None:
    """Read these contacts, forty to a call, and save them."""
    for start in range(0, len(ids), IDS_IN_A_CALL):
        page = ledger.contacts(ids=ids[start : start + IDS_IN_A_CALL])
        with doors.store.tenant(org_id) as tx:
            contacts.save_contacts(tx, page.items)


def fetch_invoices(
    doors: Doors, organisation: Organisation, ledger: Ledger, ids: Sequence[str]
) -> None:
    """Read these invoices, forty to a call, whose contacts are not known yet too; save them."""
    for start in range(0, len(ids), IDS_IN_A_CALL):
        page = ledger.invoices(ids=ids[start : start + IDS_IN_A_CALL])
        with doors.store.tenant(organisation.id) as tx:
            strangers = contacts.unknown(tx, {invoice.contact_id for invoice in page.items})
        fetch_contacts(doors, organisation.id, ledger, strangers)
        with doors.store.tenant(organisation.id) as tx:
            save_invoices(tx, organisation, page.items, now=doors.clock.now())


def reread_balances(doors: Doors, org_id: UUID, ledger: Ledger, invoice_ids: Sequence[str]) -> None:
    """Read these invoices from the ledger once more and save them: just before anything is sent."""
    with doors.store.tenant(org_id) as tx:
        organisation = organisation_of(tx, org_id)
    fetch_invoices(doors, organisation, ledger, sorted(set(invoice_ids)))
