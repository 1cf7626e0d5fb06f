"""Who was asked to join, and the codes by which people without a Xero login sign in."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Text, Uuid

from plugin.store.schema._base import house_table, tenant_table

invitations = tenant_table(
    "invitations",
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", LargeBinary, nullable=False),
    Column("email_hash", Text, nullable=False),
    # what they will be: as members.role
    Column("role", Text, nullable=False),
    # of the random token in the link; the token itself is nowhere
    Column("token_hash", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("invited_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("accepted_at", DateTime(timezone=True)),
    Column("withdrawn_at", DateTime(timezone=True)),
    Index("uq_invitations_token", "org_id", "token_hash", unique=True),
)

sign_in_codes = house_table(
    "sign_in_codes",
    # of the random token in the cookie of the browser that asked
    Column("browser_hash", Text, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("tries_left", Integer, nullable=False),
    Index("ix_sign_in_codes_expires_at", "expires_at"),
    why="a sign-in under way, before any tenant is known; ids and hashes only",
)
