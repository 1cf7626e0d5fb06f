"""What people decided of credit and what became of it; refused suggestions; the loss budget.

Free words of a person lie sealed; the rest is amounts, dates and names of kinds.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

credit_decisions = tenant_table(
    "credit_decisions",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # of a family's shared limit `family_id` stands instead; of somebody who asks for credit and is
    # no customer yet `request_id`, and the customer once they are one
    Column("customer_id", Text),
    Column("family_id", Text),
    Column("request_id", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    # limit, held, stop, never_chase, policy, segment, standing, planned, set_off, waived or
    # credit_request
    Column("kind", Text, nullable=False),
    Column("words", LargeBinary),
    # as last reviewed: exposure per currency as [[amount, currency], ...]; null = not reviewed yet
    Column("exposure", JSONB),
    Column("score", Integer),
    Column("segment", Text),
    Column("policy", Text),
    Column("policy_version", Integer),
    # of a limit: what it was and what it became; null = none set
    Column("limit_before", Numeric),
    Column("limit_after", Numeric),
    Column("limit_currency", Text),
    # how many on time in a row earned a loyalty step, for which thanks are drafted
    Column("thanked_for", Integer),
    # the civil day on which its outcome is filled in, and what it was then
    Column("look_on", Date, nullable=False),
    Column("judged_on", Date),
    Column("verdict", Text),
    Column("outcome", JSONB),
    Index("ix_credit_decisions_customer", "org_id", "customer_id", "id"),
    Index("ix_credit_decisions_due", "org_id", "look_on", postgresql_where="judged_on is null"),
)

limit_refusals = tenant_table(
    "limit_refusals",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("customer_id", Text),
    Column("family_id", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("why", LargeBinary, nullable=False),
    # what was suggested: its kind and amount, the limit and the score then
    Column("kind", Text, nullable=False),
    Column("limit_now", Numeric),
    Column("limit_to", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("score", Integer),
    Index("ix_limit_refusals_customer", "org_id", "customer_id", "id"),
)

loss_budgets = tenant_table(
    "loss_budgets",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    # null = the owner took it away: nothing is held back
    Column("amount", Numeric),
    Column("currency", Text, nullable=False),
    Column("why", LargeBinary),
)
