"""What people decided of a customer: limit, policy, family, and how the limit came to be."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Identity, Index, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

terms = tenant_table(
    "terms",
    Column("customer_id", Text, primary_key=True),
    # null = no limit set, which is not a limit of zero (rule 10)
    Column("credit_limit", Numeric),
    Column("limit_currency", Text),
    Column("limit_set_by", Text),
    Column("limit_set_at", DateTime(timezone=True)),
    Column("limit_reason", Text),
    # the first day on which a choice holds no more (rule 16); null = until somebody changes it
    Column("policy", Text),
    Column("policy_until", Date),
    Column("segment", Text),
    Column("segment_until", Date),
    Column("never_chase", Boolean, nullable=False, server_default="false"),
    Column("direct_debit", Boolean, nullable=False, server_default="false"),
    Column("family_id", Text),
    # a person decided on set-off: messages may go although we owe the customer (rule 7)
    Column("set_off_settled", Boolean, nullable=False, server_default="false"),
    # what the customer is before the law, as a person said it; null = nobody has (rule 34)
    Column("kind", Text),
    Column("law", Text),
    Column("standing_by", Text),
    Column("standing_at", DateTime(timezone=True)),
    # the day on which the customer accepted the terms; null = not known (rule 36)
    Column("accepted_on", Date),
    # none, contractual or statutory; null = as the policy says
    Column("interest", Text),
    # the language of their letters, such as "fr-FR"; null = the organisation's (rule 29)
    Column("language", Text),
    Index("ix_terms_family", "org_id", "family_id"),
)

families = tenant_table(
    "families",
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("credit_limit", Numeric),
    Column("limit_currency", Text),
)

limit_changes = tenant_table(
    "limit_changes",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("limit_before", Numeric),
    Column("currency_before", Text),
    Column("limit_after", Numeric),
    Column("currency_after", Text),
    # exposure at that moment, in the currency beside it
    Column("exposure", Numeric),
    Column("exposure_currency", Text),
    # the published rule's reasons, where its proposal was accepted; the only ones a customer sees
    Column("basis", JSONB, nullable=False, server_default="[]"),
    Index("ix_limit_changes_customer", "org_id", "customer_id", "id"),
)
