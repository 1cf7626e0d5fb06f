"""The customer's own door: links that were handed out, codes by mail, who entered one.

A link names one customer of one organisation. What opens it is a signature over its id, which lies
nowhere; the address it went to lies sealed and is found by its keyed hash.
"""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Text, Uuid

from plugin.store.schema._base import tenant_table

portal_links = tenant_table(
    "portal_links",
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Text, nullable=False),
    # the message that it went out with; null where it stands in none
    Column("message_id", Uuid),
    # an email address, or a telephone number with its country code
    Column("address", LargeBinary, nullable=False),
    Column("address_hash", Text, nullable=False),
    Column("minted_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_by", Text),
    # when somebody first acted through it; opening it is no such thing (rule 27)
    Column("acted_at", DateTime(timezone=True)),
    Index("ix_portal_links_customer", "org_id", "customer_id"),
    Index("ix_portal_links_expires", "org_id", "expires_at"),
    # a message handed over again, because nobody carried it the first time, has one link
    Index(
        "uq_portal_links_message",
        "org_id",
        "message_id",
        "address_hash",
        unique=True,
        postgresql_where="message_id is not null",
    ),
)

portal_codes = tenant_table(
    "portal_codes",
    # a keyed hash of one visit, that is of one browser that opened a link
    Column("visit_hash", Text, primary_key=True),
    Column("link_id", Uuid, nullable=False),
    Column("code_hash", Text, nullable=False),
    # the address on file that it was sent to
    Column("address", LargeBinary, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("tries_left", Integer, nullable=False),
    Index("ix_portal_codes_link", "org_id", "link_id"),
)

portal_proofs = tenant_table(
    "portal_proofs",
    Column("visit_hash", Text, primary_key=True),
    Column("link_id", Uuid, nullable=False),
    # the address on file whose code was entered
    Column("address_hash", Text, nullable=False),
    Column("proved_at", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    Index("ix_portal_proofs_link", "org_id", "link_id"),
)
