"""A person looked at the bank: what of all that is about to go is paid (rule 21).

One answer for everything: what is paid is silent until the ledger shows it, the rest goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from plugin.credit.account import HoldKind
from plugin.credit.decisions import TaskKind
from plugin.credit.silence_kinds import default_end
from plugin.jobs import What
from plugin.letters.wording import counted, dated, listed
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.store import Tx, assessments, contacts, holds, invoices, sent_answers, tasks
from plugin.store.invoices import InvoiceRow


def looked_at_bank(doors: Doors, *, org_id: UUID, by: str, paid: Sequence[str]) -> int:
    """These invoices are in the bank already, no others of what is about to go; says how many.

    Each of them is silent for five working days, as *paid already* is. Raises NotPossible for an
    invoice that is not known here.
    """
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        on = ground(tx, now=doors.clock.now())
        rows = invoices.invoices_by_id(tx, paid)
        if set(rows) != set(paid):
            raise NotPossible("One of these invoices is not known here. Nothing was changed.")
        owners = sorted({row.customer_id for row in rows.values()})
        assessments.lock(tx, owners)
        for customer_id in owners:
            mine = [row for row in rows.values() if row.customer_id == customer_id]
            until = default_end(HoldKind.SAYS_PAID, on.today, on.calendar_of(_country(tx, mine)))
            for row in mine:
                holds.add_hold(
                    tx,
                    customer_id,
                    HoldKind.SAYS_PAID,
                    by=by,
                    at=on.now,
                    until=until,
                    invoice_id=row.id,
                    since=on.today,
                )
            numbers = listed(sorted(row.number for row in mine), 6)
            end = f" until {dated(until)}" if until is not None else ""
            words = f"Seen in the bank: {numbers}; silent{end}, for the ledger to show it"
            record(tx, on, by, customer_id, "says_paid", words)
        sent_answers.answer_stale_books(tx, on=on.today, by=by, at=on.now)
        tasks.close_tasks(
            tx,
            kind=TaskKind.STALE_BOOKS,
            customer_id=None,
            by=by,
            answer="looked at the bank",
            now=on.now,
        )
        rest = f"; {counted(len(rows), 'invoice')} of it is" if rows else ""
        record(
            tx, on, by, None, "books", f"Looked at the bank: what is about to go is not paid{rest}"
        )
    return len(rows)


def _country(tx: Tx, rows: Sequence[InvoiceRow]) -> str:
    contact = contacts.contact(tx, rows[0].customer_id)
    return contact.country if contact is not None else ""
