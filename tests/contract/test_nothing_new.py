"""Whether Xero says that nothing changed with an empty list or with 304 is all the same to us."""

from __future__ import annotations

from decimal import Decimal

from connectors.sandbox import documents
from plugin.jobs import What
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import a_house


def test_304_is_a_reading_of_nothing_new_and_what_changes_next_is_read(store: Store) -> None:
    """Every list unmodified: the catch-up is done; a list that changed is read beside the rest."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=-5))
    with a_house(store, books([quay])) as house:
        house.begin()
        house.xero.world.doubt(unmodified_is_304=True)
        house.xero.advance(2)
        house.forget_calls()
        assert house.work(What.SYNC) == "done"
        assert {call.status for call in house.calls()} == {304}
        documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
        house.xero.advance(2)
        assert house.work(What.SYNC) == "done"
        assert house.sql(
            "select balance from invoices where org_id = :org and number = 'INV-9'"
        ) == [(99,)]
