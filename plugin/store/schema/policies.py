"""Every version of the organisation's credit policies, and which policy covers whom."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

policies = tenant_table(
    "policies",
    Column("name", Text, primary_key=True),
    # counted for each policy by itself
    Column("version", Integer, primary_key=True),
    Column("document", JSONB, nullable=False),
    # draft, ask_first or automatic
    Column("mode", Text, nullable=False),
    # one version of a policy is in force; none once it is retired, or while it is only kept
    Column("active", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("uq_policies_active", "org_id", "name", unique=True, postgresql_where="active"),
)

policy_cover = tenant_table(
    "policy_cover",
    # a segment, or the empty text: everybody whose segment is not named, and the organisation
    Column("segment", Text, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
