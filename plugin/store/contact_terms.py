"""A contact's payment terms as the ledger has them, and whether documents stand on it."""

from __future__ import annotations

from plugin.store._tx import Tx


def of(tx: Tx, contact_id: str) -> tuple[int, str] | None:
    """Days, and what they count from (a value of plugin.credit.terms.TermsKind); None = unset."""
    row = tx.sql(
        "select terms_days, terms_kind from contacts where org_id = :org and id = :id",
        id=contact_id,
    ).one_or_none()
    if row is None or row.terms_days is None or row.terms_kind is None:
        return None
    return (row.terms_days, row.terms_kind)


def has_documents(tx: Tx, contact_id: str) -> bool:
    """Whether any invoice, bill, credit or quote stands on a contact."""
    return bool(
        tx.sql(
            "select exists (select from invoices where org_id = :org and contact_id = :id)"
            " or exists (select from credits where org_id = :org and contact_id = :id)"
            " or exists (select from quotes where org_id = :org and contact_id = :id)",
            id=contact_id,
        ).scalar_one()
    )
