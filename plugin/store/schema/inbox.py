"""Notices from the ledger, stored before they are answered."""

from sqlalchemy import Column, DateTime, Index, Text

from plugin.store.schema._base import tenant_table

notices = tenant_table(
    "notices",
    # stable over all deliveries of the same event
    Column("key", Text, primary_key=True),
    Column("resource", Text, nullable=False),
    Column("resource_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("handled_at", DateTime(timezone=True)),
    Index("ix_notices_unhandled", "org_id", "received_at", postgresql_where="handled_at is null"),
)
