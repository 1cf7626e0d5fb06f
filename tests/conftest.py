"""What tests share: one embedded server for the whole run, one database per worker."""

from __future__ import annotations

import fcntl
import gc
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.fernet import Fernet
from hypothesis import settings

from plugin.store import Seal, Store, embedded, migrating
from plugin.store._postgres import ServerFailed
from plugin.store.roles import app_url
from tests.builders import House
from tests.compiled import keep_compiled
from tests.connecting import connect
from tests.kept import Kept, Tables

# the same examples every time, however busy the machine: what fails has a cause in the change;
# `make thorough` wanders
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

keep_compiled()
# what collecting the tests loads stays: nothing of it is looked for among the garbage
gc.disable()

_FOLDER = pytest.StashKey[Path]()
_TEMPLATE = "goodterms_template"
_PASSWORD = "only-for-tests"


@dataclass(frozen=True, slots=True)
class Database:
    """This worker's own database: the owner's address and the app's."""

    owner_url: str
    app_url: str


def pytest_configure(config: pytest.Config) -> None:
    """Choose the run's folder; the controller and all of its workers share it.

    SIGTERM ends a run as Ctrl-C does, so that the server is stopped.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shared = getattr(config, "workerinput", {}).get("testrunuid")
    run = shared or getattr(config.option, "testrunuid", None) or uuid4().hex
    config.option.testrunuid = run
    config.stash[_FOLDER] = Path(tempfile.gettempdir()) / f"goodterms-tests-{run}"


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever leads the run removes the server and its files, also after Ctrl-C."""
    folder = config.stash[_FOLDER]
    if hasattr(config, "workerinput") or not folder.is_dir():
        return
    for data in (*(folder / "more").glob("*"), folder):
        _remove(data)
    shutil.rmtree(folder)


def _remove(data: Path) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            return embedded.remove(data)
        except ServerFailed:
            # a worker is still on its way out
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture
def data_folder(pytestconfig: pytest.Config, server: embedded.Embedded) -> Iterator[Path]:
    """A place for a data folder with an embedded server of its own, which is gone afterwards."""
    folder = pytestconfig.stash[_FOLDER] / "more" / uuid4().hex[:8]
    yield folder
    embedded.remove(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Iterator[embedded.Embedded]:
    """The run's PostgreSQL; without fsync, because nothing in it outlives the run."""
    held = embedded.start(pytestconfig.stash[_FOLDER], durable=False)
    yield held
    held.stop()


@pytest.fixture(scope="session")
def database(pytestconfig: pytest.Config, server: embedded.Embedded) -> Database:
    """A database of this worker, cloned from the one template that all workers share."""
    worker = getattr(pytestconfig, "workerinput", {}).get("workerid", "only")
    name = f"goodterms_{worker}"
    turn = pytestconfig.stash[_FOLDER] / "template.turn"
    with (
        turn.open("a") as file,
        psycopg.connect(server.url_of("postgres"), autocommit=True) as connection,
    ):
        fcntl.flock(file, fcntl.LOCK_EX)
        known = "select 1 from pg_database where datname = %s"
        if connection.execute(known, (_TEMPLATE,)).fetchone() is None:
            connection.execute(f"create database {_TEMPLATE}")
            migrating.create_declared(server.url_of(_TEMPLATE), app_password=_PASSWORD)
        connection.execute(f"create database {name} template {_TEMPLATE}")
    owner = server.url_of(name)
    return Database(owner, app_url(owner, _PASSWORD))


@pytest.fixture(scope="session")
def seal() -> Seal:
    """A seal with a key of its own."""
    return Seal([Fernet.generate_key().decode()])


@pytest.fixture(scope="session")
def opened_store(database: Database, seal: Seal) -> Iterator[Store]:
    """The worker's store, whatever is in it."""
    opened = Store(database.app_url, seal)
    opened.check_login()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sweep(database: Database) -> Iterator[psycopg.Connection]:
    """The owner's connection, for emptying tables between tests."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica; set lock_timeout = '5s'")
        yield connection


@pytest.fixture(scope="session")
def tables(sweep: psycopg.Connection) -> Tables:
    """All tables of this worker's database."""
    return Tables(sweep)


@pytest.fixture
def store(opened_store: Store, tables: Tables) -> Store:
    """An empty store on a real database."""
    tables.empty()
    return opened_store


@pytest.fixture(scope="session")
def houses(opened_store: Store, tables: Tables) -> Kept:
    """Houses that stand aside."""
    return Kept(opened_store, tables)


@pytest.fixture
def settled_house(store: Store, houses: Kept) -> House:
    """A wholesaler with something of everything, whose past is settled and whose work began."""
    assert store is houses.store
    return houses.settled_house()


@pytest.fixture
def house_url(store: Store, database: Database) -> str:
    """The owner's address of the same database, for programs started by a test."""
    return database.owner_url


@pytest.fixture
def org(store: Store) -> UUID:
    """The id of a connected organisation; the day of its connection is 2026-01-05."""
    return connect(store, "Acme Wholesale").id
