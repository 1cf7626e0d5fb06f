"""Who is in the ledger: contacts, their people, and the groups a ledger sorts them into."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

contacts = tenant_table(
    "contacts",
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("first_name", Text, nullable=False, server_default=""),
    Column("last_name", Text, nullable=False, server_default=""),
    Column("email", LargeBinary),
    Column("email_hash", Text),
    Column("phone", LargeBinary),
    Column("phone_hash", Text),
    # the number that texts would go to, with its country code; null where none can take them
    Column("mobile", LargeBinary),
    Column("mobile_hash", Text),
    # the postal address, opened only for paper and for the customer's page
    Column("address", LargeBinary),
    Column("may_post", Boolean, nullable=False, server_default="false"),
    # payment terms of the ledger: days, and what they count from
    Column("terms_days", Integer),
    Column("terms_kind", Text),
    # a keyed hash of all that is sealed, people included: equal facts without opening them
    Column("private_hash", Text, nullable=False, server_default=""),
    Column("company_number", Text, nullable=False, server_default=""),
    # the number under which they charge or pay VAT or GST, as the ledger has it
    Column("vat_number", Text, nullable=False, server_default=""),
    Column("country", Text, nullable=False, server_default=""),
    # pairs of a tracking category and its option, as the ledger puts them on sales to the contact
    Column("tracking", JSONB, nullable=False, server_default="[]"),
    Column("status", Text, nullable=False, server_default="active"),
    # always the final winner, however many merges lie between
    Column("merged_into", Text),
    Column("is_customer", Boolean, nullable=False, server_default="false"),
    Column("is_supplier", Boolean, nullable=False, server_default="false"),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("ix_contacts_number", "org_id", "number"),
    Index("ix_contacts_merged_into", "org_id", "merged_into"),
)

contact_people = tenant_table(
    "contact_people",
    Column("contact_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", LargeBinary),
    Column("email_hash", Text),
    Column("included", Boolean, nullable=False),
)

ledger_groups = tenant_table(
    "ledger_groups",
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    # what a person said it means (rule 22): a kind of hold, vip, nothing; null = not yet asked
    Column("meaning", Text),
    # one of the groups that we made for credit flags
    Column("ours", Boolean, nullable=False, server_default="false"),
)

group_members = tenant_table(
    "group_members",
    Column("group_id", Text, primary_key=True),
    Column("contact_id", Text, primary_key=True),
    Index("ix_group_members_contact", "org_id", "contact_id"),
)
