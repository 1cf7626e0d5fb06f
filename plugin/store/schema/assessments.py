"""What was last decided of each customer, and whether its facts changed since."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

assessments = tenant_table(
    "assessments",
    Column("customer_id", Text, primary_key=True),
    Column("status", Text, nullable=False, server_default="open"),
    Column("since", Date),
    Column("over_limit", Boolean, nullable=False, server_default="false"),
    # a stop waits for a person: proposed here, confirmed or refused by somebody
    Column("stop_proposed", Boolean, nullable=False, server_default="false"),
    Column("stop_confirmed_by", Text),
    Column("stop_refused_on", Date),
    # exposure when it was refused: not asked again while it is no higher
    Column("stop_refused_amount", Numeric),
    Column("stop_refused_currency", Text),
    Column("written_on", Date),
    # who covers them: the segment in force and the one that the rule found, and the policy
    Column("segment", Text),
    Column("segment_found", Text),
    Column("segment_since", Date),
    Column("policy", Text),
    # the review as display-ready values: reasons, exposure, ageing, waits
    Column("decision", JSONB, nullable=False, server_default="{}"),
    Column("look_again_on", Date),
    # a writer of facts raises changed_seq; a review notes the seq that it read
    Column("changed_seq", BigInteger, nullable=False, server_default="1"),
    Column("assessed_seq", BigInteger, nullable=False, server_default="0"),
    Column("assessed_on", Date),
    Index("ix_assessments_due", "org_id", "look_again_on"),
    Index(
        "ix_assessments_changed",
        "org_id",
        "customer_id",
        postgresql_where="changed_seq > assessed_seq",
    ),
    Index("ix_assessments_on", "org_id", "assessed_on"),
)
