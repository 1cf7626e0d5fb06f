"""The tests' own footing: kept houses are whole, and SQL reaches the driver as it is meant."""

from __future__ import annotations

import pytest

from plugin.store import Store
from plugin.store._tx import written
from tests.builders import TODAY
from tests.connecting import connect
from tests.kept import Kept, Tables


def test_a_house_brought_back_is_the_house_that_was_built(
    store: Store, houses: Kept, tables: Tables
) -> None:
    """Every row of every table, and it goes on living: its customers are reviewed again."""
    built = houses.settled_house()
    before = tables.rows()
    assert sum(len(rows) for rows in before.values()) > 50
    tables.empty()
    assert not any(tables.rows().values())
    house = houses.settled_house()
    assert house is not built
    assert {name: sorted(rows) for name, rows in tables.rows().items()} == {
        name: sorted(rows) for name, rows in before.items()
    }
    house.owes("kettle", "INV-2000", "75.00", late=12)
    house.review()
    with store.tenant(house.org_id) as tx:
        changed = tx.sql("select assessed_on from assessments where customer_id = 'kettle'")
        assert changed.scalar_one() == TODAY


def test_tables_are_emptied_whatever_stands_in_them(store: Store, tables: Tables) -> None:
    """Also rows that others refer to."""
    connect(store, "Acme Wholesale")
    tables.empty()
    assert not any(tables.rows().values())


@pytest.mark.parametrize(
    ("statement", "driver"),
    [
        ("select :a, :b_2", "select %(a)s, %(b_2)s"),
        ("select cast(:a as text)::uuid", "select cast(%(a)s as text)::uuid"),
        ("select to_char(at, 'HH24:MI')", "select to_char(at, 'HH24:MI')"),
        ("where name like '%' || :x and n % 2 = 0", "where name like '%%' || %(x)s and n %% 2 = 0"),
    ],
)
def test_names_become_parameters_and_nothing_else_does(statement: str, driver: str) -> None:
    """A cast, a time of day and a sign of per cent stay what they are."""
    assert written(statement) == driver


def test_a_sign_of_per_cent_and_a_cast_reach_the_database(store: Store) -> None:
    """With parameters beside them and without."""
    with store.house() as tx:
        assert tx.sql("select 7 % 4, 'a%'::text").one() == (3, "a%")
        assert tx.sql("select :n % 4, 'abc' like :x || '%'", n=7, x="a").one() == (3, True)
