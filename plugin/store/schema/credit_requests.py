"""Requests for credit by those who are no customers yet: the form, what came in, what was decided.

Whatever names or is said by a person lies sealed; the name of the business stays plain, for search.
"""

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

credit_doors = tenant_table(
    "credit_doors",
    Column("is_open", Boolean, nullable=False),
    # counts the addresses that there have been: only the signature over the newest opens the form
    Column("round", Integer, nullable=False),
    # the business's own terms of trade, as the form shows them
    Column("terms_text", Text, nullable=False),
    # the owner's switch: a bureau is asked only where the applicant agreed as well
    Column("asks_bureau", Boolean, nullable=False, server_default="false"),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

credit_requests = tenant_table(
    "credit_requests",
    Column("id", Uuid, primary_key=True),
    # the form that was sent: sent twice it is one request
    Column("once", Text, nullable=False),
    Column("name", Text, nullable=False),
    # all that was written into the form; null once erased
    Column("content", LargeBinary),
    Column("email_hash", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    # the text of the terms exactly as it was shown, and its acceptance: with whose name, and when
    Column("terms_shown", Text, nullable=False),
    Column("accepted_by", LargeBinary),
    Column("accepted_on", Date, nullable=False),
    # the applicant's own yes to a bureau, given or not when the form was sent
    Column("may_ask_bureau", Boolean, nullable=False),
    # unproved, waiting, yes, deposit, cash, no, withdrawn
    Column("state", Text, nullable=False),
    Column("proved_at", DateTime(timezone=True)),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("why", LargeBinary),
    # what was granted: takes effect with the first invoice
    Column("limit_amount", Numeric),
    Column("limit_currency", Text),
    Column("terms_days", Integer),
    Column("terms_kind", Text),
    Column("deposit_per_cent", Integer),
    Column("in_force_on", Date),
    # the contact in the ledger, once known; `writes` = create, terms, or nothing
    Column("contact_id", Text),
    Column("writes", Text, nullable=False, server_default=""),
    Column("write_id", Uuid),
    # what the contact's terms were before ours, so that they can be put back
    Column("terms_before", JSONB),
    # waiting, approved, claimed, sent, unconfirmed, refused, none
    Column("letter_state", Text, nullable=False, server_default="none"),
    Column("letter", LargeBinary),
    Column("letter_after", DateTime(timezone=True)),
    Column("letter_by", Text),
    Column("letter_said", Text),
    Index("ix_credit_requests_state", "org_id", "state"),
    Index("uq_credit_requests_once", "org_id", "once", unique=True),
    Index("ix_credit_requests_contact", "org_id", "contact_id"),
)

credit_facts = tenant_table(
    "credit_facts",
    Column("id", Uuid, primary_key=True),
    Column("request_id", Uuid, nullable=False),
    # registry, accounts, other: pasted by a person; bureau: what an agency answered
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    # the day that the source itself says, or on which it was looked at
    Column("dated", Date, nullable=False),
    Column("words", LargeBinary),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_credit_facts_request", "org_id", "request_id"),
)

credit_references = tenant_table(
    "credit_references",
    Column("id", Uuid, primary_key=True),
    Column("request_id", Uuid, nullable=False),
    # who they are, as the applicant named them
    Column("content", LargeBinary),
    Column("asked_at", DateTime(timezone=True)),
    Column("asked_by", Text),
    # the three answers; null while there is none
    Column("answer", LargeBinary),
    Column("answered_at", DateTime(timezone=True)),
    Index("ix_credit_references_request", "org_id", "request_id"),
)
