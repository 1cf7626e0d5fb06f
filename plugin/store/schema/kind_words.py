"""Kind words in the outbox, and the payments that crossed a message of ours."""

from sqlalchemy import Column, Date, Index, Numeric, Text, Uuid

from plugin.store.schema._base import tenant_table

kind_words = tenant_table(
    "kind_words",
    Column("message_id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # apology, thanks, welcome or loyalty
    Column("kind", Text, nullable=False),
    # what it is about: about the same thing nothing is said twice
    Column("once", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    # the day of the payment or of the invoice, and of the message that crossed it
    Column("about_on", Date, nullable=False),
    Column("written_on", Date),
    Index("ix_kind_words_customer", "org_id", "customer_id"),
)

crossings = tenant_table(
    "crossings",
    Column("message_id", Uuid, primary_key=True),
    Column("invoice_id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("payment_id", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("written_on", Date, nullable=False),
    # the civil day on which the ledger had it
    Column("seen_on", Date, nullable=False),
    Index("ix_crossings_customer", "org_id", "customer_id", "seen_on"),
    Index("ix_crossings_seen", "org_id", "seen_on"),
)
