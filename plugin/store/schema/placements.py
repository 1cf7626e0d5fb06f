"""What people said when they settled the past, and which invoices they took out of the ladder."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, Text

from plugin.store.schema._base import tenant_table

placements = tenant_table(
    "placements",
    Column("invoice_id", Text, primary_key=True),
    Column("placement", Text, nullable=False),
    Column("level", Integer, nullable=False, server_default="1"),
    # the day it was let into the ladder; at most 20 customers a day (rule 2)
    Column("released_on", Date),
    Column("placed_by", Text, nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Index("ix_placements_released", "org_id", "released_on"),
)

exceptions = tenant_table(
    "exceptions",
    Column("invoice_id", Text, primary_key=True),
    # never (chase) or not_receivable (the policy does not cover it)
    Column("kind", Text, nullable=False),
    # the first day after it; null = for good (rule 16)
    Column("until", Date),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

sent_answers = tenant_table(
    "sent_answers",
    # empty = the answer for every customer without one of its own
    Column("customer_id", Text, primary_key=True),
    # not_yet, elsewhere, elsewhere_from (rule 3)
    Column("answer", Text, nullable=False),
    Column("from_number", Text),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

stale_answers = tenant_table(
    "stale_answers",
    # the civil day on which a person said that the books are right although they look stale
    Column("answered_on", Date, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
