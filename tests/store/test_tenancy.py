"""No query sees another organisation's rows, and no login of the app could."""

from __future__ import annotations

from uuid import UUID, uuid4

from plugin.store import Store


def test_a_transaction_names_its_organisation(store: Store, org: UUID) -> None:
    """What was named is what the database sees."""
    with store.tenant(org) as tx:
        assert tx.sql("select current_setting('app.org_ids')").scalar() == f"{{{org}}}"
    with store.portfolio((org, uuid4())) as tx:
        assert len(tx.org_ids) == 2
