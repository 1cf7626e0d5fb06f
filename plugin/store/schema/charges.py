"""Interest and fees beside a debt, as people decided of them, and the rates that they rest on."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, LargeBinary, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

charges = tenant_table(
    "charges",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the debt on which it is claimed
    Column("invoice_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("interest", Numeric, nullable=False),
    # the fixed sum of the law or the fee of the terms: once a debt
    Column("compensation", Numeric, nullable=False),
    # interest up to and including this civil day is in it; what comes later is not
    Column("until", Date, nullable=False),
    Column("basis", Text, nullable=False),
    # from, to, balance, rate, amount and source of each piece, so that it can be argued with
    Column("pieces", JSONB, nullable=False),
    # claimed, drafting, invoiced, paid, waived, undone
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # of a waiver: nothing is ever claimed on this debt again
    Column("for_good", Boolean, nullable=False, server_default="false"),
    # a person's words
    Column("why", LargeBinary),
    Column("settled_by", Text),
    Column("settled_at", DateTime(timezone=True)),
    # the write that drafts an invoice for it, and the invoice in the ledger
    Column("write_id", Uuid),
    Column("ledger_invoice_id", Text),
    Index("ix_charges_customer", "org_id", "customer_id", "at"),
    Index("ix_charges_write", "org_id", "write_id"),
    Index("ix_charges_ledger_invoice", "org_id", "ledger_invoice_id"),
)

reference_rates = tenant_table(
    "reference_rates",
    # whose rate it is, and the first day of the half-year of which it is the reference
    Column("reference", Text, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("per_cent", Numeric, nullable=False),
    Column("source", Text, nullable=False),
    # the day on which the person read it there
    Column("read_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

tax_rates = tenant_table(
    "tax_rates",
    # what the ledger calls it on a line
    Column("type", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("per_cent", Numeric, nullable=False),
)
