"""Who sells to whom is read from the ledger with its contacts, and stands among the patterns."""

from __future__ import annotations

from plugin.queries import insight_patterns
from plugin.store import Store
from plugin.store.reading import patterns
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import a_house


def test_the_salesperson_of_a_customer_comes_with_the_ledger(store: Store) -> None:
    """By the name of the tracking category; a customer without one is in no group."""
    maya = a_customer(
        "quay", "Quay Bistro", a_debt("Q-1", "250.00", late=60),
        sales_tracking=(("Salesperson", "Maya"), ("Region", "South")),
    )  # fmt: skip
    nobody = a_customer("bell", "Bell & Sons", a_debt("B-1", "100.00", late=60))
    with a_house(store, books([maya, nobody])) as house:
        house.connect()
        house.settle()
        with house.doors.store.tenant(house.org_id) as tx:
            quay = house.customer("quay")
            assert patterns.tracked(tx) == {
                "Region": {quay: "South"},
                "Salesperson": {quay: "Maya"},
            }
            past = insight_patterns.past_of(tx, on=DAY)
            sold = insight_patterns.sold_of(past, on=DAY)
            found = insight_patterns.patterns_shown(tx, sold, currency="GBP")
        [by_seller] = [each.table for each in found if each.table.title == "By Salesperson"]
        assert [row[:3] for row in by_seller.rows] == [("Maya", 1, 1)]
