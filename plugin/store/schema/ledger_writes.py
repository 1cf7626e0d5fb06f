"""The outbox towards the ledger, and what we believe stands there."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, Text, UniqueConstraint, Uuid

from plugin.store.schema._base import tenant_table

ledger_writes = tenant_table(
    "ledger_writes",
    Column("id", Uuid, primary_key=True),
    # flag (a customer moved between our groups), group_create, group_delete, note_contact,
    # note_invoice, expected_date (of an invoice; an empty text empties it), draft_charge (an
    # invoice for interest and fees), credit_contact (somebody new, or their payment terms),
    # permission (none to write at all)
    Column("kind", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    # what makes this write one of a kind, such as the day's one note on a contact (rule 32)
    Column("once", Text, nullable=False),
    # from then on it may be written: what follows the day's note waits for the next day
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("claimed_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    Column("outcome", Text),
    # which attempt at it this is: a new one only after the last certainly came to nothing, so that
    # an answer that the ledger remembers for the old key is never taken for a fresh one
    Column("round", Integer, nullable=False, server_default="0"),
    # how often nobody could say what became of it, and when it is looked for again
    Column("unknowns", Integer, nullable=False, server_default="0"),
    Column("look_at", DateTime(timezone=True)),
    UniqueConstraint("org_id", "once"),
    Index("ix_ledger_writes_state", "org_id", "state"),
)

flags = tenant_table(
    "flags",
    Column("customer_id", Text, primary_key=True),
    # the status last written to the ledger; open = in neither group
    Column("written", Text, nullable=False),
    Column("written_on", Date, nullable=False),
    # a person took it off inside the ledger: asked, and never put back by the machine (rule 31)
    Column("removed_by_person", Boolean, nullable=False, server_default="false"),
    Index(
        "ix_flags_standing",
        "org_id",
        "written",
        postgresql_where="written <> 'open' and not removed_by_person",
    ),
)
