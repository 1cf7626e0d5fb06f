"""Erased: at an owner's word or by itself, nothing of an organisation is left, and no neighbour
is touched; and one contact that asked to be forgotten is forgotten here too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from connectors.sandbox import contacts as inside
from plugin.operations import erase, leave
from plugin.operations.doors import NotPossible
from plugin.store import Store, erasing, people, timeline
from plugin.store.erasing import StillConnected
from plugin.store.schema import all_tables
from tests.connecting import connect
from tests.contract.visiting import Visit, lines, opened, sheet, signed_in
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.store.facts import Books, a_contact, a_sale

MORNING = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """A house that has read its books, and begun no work."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as opened_house:
        opened_house.connect()
        opened_house.settle()
        yield opened_house


@pytest.fixture
def lisa(house: House) -> Visit:
    """Whoever connected the books, signed in."""
    return signed_in(house)


def at_work(house: House) -> None:
    """Its past is settled, its customer flagged, and a reminder went."""
    house.place()
    house.start()
    house.settle()
    house.approve_all()
    house.advance(2)
    assert len(house.mails()) == 1


def leaves(house: House) -> None:
    """The organisation disconnects, and the farewell ends."""
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()


@pytest.mark.long
def test_an_export_may_be_made_until_everything_is_erased(house: House, lisa: Visit) -> None:
    """Leaving takes nobody's sight away: not at once, and not at the next sign-in, where Xero
    lists the organisation no more."""
    leaves(house)
    assert sheet(opened(lisa.post("settings/export")), "invoices")
    house.advance(30, step=30)
    assert lisa.post("settings/export").status_code == 302, "her sign-in was a day old"
    files = opened(signed_in(house).post("settings/export"))
    assert sheet(files, "organisation")[0]["State"] == "disconnected"
    assert any(row["Number"] == "INV-1" for row in sheet(files, "invoices"))


def rows_of_organisation(database_url: str, org_id: UUID) -> dict[str, int]:
    """How many rows each table holds of an organisation, seen by the owner of the database."""
    found = {}
    with psycopg.connect(database_url) as connection:
        for table in all_tables().sorted_tables:
            column = "org_id" if "org_id" in table.columns else "id"
            if column == "id" and table.name != "organisations":
                continue
            query = f"select count(*) from {table.name} where {column} = %s"
            row = connection.execute(query, (org_id,)).fetchone()
            assert row is not None
            found[table.name] = row[0]
    return found


def people_known(store: Store) -> list[str]:
    """Everybody who is known here, by the ledger's owner's name for them."""
    with store.house() as tx:
        return list(tx.sql("select subject from users order by subject").scalars())


def a_neighbour(store: Store) -> UUID:
    """Another organisation, with an invoice and a line in its log."""
    org_id = connect(store, "Next Door").id
    Books(store, org_id).contacts(a_contact("acme"))
    Books(store, org_id).invoices(a_sale("first", contact_id="acme"))
    with store.tenant(org_id) as tx:
        event = timeline.Event(at=MORNING, kind="connected", by="Ann Lee", summary="Connected")
        timeline.record(tx, event)
    return org_id


def test_erasing_leaves_no_row_and_touches_no_neighbour(
    house: House, lisa: Visit, house_url: str
) -> None:
    """Every table that names an organisation is walked: nothing of this one, all of the other."""
    next_door = a_neighbour(house.doors.store)
    others = rows_of_organisation(house_url, next_door)
    known = people_known(house.doors.store)
    at_work(house)
    leaves(house)
    before = rows_of_organisation(house_url, house.org_id)
    assert before["audit"] > 5
    assert before["messages"] > 0
    reply = lisa.post("settings/erase", name="harbour lane  foods")
    assert reply.location == "/erased?ended=yes"
    assert "Everything is erased" in lisa.client.get("/erased").get_data(as_text=True)
    assert set(rows_of_organisation(house_url, house.org_id).values()) == {0}
    assert rows_of_organisation(house_url, next_door) == others
    assert len(people_known(house.doors.store)) == len(known) - 1
    with house.doors.store.tenant(next_door) as tx:
        assert timeline.broken_link(tx) is None
    assert lisa.client.get(f"{lisa.at}/settings").status_code == 302, "nobody is signed in here"


def test_erasing_asks_for_the_name_and_for_having_left(house: House, lisa: Visit) -> None:
    """A slip of the hand erases nothing, and neither does a page that was open for too long."""
    assert lisa.post("settings/erase", name="Harbour Lane Foods").status_code == 409
    leaves(house)
    refused = lisa.post("settings/erase", name="Somebody Else")
    assert refused.status_code == 409
    assert "That is not the name" in refused.get_data(as_text=True)
    assert house.sql("select count(*) from invoices") != [(0,)]


def test_only_an_owner_erases(house: House) -> None:
    """Somebody whom an owner let in reads and exports; the books are not theirs to destroy."""
    leaves(house)
    store, now = house.doors.store, house.doors.clock.now()
    with store.house() as tx:
        guest = people.note_user(tx, subject="guest", name="Tom", email="tom@x.example", now=now)
        invited = (people.Role.READER, people.Via.INVITATION)
        people.let_in(tx, house.org_id, guest.id, role=invited[0], via=invited[1], now=now)
    with pytest.raises(NotPossible, match="Only an owner"):
        erase.erase(
            house.doors, org_id=house.org_id, user_id=guest.id, typed_name="Harbour Lane Foods"
        )


def test_a_person_of_two_organisations_stays_known_to_the_other(
    house: House, lisa: Visit, house_url: str
) -> None:
    """Their sign-in is kept for the books that still need it, and theirs only."""
    next_door = a_neighbour(house.doors.store)
    with house.doors.store.house() as tx:
        (member,) = people.members_of(tx, house.org_id)
        people.let_in(
            tx, next_door, member.user.id, role=people.Role.OWNER, via=people.Via.CONSENT,
            now=MORNING,
        )  # fmt: skip
    leaves(house)
    lisa.post("settings/erase", name="Harbour Lane Foods")
    assert set(rows_of_organisation(house_url, house.org_id).values()) == {0}
    assert lisa.client.get(f"/o/{next_door}/settings").status_code == 200


def test_everything_is_erased_by_itself_thirty_days_after_leaving(
    house: House, lisa: Visit, house_url: str
) -> None:
    """The page says when; until then nothing is lost, and nobody is asked again."""
    leaves(house)
    assert "erased by itself on" in lisa.get("settings")
    before = house.sql("select count(*) from invoices")
    house.advance(29 * 24, step=29 * 24)
    assert house.sql("select count(*) from invoices") == before
    house.advance(48, step=48)
    assert set(rows_of_organisation(house_url, house.org_id).values()) == {0}


def test_erasing_while_xero_is_silent_says_what_to_remove_there(house: House, lisa: Visit) -> None:
    """Our tokens are destroyed all the same; what Xero could not be told, the page tells."""
    house.goes_wrong("maintenance_503", count=1000)
    house.goes_wrong("connections_500", count=1000)
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()
    lisa.post("settings/leave-now")
    assert "not yet confirmed" in lisa.get("settings")
    reply = lisa.post("settings/erase", name="Harbour Lane Foods")
    assert reply.location == "/erased?ended=no"
    assert "Connected apps" in lisa.client.get(reply.location).get_data(as_text=True)


def test_the_log_of_a_connected_organisation_cannot_be_erased(house: House) -> None:
    """Not by the app's own login either: the database itself asks whether it has left."""
    store = house.doors.store
    with pytest.raises(StillConnected), store.tenant(house.org_id) as tx:
        erasing.erase_organisation(tx)
    with pytest.raises(DBAPIError, match="has left"), store.tenant(house.org_id) as tx:
        tx.sql("select erase_log()")
    with pytest.raises(DBAPIError, match="has left"), store.house() as tx:
        tx.sql("select erase_log()")


# --- one contact forgotten ------------------------------------------------------------------


def test_a_contact_that_xero_reports_as_erased_is_erased_here_too(
    house: House, lisa: Visit
) -> None:
    """Name, addresses, words to and about them go; amounts stay, and the chain still verifies."""
    at_work(house)
    quay = house.customer("quay")
    assert "Quay Bistro" in lisa.get("customers")
    inside.erase_contact(house.ledger, quay)
    house.catch_up()
    assert "Quay Bistro" not in lisa.get("customers")
    files = opened(lisa.post("settings/export"))
    everything = "".join(files.values())
    for words in ("Quay Bistro", "quay@quay.example"):
        assert words not in everything, words
    mine = [row for row in lines(files, "messages") if row["customer_id"] == quay]
    assert mine
    assert {row["body_text"] for row in mine} == {None}
    assert "250.00" in {row["total"] for row in lines(files, "invoices")}
    with house.doors.store.tenant(house.org_id) as tx:
        assert timeline.broken_link(tx) is None


def test_who_waits_for_a_consent_for_two_months_has_left(house: House, house_url: str) -> None:
    """After thirty days the copy of the books goes, thirty days later everything, uncalled for."""
    with house.doors.store.house() as tx:
        tx.sql("update grants set expires_at = '2026-01-01', refresh = access")
    house.catch_up()
    with house.doors.store.house() as tx:
        assert tx.sql("select state from organisations").scalar_one() == "needs_consent"
    house.forget_calls()
    house.advance(31 * 24, step=31 * 24)
    assert house.sql("select count(*) from invoices") == [(0,)]
    assert house.sql("select count(*) from events") != [(0,)]
    house.advance(31 * 24, step=31 * 24)
    assert set(rows_of_organisation(house_url, house.org_id).values()) == {0}
    assert house.calls() == []
