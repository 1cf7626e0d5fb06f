"""Lines of the tidy list that somebody put aside, and who gets the list by mail each week."""

from sqlalchemy import Column, Date, DateTime, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from plugin.store.schema._base import tenant_table

tidy_asides = tenant_table(
    "tidy_asides",
    # what the line is about, as the rule that found it names it
    Column("line", Text, primary_key=True),
    # whom it speaks of: it goes with whoever asks to be forgotten
    Column("customer_ids", ARRAY(Text), nullable=False),
    # words of a person: sealed
    Column("reason", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

tidy_letters = tenant_table(
    "tidy_letters",
    Column("user_id", Uuid, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    # the Monday of the newest week whose mail was taken in hand; null = none yet
    Column("sent_for", Date),
)
