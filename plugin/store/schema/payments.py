"""Money in and credit given: payments, credits and where the credits went."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY

from plugin.store.schema._base import tenant_table

payments = tenant_table(
    "payments",
    Column("id", Text, primary_key=True),
    # sale, bill or refund (of a customer's credit)
    Column("kind", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("account_id", Text, nullable=False, server_default=""),
    Column("reconciled", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    # its account is one that the owner named as bad debts (rule 5)
    Column("is_write_off", Boolean, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("ix_payments_document", "org_id", "document_id"),
    Index("ix_payments_write_off", "org_id", "document_id", postgresql_where="is_write_off"),
    Index(
        "ix_payments_reconciled",
        "org_id",
        "paid_on",
        postgresql_where="reconciled and not deleted",
    ),
)

credits = tenant_table(  # noqa: A001 - the word of the trade
    "credits",
    Column("id", Text, primary_key=True),
    # credit_note, overpayment or prepayment
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("contact_id", Text, nullable=False),
    Column("credited_on", Date, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total", Numeric, nullable=False),
    # the sales tax within the total; null where the ledger does not say
    Column("tax", Numeric),
    Column("remaining", Numeric, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("account_ids", ARRAY(Text), nullable=False, server_default="{}"),
    # every line lies on an account that the owner named as bad debts (rule 5)
    Column("is_write_off", Boolean, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("ix_credits_contact", "org_id", "contact_id"),
    Index("ix_credits_write_off", "org_id", "contact_id", postgresql_where="is_write_off"),
)

allocations = tenant_table(
    "allocations",
    Column("credit_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("invoice_id", Text, nullable=False),
    Column("allocated_on", Date, nullable=False),
    Column("amount", Numeric, nullable=False),
    Index("ix_allocations_invoice", "org_id", "invoice_id"),
)
