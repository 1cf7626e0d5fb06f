"""Two organisations of one person, two people of one organisation: each consent stands alone."""

from __future__ import annotations

import threading
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest

from connectors.sandbox import documents
from plugin.jobs import What
from plugin.operations import leave
from plugin.store import due, people
from plugin.store.organisations import OrgState
from plugin.store.people import Role, Via
from tests.contract.visitors import LISA, TOM, Street, Visitor, organisation_in
from tests.journeys.house import BY, House

HALF_AN_HOUR = 0.55


@pytest.fixture
def lisa(street: Street) -> Visitor:
    """Lisa, who has connected Harbour Lane Foods."""
    visitor = street.visitor(LISA)
    street.house.org_id = organisation_in(visitor.connects())
    return visitor


@pytest.fixture
def tom(street: Street, lisa: Visitor) -> Visitor:
    """Tom, who has connected Harbour Lane Foods after her: Xero is reached through him now."""
    visitor = street.visitor(TOM)
    assert organisation_in(visitor.connects()) == street.house.org_id
    assert street.reached_through(street.house.org_id) == "Tom Ferris"
    return visitor


def pier(street: Street, visitor: Visitor) -> UUID:
    """The visitor connects Pier Nine as well."""
    return organisation_in(visitor.connects(street.tenant("Pier Nine")))


def state(street: Street, org_id: UUID | None = None) -> OrgState:
    return street.organisation(org_id or street.house.org_id).state


def hears_of_a_new_invoice(street: Street, number: str = "INV-9") -> bool:
    """Whether an invoice raised now is known here after the next reading."""
    house = street.house
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number=number)
    house.catch_up()
    found = house.sql("select 1 from invoices where org_id = :org and number = :n", n=number)
    return bool(found)


# --- two organisations of one person --------------------------------------------------------


def test_two_organisations_of_one_person_have_each_their_own_connection_and_pauses(
    street: Street, lisa: Visitor
) -> None:
    """One consent serves both; a limit hit by the one stops no call for the other."""
    house = street.house
    second = pier(street, lisa)
    one, other = street.organisation(house.org_id), street.organisation(second)
    assert one.grant_id == other.grant_id
    assert one.connection_id != other.connection_id
    house.goes_wrong("limit_day", tenant=street.tenant("Pier Nine"))
    assert hears_of_a_new_invoice(street)
    waits = due_at(house, second)
    assert waits is not None
    assert (waits - house.doors.clock.now()).total_seconds() > 10 * 3600


def due_at(house: House, org_id: UUID) -> datetime | None:
    with house.doors.store.house() as tx:
        row = due.read(tx, org_id, What.SYNC)
    return None if row is None else row.at


def test_disconnecting_one_leaves_the_other_at_work_and_revokes_nothing(
    street: Street, lisa: Visitor
) -> None:
    """Only that one connection is deleted; with the last one the consent is revoked too."""
    house = street.house
    second = pier(street, lisa)
    leave.disconnect(house.doors, org_id=second, by=BY, remove_flags=True)
    house.settle()
    assert state(street, second) is OrgState.DISCONNECTED
    assert street.connections(LISA) == [street.tenant("Harbour Lane Foods")]
    house.xero.advance(HALF_AN_HOUR)
    assert hears_of_a_new_invoice(street), "a revoked consent could not have been refreshed"
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()
    assert street.connections(LISA) == []


def test_one_dead_consent_pauses_every_organisation_that_stands_on_it_at_once(
    street: Street, lisa: Visitor
) -> None:
    """And asks Xero once, not once for each."""
    house = street.house
    second = pier(street, lisa)
    house.xero.advance(HALF_AN_HOUR)
    house.goes_wrong("invalid_grant")
    house.catch_up()
    assert {state(street), state(street, second)} == {OrgState.NEEDS_CONSENT}


def test_one_consent_again_brings_back_the_organisation_that_was_chosen(
    street: Street, lisa: Visitor
) -> None:
    """The other one says for itself that it waits, and comes back with its own click."""
    house = street.house
    second = pier(street, lisa)
    house.xero.advance(HALF_AN_HOUR)
    house.goes_wrong("invalid_grant")
    house.catch_up()
    lisa.connects()
    assert state(street) is OrgState.CONNECTED
    assert "no longer connected" in lisa.reads(f"/o/{second}/start/ledger")
    pier(street, lisa)
    assert state(street, second) is OrgState.CONNECTED


def test_every_page_leads_to_the_persons_other_organisations(street: Street, lisa: Visitor) -> None:
    """The one that is looked at is named, the other is one step away; one alone needs no choice."""
    first = street.house.org_id
    assert "All organisations" not in lisa.reads(f"/o/{first}/settings")
    second = pier(street, lisa)
    for page in ("start/ledger", "customers", "timeline", "policy", "settings"):
        html = lisa.client.get(f"/o/{first}/{page}").get_data(as_text=True)
        assert f'href="/o/{second}/"' in html, page
        assert "All organisations" in html, page
        assert 'role="alert"' not in html, page


def test_signing_in_and_connecting_one_more_are_two_different_buttons(
    street: Street, lisa: Visitor
) -> None:
    """Signing in asks for no books and connects none; connecting names what it will add to."""
    before = street.connections(LISA)
    lisa.signs_in()
    assert street.connections(LISA) == before
    words = lisa.reads("/connect")
    assert "Connect another organisation" in words
    assert "Harbour Lane Foods" in words
    assert "changes nothing there" in words
    landed = lisa.connects(street.tenant("Pier Nine")).get_data(as_text=True)
    assert "Pier Nine is connected. Your other organisations stand as they did." in landed


def test_whoever_comes_back_as_somebody_else_is_told(street: Street, lisa: Visitor) -> None:
    """The login at Xero decides who one is here, so a surprise is said."""
    lisa.user = TOM
    landed = lisa.connects(street.tenant("Pier Nine")).get_data(as_text=True)
    assert "You are signed in as Tom Ferris now" in landed


# --- two people of one organisation ---------------------------------------------------------


def test_two_people_who_connected_the_same_books_share_one_organisation(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """Both see it, it is one row with one reading, and what one does the other sees."""
    house = street.house
    assert street.who_sees(house.org_id) == {"Lisa Harding", "Tom Ferris"}
    with house.doors.store.house() as tx:
        assert tx.sql("select count(*) from organisations").scalar_one() == 1
        rows = [row for row in due.of_organisation(tx, house.org_id) if row.what is What.SYNC]
    assert len(rows) == 1
    for visitor in (lisa, tom):
        assert visitor.status(f"/o/{house.org_id}/customers") == 200
    assert street.connections(LISA) == street.connections(TOM)


def test_two_people_who_connect_the_same_books_at_once_make_one_organisation(
    street: Street,
) -> None:
    """Whoever comes a moment later joins the row that is there."""
    landed: list[UUID] = []
    coming = [
        threading.Thread(target=lambda v=visitor: landed.append(organisation_in(v.connects())))
        for visitor in (street.visitor(LISA), street.visitor(TOM))
    ]
    for each in coming:
        each.start()
    for each in coming:
        each.join(60)
    assert len(landed) == 2
    assert len(set(landed)) == 1
    assert street.who_sees(landed[0]) == {"Lisa Harding", "Tom Ferris"}


def test_when_the_consent_in_use_ends_the_other_persons_takes_over_by_itself(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """Nothing stops, nobody is asked, nobody is alarmed; the timeline says it."""
    house = street.house
    house.xero.advance(HALF_AN_HOUR)
    house.goes_wrong("invalid_grant")
    assert hears_of_a_new_invoice(street)
    assert street.reached_through(house.org_id) == "Lisa Harding"
    assert state(street) is OrgState.CONNECTED
    words = lisa.reads(f"/o/{house.org_id}/timeline")
    assert "through the consent of Lisa Harding" in words
    assert "no longer connected" not in words
    assert not [m for m in house.xero.sandbox.mailbox.all() if "no longer" in m.subject]


def test_a_consent_that_is_too_narrow_gives_way_to_one_that_is_not(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """Xero misses a scope in Tom's; Lisa's has them all, and nobody has to be asked."""
    house = street.house
    house.goes_wrong("scope_missing", path="Invoices")
    assert hears_of_a_new_invoice(street)
    assert street.reached_through(house.org_id) == "Lisa Harding"


def test_consents_do_not_take_turns_for_ever(street: Street, lisa: Visitor, tom: Visitor) -> None:
    """Where Xero refuses both and lists both, three turns are enough; then people are asked."""
    house = street.house
    house.goes_wrong("scope_missing", path="Invoices", count=40)
    house.forget_calls()
    house.catch_up()
    assert state(street) is OrgState.NEEDS_CONSENT
    assert len([call for call in house.calls() if call.status == 401]) == 4


def test_when_one_person_loses_access_only_they_lose_sight(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """Their consent lists it no more: the other's takes over, and within a day they see nothing."""
    house = street.house
    street.takes_access_away(TOM, house.xero.tenant_id)
    assert hears_of_a_new_invoice(street)
    assert street.reached_through(house.org_id) == "Lisa Harding"
    house.xero.advance(25)
    assert tom.status(f"/o/{house.org_id}/customers") == 404
    assert lisa.status(f"/o/{house.org_id}/customers") == 200
    assert street.who_sees(house.org_id) == {"Lisa Harding"}


def test_a_consent_that_cannot_be_asked_just_now_is_waited_for(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """An outage while it would take over is no loss: it takes over when Xero answers again."""
    house = street.house
    house.xero.advance(HALF_AN_HOUR)
    house.goes_wrong("invalid_grant")
    house.goes_wrong("connections_500", count=2)
    house.catch_up()
    assert state(street) is OrgState.CONNECTED
    house.advance(0.2, step=0.05)
    assert street.reached_through(house.org_id) == "Lisa Harding"


def test_with_nobody_left_to_take_over_everybody_is_told(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """Both consents are dead: then it is a loss, and either may mend it."""
    house = street.house
    house.xero.advance(HALF_AN_HOUR)
    house.goes_wrong("invalid_grant", count=2)
    house.catch_up()
    assert state(street) is OrgState.NEEDS_CONSENT
    lisa.connects()
    assert state(street) is OrgState.CONNECTED
    assert street.reached_through(house.org_id) == "Lisa Harding"


def test_disconnecting_here_deletes_everybodys_connection_and_revokes_by_the_same_rule(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """Tom's other organisation keeps him connected; Lisa's last connection ends her consent."""
    house = street.house
    second = pier(street, tom)
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()
    assert street.connections(LISA) == []
    assert street.connections(TOM) == [street.tenant("Pier Nine")]
    house.xero.advance(HALF_AN_HOUR)
    house.org_id = second
    house.catch_up()
    assert state(street, second) is OrgState.CONNECTED


def test_settings_say_who_sees_the_books_and_whose_consent_reaches_them(
    street: Street, lisa: Visitor, tom: Visitor
) -> None:
    """Who is in use, who could take over, and who has nothing to take over with."""
    house = street.house
    with house.doors.store.house() as tx:
        guest = people.note_user(
            tx, subject="guest", name="Gail Guest", email="g@x.test", now=house.doors.clock.now()
        )
        people.let_in(
            tx, house.org_id, guest.id, role=Role.READER, via=Via.INVITATION,
            now=house.doors.clock.now(),
        )  # fmt: skip
    words = lisa.reads(f"/o/{house.org_id}/settings")
    for name, sentence in (
        ("Tom Ferris", "by their own consent in Xero; Xero is reached through their consent now"),
        ("Lisa Harding", "by their own consent in Xero; their consent could take over"),
        ("Gail Guest", "invited; gave no consent that could take over"),
    ):
        said = words[words.index(f"{name} <") :]
        assert sentence in said[: len(sentence) + 80], name
