"""Our contact groups in Xero, in sentences: made once, found again, never in a loop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.sandbox import contacts
from plugin.jobs import What
from plugin.store import Store, due
from tests.contract.own_customers import answer, entries, over_limit, refusals, sent
from tests.contract.visiting import signed_in
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import House, a_house

WATCH = "Goodterms: watch"


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Two customers who owe, far from due; no group of ours stands, calls are counted from here."""
    customers = [
        a_customer(key, f"The {key.title()}", a_debt(f"INV-{key}", "250.00", late=-300))
        for key in ("quay", "mill")
    ]
    with a_house(store, books(customers)) as house:
        house.begin()
        house.forget_calls()
        yield house


def test_a_group_of_unknown_outcome_is_found_by_its_name(house: House) -> None:
    """The group was made and nobody said so: it is used, not made again."""
    house.goes_wrong("timeout_after_commit", path="ContactGroups", method="PUT")
    over_limit(house, "quay")
    house.advance(0.1)
    assert house.groups_of("quay") == [WATCH]
    assert len(house.ledger.groups) == 1
    assert [call.path.count("/Contacts") for call in house.calls("PUT", "ContactGroups")] == [0, 1]


@pytest.mark.long
def test_the_limit_of_a_hundred_groups_is_one_task_and_no_loop(house: House) -> None:
    """Two customers to flag, days pass: asked for once, told in Xero's words, made when it can be.

    The answer that Xero remembers for six minutes is not taken for a fresh one.
    """
    for n in range(100):
        contacts.add_group(house.ledger, f"Group {n}")
    over_limit(house, "quay")
    over_limit(house, "mill")
    house.advance(48, step=24)
    assert sent(house, "ContactGroups") == 1
    (words,) = refusals(house)
    assert "You’ve reached the limit of 100 contact groups." in words
    assert "Nothing of it was done." in words
    assert "Delete a contact group" in words
    page = signed_in(house).get("tasks")
    assert "Refused by Xero" in page
    assert "limit of 100 contact groups" in page
    answer(house, "try_again")
    assert len(refusals(house)) == 1, "it was tried again, and refused again"
    first = next(iter(house.ledger.groups))
    contacts.delete_group(house.ledger, first)
    with house.doors.store.tenant(house.org_id) as tx:
        due.put(tx, What.WRITE_BACK, house.doors.clock.now())
    house.settle()
    assert house.groups_of("quay") == house.groups_of("mill") == [WATCH]
    assert refusals(house) == []
    assert sent(house, "ContactGroups") == 3 + entries(house) == 3 + 2


def test_a_group_of_our_name_in_other_capitals_is_used(house: House) -> None:
    """Xero would refuse the name as in use."""
    contacts.add_group(house.ledger, "GOODTERMS: Watch")
    over_limit(house, "quay")
    assert house.groups_of("quay") == ["GOODTERMS: Watch"]
    assert refusals(house) == []
