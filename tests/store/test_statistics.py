"""The planner knows of a table that has grown before autovacuum looks at it."""

from __future__ import annotations

from uuid import UUID

import psycopg

from plugin.store import Store, statistics
from tests.conftest import Database
from tests.store.facts import Books, a_contact


def known_rows(database: Database, table: str) -> float:
    """How many rows the planner believes a table to have; -1 = nobody has looked."""
    with psycopg.connect(database.owner_url) as connection:
        found = connection.execute(
            "select reltuples from pg_class where oid = %s::regclass", (table,)
        ).fetchone()
    assert found is not None
    return float(found[0])


def test_a_grown_table_is_analysed_and_one_that_has_not_grown_is_left(
    store: Store, org: UUID, database: Database
) -> None:
    """After a page of a first sync the planner knows the page; asked again, nothing is done."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("vacuum (analyze) contacts")
    Books(store, org).contacts(*(a_contact(f"customer-{number}") for number in range(1_000)))

    with store.house() as house:
        assert statistics.keep_up(house) >= 1

    assert known_rows(database, "contacts") >= 1_000
    with store.house() as house:
        assert statistics.keep_up(house) == 0


def test_nobody_but_the_app_may_have_tables_analysed(store: Store, database: Database) -> None:
    """The function runs as the owner, so no other login may call it."""
    with psycopg.connect(database.owner_url) as connection:
        callers = connection.execute(
            "select grantee from information_schema.role_routine_grants"
            " where routine_name = 'refresh_statistics'"
        ).fetchall()
    assert ("PUBLIC",) not in callers
    assert ("goodterms_app",) in callers
