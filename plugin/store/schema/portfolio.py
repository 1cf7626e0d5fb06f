"""What the list of a person's organisations shows of each, and when that person last looked."""

from sqlalchemy import Column, DateTime, Integer, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from plugin.store.schema._base import tenant_table

portfolio_snapshots = tenant_table(
    "portfolio_snapshots",
    # written after work was done, so that opening the list counts nothing again
    Column("at", DateTime(timezone=True), nullable=False),
    Column("over_limit", Integer, nullable=False),
    # how many small balances there are in each currency, and their sums
    Column("small", JSONB, nullable=False),
    # how many lines of each kind the tidy list has, hidden ones left out
    Column("tidy", JSONB, nullable=False),
)

portfolio_visits = tenant_table(
    "portfolio_visits",
    Column("user_id", Uuid, primary_key=True),
    # changes after this instant are shown as new
    Column("seen_to", DateTime(timezone=True), nullable=False),
    # when the list was last opened
    Column("opened_at", DateTime(timezone=True), nullable=False),
)
