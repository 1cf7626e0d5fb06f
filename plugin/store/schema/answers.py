"""What customers answer on their own page: each answer once, and the talks that follow from one."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

portal_answers = tenant_table(
    "portal_answers",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # paid, promise, split, wrong
    Column("kind", Text, nullable=False),
    # the form that it came by: the same form sent twice is one answer, under the customer's lock
    Column("once", Text, nullable=False),
    # done at once, or proposed; again: a second *I have paid*, which pauses nothing
    Column("result", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    # the day that was named: when it was paid, or will be
    Column("day", Date),
    # the first day on which words go again, where the answer pauses them
    Column("until", Date),
    # the bounds that it passes
    Column("beyond", Text, nullable=False, server_default=""),
    Column("talk_id", Uuid),
    Column("promise_id", Uuid),
    Column("plan_id", Uuid),
    # the link by which it came
    Column("link_id", Uuid),
    Column("said_on", Date, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_portal_answers_customer", "org_id", "customer_id"),
    Index("ix_portal_answers_said_on", "org_id", "said_on"),
)

portal_answer_invoices = tenant_table(
    "portal_answer_invoices",
    Column("answer_id", Uuid, primary_key=True),
    Column("invoice_id", Text, primary_key=True),
    # what of the invoice the answer is about
    Column("amount", Numeric, nullable=False),
    Index("ix_portal_answer_invoices_invoice", "org_id", "invoice_id"),
)

talks = tenant_table(
    "talks",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # terms: offers to and fro; wrong: about something contested
    Column("kind", Text, nullable=False),
    Column("currency", Text, nullable=False),
    # open, agreed, declined, withdrawn; closed once nothing of it is contested any more
    Column("state", Text, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # what it is about has rested for it, which happens once in a while only
    Column("rests", Boolean, nullable=False),
    # the number of the offer that was accepted
    Column("agreed", Integer),
    # customer or business, with a name
    Column("ended_side", Text),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("promise_id", Uuid),
    Column("plan_id", Uuid),
    Index("ix_talks_customer", "org_id", "customer_id"),
    Index("ix_talks_state", "org_id", "state"),
)

talk_invoices = tenant_table(
    "talk_invoices",
    Column("talk_id", Uuid, primary_key=True),
    Column("invoice_id", Text, primary_key=True),
    # where part of it is contested
    Column("dispute_id", Uuid),
    # the hold by which it rests meanwhile
    Column("hold_id", Uuid),
    Index("ix_talk_invoices_invoice", "org_id", "invoice_id"),
)

talk_offers = tenant_table(
    "talk_offers",
    Column("talk_id", Uuid, primary_key=True),
    # counts from 1
    Column("number", Integer, primary_key=True),
    # customer or business
    Column("side", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("offered_on", Date, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # the first day on which nobody can accept it any more
    Column("lapses_on", Date, nullable=False),
    # [[invoice, owed, paid before], …] and [[day, amount], …], amounts as text
    Column("covers", JSONB, nullable=False),
    Column("parts", JSONB, nullable=False),
)

talk_lines = tenant_table(
    "talk_lines",
    Column("id", Uuid, primary_key=True),
    Column("talk_id", Uuid, nullable=False),
    Column("customer_id", Text, nullable=False),
    # customer or business
    Column("side", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # the very words, sealed: never in a ledger note (rule 32)
    Column("words", LargeBinary, nullable=False),
    # when somebody of the other side read or answered it
    Column("read_at", DateTime(timezone=True)),
    Column("read_by", Text),
    # the form that it came by: the same form sent twice is one line
    Column("once", Text, nullable=False),
    Index("ix_talk_lines_talk", "org_id", "talk_id"),
)

talk_papers = tenant_table(
    "talk_papers",
    Column("id", Uuid, primary_key=True),
    Column("talk_id", Uuid, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("line_id", Uuid, nullable=False),
    # what it is by its own bytes, never by its name: pdf, jpeg, png, webp, heic
    Column("type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("name", LargeBinary, nullable=False),
    # sealed, as base64
    Column("content", LargeBinary, nullable=False),
    Index("ix_talk_papers_talk", "org_id", "talk_id"),
)

told = tenant_table(
    "told",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # what is told: answered, offered, agreed, ended, written, decided
    Column("kind", Text, nullable=False),
    # the answer, the talk or the line that it is about
    Column("subject_id", Uuid, nullable=False),
    Column("talk_id", Uuid),
    # approved, claimed, done, refused, dropped, unconfirmed: as every message
    Column("state", Text, nullable=False),
    # said once, whatever is sent twice
    Column("once", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("sent_on", Date),
    Column("outcome", Text),
    # to whom and what, word for word
    Column("letter", LargeBinary),
    Index("ix_told_state", "org_id", "state"),
    Index("ix_told_customer", "org_id", "customer_id"),
    Index("uq_told_once", "org_id", "once", unique=True),
)
