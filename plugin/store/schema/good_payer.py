"""Good-payer letters: asked for, approved each time by a person, lapsed by their date, withdrawn.

What leads to one is a signature over its id, which lies nowhere.
"""

from sqlalchemy import Column, Date, DateTime, Index, LargeBinary, Text, Uuid

from plugin.store.schema._base import tenant_table

good_payer_letters = tenant_table(
    "good_payer_letters",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # asked, approved, declined or withdrawn; that it has lapsed is a matter of the day
    Column("state", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    # "customer" from the portal, else the name of one of the team
    Column("asked_by", Text, nullable=False),
    # the address on file that is told; null where the business began it
    Column("address", LargeBinary),
    # every fact and name on the paper as approved, sealed; the paper can be set again from it
    Column("facts", LargeBinary),
    Column("approved_at", DateTime(timezone=True)),
    Column("approved_by", Text),
    # the last day on which it is good, a civil date of the organisation
    Column("good_until", Date),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_by", Text),
    Index("ix_good_payer_letters_customer", "org_id", "customer_id"),
)
