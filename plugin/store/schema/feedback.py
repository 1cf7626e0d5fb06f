"""How it went: a question after a closed case, and the one tap that answers it.

Free words of the customer lie sealed; the score and the day are what figures are made of.
"""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, LargeBinary, Text, Uuid

from plugin.store.schema._base import tenant_table

feedback = tenant_table(
    "feedback",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asked_on", Date, nullable=False),
    # "mail", or "portal" where the customer found the question there
    Column("via", Text, nullable=False),
    # the civil day on which the case was closed, and whether a reminder had gone about it
    Column("closed_on", Date, nullable=False),
    Column("is_chased", Boolean, nullable=False),
    # 1 to 5; null until it is answered
    Column("score", Integer),
    Column("words", LargeBinary),
    Column("answered_at", DateTime(timezone=True)),
    Column("answered_on", Date),
    Column("read_at", DateTime(timezone=True)),
    Column("read_by", Text),
    Index("ix_feedback_customer", "org_id", "customer_id"),
    Index("ix_feedback_answered", "org_id", "answered_on"),
)
