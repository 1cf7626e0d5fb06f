"""What a signed-in person granted: their tokens, sealed. The row is the lock on refreshing."""

from sqlalchemy import Column, DateTime, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from plugin.store.schema._base import house_table

grants = house_table(
    "grants",
    Column("id", Uuid, primary_key=True),
    # one person's tokens serve all organisations that they connected
    Column("user_id", Uuid, nullable=False, unique=True),
    Column("access", LargeBinary, nullable=False),
    Column("refresh", LargeBinary, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    # on the business clock
    Column("expires_at", DateTime(timezone=True), nullable=False),
    # live or dead
    Column("state", Text, nullable=False, server_default="live"),
    Column("state_why", Text, nullable=False, server_default=""),
    why="one person's tokens serve several organisations; sealed, and no customer data",
)
