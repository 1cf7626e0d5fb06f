"""What customers say of themselves on their own page: how they buy and pay, whom to write to."""

from sqlalchemy import Column, DateTime, Index, LargeBinary, Text, Uuid

from plugin.store.schema._base import tenant_table

customer_wishes = tenant_table(
    "customer_wishes",
    Column("customer_id", Text, primary_key=True),
    # when they pay: week:5 is every Friday, month:25 the 25th, month:31 the last day
    Column("pay_run", Text),
    # how an order number gets onto an invoice, in their own words
    Column("order_route", LargeBinary),
    Column("said_at", DateTime(timezone=True), nullable=False),
)

#: somebody is not the right person to write to, and may have named another
proposed_people = tenant_table(
    "proposed_people",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the address or number that is not written to any more
    Column("instead_of", LargeBinary, nullable=False),
    # who was proposed: used only once somebody of the business said yes; null = nobody
    Column("name", LargeBinary),
    Column("email", LargeBinary),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    # yes or no
    Column("answer", Text),
    Column("answered_by", Text),
    Column("answered_at", DateTime(timezone=True)),
    Index("ix_proposed_people_customer", "org_id", "customer_id"),
)
