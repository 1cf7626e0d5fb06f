"""Payment providers: where each delivers, what it told, and where each payment stands."""

from sqlalchemy import Column, Date, DateTime, Index, LargeBinary, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from plugin.store.schema._base import tenant_table

payment_providers = tenant_table(
    "payment_providers",
    # stripe or gocardless
    Column("provider", Text, primary_key=True),
    # the last part of the address that it delivers to; unguessable, and no secret of its own
    Column("token", Text, nullable=False),
    # the signing secrets, newest first, sealed as a list; null once it is disconnected
    Column("secrets", LargeBinary),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("last_kind", Text),
    Column("last_at", DateTime(timezone=True)),
    # what became of the last event, in one word
    Column("last_outcome", Text),
)

provider_events = tenant_table(
    "provider_events",
    Column("provider", Text, primary_key=True),
    # the provider's own id of the event: told twice, it counts once
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("payment", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    # what was read of it, sealed, until it is looked into
    Column("said", LargeBinary),
    Column("outcome", Text),
    Column("handled_at", DateTime(timezone=True)),
    Index(
        "ix_provider_events_unhandled",
        "org_id",
        "received_at",
        postgresql_where="handled_at is null",
    ),
)

provider_payments = tenant_table(
    "provider_payments",
    Column("id", Uuid, primary_key=True),
    Column("provider", Text, nullable=False),
    # the provider's own id, under which all of its events meet
    Column("payment", Text, nullable=False),
    Column("state", Text, nullable=False),
    # the civil day of its first event, and of the one that put it where it stands
    Column("began_on", Date, nullable=False),
    Column("since_on", Date, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # null where the provider does not say how much it is
    Column("amount", Numeric),
    Column("currency", Text, nullable=False, server_default=""),
    Column("customer_id", Text),
    Column("invoice_ids", ARRAY(Text), nullable=False, server_default="{}"),
    # sure, suggested, unknown or not_ours; and by what it was found
    Column("match", Text, nullable=False),
    Column("matched_by", Text, nullable=False, server_default=""),
    Column("payer", Text, nullable=False, server_default=""),
    # what it was said to be for, sealed
    Column("reference", LargeBinary),
    Column("why", Text, nullable=False, server_default=""),
    Index("uq_provider_payments", "org_id", "provider", "payment", unique=True),
    Index("ix_provider_payments_customer", "org_id", "customer_id", "began_on"),
    Index("ix_provider_payments_payer", "org_id", "provider", "payer"),
)
