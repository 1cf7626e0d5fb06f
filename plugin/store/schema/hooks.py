"""Outgoing webhooks: who is told, what there is to tell, and each telling with its attempts."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

hook_endpoints = tenant_table(
    "hook_endpoints",
    Column("id", Uuid, primary_key=True),
    # sealed: an address may carry a secret of the other side
    Column("url", LargeBinary, nullable=False),
    # the host alone, for lists and mail
    Column("host", Text, nullable=False),
    # kinds of events, parted by blanks
    Column("kinds", Text, nullable=False),
    # sealed JSON: the newest first, each with the instant at which it ends (null = not yet)
    Column("secrets", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    # since when nothing has arrived there although it was tried; null = the last one arrived
    Column("failing_since", DateTime(timezone=True)),
    Column("stopped_at", DateTime(timezone=True)),
    # empty, "person", "failing" or "gone"
    Column("stopped_why", Text, nullable=False, server_default=""),
    Column("removed_at", DateTime(timezone=True)),
)

hook_events = tenant_table(
    "hook_events",
    # webhook-id: the same for every attempt and every replay
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    # names the fact once and for all: a second telling of it is no event
    Column("key", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("customer_id", Text),
    # ids, amounts and dates: no name, no address, no words
    Column("facts", JSONB, nullable=False),
    Index("uq_hook_events_key", "org_id", "key", unique=True),
    Index("ix_hook_events_at", "org_id", "at"),
)

hook_deliveries = tenant_table(
    "hook_deliveries",
    Column("endpoint_id", Uuid, primary_key=True),
    Column("event_id", Text, primary_key=True),
    # waiting, arrived, given_up
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # business time of the next attempt; null where there is none
    Column("next_at", DateTime(timezone=True)),
    Column("last_at", DateTime(timezone=True)),
    # what the last attempt was answered with; null = nothing that could be read
    Column("last_status", Integer),
    Column("last_words", Text, nullable=False, server_default=""),
    Column("replayed", Boolean, nullable=False, server_default="false"),
    Index(
        "ix_hook_deliveries_next",
        "org_id",
        "next_at",
        postgresql_where="state = 'waiting'",
    ),
    Index("ix_hook_deliveries_event", "org_id", "event_id"),
)
