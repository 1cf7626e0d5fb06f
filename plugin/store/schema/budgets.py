"""What calls to the ledger cost, what remains, and which are in flight."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, SmallInteger, Text, Uuid

from plugin.store.schema._base import house_table, tenant_table

call_slots = tenant_table(
    "call_slots",
    Column("slot", SmallInteger, primary_key=True),
    Column("lease", Uuid, nullable=False),
    # machine time: a call that outlived this belongs to a dead process
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

call_days = tenant_table(
    "call_days",
    # business day, in UTC
    Column("day", Date, primary_key=True),
    Column("calls", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

call_state = tenant_table(
    "call_state",
    Column("minute_remaining", Integer),
    Column("day_remaining", Integer),
    # business time
    Column("last_call_at", DateTime(timezone=True)),
    Column("paused_until", DateTime(timezone=True)),
    Column("last_error", Text),
    Column("last_error_at", DateTime(timezone=True)),
)

app_budget = house_table(
    "app_budget",
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("minute_remaining", Integer, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    why="the ledger counts calls of the whole app; one row of two numbers",
)
