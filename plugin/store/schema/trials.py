"""Trials of a policy: which, since when, how each customer was placed, and what was decided."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

trials = tenant_table(
    "trials",
    Column("id", Uuid, primary_key=True),
    # the policy that is tried, its version on the day of starting, and the one it is held against
    Column("policy", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("against", Text, nullable=False),
    Column("against_version", Integer, nullable=False),
    # with this key anybody can reckon again who was placed where
    Column("key", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("groups", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ended_on", Date),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    # keep, change or revert
    Column("decision", Text),
    Column("why", Text),
    # what it showed on that day, in figures
    Column("shown", JSONB),
    Index("uq_trials_running", "org_id", unique=True, postgresql_where="ended_on is null"),
)

trial_places = tenant_table(
    "trial_places",
    Column("trial_id", Uuid, primary_key=True),
    Column("customer_id", Text, primary_key=True),
    Column("pair", Integer, nullable=False),
    Column("is_first", Boolean, nullable=False),
    Column("switch_on", Date, nullable=False),
    # as they stood when they were placed: what made the two of a pair alike
    Column("segment", Text, nullable=False),
    Column("sales", Numeric, nullable=False),
    Column("late", Numeric, nullable=False),
    # null = not yet; `passed_over` says why a switch was left out when its day came
    Column("switched_at", DateTime(timezone=True)),
    Column("passed_over", Text),
    Index("ix_trial_places_customer", "org_id", "customer_id"),
    Index(
        "ix_trial_places_waiting",
        "org_id",
        "switch_on",
        postgresql_where="switched_at is null and passed_over is null",
    ),
)
