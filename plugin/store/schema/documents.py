"""The ledger's other documents: quotes, repeating templates, and its chart of accounts."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Numeric, Text

from plugin.store.schema._base import tenant_table

quotes = tenant_table(
    "quotes",
    Column("id", Text, primary_key=True),
    Column("contact_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total", Numeric, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("ix_quotes_contact", "org_id", "contact_id"),
)

repeating = tenant_table(
    "repeating",
    Column("id", Text, primary_key=True),
    Column("contact_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total", Numeric, nullable=False),
    Column("next_on", Date),
    Column("live", Boolean, nullable=False),
    Index("ix_repeating_contact", "org_id", "contact_id"),
)

chart = tenant_table(
    "chart",
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    # the owner said that bad debts are written off to it (rule 5)
    Column("bad_debts", Boolean, nullable=False, server_default="false"),
)
