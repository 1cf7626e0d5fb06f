"""Rounds of comparing what is open here with what is open in the ledger, and what differed."""

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Identity, Index, Integer, Text

from plugin.store.schema._base import tenant_table

comparisons = tenant_table(
    "comparisons",
    # business time
    Column("started_at", DateTime(timezone=True), primary_key=True),
    # where to go on: the list that is read, and its page; 0 = what that list left out
    Column("part", Text, nullable=False),
    Column("page", Integer, nullable=False, server_default="1"),
    Column("calls", Integer, nullable=False, server_default="0"),
    # open documents that the ledger listed; counted at the end
    Column("listed", Integer, nullable=False, server_default="0"),
    Column("finished_at", DateTime(timezone=True)),
)

#: of the running round only
comparison_pages = tenant_table(
    "comparison_pages",
    Column("part", Text, primary_key=True),
    # from 1 as the ledger counts; below 1 what was read by its ids because no page held it
    Column("page", Integer, primary_key=True),
    Column("ids", ARRAY(Text), nullable=False),
)

differences = tenant_table(
    "differences",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("found_at", DateTime(timezone=True), nullable=False),
    # what was read: invoices, credit_notes, overpayments, prepayments, contacts
    Column("part", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    # a column of ours; id = the whole document
    Column("field", Text, nullable=False),
    # null = we held none, the ledger has none
    Column("ours", Text),
    Column("theirs", Text),
    # silent (the ledger did not say that it changed), missed (we did not read it), gone
    Column("why", Text, nullable=False),
    Index("ix_differences_found", "org_id", "found_at"),
)
