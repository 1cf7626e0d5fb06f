"""What the house itself keeps sealed: the key of its keyed hashes."""

from sqlalchemy import Column, LargeBinary, Text

from plugin.store.schema._base import house_table

house_secrets = house_table(
    "house_secrets",
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    why="sealed, of the whole house; no organisation and no person stands in it",
)
