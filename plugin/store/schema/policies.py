"""Every version of the organisation's credit policy; one of them is in force."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

policies = tenant_table(
    "policies",
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("document", JSONB, nullable=False),
    # draft, ask_first or automatic
    Column("mode", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("uq_policies_active", "org_id", unique=True, postgresql_where="active"),
)
