"""Opens the store: the embedded server or yours, migrated, with the app's own login.

The only place that knows both ways. It reads no environment.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from plugin.store import embedded, roles
from plugin.store._store import Store
from plugin.store.migrating import SchemaBehind, migrate, pending
from plugin.store.resealing import keep_hash_key
from plugin.store.sealing import Seal


def open_store(
    *, data: Path, keys: Sequence[str], database_url: str | None = None, durable: bool = True
) -> Store:
    """Open the store, ready for use; `Store.close` also stops an embedded server.

    Without `database_url` the embedded server of `data` is started. With one, it names either the
    owner (then it is migrated, and the app's login made, here) or the app's own login
    `goodterms_app` (then the schema must already be up to date).

    Raises ServerFailed, NoAccount, MayNotCreateRoles, SchemaBehind, UnsafeLogin, and CannotUnseal
    where none of the keys is the one that sealed what lies in the database.
    """
    if database_url is not None:
        return _checked(Store(_app_url(data, database_url), Seal(keys)))
    server = embedded.start(data, durable=durable)
    try:
        return _checked(Store(_app_url(data, server.owner_url), Seal(keys), on_close=server.stop))
    except BaseException:
        server.stop()
        raise


def _app_url(data: Path, url: str) -> str:
    if make_url(url).username == roles.APP:
        refuse_if_behind(url)
        return url
    password = _app_password(data)
    migrate(url, app_password=password)
    return roles.app_url(url, password)


def _app_password(data: Path) -> str:
    data.mkdir(parents=True, exist_ok=True)
    path = data / "app.password"
    if path.exists():
        return path.read_text()
    return embedded.keep_secret(path, secrets.token_urlsafe(32))


def refuse_if_behind(url: str) -> None:
    """Raise SchemaBehind where migrations are missing that this login may not apply."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        missing = pending(connection)
    if missing:
        raise SchemaBehind(
            f"the database lacks {', '.join(missing)}: run `goodterms migrate` as its owner first"
        )


def _checked(store: Store) -> Store:
    try:
        store.check_login()
        keep_hash_key(store)
    except BaseException:
        store.close()
        raise
    return store
