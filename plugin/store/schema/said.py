"""What the ledger said when it did not do as it was asked."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Integer, Text

from plugin.store.schema._base import tenant_table

complaints = tenant_table(
    "complaints",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # which of the ports' errors it became
    Column("kind", Text, nullable=False),
    # in the ledger's own words where it had any
    Column("words", Text, nullable=False),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Column("times", Integer, nullable=False, server_default="1"),
    Index("ix_complaints_last", "org_id", "last_at"),
)
