"""Who of an organisation's own people gets each month's page by mail, and up to which month."""

from sqlalchemy import Column, Date, DateTime, Uuid

from plugin.store.schema._base import tenant_table

month_letters = tenant_table(
    "month_letters",
    Column("user_id", Uuid, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    # the last day of the newest month whose mail was taken in hand; null = none yet
    Column("sent_for", Date),
)
