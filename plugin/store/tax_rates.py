"""The ledger's tax rates that may stand on a line of a sale. It chooses none."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.ports.records import LedgerTaxRate
from plugin.store._bulk import fresh_rows
from plugin.store._tx import Tx


def replace_all(tx: Tx, rates: Sequence[LedgerTaxRate]) -> int:
    """Make the tax rates exactly these; says how many there are."""
    rows = {each.type: (each.type, each.name, each.per_cent) for each in rates}
    tx.sql("delete from tax_rates where org_id = :org")
    columns = {"type": "text", "name": "text", "per_cent": "numeric"}
    source, values = fresh_rows(columns, [rows[key] for key in sorted(rows)])
    tx.sql(
        "insert into tax_rates (org_id, type, name, per_cent)"  # noqa: S608 - our own names
        f" select cast(:org as uuid), fresh.* from ({source}) as fresh",
        **values,
    )
    return len(rows)


def known(tx: Tx) -> tuple[LedgerTaxRate, ...]:
    """Every tax rate by its name."""
    rows = tx.sql("select type, name, per_cent from tax_rates where org_id = :org order by name")
    return tuple(LedgerTaxRate(row.type, row.name, row.per_cent) for row in rows)
