"""What was agreed or contested with a customer: payment plans and disputes."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, LargeBinary, Numeric, Text, Uuid

from plugin.store.schema._base import tenant_table

disputes = tenant_table(
    "disputes",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("invoice_id", Text, nullable=False),
    # the contested part, in the invoice's currency; null = all of it
    Column("amount", Numeric),
    Column("currency", Text, nullable=False),
    # what had been credited to the invoice when it was opened: later credit settles the part
    Column("credited_before", Numeric, nullable=False),
    # one of a closed list
    Column("reason", Text, nullable=False),
    # the customer's or the team's own words, sealed: never in a ledger note (rule 32)
    Column("words", LargeBinary),
    # the member of the team who looks into it
    Column("owner", Text, nullable=False),
    Column("deadline", Date, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # null = open; credit_due, in_part or not_upheld once a person has decided
    Column("outcome", Text),
    # what is to be credited; that part stays silent until the ledger shows the credit
    Column("credit_due", Numeric),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Index("ix_disputes_customer", "org_id", "customer_id"),
    Index("ix_disputes_deadline", "org_id", "deadline"),
)

plans = tenant_table(
    "plans",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the steps of its instalments are numbered apart from those of every other plan
    Column("ordinal", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("agreed_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # bounds that it passed and that a person agreed to all the same (rule 35)
    Column("beyond", Text, nullable=False, server_default=""),
    # the first day on which it does not stand any more; null while it stands
    Column("ended_on", Date),
    Column("ended_by", Text),
    Column("ended_why", Text),
    Index("ix_plans_customer", "org_id", "customer_id"),
)

plan_invoices = tenant_table(
    "plan_invoices",
    Column("plan_id", Uuid, primary_key=True),
    Column("invoice_id", Text, primary_key=True),
    # what was unpaid, what money had come in already, and what had been written off, when the
    # plan was agreed
    Column("owed", Numeric, nullable=False),
    Column("paid_before", Numeric, nullable=False),
    Column("written_off_before", Numeric, nullable=False, server_default="0"),
    Index("ix_plan_invoices_invoice", "org_id", "invoice_id"),
)

plan_instalments = tenant_table(
    "plan_instalments",
    Column("plan_id", Uuid, primary_key=True),
    # counts from 0, in the order of the dates
    Column("position", Integer, primary_key=True),
    Column("due", Date, nullable=False),
    Column("amount", Numeric, nullable=False),
)
