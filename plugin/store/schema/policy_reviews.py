"""What people decided of a policy's version once it had worked for a while, and what it showed."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Identity, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

policy_reviews = tenant_table(
    "policy_reviews",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("policy", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # keep, change or revert
    Column("decision", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    Column("on", Date, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    # the figures of that day
    Column("shown", JSONB, nullable=False),
    Index("ix_policy_reviews_policy", "org_id", "policy", "version", "id"),
)
