"""The store: transactions bound to their tenant, on the app's own login. It holds no query."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from plugin.store._tx import HouseTx, Tx, written
from plugin.store.sealing import Seal

#: threads of the web server, the worker and the clock, each of which may open a second
#: transaction (a call budget) while it holds one
_POOL = 20
#: seconds of machine time after which a connection may have been closed by the other side
_RESTED = 5.0


class UnsafeLogin(Exception):
    """The app was given a login that could step around row-level security."""


class Store:
    """Opens transactions. Each sees only the organisations that it names.

    `url` is the app's own login (libpq form); other users of the same database, such as the
    queue, may use it. `close` gives everything back.
    """

    def __init__(self, url: str, seal: Seal, *, on_close: Callable[[], None] | None = None) -> None:
        self.url = url
        self.seal = seal
        self._engine = _engine(url)
        self._on_close = on_close

    @contextmanager
    def tenant(self, org_id: UUID) -> Iterator[Tx]:
        """A transaction of one organisation: committed at the end, rolled back on an error."""
        with self.portfolio((org_id,)) as tx:
            yield tx

    @contextmanager
    def portfolio(self, org_ids: Sequence[UUID]) -> Iterator[Tx]:
        """A transaction over several organisations, each row still protected by row."""
        with self._engine.begin() as connection:
            _name_tenants(connection, org_ids)
            yield Tx(connection, tuple(org_ids), self.seal)

    @contextmanager
    def light(self, org_id: UUID) -> Iterator[Tx]:
        """A transaction of one organisation that need not outlive a power cut.

        Its commit waits for no disk: for counts and leases, never for a decision.
        """
        with self._engine.begin() as connection:
            _name_tenants(connection, (org_id,), waits_for_disk=False)
            yield Tx(connection, (org_id,), self.seal)

    @contextmanager
    def still(self, org_id: UUID) -> Iterator[Tx]:
        """A transaction of one organisation in which nothing moves, however long it is read from.

        For reading only: what it changed would be refused where somebody else changed it too.
        """
        with self._engine.connect() as pooled:
            connection = pooled.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                _name_tenants(connection, (org_id,))
                yield Tx(connection, (org_id,), self.seal)

    @contextmanager
    def house(self) -> Iterator[HouseTx]:
        """A transaction on the tables without a tenant; tenant tables look empty to it."""
        with self._engine.begin() as connection:
            yield HouseTx(connection, self.seal)

    def twin(self) -> Callable[[], Store]:
        """Opens the same database with the same keys; it may travel to a process of ours."""
        return partial(Store, self.url, self.seal)

    def check_login(self) -> None:
        """Raise UnsafeLogin where the login is a superuser or may bypass row-level security."""
        with self._engine.begin() as connection:
            name, is_unsafe = connection.execute(
                text("""
                    select current_user, rolsuper or rolbypassrls
                           or exists (select from pg_class
                                      where relowner = pg_roles.oid
                                        and relnamespace = 'public'::regnamespace)
                    from pg_roles where rolname = current_user""")
            ).one()
        if is_unsafe:
            raise UnsafeLogin(f"{name} owns tables or may bypass row-level security")

    def close(self) -> None:
        """Close every connection, then whatever was opened for this store."""
        self._engine.dispose()
        if self._on_close is not None:
            self._on_close()
            self._on_close = None


def _name_tenants(
    connection: Connection, org_ids: Sequence[UUID], *, waits_for_disk: bool = True
) -> None:
    """Say which organisations' rows this transaction may see; it holds until it ends."""
    light = "" if waits_for_disk else ", set_config('synchronous_commit', 'off', true)"
    connection.exec_driver_sql(
        written(f"select set_config('app.org_ids', :ids, true){light}"),
        {"ids": "{" + ",".join(str(org_id) for org_id in org_ids) + "}"},
    )


def _engine(url: str) -> Engine:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        # a failed statement must not carry its values into a log
        hide_parameters=True,
        pool_size=_POOL,
        max_overflow=_POOL,
        connect_args={
            "application_name": "goodterms",
            "connect_timeout": 10,
            # a plan prepared while a table was small is kept when it is large: a page of a first
            # sync then takes ten times as long
            "prepare_threshold": None,
        },
    )
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _look_after_rest)
    return engine


def _note_rest(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _look_after_rest(connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
    """Whether the server is still there is asked after a rest, not before every transaction."""
    since = record.info.get("rests_since")
    if since is None or time.monotonic() - since < _RESTED:
        return
    try:
        cursor = connection.cursor()
        cursor.execute("select 1")
        cursor.close()
        connection.rollback()
    except psycopg.Error as gone:
        # the pool makes a new one, and lets go of all that are as old
        raise DisconnectionError(str(gone)) from gone
