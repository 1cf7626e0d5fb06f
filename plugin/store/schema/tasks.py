"""What needs a person; one open task per customer, kind and subject."""

from sqlalchemy import Column, DateTime, Index, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

tasks = tenant_table(
    "tasks",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="open"),
    Column("amount", Numeric),
    Column("currency", Text),
    Column("names", JSONB, nullable=False, server_default="[]"),
    # who raised it: the review closes its own when the reason is gone, never another's
    Column("raised_by", Text, nullable=False, server_default="review"),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_by", Text),
    Column("answer", Text),
    # whom a person handed it to; else it is the customer's controller's, or anybody's
    Column("handed_to", Uuid),
    Column("handed_by", Text),
    Index("ix_tasks_customer", "org_id", "customer_id"),
    Index(
        "uq_tasks_open",
        "org_id",
        "customer_id",
        "kind",
        "subject",
        unique=True,
        postgresql_where="state = 'open'",
    ),
)
