"""Sales invoices and bills as the ledger has them, and how their due dates moved."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Numeric, Text

from plugin.store.schema._base import tenant_table

invoices = tenant_table(
    "invoices",
    Column("id", Text, primary_key=True),
    # sale or bill; of a bill only the open amount per contact matters (rule 7)
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("contact_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("issued", Date, nullable=False),
    Column("due", Date, nullable=False),
    # the ledger named no due date: it is the issue date plus the terms (rule 1)
    Column("due_assumed", Boolean, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total", Numeric, nullable=False),
    # the sales tax within the total; null where the ledger does not say
    Column("tax", Numeric),
    Column("balance", Numeric, nullable=False),
    Column("paid", Numeric, nullable=False),
    Column("credited", Numeric, nullable=False),
    Column("reference", Text, nullable=False, server_default=""),
    Column("base_per_unit", Numeric, nullable=False),
    Column("sent", Boolean, nullable=False),
    # the day we first saw it sent; at the first sync its issue date (rule 3)
    Column("sent_on", Date),
    Column("first_seen_on", Date, nullable=False),
    Column("expected_on", Date),
    # the expected date that we wrote last: another one is a person's (rule 22)
    Column("expected_written", Date),
    Column("fully_paid_on", Date),
    Column("repeating_id", Text),
    # null = not yet asked for; empty = the ledger has none
    Column("pay_link", Text),
    # the day a payment of it was deleted or returned (rule 6)
    Column("came_back_on", Date),
    # an invoice of ours for interest or fees: earns none, stands in no figure (rule 36)
    Column("is_charge", Boolean, nullable=False, server_default="false"),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("ix_invoices_contact", "org_id", "contact_id"),
    # what we owe a customer is asked at every review, and is nearly always nothing
    Index(
        "ix_invoices_bills",
        "org_id",
        "contact_id",
        postgresql_where="kind = 'bill' and state = 'approved'",
    ),
    Index("ix_invoices_currency", "org_id", "currency", "issued"),
    Index("ix_invoices_number", "org_id", "number"),
    # what has not left is asked at every review, and most customers have nothing of the kind
    Index(
        "ix_invoices_not_left",
        "org_id",
        "contact_id",
        postgresql_where="kind = 'sale' and (state in ('draft', 'awaiting_approval')"
        " or (state = 'approved' and sent_on is null))",
    ),
    Index(
        "ix_invoices_open",
        "org_id",
        "due",
        postgresql_where="kind = 'sale' and state = 'approved' and balance > 0",
    ),
)

due_changes = tenant_table(
    "due_changes",
    Column("invoice_id", Text, primary_key=True),
    Column("known_from", Date, primary_key=True),
    Column("due", Date, nullable=False),
)
