"""What customers asked on their page, and what they were answered; the words lie sealed."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Text, UniqueConstraint, Uuid

from plugin.store.schema._base import tenant_table

asked = tenant_table(
    "asked",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the opening of a link in one browser: whoever else holds the link sees none of it
    Column("visit", Text, nullable=False),
    # what the form carried: the same form sent twice is one question
    Column("once", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("did", Text, nullable=False),
    Column("intent", Text, nullable=False),
    # words, reply, sources, effects and where the conversation stands; null once erased
    Column("content", LargeBinary),
    UniqueConstraint("org_id", "once"),
    Index("ix_asked_customer", "org_id", "customer_id", "at"),
)
