"""The row is the work: nothing asked for is lost, nothing asked for twice is done twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from plugin.jobs import What
from plugin.store import Store, due

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def ask(store: Store, org: UUID, at: datetime = NOW) -> due.Due:
    """Ask for a sync and read the row."""
    with store.tenant(org) as tx:
        due.put(tx, What.SYNC, at)
    return standing(store, org)


def standing(store: Store, org: UUID) -> due.Due:
    """The row of the sync."""
    with store.house() as house:
        row = due.read(house, org, What.SYNC)
    assert row is not None
    return row


def test_asking_again_keeps_the_earlier_time(store: Store, org: UUID) -> None:
    """Work that is due now does not wait because somebody asks for it later too."""
    first = ask(store, org, NOW)
    second = ask(store, org, LATER)
    assert (second.at, second.seq) == (NOW, first.seq + 1)
    assert ask(store, org, NOW - timedelta(hours=1)).at == NOW - timedelta(hours=1)


def test_what_is_asked_for_meanwhile_is_still_due(store: Store, org: UUID) -> None:
    """A row is settled only as it was read."""
    read = ask(store, org)
    ask(store, org)
    with store.house() as house:
        assert not due.finish(house, org, What.SYNC, seq=read.seq)
        assert not due.finish(house, org, What.SYNC, seq=read.seq, next_at=LATER)
    assert standing(store, org).at == NOW
    with store.house() as house:
        assert due.finish(house, org, What.SYNC, seq=read.seq + 1)
        assert due.read(house, org, What.SYNC) is None


def test_work_that_repeats_moves_to_its_next_time(store: Store, org: UUID) -> None:
    """It stays one row."""
    read = ask(store, org)
    with store.house() as house:
        assert due.finish(house, org, What.SYNC, seq=read.seq, next_at=LATER)
        assert due.take_due(house, NOW) == ()
        assert [row.what for row in due.take_due(house, LATER)] == [What.SYNC]


def test_the_sweep_sees_all_organisations_longest_waiting_first(store: Store, org: UUID) -> None:
    """And only what is due."""
    other = uuid4()
    with store.house() as house:
        due.put(house, What.SEND, NOW, org_id=org)
        due.put(house, What.ASSESS, NOW - timedelta(minutes=1), org_id=other)
        due.put(house, What.NOTICES, LATER, org_id=other)
        found = due.take_due(house, NOW)
        assert [(row.org_id, row.what) for row in found] == [
            (other, What.ASSESS),
            (org, What.SEND),
        ]
        assert len(due.take_due(house, NOW, limit=1)) == 1
        assert [row.what for row in due.of_organisation(house, other)] == ["assess", "notices"]


def test_postponing_moves_forward_only(store: Store, org: UUID) -> None:
    """And a disconnected organisation has nothing due."""
    ask(store, org)
    with store.house() as house:
        assert due.postpone(house, org, What.SYNC, until=LATER)
        assert not due.postpone(house, org, What.SYNC, until=NOW)
    assert standing(store, org).at == LATER
    with store.house() as house:
        due.drop_all(house, org)
        assert due.of_organisation(house, org) == ()


def test_a_transaction_without_a_tenant_must_name_the_organisation(store: Store) -> None:
    """There is nobody to guess."""
    with store.house() as house, pytest.raises(ValueError, match="name the organisation"):
        due.put(house, What.SYNC, NOW)
