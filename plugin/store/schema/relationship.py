"""The customer who is not being chased: notes, check-ins, quarterly reviews, who is never asked.

Free words, names and addresses of people lie sealed.
"""

from sqlalchemy import Column, Date, DateTime, Index, Integer, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

#: what is known of a customer beside the ledger; each ends by its day
context_notes = tenant_table(
    "context_notes",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # seasonal, single_payer or pay_run; a hardship is a hold
    Column("kind", Text, nullable=False),
    Column("fact", JSONB, nullable=False),
    # it holds from the first up to the day before the second
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("words", LargeBinary),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Index("ix_context_notes_customer", "org_id", "customer_id"),
)

#: who is rung without a reason of money, how often, and when next
check_ins = tenant_table(
    "check_ins",
    Column("customer_id", Text, primary_key=True),
    # 0 = never, whatever the policy says of key accounts
    Column("every_weeks", Integer, nullable=False),
    Column("next_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

check_in_talks = tenant_table(
    "check_in_talks",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # spoke or no_answer
    Column("outcome", Text, nullable=False),
    Column("words", LargeBinary),
    Column("on_day", Date, nullable=False),
    Column("next_on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_check_in_talks_customer", "org_id", "customer_id"),
)

#: a meeting with one customer about a quarter, and the invitation to it
quarter_reviews = tenant_table(
    "quarter_reviews",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the first day of the quarter that is talked about
    Column("quarter", Date, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", LargeBinary),
    Column("name", LargeBinary),
    Column("email", LargeBinary, nullable=False),
    # the owner's own lines of the agenda
    Column("agenda", LargeBinary),
    # planned, invited or cancelled
    Column("state", Text, nullable=False),
    # how often the invitation was changed: calendars take the highest
    Column("sequence", Integer, nullable=False),
    # the one page as it went to them
    Column("paper", LargeBinary),
    # how the mail of the last change stands, as every message's; empty = none is to go
    Column("mail", Text, nullable=False),
    Column("outcome", Text),
    # the first invitation went, or may have gone
    Column("invited_at", DateTime(timezone=True)),
    # the civil day of the last mail that went: it counts as a contact
    Column("went_on", Date),
    Column("by", Text, nullable=False),
    # of the last change
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_quarter_reviews_customer", "org_id", "customer_id"),
)

#: who said that they are never to be asked for a recommendation
never_asked = tenant_table(
    "never_asked",
    Column("customer_id", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
