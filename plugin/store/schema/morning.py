"""The morning letter: who wants it how, its links, and what was answered on the stack of cards."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, LargeBinary, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

morning_letters = tenant_table(
    "morning_letters",
    Column("user_id", Uuid, primary_key=True),
    # daily, weekly or off; null = as their role has it
    Column("rhythm", Text),
    # where it goes in place of the address that they sign in with; confirmed from there
    Column("address", LargeBinary),
    # the day on which they asked for none
    Column("skip_on", Date),
    # the newest day whose letter was taken in hand; null = none yet
    Column("sent_for", Date),
    # when the newest letter went: what came in is told from there on
    Column("sent_at", DateTime(timezone=True)),
)

morning_links = tenant_table(
    "morning_links",
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    # the day of the letter that it stood in
    Column("made_for", Date, nullable=False),
    # what its button changes
    Column("change", Text, nullable=False),
    # what it is about, and a short value of what was so when the letter was written; ids only
    Column("about", JSONB, nullable=False),
    # of a link that confirms one
    Column("address", LargeBinary),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    # what its use did, in a sentence
    Column("outcome", Text),
    Index("ix_morning_links_expires_at", "org_id", "expires_at"),
)

card_answers = tenant_table(
    "card_answers",
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    # in which order a day's were given, from 1
    Column("place", Integer, nullable=False),
    # which card: the kind of what it shows, and its id
    Column("card", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("amount", Numeric),
    Column("currency", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("undone_at", DateTime(timezone=True)),
    Index("ix_card_answers_day", "org_id", "user_id", "day"),
)
