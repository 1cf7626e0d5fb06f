"""Where a person said that debts go on under a new policy (rule 16); the last answer counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from plugin.credit.resumed_fact import LostPlace, Resumed
from plugin.store._account_facts import Batch
from plugin.store._tx import Tx


def resume(tx: Tx, lost: Sequence[LostPlace], *, level: int, by: str, at: datetime) -> None:
    """Let these debts go on at this level, each in a cycle after its last."""
    tx.sql(
        'insert into resumptions (org_id, invoice_id, instalment, level, cycle, "by", at)'
        " select cast(:org as uuid), i, n, cast(:level as int), c + 1, cast(:by as text),"
        " cast(:at as timestamptz) from unnest(cast(:invoices as text[]), cast(:parts as int[]),"
        " cast(:cycles as int[])) as u(i, n, c)"
        " on conflict (org_id, invoice_id, instalment) do update set level = excluded.level,"
        ' cycle = excluded.cycle, "by" = excluded."by", at = excluded.at',
        level=level,
        by=by,
        at=at,
        invoices=[each.invoice_id for each in lost],
        parts=[each.instalment for each in lost],
        cycles=[each.cycle for each in lost],
    )


def resumed_of(batch: Batch) -> dict[str, list[Resumed]]:
    """What people said of the debts of a batch, per customer."""
    rows = batch.tx.sql(
        "select i.contact_id, r.invoice_id, r.instalment, r.level, r.cycle from resumptions r"
        " join invoices i on i.org_id = :org and i.id = r.invoice_id"
        " where r.org_id = :org and i.contact_id = any(:ids) order by r.invoice_id, r.instalment",
        ids=batch.ids,
    )
    found: dict[str, list[Resumed]] = defaultdict(list)
    for customer, *its in map(tuple, rows.fetchall()):
        found[customer].append(Resumed(*its))
    return found
