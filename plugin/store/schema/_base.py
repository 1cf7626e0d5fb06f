"""What every table shares: the metadata, and the two ways to declare a table."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table, Uuid
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def tenant_table(name: str, *items: SchemaItem) -> Table:
    """Declare a table of one organisation's rows; `org_id` leads its primary key."""
    return Table(
        name,
        metadata,
        Column("org_id", Uuid, primary_key=True, nullable=False),
        *items,
        info={"tenant": True},
    )


def house_table(name: str, *items: SchemaItem, why: str) -> Table:
    """Declare a table without a tenant; `why` says what makes that safe."""
    return Table(name, metadata, *items, info={"tenant": False, "why": why})
