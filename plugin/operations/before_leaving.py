"""A person looked at an invoice that has not left: it is fine as it is, or it is to be asked again.

Nothing is written into the ledger; whoever wants it otherwise changes it there.
"""

from __future__ import annotations

from uuid import UUID

from plugin.credit.decisions import TaskKind
from plugin.credit.leaving_findings import Fine, read_finding
from plugin.jobs import What
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.store import assessments, invoices, looked_fine, tasks


def let_stand(doors: Doors, *, org_id: UUID, by: str, task_id: UUID) -> str:
    """Everything that this task found is fine; the number of the invoice.

    It is remembered with the facts: another due date, amount or twin is asked about again. Raises
    NotPossible where the task is not open any more.
    """
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        closed = tasks.close_task(tx, task_id, by=by, answer="it is fine", now=on.now)
        if closed is None or closed.kind is not TaskKind.BEFORE_LEAVING:
            raise NotPossible(
                "This is not asked any more: the invoice was changed, or somebody answered. "
                "Nothing was changed."
            )
        fine = [Fine(closed.subject, read_finding(each).key) for each in closed.names]
        looked_fine.keep(tx, fine, by=by, at=on.now)
        assessments.touch(tx, [closed.customer_id])
        row = invoices.invoices_by_id(tx, [closed.subject]).get(closed.subject)
        number = row.number if row is not None and row.number else "an invoice"
        words = f"Looked at {number} before it left: it is fine as it is"
        record(tx, on, by, closed.customer_id, "task", words)
    return number
