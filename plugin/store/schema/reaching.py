"""Whom messages go to, calls that were made, answers that came, numbers that said STOP.

An address or a number lies sealed; it is found again by its keyed hash.
"""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, LargeBinary, Text, Uuid

from plugin.store.schema._base import house_table, tenant_table

contact_roles = tenant_table(
    "contact_roles",
    Column("customer_id", Text, primary_key=True),
    Column("address_hash", Text, primary_key=True),
    # an email address, or a telephone number with its country code
    Column("address", LargeBinary, nullable=False),
    # of somebody whom a person added here; null where the ledger itself has the address
    Column("name", LargeBinary),
    # to, copy, escalation, none; null = as the ledger says
    Column("role", Text),
    # mail to it came back, and no person has said what to do
    Column("bounced_at", DateTime(timezone=True)),
    Column("bounced_why", Text),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

calls = tenant_table(
    "calls",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the level by telephone that it was made for; null where a person called unasked
    Column("message_id", Uuid),
    Column("level", Integer),
    Column("currency", Text, nullable=False),
    Column("called_at", DateTime(timezone=True), nullable=False),
    # civil day of the organisation
    Column("called_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    # somebody was reached or a message left: it counts as a contact (rule 23)
    Column("reached", Boolean, nullable=False),
    Column("said", LargeBinary),
    Index("ix_calls_customer", "org_id", "customer_id"),
)

replies = tenant_table(
    "replies",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("replied_at", DateTime(timezone=True), nullable=False),
    Column("replied_on", Date, nullable=False),
    Column("said", LargeBinary),
    # nothing goes to the customer before a person has read it
    Column("read_at", DateTime(timezone=True)),
    Column("read_by", Text),
    Index("ix_replies_customer", "org_id", "customer_id"),
)

texted_numbers = house_table(
    "texted_numbers",
    Column("number_hash", Text, primary_key=True),
    Column("org_id", Uuid, primary_key=True),
    Column("texted_at", DateTime(timezone=True), nullable=False),
    why="keyed hashes of the numbers that each organisation texted: an answer names only a number",
)

stopped_numbers = house_table(
    "stopped_numbers",
    Column("number_hash", Text, primary_key=True),
    Column("stopped_at", DateTime(timezone=True), nullable=False),
    why="keyed hashes of the numbers that said STOP to the one sender that all organisations share:"
    " it holds for those that come later, and after one of them was erased",
)
