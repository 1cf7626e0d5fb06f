"""An organisation keeps its identity and its past through every reconnection."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from plugin.ports import LedgerOrganisation
from plugin.store import Store, organisations
from plugin.store.organisations import OrgSettings, OrgState
from tests.connecting import connect

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

FACTS = LedgerOrganisation(
    ledger_id="AB-12",
    name="Acme",
    base_currency="GBP",
    country="GB",
    timezone="Europe/London",
    lock_date=date(2025, 12, 31),
    sales_terms_days=30,
)


def test_a_reconnection_keeps_the_past(store: Store) -> None:
    """The day of the first connection stands, so no debt becomes opening debt twice (rule 2)."""
    with store.house() as house:
        first = organisations.connect_organisation(
            house, FACTS, connection_id="1", grant_id=uuid4(), now=NOW, on=date(2026, 3, 2)
        )
        organisations.note_settled(house, first.id, now=NOW)
        organisations.set_state(house, first.id, OrgState.DISCONNECTED, why="gone", now=NOW)
        again = organisations.connect_organisation(
            house,
            replace(FACTS, ledger_id="ab-12", name="Acme Ltd"),
            connection_id="2",
            grant_id=uuid4(),
            now=NOW,
            on=date(2026, 6, 1),
        )
    assert (again.id, again.connected_on) == (first.id, date(2026, 3, 2))
    assert (again.name, again.connection_id, again.settled_at) == ("Acme Ltd", "2", NOW)
    assert again.is_connected
    assert again.state_why == ""


def test_it_is_found_by_the_ledgers_id_in_any_letter_case(store: Store) -> None:
    """A notice names it so; one we do not know is nobody."""
    connected = connect(store, "Acme")
    with store.house() as house:
        assert organisations.by_ledger_id(house, connected.ledger_id.upper()) == connected
        assert organisations.by_ledger_id(house, str(uuid4())) is None
        assert organisations.read(house, uuid4()) is None


def test_only_connected_ones_are_called(store: Store) -> None:
    """The state says why, and since when; saying it again changes nothing."""
    acme, bolt = connect(store, "Acme"), connect(store, "Bolt")
    with store.house() as house:
        lost = (acme.id, OrgState.NEEDS_CONSENT)
        assert organisations.set_state(house, *lost, why="a scope is missing", now=NOW)
        assert not organisations.set_state(house, *lost, why="a scope is missing", now=NOW)
        assert organisations.all_connected(house) == (bolt,)
        read = organisations.read(house, acme.id)
        assert read is not None
        assert (read.state, read.state_why, read.state_since) == (
            OrgState.NEEDS_CONSENT,
            "a scope is missing",
            NOW,
        )
        assert organisations.on_grant(house, acme.grant_id) == (read,)
        assert organisations.among(house, (bolt.id, acme.id)) == (read, bolt)


def test_the_ledgers_facts_are_taken_over(store: Store, org: UUID) -> None:
    """A changed time zone moves the day."""
    with store.tenant(org) as tx:
        organisations.update_facts(tx, org, replace(FACTS, timezone="Pacific/Auckland"))
        organisations.note_reminders_on(tx, org, True)
        organisations.stop_until(tx, org, date(2026, 4, 1))
        read = organisations.read(tx, org)
    assert read is not None
    assert (read.timezone, read.lock_date) == ("Pacific/Auckland", date(2025, 12, 31))
    assert read.reminders_on is True
    assert read.is_stopped(date(2026, 3, 31))
    assert not read.is_stopped(date(2026, 4, 1))


def test_a_milestone_is_noted_once(store: Store, org: UUID) -> None:
    """The first time is the one that counts."""
    with store.tenant(org) as tx:
        for note in (organisations.note_first_synced, organisations.note_mail_proof):
            assert note(tx, org, now=NOW)
            assert not note(tx, org, now=datetime(2027, 1, 1, tzinfo=UTC))
        read = organisations.read(tx, org)
    assert read is not None
    assert read.first_synced_at == read.mail_proof_at == NOW


def test_settings_have_defaults_and_lie_sealed(store: Store, org: UUID) -> None:
    """Address and telephone number cannot be read in the database."""
    with store.tenant(org) as tx:
        assert organisations.settings(tx) == OrgSettings()
        organisations.change_settings(tx, reply_to="ann@acme.test", how_to_pay=("BACS", "Cheque"))
        organisations.change_settings(tx, write_back=False)
    with store.tenant(org) as tx:
        assert organisations.settings(tx) == OrgSettings(
            reply_to="ann@acme.test", how_to_pay=("BACS", "Cheque"), write_back=False
        )
        stored = tx.sql("select settings from organisations where id = :org").scalar_one()
    assert b"acme" not in bytes(stored)


@pytest.mark.parametrize("change", [{"sender": "x"}, {"write_back": "no"}, {"how_to_pay": "BACS"}])
def test_a_setting_that_is_none_is_refused(
    store: Store, org: UUID, change: dict[str, object]
) -> None:
    """And nothing is changed."""
    with store.tenant(org) as tx:
        with pytest.raises(TypeError):
            organisations.change_settings(tx, **change)
        assert organisations.settings(tx) == OrgSettings()
