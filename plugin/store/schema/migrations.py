"""Which migrations were applied."""

from sqlalchemy import Column, DateTime, Integer, Text, func

from plugin.store.schema._base import house_table

migrations = house_table(
    "migrations",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("applied_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    why="the history of the schema itself",
)
