"""Who looks after which customer, what people note for each other, and what wants two of them."""

from sqlalchemy import Column, Date, DateTime, Index, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

customer_people = tenant_table(
    "customer_people",
    Column("customer_id", Text, primary_key=True),
    # who chases and answers; their tasks are theirs
    Column("controller_id", Uuid),
    # who sells, and may say no before a hard step
    Column("sales_id", Uuid),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_customer_people_controller", "org_id", "controller_id"),
    Index("ix_customer_people_sales", "org_id", "sales_id"),
)

veto_windows = tenant_table(
    "veto_windows",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # final or stop
    Column("step", Text, nullable=False),
    # which levels of which debts; empty for a stop
    Column("covers", JSONB, nullable=False, server_default="[]"),
    Column("currency", Text, nullable=False, server_default=""),
    Column("asked_id", Uuid, nullable=False),
    Column("asked", Text, nullable=False),
    Column("found_at", DateTime(timezone=True), nullable=False),
    # the civil day on which the mail went: from it the two working days count
    Column("opened_on", Date),
    Column("answer", Text),
    Column("answered_at", DateTime(timezone=True)),
    # the first day on which a vetoed step may be taken
    Column("until", Date),
    # words of a person: sealed
    Column("reason", LargeBinary),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_why", Text),
    Index(
        "ix_veto_windows_customer", "org_id", "customer_id", postgresql_where="closed_at is null"
    ),
    Index("ix_veto_windows_unmailed", "org_id", postgresql_where="opened_on is null"),
)

comments = tenant_table(
    "comments",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # customer, invoice, dispute or task, and which
    Column("about", Text, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
    # words of a person: sealed; gone once they were withdrawn
    Column("words", LargeBinary),
    Column("by_id", Uuid, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_by", Text),
    Index("ix_comments_customer", "org_id", "customer_id", "at"),
)

comment_mails = tenant_table(
    "comment_mails",
    Column("comment_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    # taken in hand before the mail goes, so that it goes once
    Column("claimed_at", DateTime(timezone=True)),
    Column("outcome", Text),
    Index("ix_comment_mails_waiting", "org_id", postgresql_where="claimed_at is null"),
)

second_rules = tenant_table(
    "second_rules",
    # the hard steps that want two people
    Column("steps", JSONB, nullable=False, server_default="[]"),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

second_approvals = tenant_table(
    "second_approvals",
    Column("id", Uuid, primary_key=True),
    Column("step", Text, nullable=False),
    Column("customer_id", Text, nullable=False, server_default=""),
    # the message, the customer or whatever else the step is taken with
    Column("subject", Text, nullable=False),
    # what is to be done, with its amounts and numbers as they were then
    Column("words", Text, nullable=False),
    # a hash over everything that the second person would agree to
    Column("facts", Text, nullable=False),
    # how the step is asked for again once both agree
    Column("how", JSONB, nullable=False, server_default="{}"),
    Column("state", Text, nullable=False, server_default="open"),
    Column("proposed_by_id", Uuid, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("settled_by_id", Uuid),
    Column("settled_by", Text),
    Column("settled_at", DateTime(timezone=True)),
    Index(
        "uq_second_approvals_open",
        "org_id",
        "step",
        "subject",
        unique=True,
        postgresql_where="state = 'open'",
    ),
    Index("ix_second_approvals_customer", "org_id", "customer_id"),
)
