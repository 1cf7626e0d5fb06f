"""Debts that were handed to an agency or a solicitor: to whom, why, and what stood open then."""

from sqlalchemy import Column, Date, DateTime, Index, LargeBinary, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

hand_offs = tenant_table(
    "hand_offs",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the silence that it began; once that has ended, the hand-off was taken back
    Column("hold_id", Uuid, nullable=False),
    Column("agency", Text, nullable=False),
    Column("address", LargeBinary, nullable=False),
    # a person's words, and those of whoever took it back; null once the customer was erased
    Column("why", LargeBinary),
    Column("back_why", LargeBinary),
    # what was to be known, and was said yes to, when it was handed over
    Column("cautions", JSONB, nullable=False, server_default="[]"),
    Column("handed_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_hand_offs_customer", "org_id", "customer_id", "at"),
    Index("ix_hand_offs_hold", "org_id", "hold_id"),
)

hand_off_invoices = tenant_table(
    "hand_off_invoices",
    Column("hand_off_id", Uuid, primary_key=True),
    Column("invoice_id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("currency", Text, nullable=False),
    # what was unpaid then, and what of it was contested
    Column("owed", Numeric, nullable=False),
    Column("disputed", Numeric, nullable=False),
)
