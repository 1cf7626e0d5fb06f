"""No transaction sees another organisation's rows, and no login of the app could."""

from __future__ import annotations

import datetime
import decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import ARRAY, JSON, Column, Table, Uuid, delete, insert, select, update
from sqlalchemy.exc import ProgrammingError

from plugin.store import Store, roles
from plugin.store.schema import all_tables

_TABLES = all_tables().sorted_tables
_TENANT = [table for table in _TABLES if table.info["tenant"]]

#: every table without a tenant, by name; adding one is a decision about privacy
_HOUSE = {
    "organisations",
    "users",
    "members",
    "sessions",
    "sign_ins",
    "grants",
    "app_budget",
    "throttles",
    "due",
    "migrations",
    "former_members",
    "lost_mails",
    "house_secrets",
    "texted_numbers",
    "stopped_numbers",
    "conversation_orgs",
    "sign_in_codes",
}

_VALUES: dict[type, Any] = {
    str: "x",
    int: 1,
    bool: True,
    bytes: b"x",
    decimal.Decimal: decimal.Decimal(1),
    datetime.date: datetime.date(2026, 1, 5),
    datetime.datetime: datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC),
    datetime.timedelta: datetime.timedelta(1),
}


def value(column: Column[Any], org_id: UUID) -> Any:
    """Something that this column takes."""
    if column.name == "org_id":
        return org_id
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, ARRAY):
        return []
    if isinstance(column.type, Uuid):
        return uuid4()
    return _VALUES[column.type.python_type]


def row(table: Table, org_id: UUID) -> dict[str, Any]:
    """A row of that organisation with every column that must be given."""
    return {
        column.name: value(column, org_id)
        for column in table.columns
        if column.identity is None
        and not column.nullable
        and (column.server_default is None or column.primary_key)
    }


def test_tables_without_a_tenant_stand_by_name_with_a_reason() -> None:
    """Nobody adds one in passing."""
    house = {table.name: table.info["why"] for table in _TABLES if not table.info["tenant"]}
    assert set(house) == _HOUSE
    assert all(len(why) > 20 for why in house.values())


@pytest.mark.parametrize("table", _TENANT, ids=str)
def test_the_organisation_leads_every_key(table: Table) -> None:
    """So that no key says whether another organisation has such a row, and tenants can shard."""
    unique = [index.columns for index in table.indexes if index.unique]
    unique += [each.columns for each in table.constraints if hasattr(each, "columns")]
    assert next(iter(table.primary_key.columns)).name == "org_id"
    for columns in unique:
        names = [column.name for column in columns]
        assert not names or names[0] == "org_id"


@pytest.mark.parametrize("table", _TENANT, ids=str)
def test_the_database_itself_protects_the_table(
    table: Table, store: Store, sweep: psycopg.Connection
) -> None:
    """Row-level security is on, forced even for an owner, and has the one policy."""
    found = sweep.execute(
        "select c.relrowsecurity, c.relforcerowsecurity, p.polname, p.polcmd::text,"
        " p.polpermissive, p.polqual is not null and p.polwithcheck is not null"
        " from pg_class c left join pg_policy p on p.polrelid = c.oid"
        " where c.oid = %s::regclass",
        (table.name,),
    ).fetchall()
    assert found == [(True, True, "tenant", "*", True, True)]


@pytest.mark.parametrize("table", _TENANT, ids=str)
def test_one_organisation_never_meets_anothers_rows(table: Table, store: Store) -> None:
    """Not by reading, changing, deleting or writing; and without a tenant there is nothing."""
    ours, theirs = uuid4(), uuid4()
    with store.tenant(theirs) as tx:
        tx.run(insert(table).values(row(table, theirs)))
    with store.tenant(ours) as tx:
        assert tx.run(select(table)).all() == []
    if table.name not in roles.APPEND_ONLY:
        with store.tenant(ours) as tx:
            assert tx.run(update(table).values(org_id=ours)).rowcount == 0
            assert tx.run(delete(table)).rowcount == 0
    with store.house() as house:
        assert house.run(select(table)).all() == []
    with pytest.raises(ProgrammingError, match="row-level security"), store.tenant(ours) as tx:
        tx.run(insert(table).values(row(table, theirs)))
    with store.portfolio((ours, theirs)) as tx:
        assert len(tx.run(select(table)).all()) == 1


@pytest.mark.parametrize("name", sorted(roles.APPEND_ONLY))
def test_what_is_append_only_is_never_changed(name: str, store: Store) -> None:
    """Not even by the organisation that wrote it."""
    table = all_tables().tables[name]
    org_id = uuid4()
    with store.tenant(org_id) as tx:
        tx.run(insert(table).values(row(table, org_id)))
    for statement in (update(table).values(org_id=org_id), delete(table)):
        with pytest.raises(ProgrammingError, match="permission denied"), store.tenant(org_id) as tx:
            tx.run(statement)


def test_a_tenant_does_not_outlive_its_transaction(store: Store) -> None:
    """The next one on the same connection starts without any."""
    with store.tenant(uuid4()) as tx:
        assert tx.sql("select current_setting('app.org_ids')").scalar()
    with store.house() as house:
        assert not house.sql("select current_setting('app.org_ids', true)").scalar()


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    """What an error interrupts was never written."""
    org_id = uuid4()
    with pytest.raises(LookupError), store.tenant(org_id) as tx:
        tx.sql("insert into due (org_id, what, at) values (:org, 'sync', now())")
        raise LookupError
    with store.house() as house:
        assert house.sql("select count(*) from due").scalar() == 0


def test_the_apps_login_owns_nothing_and_bypasses_nothing(
    store: Store, sweep: psycopg.Connection
) -> None:
    """Nor may it create anything, become somebody else or note a migration."""
    found = sweep.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " exists (select from pg_class where relowner = r.oid),"
        " exists (select from pg_auth_members where member = r.oid)"
        " from pg_roles r where rolname = %s",
        (roles.APP,),
    ).fetchone()
    assert found == (False,) * 7
    for statement in (
        "create table mine (n int)",
        "set role goodterms_owner",
        "alter table audit disable row level security",
        "insert into migrations (number, name) values (99, '0099_x.sql')",
        "truncate audit",
    ):
        with pytest.raises(ProgrammingError), store.house() as house:
            house.sql(statement)
