"""The migrations make exactly what is declared, once, whoever applies them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from plugin.store import Seal, Store, UnsafeLogin, embedded, migrating, roles
from plugin.store.migrating import SchemaBehind
from plugin.store.opening import refuse_if_behind
from plugin.store.roles import MayNotCreateRoles, app_url

_PASSWORD = "only-for-tests"

#: every side of a schema that the declarations speak of, each row as text
_SIDES = {
    "columns": """
        select table_name, column_name, data_type, udt_name, is_nullable, column_default,
               is_identity, identity_generation, numeric_precision, numeric_scale
        from information_schema.columns where table_schema = 'public'""",
    "indexes": "select indexdef from pg_indexes where schemaname = 'public'",
    "constraints": """
        select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace""",
    "policies": "select tablename, policyname, cmd, qual, with_check from pg_policies",
    "protection": """
        select relname, relrowsecurity, relforcerowsecurity from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r'""",
    "grants": f"""
        select table_name, privilege_type from information_schema.role_table_grants
        where grantee = '{roles.APP}'""",
    "functions": "select proname from pg_proc where pronamespace = 'public'::regnamespace",
}


@pytest.fixture
def empty(server: embedded.Embedded) -> Iterator[str]:
    """The owner's address of a new and empty database."""
    name = f"empty_{uuid4().hex[:8]}"
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield server.url_of(name)
        connection.execute(f"drop database {name} with (force)")


def schema(url: str) -> dict[str, list[str]]:
    """All sides of a database's schema."""
    with psycopg.connect(url) as connection:
        return {
            side: sorted(str(row) for row in connection.execute(query))
            for side, query in _SIDES.items()
        }


@pytest.mark.parametrize("side", sorted(_SIDES))
def test_migrations_equal_the_declared_tables(
    both: tuple[dict[str, list[str]], dict[str, list[str]]], side: str
) -> None:
    """Columns, types, nullability, indexes, constraints, policies and grants."""
    migrated, declared = both
    assert migrated[side] == declared[side]
    assert declared[side]


@pytest.fixture(scope="module")
def both(server: embedded.Embedded) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The schema by migrations, and the schema as declared."""
    found = []
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        for name in ("by_migrations", "as_declared"):
            mine = f"{name}_{uuid4().hex[:8]}"
            connection.execute(f"create database {mine}")
            url = server.url_of(mine)
            if name == "by_migrations":
                migrating.migrate(url, app_password=_PASSWORD)
            else:
                migrating.create_declared(url, app_password=_PASSWORD)
            found.append(schema(url))
            connection.execute(f"drop database {mine} with (force)")
    return found[0], found[1]


def test_migrations_are_numbered_without_a_gap() -> None:
    """So that a listing reads as history."""
    numbers = [int(name.split("_", 1)[0]) for name in migrating.names()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_queue_is_the_one_of_its_package() -> None:
    """A newer package brings a newer schema, and then a migration is to be written."""
    kept = resources.files("plugin.store.migrations") / "0002_queue.sql"
    assert kept.read_text(encoding="utf-8") == migrating.queue_schema()


def test_any_number_may_migrate_at_once(empty: str) -> None:
    """Each migration is applied by one of them, and once."""
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(migrating.migrate, empty, app_password=_PASSWORD) for _ in range(4)]
        applied = [name for run in runs for name in run.result()]
    assert applied == list(migrating.names())
    assert migrating.migrate(empty) == ()


def test_an_older_database_is_refused_by_the_app(empty: str) -> None:
    """The app's login may not change the schema, and says who may."""
    url = app_url(empty, _PASSWORD)
    with pytest.raises(SchemaBehind, match="goodterms migrate"):
        refuse_if_behind(url)
    migrating.migrate(empty, app_password=_PASSWORD)
    refuse_if_behind(url)


def test_the_printed_statements_create_a_login_that_works(empty: str) -> None:
    """Where our database user may not create roles, an administrator runs them."""
    printed = roles.role_statements().replace(roles.APP, "printed_role")
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute(printed)
        unsafe = connection.execute(
            "select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname ="
            " 'printed_role'"
        ).fetchone()
        connection.execute("drop owned by printed_role; drop role printed_role")
    assert unsafe == (True, False, False)


def test_who_may_not_create_roles_is_told_who_may(empty: str) -> None:
    """On a managed server the app's login comes from an administrator."""
    weak = empty.replace("goodterms_owner:", "weak_owner:")
    with psycopg.connect(empty, autocommit=True) as connection:
        password = urlsplit(empty).password
        connection.execute(f"create role weak_owner login password '{password}'")
        with pytest.raises(MayNotCreateRoles, match="--print-roles"):
            migrating.migrate(weak, app_password="another-word")
        connection.execute("drop role weak_owner")


def test_the_owner_is_refused_as_the_apps_login(house_url: str, seal: Seal) -> None:
    """A login that could see every organisation never serves a page."""
    store = Store(house_url, seal)
    with pytest.raises(UnsafeLogin, match="bypass row-level security"):
        store.check_login()
    store.close()
