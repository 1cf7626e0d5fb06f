"""How far the reading of the ledger has come: where to go on, and what to show meanwhile."""

from sqlalchemy import Boolean, Column, DateTime, Integer, Text

from plugin.store.schema._base import tenant_table

cursors = tenant_table(
    "cursors",
    Column("resource", Text, primary_key=True),
    # changes after this instant are still to be read; null = everything
    Column("since", DateTime(timezone=True)),
    # the page to read next
    Column("page", Integer, nullable=False, server_default="1"),
    # everything has been read at least once
    Column("finished", Boolean, nullable=False, server_default="false"),
)

sync_progress = tenant_table(
    "sync_progress",
    Column("resource", Text, primary_key=True),
    Column("pages_done", Integer, nullable=False, server_default="0"),
    Column("page_count", Integer, nullable=False, server_default="0"),
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    # what a person should read when it failed; nothing of the failed page was kept
    Column("failed", Text),
)
