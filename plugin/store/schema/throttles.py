"""Counters that hold across processes: how often something was tried in a window."""

from sqlalchemy import Column, DateTime, Index, Integer, Text

from plugin.store.schema._base import house_table

throttles = house_table(
    "throttles",
    # a keyed hash of what is counted, such as an address
    Column("key_hash", Text, primary_key=True),
    Column("hits", Integer, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    Index("ix_throttles_until", "until"),
    why="counts strangers, who have no tenant; holds keyed hashes only",
)
