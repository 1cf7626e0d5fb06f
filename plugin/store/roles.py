"""Who may do what in the database: the app's login, its grants, row-level security.

The app's role owns nothing and cannot step around row-level security; only migrations use the
owner. No table is declared here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, text

APP = "goodterms_app"

#: rows of these are never changed or deleted, not even by the app itself
APPEND_ONLY = frozenset({"audit"})

#: written by the owner alone
READ_ONLY = frozenset({"migrations"})

#: a transaction sees the organisations that it named at its start; without one, nothing
TENANT_RULE = "org_id = any (nullif(current_setting('app.org_ids', true), '')::uuid[])"

#: roles belong to the whole server, so two databases may be set up at once
_ROLES_LOCK = 7_305_001


def role_statements() -> str:
    """The statements that create the app's login, for an administrator to run by hand."""
    return (
        f"create role {APP} login nosuperuser nobypassrls nocreatedb nocreaterole\n"
        "    password 'choose one and put it into DATABASE_URL';\n"
        f"revoke all on schema public from {APP};\n"
        f"grant usage on schema public to {APP};\n"
    )


def ensure_role(connection: Connection, password: str) -> None:
    """Create the app's login or give it this password; needs an owner who may create roles."""
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ROLES_LOCK})
    known = connection.execute(
        text("select 1 from pg_roles where rolname = :name"), {"name": APP}
    ).first()
    verb = "alter" if known else "create"
    # a password cannot be a parameter of this statement; ours is URL-safe base64
    if not password.replace("-", "").replace("_", "").isalnum():
        raise ValueError("the app's password may hold letters, digits, - and _ only")
    connection.exec_driver_sql(
        f"{verb} role {APP} with login nosuperuser nobypassrls nocreatedb nocreaterole "
        f"password '{password}'"
    )


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
