"""What people called off ahead of its day: levels that are skipped, or put off until a day."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, Numeric, Text, Uuid

from plugin.store.schema._base import tenant_table

called_off = tenant_table(
    "called_off",
    # one decision about one message; a row for each invoice or instalment that it named
    Column("id", Uuid, primary_key=True),
    Column("invoice_id", Text, primary_key=True),
    Column("instalment", Integer, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("is_courtesy", Boolean, nullable=False),
    Column("is_final", Boolean, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    # the civil day on which it would have gone
    Column("foreseen", Date, nullable=False),
    # the first day on which it may go again; null = skipped by the person named (rule 12)
    Column("until", Date),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("undone_by", Text),
    Column("undone_at", DateTime(timezone=True)),
    Index("ix_called_off_customer", "org_id", "customer_id"),
)
