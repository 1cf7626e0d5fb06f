"""Brings a database to the present schema, as its owner. The app itself never may.

`python -m plugin.store.migrations --write 0001` renders the declared tables as a migration; once
something has shipped, further ones are written by hand and numbered in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateTable

from plugin.store import erasing, roles, statistics
from plugin.store.schema import all_tables

_FOLDER = "plugin.store.migrations"
_LOCK = 7_305_002


class SchemaBehind(Exception):
    """The database is older than this program, and its login may not change it."""


def migrate(owner_url: str, *, app_password: str | None = None) -> tuple[str, ...]:
    """Apply what is missing, in one transaction; returns the names of what was applied.

    With `app_password`, the app's login is created or given that password first. Any number of
    processes may call this at once. Raises MayNotCreateRoles.
    """
    engine = _owner_engine(owner_url)
    needs_role = app_password is not None and not roles.can_log_in(owner_url, app_password)
    with engine.begin() as connection:
        if app_password is not None and needs_role:
            roles.ensure_role(connection, app_password)
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        missing = pending(connection)
        for name in missing:
            _execute(connection, _read(name))
            _note(connection, name)
        return missing


def create_declared(owner_url: str, *, app_password: str) -> None:
    """Create everything in an empty database as declared, without migrations: for tests."""
    engine = _owner_engine(owner_url)
    needs_role = not roles.can_log_in(owner_url, app_password)
    with engine.begin() as connection:
        if needs_role:
            roles.ensure_role(connection, app_password)
        _execute(connection, render() + queue_schema() + functions())


def pending(connection: Connection) -> tuple[str, ...]:
    """The migrations that this database lacks, in order."""
    exists = connection.execute(text("select to_regclass('public.migrations')")).scalar()
    done = set(connection.execute(text("select name from migrations")).scalars()) if exists else ()
    return tuple(name for name in names() if name not in done)


def names() -> tuple[str, ...]:
    """Every migration that this program brings, in order."""
    files = (file.name for file in resources.files(_FOLDER).iterdir())
    return tuple(sorted(name for name in files if name.endswith(".sql")))


def render() -> str:
    """The declared tables, their protection and the queue's own schema, as one SQL text."""
    return "".join(f"{statement};\n\n" for statement in _statements())


def _statements() -> Iterator[str]:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = all_tables()
    for table in tables.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect)).strip()
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            yield str(CreateIndex(index).compile(dialect=dialect)).strip()
    yield from roles.protection(tables)


def _owner_engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)


def _read(name: str) -> str:
    return (resources.files(_FOLDER) / name).read_text(encoding="utf-8")


def _execute(connection: Connection, script: str) -> None:
    """Run a script of several statements; without parameters, the driver sends it as it is."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(script)


def _note(connection: Connection, name: str) -> None:
    connection.execute(
        text("insert into migrations (number, name) values (:number, :name)"),
        {"number": int(name.split("_", 1)[0]), "name": name},
    )


def queue_schema() -> str:
    """The queue's own tables, as its package ships them, with the app's grants."""
    shipped = (resources.files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8")
    return shipped + "".join(f"{statement};\n" for statement in roles.queue_protection())


def functions() -> str:
    """Every function that the app's login may call, as one SQL text."""
    return statistics_function() + erasing_function()


def erasing_function() -> str:
    """The function by which the app has the log of a departed organisation erased whole."""
    return "".join(f"{statement};\n" for statement in erasing.declaration(roles.APP))


def statistics_function() -> str:
    """The function by which the app has grown tables analysed."""
    return "".join(f"{statement};\n" for statement in statistics.declaration(roles.APP))
