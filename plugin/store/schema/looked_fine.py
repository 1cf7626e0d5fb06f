"""What a person looked at on an invoice that had not left, and let stand."""

from sqlalchemy import Column, DateTime, Text

from plugin.store.schema._base import tenant_table

looked_fine = tenant_table(
    "looked_fine",
    Column("invoice_id", Text, primary_key=True),
    # the finding, with the fact that it was about: another fact is asked about again
    Column("key", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
