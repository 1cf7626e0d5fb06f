"""Tables that people brought in: what was shown of them, and what was done with them."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Text, Uuid

from plugin.store.schema._base import tenant_table

table_imports = tenant_table(
    "table_imports",
    Column("id", Uuid, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # sealed JSON: every line as it was read, what stood then, what it would become, why not
    Column("lines", LargeBinary, nullable=False),
    Column("count", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    # shown, applied, undone, dropped
    Column("state", Text, nullable=False),
    Column("applied_at", DateTime(timezone=True)),
    Column("applied_by", Text),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_by", Text),
    Index("ix_table_imports_at", "org_id", "at"),
)
