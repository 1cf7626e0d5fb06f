"""Taking leave: our groups go, the connection ends, and a month later the copy of the books."""

from __future__ import annotations

from plugin.operations import leave
from plugin.store import Store, timeline
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, a_house

INVOICES = "select count(*) from invoices"


def test_the_copy_of_the_books_goes_thirty_days_after_leaving(store: Store) -> None:
    """What was said stays as evidence and its chain verifies; coming back reads all anew."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        house.approve_all()
        house.advance(2)
        assert house.groups_of("quay") == ["Goodterms: watch"]
        leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
        house.settle()
        assert house.groups_of("quay") == []
        assert all(group.is_deleted for group in house.ledger.groups.values())
        assert len(house.notes_on("quay")) == 2

        house.forget_calls()
        copied = house.sql(INVOICES)
        assert copied > [(0,)]
        house.advance(29 * 24, step=24)
        assert house.sql(INVOICES) == copied
        house.advance(2 * 24, step=24)
        assert house.sql(INVOICES) == [(0,)]
        assert house.sql("select count(*) from contacts") == [(0,)]
        assert house.calls() == []
        assert [state for (state,) in house.sql("select state from messages")] == ["done"]
        with store.tenant(house.org_id) as tx:
            assert timeline.broken_link(tx) is None

        house.connect()
        house.settle()
        assert house.sql(INVOICES) == copied
