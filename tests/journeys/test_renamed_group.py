"""A group renamed inside Xero is an answer: asked about, and no second one is made (rule 31)."""

from __future__ import annotations

from connectors.sandbox import contacts
from plugin.credit.decisions import TaskKind
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import a_house


def test_a_renamed_group_is_asked_about_and_never_made_again(store: Store) -> None:
    """Our watch group is renamed: its member becomes a question, and so does the next flag."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    heron = a_customer("heron", "The Hungry Heron", a_debt("INV-2", "90.00", late=13))
    with a_house(store, books([quay, heron])) as house:
        house.begin()
        assert house.groups_of("quay") == ["Goodterms: watch"]
        (ours,) = [group for group in house.ledger.groups.values() if "watch" in group.name]
        contacts.rename_group(house.ledger, ours.id, "Look out for these")
        house.advance(48)
        assert [group.name for group in house.ledger.groups.values()] == ["Look out for these"]
        asked = {task.customer_id for task in house.tasks(TaskKind.FLAG_REMOVED)}
        assert asked == {house.customer("quay"), house.customer("heron")}
        assert house.groups_of("heron") == []
