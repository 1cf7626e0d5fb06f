"""Two people for a hard step: one proposes, another agrees, and nothing happens in between."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from plugin.store import Store, people, second, team
from plugin.store.people import Role, Via
from tests.builders import NOW, House, a_busy_house
from tests.consoles import a_console
from tests.web.conftest import Browser, browser_of
from tests.web.test_portal_code import Postbox

KETTLE, QUAY = "customers/kettle", "customers/quay"


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def house(store: Store, postbox: Postbox) -> House:
    """A wholesaler whose mail is kept; Quay Bistro owes far more than its limit."""
    house = a_busy_house(store)
    house.doors = replace(house.doors, mailer=postbox)
    house.settle()
    return house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


def joins(app: Flask, house: House, name: str, role: Role) -> tuple[UUID, Browser]:
    """Somebody of the team, and their browser."""
    with house.doors.store.house() as tx:
        first = name.partition(" ")[0].lower()
        user = team.note_by_mail(tx, name=name, email=f"{first}@harbour.example", now=NOW)
        people.let_in(tx, house.org_id, user.id, role=role, via=Via.INVITATION, now=NOW)
        token = people.open_session(tx, user.id, now=NOW, expires_at=NOW + timedelta(days=9))
    return user.id, browser_of(app, token, house.org_id)


def proposes_a_stop(ann: Browser, house: House) -> None:
    """Quay Bistro is over its limit, so a stop is proposed."""
    ann.post(f"{QUAY}/limit", limit="100", currency="GBP", reason="small")
    house.review()
    assert "stop proposed" in ann.get("customers").get_data(True)


def ids(page: str, pattern: str) -> list[str]:
    """What an address of the page names."""
    return re.findall(pattern, page)


def test_two_people_agree_before_a_stop(app: Flask, ann: Browser, house: House) -> None:
    """The first proposes, is not the second as well, and another does it by agreeing."""
    _, her = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("team/second", step=["stop", "final"])
    proposes_a_stop(ann, house)
    said = her.post(f"{QUAY}/stop", answer="stop").get_data(True)
    assert "Somebody else has to agree before it is done" in said
    assert "you" in said
    assert "1 step wants a second person" in ann.get("").get_data(True)
    again = her.post(f"{QUAY}/stop", answer="stop")
    assert (again.status_code, "You proposed this yourself" in again.get_data(True)) == (409, True)
    (proposal,) = set(ids(ann.get("second").get_data(True), r"second/([\w-]+)/agree"))
    assert her.post(f"second/{proposal}/agree").status_code == 409
    done = ann.post(f"second/{proposal}/agree").get_data(True)
    assert "Agreed by Eva North and Ann Lee" in done
    assert "Stop" in ann.get(QUAY).get_data(True)
    assert "Eva North and Ann Lee" in ann.get(QUAY).get_data(True)
    assert ann.post(f"second/{proposal}/agree").status_code == 409


@pytest.mark.long
def test_whoever_asks_for_the_same_is_the_second_person(
    app: Flask, ann: Browser, house: House
) -> None:
    """Two who press the same button have agreed, without a page between them."""
    _, her = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("team/second", step=["stop"])
    proposes_a_stop(ann, house)
    her.post(f"{QUAY}/stop", answer="stop")
    assert "Agreed by Eva North and Ann Lee" in ann.post(f"{QUAY}/stop", answer="stop").get_data(
        True
    )


def test_a_proposal_lapses_when_the_facts_move(app: Flask, ann: Browser, house: House) -> None:
    """Nothing is done on figures that the first person did not see."""
    _, her = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("team/second", step=["stop"])
    proposes_a_stop(ann, house)
    her.post(f"{QUAY}/stop", answer="stop")
    house.owes("quay", "INV-2000", "950.00", late=2)
    house.review()
    (proposal,) = set(ids(ann.get("second").get_data(True), r"second/([\w-]+)/agree"))
    refused = ann.post(f"second/{proposal}/agree")
    assert refused.status_code == 409
    assert "it has changed since it was proposed" in refused.get_data(True)
    assert "Nothing waits for a second person" in ann.get("second").get_data(True)
    with house.doors.store.tenant(house.org_id) as tx:
        assert tx.sql("select status from assessments where customer_id = 'quay'").scalar() == (
            "watch"
        )


@pytest.mark.long
def test_a_no_and_a_taking_back_do_nothing(app: Flask, ann: Browser, house: House) -> None:
    """Either ends the proposal; the stop stays proposed by the rule."""
    _, her = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("team/second", step=["stop"])
    proposes_a_stop(ann, house)
    for who, said in ((ann, "You said no"), (her, "Taken back")):
        her.post(f"{QUAY}/stop", answer="stop")
        (proposal,) = set(ids(her.get("second").get_data(True), r"second/([\w-]+)/no"))
        assert said in who.post(f"second/{proposal}/no").get_data(True)
    assert "stop proposed" in ann.get("customers").get_data(True)


def test_with_one_person_it_is_not_switched_on_without_being_told(
    app: Flask, ann: Browser, house: House
) -> None:
    """The form says what it means; a tick is needed."""
    with house.doors.store.house() as tx:
        session = people.read_session(tx, ann.token, now=NOW)
        assert session is not None
        for other in people.members_of(tx, house.org_id):
            if other.user.id != session.user_id:
                people.shut_out(tx, house.org_id, other.user.id)
    joins(app, house, "Sam Vale", Role.SALES)
    assert "nobody could be the second" in ann.get("team").get_data(True)
    assert ann.post("team/second", step="stop").status_code == 409
    with house.doors.store.tenant(house.org_id) as tx:
        assert second.wanted(tx) == frozenset()
    ann.post("team/second", step="stop", understood="yes")
    with house.doors.store.tenant(house.org_id) as tx:
        assert second.wanted(tx) == frozenset({"stop"})


@pytest.mark.long
def test_without_it_one_person_is_enough(ann: Browser, house: House) -> None:
    """Nobody is asked twice until an owner says so."""
    proposes_a_stop(ann, house)
    assert "Stopped." in ann.post(f"{QUAY}/stop", answer="stop").get_data(True)


@pytest.mark.long
def test_a_hold_for_an_agency_is_no_way_round_the_second_person(
    app: Flask, ann: Browser, house: House
) -> None:
    """It says where a hand-off is proposed."""
    joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("team/second", step=["agency"])
    refused = ann.post(f"{KETTLE}/hold", kind="agency", open_end="yes")
    assert refused.status_code == 409
    assert "Evidence and hand-off" in refused.get_data(True)
