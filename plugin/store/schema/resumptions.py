"""Where a person said that a debt goes on, when a new policy's ladder could not say it."""

from sqlalchemy import Column, DateTime, Integer, Text

from plugin.store.schema._base import tenant_table

resumptions = tenant_table(
    "resumptions",
    Column("invoice_id", Text, primary_key=True),
    Column("instalment", Integer, primary_key=True),
    # the level that is next, and the cycle that begins with it; earlier steps are history
    Column("level", Integer, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
