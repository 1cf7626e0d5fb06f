"""Keys of an organisation's own tools, and what was answered to a request that may be repeated."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Text, Uuid

from plugin.store.schema._base import tenant_table

api_keys = tenant_table(
    "api_keys",
    # what is shown of the key for ever: it names it and opens nothing
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    # what it may do, parted by blanks
    Column("scopes", Text, nullable=False),
    # of the whole key; the key itself is nowhere
    Column("token_hash", Text, nullable=False),
    Column("by", Text, nullable=False),
    # whose key it is: it works as long as they are an owner here
    Column("by_user", Uuid, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    # to the minute
    Column("last_used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_by", Text),
    Index("uq_api_keys_token", "org_id", "token_hash", unique=True),
)

api_replies = tenant_table(
    "api_replies",
    Column("key_id", Text, primary_key=True),
    # as the tool chose it
    Column("idempotency_key", Text, primary_key=True),
    # of method, path and body: the same key with another request is refused
    Column("request_hash", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # null = not answered yet
    Column("status", Integer),
    Column("reply", LargeBinary),
    Index("ix_api_replies_at", "org_id", "at"),
)
