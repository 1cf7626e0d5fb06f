"""Tax basis: how an organisation accounts for tax on its sales, where its owner says it."""

from __future__ import annotations

from uuid import UUID

from plugin.credit.tax_relief import TaxBasis
from plugin.operations.doors import Doors, decided
from plugin.store import organisations, timeline

_WORDS = {
    TaxBasis.ACCRUAL: "when it invoices",
    TaxBasis.CASH: "when it is paid",
    TaxBasis.FLAT_RATE_CASH: "by a flat rate, when it is paid",
    TaxBasis.FLAT_RATE_ACCRUAL: "by a flat rate, when it invoices",
    TaxBasis.NONE: "not at all",
}


def say_basis(doors: Doors, *, org_id: UUID, by: str, basis: TaxBasis | None) -> None:
    """Say how tax is accounted for; None goes by what the ledger says again."""
    with decided(doors, org_id) as tx:
        organisations.change_settings(tx, tax_basis=basis.value if basis is not None else "")
        said = _WORDS[basis] if basis is not None else "as Xero says"
        summary = f"Tax on sales is accounted for {said}"
        timeline.record(
            tx, timeline.Event(at=doors.clock.now(), kind="settings", by=by, summary=summary)
        )
