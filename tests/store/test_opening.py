"""The store opens by itself on an empty data folder, and closing it leaves nothing running."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from cryptography.fernet import Fernet

from plugin.store import Store, embedded, open_store, roles
from plugin.store._postgres import command_line
from plugin.store.grants import StoreVault
from plugin.store.migrating import names
from tests.connecting import connect

KEYS = (Fernet.generate_key().decode(),)


def test_an_empty_folder_becomes_a_store(data_folder: Path) -> None:
    """Migrated, with the app's own login, whose password only we may read; closed, it is gone."""
    store = open_store(data=data_folder, keys=KEYS, durable=False)
    with closing(open_store(data=data_folder, keys=KEYS, durable=False)) as again:
        with closing(store):
            acme = connect(store, "Acme")
            with store.house() as house:
                assert house.sql("select current_user").scalar() == roles.APP
                applied = house.sql("select name from migrations order by number").scalars()
                assert tuple(applied) == names()
        assert StoreVault(again).read(acme.grant_id).access == "access"
        held = embedded.start(data_folder)
        pid = held.pid
        held.stop()
        assert pid is not None
        assert command_line(pid)
    assert not command_line(pid)
    assert stat.S_IMODE((data_folder / "app.password").stat().st_mode) == 0o600


def test_your_own_database_is_migrated_by_its_owner(
    tmp_path: Path, server: embedded.Embedded, store: Store
) -> None:
    """And served with the app's login, which may then be the one that it is given."""
    # the login belongs to the whole server, which other tests share: so keep its password
    (tmp_path / "app.password").write_text(urlsplit(store.url).password or "")
    name = f"yours_{uuid4().hex[:8]}"
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yours = open_store(data=tmp_path, keys=KEYS, database_url=server.url_of(name))
        given = open_store(data=tmp_path / "elsewhere", keys=KEYS, database_url=yours.url)
        for each in (yours, given):
            with closing(each), each.house() as house:
                assert house.sql("select current_user").scalar() == roles.APP
        connection.execute(f"drop database {name} with (force)")
