"""Statements of account that were proposed or sent, and which customers want them."""

from sqlalchemy import Column, Date, DateTime, Index, LargeBinary, Numeric, Text, Uuid

from plugin.store.schema._base import tenant_table

statements = tenant_table(
    "statements",
    Column("customer_id", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    # the month that it is of, as 2026-11: one a customer, currency and month
    Column("period", Text, primary_key=True),
    Column("message_id", Uuid, nullable=False),
    # open_items or activity
    Column("kind", Text, nullable=False),
    # the first day of an activity; null where open items are stated
    Column("since", Date),
    Column("late", Numeric, nullable=False),
    # every word and figure of the paper as it left, sealed; null until then
    Column("paper", LargeBinary),
    Index("uq_statements_message", "org_id", "message_id", unique=True),
)

statement_wishes = tenant_table(
    "statement_wishes",
    Column("customer_id", Text, primary_key=True),
    # always or never; no row is as the policy says
    Column("wish", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
