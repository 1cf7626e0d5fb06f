"""Promises to pay, and the holds that keep a customer or an invoice in silence."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, Numeric, Text, Uuid

from plugin.store.schema._base import tenant_table

promises = tenant_table(
    "promises",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("due", Date, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("source", Text, nullable=False),
    # working days after `due` before it counts as broken
    Column("grace_days", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_by", Text),
    Index("ix_promises_customer", "org_id", "customer_id"),
)

promise_invoices = tenant_table(
    "promise_invoices",
    Column("promise_id", Uuid, primary_key=True),
    Column("invoice_id", Text, primary_key=True),
    Index("ix_promise_invoices_invoice", "org_id", "invoice_id"),
)

holds = tenant_table(
    "holds",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # null = the whole customer
    Column("invoice_id", Text),
    Column("kind", Text, nullable=False),
    # of a retention: the part that is not due before `until`, in the invoice's currency
    Column("amount", Numeric),
    # the first day on which words may go again; null = until a person ends it
    Column("until", Date),
    # the day on which a person is asked whether it still holds; null where it ends by itself
    Column("review_on", Date),
    # the civil day on which it began
    Column("since", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Index("ix_holds_customer", "org_id", "customer_id"),
)
