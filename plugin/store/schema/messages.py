"""The outbox of reminders: a message, and the step of each invoice that it carries."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from plugin.store.schema._base import tenant_table

messages = tenant_table(
    "messages",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # reminder, or proof: the organisation's very first, which goes to its own user (rule 2)
    Column("kind", Text, nullable=False, server_default="reminder"),
    Column("channel", Text, nullable=False, server_default="email"),
    Column("currency", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("is_courtesy", Boolean, nullable=False),
    Column("is_final", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("ask", ARRAY(Text), nullable=False, server_default="{}"),
    Column("total", Numeric, nullable=False),
    Column("netted", Numeric, nullable=False),
    Column("also", JSONB, nullable=False, server_default="[]"),
    Column("proposed_on", Date, nullable=False),
    # the policy and its version that produced it, and with it each of its steps
    Column("policy", Text, nullable=False, server_default=""),
    Column("policy_version", Integer, nullable=False),
    Column("sentence", LargeBinary),
    Column("tone", Integer),
    # the invoices that it names go with it, as the ledger prints them
    Column("with_invoices", Boolean, nullable=False, server_default="false"),
    Column("approved_by", Text),
    Column("approved_at", DateTime(timezone=True)),
    Column("send_after", DateTime(timezone=True)),
    Column("claimed_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    Column("sent_on", Date),
    Column("outcome", Text),
    Column("subject", LargeBinary),
    Column("body_text", LargeBinary),
    Column("body_html", LargeBinary),
    Column("recipients", LargeBinary),
    # keyed hashes of the addresses, for the cap of two a day to one address (rule 23)
    Column("address_hashes", ARRAY(Text), nullable=False, server_default="{}"),
    Column("mail_id", Text),
    Index("ix_messages_customer", "org_id", "customer_id"),
    Index("ix_messages_state", "org_id", "state"),
    # one open message per customer and currency; the row is the lock against doubles
    Index(
        "uq_messages_open",
        "org_id",
        "customer_id",
        "currency",
        "kind",
        unique=True,
        postgresql_where="state in ('proposed', 'approved', 'claimed')",
    ),
)

steps = tenant_table(
    "steps",
    Column("invoice_id", Text, primary_key=True),
    Column("instalment", Integer, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("cycle", Integer, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("message_id", Uuid),
    Column("state", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("days_late", Integer, nullable=False),
    Column("stepped_on", Date, nullable=False),
    Column("by_person", Boolean, nullable=False, server_default="false"),
    # whether it is a final notice; null = not known
    Column("is_final", Boolean),
    Index("ix_steps_message", "org_id", "message_id"),
    Index("ix_steps_customer", "org_id", "customer_id"),
)
