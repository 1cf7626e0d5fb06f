"""The connected organisations, with what we know of each and what its people chose."""

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from plugin.store.schema._base import house_table

organisations = house_table(
    "organisations",
    Column("id", Uuid, primary_key=True),
    Column("ledger_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("base_currency", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("short_code", Text, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("lock_date", Date),
    Column("sales_terms_days", Integer),
    # how sales tax is accounted for, as the ledger says: accrual, cash, flat_rate_cash,
    # flat_rate_accrual, none; empty where it does not
    Column("tax_basis", Text, nullable=False, server_default=""),
    # month and day on which the financial year ends; null where the ledger does not say
    Column("year_end", ARRAY(Integer)),
    Column("state", Text, nullable=False),
    # one plain sentence for a person: why it is in this state
    Column("state_why", Text, nullable=False, server_default=""),
    Column("state_since", DateTime(timezone=True), nullable=False),
    Column("connection_id", Text, nullable=False),
    Column("grant_id", Uuid, nullable=False),
    # the organisation's civil date of its first connection; opening debt is judged by it (rule 2)
    Column("connected_on", Date, nullable=False),
    Column("connected_at", DateTime(timezone=True), nullable=False),
    # the ledger sends reminders of its own; null = not asked yet
    Column("reminders_on", Boolean),
    Column("first_synced_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    # the proof message has gone to its own user (rule 2)
    Column("mail_proof_at", DateTime(timezone=True)),
    # stop everything until this date (rule 28)
    Column("stopped_until", Date),
    # the law of its terms, where a person said it; null = its country's, where that is one
    Column("law", Text),
    # somebody answered whether settings of an organisation gone before come along
    Column("carry_answered_at", DateTime(timezone=True)),
    # where anybody reads its policy in plain words, and whether anybody may
    Column("policy_slug", Text, unique=True),
    Column("policy_public", Boolean, nullable=False, server_default="false"),
    # sealed: it holds an address and a telephone number
    Column("settings", LargeBinary),
    why="found by sign-in, ticks and webhooks before any tenant is known; no customer data",
)
