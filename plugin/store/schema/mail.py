"""Mail that arrived and what was answered; the addresses at which it arrives.

Words, addresses and files lie sealed; a sender is found again by its keyed hash.
"""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from plugin.store.schema._base import house_table, tenant_table

conversations = tenant_table(
    "conversations",
    # the unguessable part of its address
    Column("id", Text, primary_key=True),
    # empty for the address that the organisation's own people blind-copy
    Column("customer_id", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    # mail to its address is no longer taken
    Column("ended_at", DateTime(timezone=True)),
    Index("ix_conversations_customer", "org_id", "customer_id"),
)

conversation_orgs = house_table(
    "conversation_orgs",
    Column("id", Text, primary_key=True),
    Column("org_id", Uuid, primary_key=True),
    why="which organisation a reply address leads to: random ids, and nothing of any customer",
)

mails = tenant_table(
    "mails",
    Column("id", Uuid, primary_key=True),
    # empty where nobody has said whose it is
    Column("customer_id", Text, nullable=False),
    # reply, own, away, bounce, receipt, automatic
    Column("kind", Text, nullable=False),
    # keyed hash of its Message-ID: told twice, it counts once
    Column("known_as", Text, nullable=False),
    Column("arrived_at", DateTime(timezone=True), nullable=False),
    # civil day of the organisation
    Column("arrived_on", Date, nullable=False),
    # the message of ours that it answers or returns
    Column("message_id", Uuid),
    Column("sender_hash", Text, nullable=False),
    # whether the sender's address stood in the customer's record when it came
    Column("on_file", Boolean, nullable=False),
    # written by a machine: never answered
    Column("automatic", Boolean, nullable=False),
    # sender, recipients, subject, words, what it quotes, rows of its tables
    Column("content", LargeBinary, nullable=False),
    Column("answered_at", DateTime(timezone=True)),
    Column("answered_by", Text),
    # the tables in its PDFs have been looked for
    Column("papers_read_at", DateTime(timezone=True)),
    # somebody put it aside: no customer's
    Column("set_aside_at", DateTime(timezone=True)),
    Column("set_aside_by", Text),
    Index("uq_mails_known_as", "org_id", "customer_id", "known_as", unique=True),
    Index("ix_mails_customer", "org_id", "customer_id", "arrived_at"),
    Index("ix_mails_arrived", "org_id", "arrived_at"),
)

mail_files = tenant_table(
    "mail_files",
    Column("mail_id", Uuid, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", LargeBinary, nullable=False),
    # by what stands in it
    Column("type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    # in base64 within its seal, as it is handed over when the organisation takes everything along
    Column("content", LargeBinary, nullable=False),
)

mail_answers = tenant_table(
    "mail_answers",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # what it answers; none where it was asked for on the customer's page
    Column("mail_id", Uuid),
    # answer: a person's own words; copy: invoices that were asked for; statement: of the account
    Column("kind", Text, nullable=False),
    # approved, claimed, done, refused, dropped, unconfirmed
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("send_after", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    # civil day of the organisation on which it went
    Column("sent_on", Date),
    Column("outcome", Text),
    # address, subject, words
    Column("content", LargeBinary, nullable=False),
    Column("invoice_ids", ARRAY(Text), nullable=False, server_default="{}"),
    Index("ix_mail_answers_customer", "org_id", "customer_id"),
    Index("ix_mail_answers_state", "org_id", "state"),
)
