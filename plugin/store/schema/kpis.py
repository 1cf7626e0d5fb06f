"""The sums that figures are made of, kept by customer and day so that a trend need not recount."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY

from plugin.credit.kpi_measures import Measure
from plugin.store.schema._base import tenant_table

kpi_sums = tenant_table(
    "kpi_sums",
    Column("customer_id", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    # a foreign currency turned into base currency at the rates that the ledger gave each document
    Column("in_base", Boolean, primary_key=True),
    Column("day", Date, primary_key=True),
    *(Column(each.value, Numeric, nullable=False, server_default="0") for each in Measure),
    # open times days since issue, and the month of issue that each is of
    Column("aged_months", ARRAY(Date), nullable=False, server_default="{}"),
    Column("aged", ARRAY(Numeric), nullable=False, server_default="{}"),
)

kpi_seen = tenant_table(
    "kpi_seen",
    Column("customer_id", Text, primary_key=True),
    # assessments.changed_seq when the sums were made: another one says that facts changed
    Column("seq", BigInteger, nullable=False),
)

kpi_days = tenant_table(
    "kpi_days",
    Column("day", Date, primary_key=True),
    # by which rules, and under which country's holidays, the sums of that day were made
    Column("rules", Text, nullable=False),
)

touch_costs = tenant_table(
    "touch_costs",
    Column("set_at", DateTime(timezone=True), primary_key=True),
    # in base currency: what a reminder costs, and an hour of whoever sees to it
    Column("per_message", Numeric, nullable=False),
    Column("per_hour", Numeric, nullable=False),
    Column("message_minutes", Numeric, nullable=False),
    Column("call_minutes", Numeric, nullable=False),
    Column("set_by", Text, nullable=False),
)
