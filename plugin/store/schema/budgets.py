"""What calls to the ledger cost, what remains, which are in flight, which wait for a slot."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, SmallInteger, Text, Uuid

from plugin.store.schema._base import house_table, tenant_table

call_slots = tenant_table(
    "call_slots",
    Column("slot", SmallInteger, primary_key=True),
    Column("lease", Uuid, nullable=False),
    # machine time: a call that outlived this belongs to a dead process
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

call_waits = tenant_table(
    "call_waits",
    Column("lease", Uuid, primary_key=True),
    # 0 = before all others
    Column("rank", SmallInteger, nullable=False),
    # machine time, both; who does not say any more that it waits is dead
    Column("since", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

call_days = tenant_table(
    "call_days",
    # business day, in UTC
    Column("day", Date, primary_key=True),
    Column("calls", BigInteger, nullable=False),
    # as they came over the wire, compressed
    Column("bytes", BigInteger, nullable=False),
    # calls that the ledger refused for one of its limits
    Column("refused", BigInteger, nullable=False),
    # what the ledger said last on this day
    Column("remaining", Integer),
)

call_state = tenant_table(
    "call_state",
    Column("minute_remaining", Integer),
    # all instants are business time
    Column("minute_began", DateTime(timezone=True)),
    Column("day_remaining", Integer),
    Column("day_began", DateTime(timezone=True)),
    Column("day_limit", Integer),
    Column("last_call_at", DateTime(timezone=True)),
    Column("paused_until", DateTime(timezone=True)),
    Column("paused_by", Text),
    Column("refusals", Integer, nullable=False, server_default="0"),
    Column("last_error", Text),
    Column("last_error_at", DateTime(timezone=True)),
)

app_budget = house_table(
    "app_budget",
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("minute_remaining", Integer),
    Column("minute_began", DateTime(timezone=True)),
    Column("noted_at", DateTime(timezone=True)),
    Column("paused_until", DateTime(timezone=True)),
    why="the ledger counts calls of the whole app; one row of a number and when it was said",
)
