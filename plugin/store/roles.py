"""Who may do what in the database: the app's login, its grants, row-level security.

The app's role owns nothing and cannot step around row-level security; only migrations use the
owner. No table is declared here.
"""

from __future__ import annotations

from collections.abc import Iterator

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, MetaData, create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

APP = "goodterms_app"

#: rows of these are never changed or deleted, not even by the app itself
APPEND_ONLY = frozenset({"audit"})

#: written by the owner alone
READ_ONLY = frozenset({"migrations"})

#: a transaction sees the organisations that it named at its start; without one, nothing. The inner
#: select is worked out once a statement: for each row anew, it took longer than the row itself
#: (1.5 µs against 0.5)
TENANT_RULE = (
    "org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])"
)

#: so that two who set up the same database do not meet
_ROLES_LOCK = 7_305_001


class MayNotCreateRoles(Exception):
    """The database user may not create the app's login; an administrator has to."""


def role_statements() -> str:
    """The statements that create the app's login, for an administrator to run by hand."""
    return (
        f"create role {APP} with login nosuperuser nobypassrls nocreatedb nocreaterole\n"
        "    password 'choose one and put it into DATABASE_URL';\n"
    )


def app_url(owner_url: str, password: str) -> str:
    """The app's own address of the owner's database."""
    url = make_url(owner_url).set(drivername="postgresql", username=APP, password=password)
    return url.render_as_string(hide_password=False)


def can_log_in(owner_url: str, password: str) -> bool:
    """True where the app's login exists with this password."""
    url = make_url(app_url(owner_url, password)).set(drivername="postgresql+psycopg")
    try:
        create_engine(url, poolclass=NullPool).connect().close()
    except OperationalError:
        return False
    return True


def ensure_role(connection: Connection, password: str) -> None:
    """Create the app's login, or give it this password. Raises MayNotCreateRoles."""
    # a password cannot be a parameter of this statement; ours is URL-safe base64
    if not password.replace("-", "").replace("_", "").isalnum():
        raise ValueError("the app's password may hold letters, digits, - and _ only")
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ROLES_LOCK})
    known = connection.execute(
        text("select 1 from pg_roles where rolname = :name"), {"name": APP}
    ).first()
    try:
        connection.exec_driver_sql(
            f"{'alter' if known else 'create'} role {APP} with login nosuperuser nobypassrls"
            f" nocreatedb nocreaterole password '{password}'"
        )
    except ProgrammingError as problem:
        if not isinstance(problem.orig, InsufficientPrivilege):
            raise
        raise MayNotCreateRoles(
            "this database user may not create roles: have an administrator run what"
            f" `goodterms migrate --print-roles` prints, then put {APP} into DATABASE_URL"
        ) from problem


def protection(metadata: MetaData) -> Iterator[str]:
    """Row-level security and grants of every table, one statement each, in a fixed order."""
    yield f"grant usage on schema public to {APP}"
    for table in metadata.sorted_tables:
        if table.info["tenant"]:
            yield f"alter table {table.name} enable row level security"
            yield f"alter table {table.name} force row level security"
            yield (
                f"create policy tenant on {table.name} using ({TENANT_RULE}) "
                f"with check ({TENANT_RULE})"
            )
        yield f"grant {_rights(table.name)} on {table.name} to {APP}"
    yield f"grant usage on all sequences in schema public to {APP}"


def _rights(table: str) -> str:
    if table in READ_ONLY:
        return "select"
    return "select, insert" if table in APPEND_ONLY else "select, insert, update, delete"


def queue_protection() -> Iterator[str]:
    """Grants on the queue's own tables; they hold ids only, and have no tenant."""
    for name in ("jobs", "events", "periodic_defers", "workers"):
        yield f"grant select, insert, update, delete on procrastinate_{name} to {APP}"
    yield f"grant usage on all sequences in schema public to {APP}"
