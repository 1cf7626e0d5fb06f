"""A notice is stored once, however often it comes, and looked into once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from plugin.store import Store, inbox

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def notice(number: int) -> inbox.Notice:
    """A changed invoice."""
    return inbox.Notice(f"key-{number}", "INVOICE", f"invoice-{number}", "UPDATE", NOW)


def test_duplicates_and_shuffles_are_harmless(store: Store, org: UUID) -> None:
    """Within a delivery and between deliveries."""
    with store.tenant(org) as tx:
        assert inbox.store_notices(tx, [notice(1), notice(2), notice(1)], received_at=NOW) == 2
        assert inbox.store_notices(tx, [notice(2), notice(3)], received_at=NOW) == 1
        assert inbox.store_notices(tx, [], received_at=NOW) == 0
        assert inbox.unhandled(tx) == (notice(1), notice(2), notice(3))
        assert inbox.waiting(tx) == 3


def test_what_was_looked_into_stays_known(store: Store, org: UUID) -> None:
    """So that a late duplicate is not new again, until it is old enough to forget."""
    with store.tenant(org) as tx:
        inbox.store_notices(tx, [notice(1), notice(2)], received_at=NOW)
        assert inbox.mark_handled(tx, ["key-1"], now=NOW) == 1
        assert inbox.mark_handled(tx, ["key-1"], now=NOW) == 0
        assert inbox.store_notices(tx, [notice(1)], received_at=NOW) == 0
        assert inbox.unhandled(tx) == (notice(2),)
        assert inbox.forget_handled(tx, before=NOW) == 0
        assert inbox.forget_handled(tx, before=NOW + timedelta(seconds=1)) == 1
        assert inbox.waiting(tx) == 1
