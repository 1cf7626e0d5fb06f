"""Everything said and done: the timeline that people read, and the chained log that proves it."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

events = tenant_table(
    "events",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("customer_id", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    # one plain sentence of amounts, dates and document numbers
    Column("summary", Text, nullable=False),
    # words of people: sealed
    Column("said", LargeBinary),
    Column("refs", JSONB, nullable=False, server_default="{}"),
    Index("ix_events_customer", "org_id", "customer_id", "at"),
    Index("ix_events_at", "org_id", "at"),
    # what a portfolio tells as changed
    Index(
        "ix_events_told",
        "org_id",
        "at",
        postgresql_where="kind in ('flag', 'planned', 'plan_ended')",
    ),
    # what changed the whole organisation: few among millions
    Index("ix_events_marked", "org_id", "at", postgresql_where="refs -> 'mark' is not null"),
)

audit = tenant_table(
    "audit",
    Column("seq", BigInteger, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("refs", JSONB, nullable=False),
    # a keyed hash of what was said; the text itself lies in events and can be erased
    Column("said_hash", Text),
    # random: without it nobody guesses a content from its digest
    Column("salt", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
