"""Who signs in, which organisations they may see, and where they are signed in."""

from sqlalchemy import Column, DateTime, Index, LargeBinary, Text, Uuid

from plugin.store.schema._base import house_table

users = house_table(
    "users",
    Column("id", Uuid, primary_key=True),
    # the ledger owner's own identifier of the person
    Column("subject", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("signed_in_at", DateTime(timezone=True), nullable=False),
    why="a person may belong to several organisations; no customer data",
)

members = house_table(
    "members",
    Column("org_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    # owner, controller, accountant, sales or reader
    Column("role", Text, nullable=False),
    # consent: listed by the person's own consent; invitation: let in by an owner
    Column("via", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Index("ix_members_user_id", "user_id"),
    why="says which tenants a person may name, so it is read before there is a tenant",
)

former_members = house_table(
    "former_members",
    Column("org_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    # when their own consent was first found not to list it any more
    Column("until", DateTime(timezone=True), nullable=False),
    # what they were: who comes back by consent comes back as that
    Column("role", Text, nullable=False),
    Index("ix_former_members_user_id", "user_id"),
    why="names whom a lost connection concerns, so that they can be told; lets nobody see anything",
)

lost_mails = house_table(
    "lost_mails",
    Column("org_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    # of which loss: since when the organisation is not connected
    Column("lost_at", DateTime(timezone=True), primary_key=True),
    why="a person is told of a lost connection once, whatever dies on the way; ids only",
)

sessions = house_table(
    "sessions",
    # of the random token in the cookie; the token itself is nowhere
    Column("token_hash", Text, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    # the organisation last looked at
    Column("org_id", Uuid),
    # the last time they proved who they are; some acts ask for a fresh one
    Column("signed_in_at", DateTime(timezone=True), nullable=False),
    Index("ix_sessions_expires_at", "expires_at"),
    why="a session is found before its person, and so before any tenant, is known",
)

sign_ins = house_table(
    "sign_ins",
    Column("state_hash", Text, primary_key=True),
    Column("nonce", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("return_to", Text, nullable=False),
    # who asked, where somebody was signed in already
    Column("user_id", Uuid),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index("ix_sign_ins_expires_at", "expires_at"),
    why="a sign-in under way; nobody is known yet",
)
