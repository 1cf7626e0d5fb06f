"""Work that is due, one row per organisation and kind of work."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Text, Uuid

from plugin.store.schema._base import house_table

due = house_table(
    "due",
    Column("org_id", Uuid, primary_key=True),
    Column("what", Text, primary_key=True),
    # business time
    Column("at", DateTime(timezone=True), nullable=False),
    # raised by whoever asks for the work; a row is done only if nobody asked again meanwhile
    Column("seq", BigInteger, nullable=False, server_default="1"),
    Index("ix_due_at", "at"),
    why="the sweep reads it for all organisations at once; it names work, never a customer",
)
