"""Working together: who looks after whom, notes among colleagues, and a second yes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from plugin.jobs import What
from plugin.operations.tell_team import tell_team
from plugin.queries.export import tables_for_people
from plugin.store import Store, due, people, team, timeline
from plugin.store.people import Role, Via
from tests.builders import NOW, House, a_busy_house, sign_in
from tests.consoles import a_console
from tests.store.facts import a_contact
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


@pytest.mark.long
def test_tasks_go_to_whoever_looks_after_the_customer(
    app: Flask, ann: Browser, house: House
) -> None:
    """Mine, everybody's and nobody's on Today; a task handed to another is theirs."""
    eva, her = joins(app, house, "Eva North", Role.CONTROLLER)
    tom, his = joins(app, house, "Tom Reed", Role.CONTROLLER)
    proposes_a_stop(ann, house)
    assert "Quay Bistro" in his.get("tasks?whose=nobody").get_data(True)
    said = ann.post(f"{QUAY}/people-of-ours", controller=str(eva), sales="").get_data(True)
    assert "Credit controller: <strong>Eva North</strong>" in said
    assert "Quay Bistro" in her.get("tasks?whose=mine").get_data(True)
    assert "Quay Bistro" not in his.get("tasks?whose=mine").get_data(True)
    assert "Quay Bistro" not in his.get("tasks?whose=nobody").get_data(True)
    assert "1 stop proposed" in her.get("?whose=mine").get_data(True)
    assert "1 stop proposed" not in his.get("?whose=mine").get_data(True)
    assert "1 stop proposed" in his.get("").get_data(True)

    page = her.get("tasks?whose=mine").get_data(True)
    (task,) = set(ids(page, r"tasks/([\w-]+)/hand-over"))
    assert "Handed to Tom Reed" in her.post(f"tasks/{task}/hand-over", to=str(tom)).get_data(True)
    assert "Quay Bistro" in his.get("tasks?whose=mine").get_data(True)
    assert "Quay Bistro" not in her.get("tasks?whose=mine").get_data(True)
    his.post(f"tasks/{task}/hand-over", to="")
    assert "Quay Bistro" in her.get("tasks?whose=mine").get_data(True)


def test_many_customers_change_hands_at_once(app: Flask, ann: Browser, house: House) -> None:
    """What is not chosen stays as it is; a reader or somebody unknown looks after nobody."""
    eva, _ = joins(app, house, "Eva North", Role.CONTROLLER)
    sam, _ = joins(app, house, "Sam Vale", Role.SALES)
    rob, _ = joins(app, house, "Rob Day", Role.READER)
    both = ["kettle", "quay"]
    said = ann.post("customers-of", customer=both, controller=str(eva), sales="keep")
    assert "Two customers changed hands" in said.get_data(True)
    ann.post("customers-of", customer=["quay"], controller="keep", sales=str(sam))
    page = ann.get("customers-of?search=Quay").get_data(True)
    assert ("Eva North</td>" in page, "Sam Vale</td>" in page) == (True, True)
    nobody = ann.get("customers-of?whose=nobody").get_data(True)
    assert ("Tick Quay Bistro" in nobody, "Tick Bell" in nobody) == (False, True)
    refused = ann.post("customers-of", customer=both, controller=str(rob), sales="keep")
    assert refused.status_code == 409
    assert "cannot decide about customers" in refused.get_data(True)
    stranger = ann.post("customers-of", customer=both, controller=str(house.org_id), sales="keep")
    assert "not in the team" in stranger.get_data(True)
    assert "No customer was ticked" in ann.post("customers-of").get_data(True)


def test_leaving_hands_back_what_was_assigned_and_says_so_before(
    app: Flask, ann: Browser, house: House
) -> None:
    """On the team page first; then nobody looks after them, and a task is anybody's again."""
    eva, her = joins(app, house, "Eva North", Role.CONTROLLER)
    proposes_a_stop(ann, house)
    ann.post("customers-of", customer=["kettle", "quay"], controller=str(eva), sales=str(eva))
    page = ann.get("team").get_data(True)
    assert "2 customers as credit controller, 2 customers as salesperson" in page
    assert "Letting Eva North go hands back all of that" in page
    ann.post(f"team/{eva}/let-go")
    assert "Looks after" not in ann.get("team").get_data(True)
    assert "Credit controller: <strong>nobody</strong>" in ann.get(KETTLE).get_data(True)
    assert "Quay Bistro" in ann.get("tasks?whose=nobody").get_data(True)
    assert her.get("").status_code == 404


@pytest.mark.long
def test_made_a_reader_somebody_hands_back_what_they_decide(
    app: Flask, ann: Browser, house: House
) -> None:
    """They may still be whose salesperson they were."""
    eva, _ = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("customers-of", customer=["kettle"], controller=str(eva), sales=str(eva))
    ann.post(f"team/{eva}/role", role="reader")
    page = ann.get(KETTLE).get_data(True)
    assert "Credit controller: <strong>nobody</strong>" in page
    assert "Salesperson: <strong>Eva North</strong>" in page


def mails(house: House, postbox: Postbox) -> list[tuple[tuple[str, ...], str, str]]:
    """The mails to colleagues, as the engine sends them."""
    with house.doors.store.tenant(house.org_id) as tx:
        assert due.read(tx, house.org_id, What.TELL_TEAM) is not None
    tell_team(house.doors, house.org_id)
    return [(mail.to, mail.subject, mail.text) for mail in postbox.mails]


def test_a_note_tells_whom_it_names_and_shows_no_words_in_the_mail(
    app: Flask, ann: Browser, house: House, postbox: Postbox
) -> None:
    """On an invoice, to Eva and not to Sam who may not read it; each mail goes once."""
    joins(app, house, "Eva North", Role.READER)
    joins(app, house, "Sam Vale", Role.SALES)
    words = "@Eva their cook left; @sam vale knows. mail@eva.example is no name"
    said = ann.post(f"{KETTLE}/comments", about="invoice:INV-1041", words=words).get_data(True)
    assert "Eva North is told by mail, without the words" in said
    assert "Sam Vale may not read it, so nothing was sent" in said
    ((to, subject, text),) = mails(house, postbox)
    assert to == ("eva@harbour.example",)
    assert subject == "Ann Lee named you in a note about INV-1041 of The Copper Kettle Café"
    assert "cook" not in text
    assert f"/o/{house.org_id}/customers/kettle#our-notes" in text
    tell_team(house.doors, house.org_id)
    assert len(postbox.mails) == 1
    page = ann.get(KETTLE).get_data(True)
    assert "Ann Lee left a note on INV-1041" in page
    assert page.count("their cook left") == 2
    with house.doors.store.tenant(house.org_id) as tx:
        kept = tx.sql("select words from comments where org_id = :org").scalar_one()
        assert b"cook" not in bytes(kept)


def test_a_name_that_several_have_or_nobody_tells_none_and_says_so(
    app: Flask, ann: Browser, house: House
) -> None:
    """Eva North beside Eva Stone: which of them is asked back, and a whole name is clear."""
    joins(app, house, "Eva North", Role.READER)
    sign_in(house.doors.store, house.org_id, name="Eva Stone")
    said = ann.post(f"{KETTLE}/comments", about="customer", words="@Eva, @Bo").get_data(True)
    assert "Several people are called @Eva, so none was told: write the whole name." in said
    assert "Nobody here is called @Bo." in said
    said = ann.post(f"{KETTLE}/comments", about="customer", words="@eva stone?").get_data(True)
    assert "Eva Stone is told by mail" in said
    assert "Several people" not in said


def test_whoever_left_since_is_not_mailed(
    app: Flask, ann: Browser, house: House, postbox: Postbox
) -> None:
    """Nor whoever became somebody without the right to read it."""
    eva, _ = joins(app, house, "Eva North", Role.READER)
    tom, _ = joins(app, house, "Tom Reed", Role.READER)
    ann.post(f"{KETTLE}/comments", about="customer", words="Look, @Eva and @Tom")
    ann.post(f"team/{eva}/let-go")
    ann.post(f"team/{tom}/role", role="sales")
    assert mails(house, postbox) == []


def test_a_note_is_withdrawn_with_a_trace_and_by_its_writer_alone(
    app: Flask, ann: Browser, house: House, postbox: Postbox
) -> None:
    """Its words go from the page and the timeline; that there was one stays; the chain is whole."""
    _, her = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post(f"{KETTLE}/comments", about="customer", words="He drinks, says @Eva")
    (note,) = ids(ann.get(KETTLE).get_data(True), r"comments/([\w-]+)/withdraw")
    assert her.post(f"comments/{note}/withdraw").status_code == 409
    assert "withdraw" not in her.get(KETTLE).get_data(True)
    ann.post(f"comments/{note}/withdraw")
    page = ann.get(KETTLE).get_data(True)
    assert "He drinks" not in page
    assert "A note of Ann Lee was taken back" in page
    assert "Ann Lee took a note back" in page
    assert mails(house, postbox) == []
    with house.doors.store.tenant(house.org_id) as tx:
        assert timeline.broken_link(tx) is None


@pytest.mark.parametrize("about", ["invoice:INV-1012", "task:x"])
def test_a_note_is_about_something_of_that_customer(ann: Browser, about: str) -> None:
    """What is another's, or nothing, is refused."""
    refused = ann.post(f"{KETTLE}/comments", about=about, words="hm")
    assert "Choose something of this customer" in refused.get_data(True)


@pytest.mark.long
def test_the_teams_work_can_be_taken_away(app: Flask, ann: Browser, house: House) -> None:
    """Who looks after whom, notes in the very words, and second yeses, as sheets."""
    eva, her = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("customers-of", customer=["kettle"], controller=str(eva), sales="keep")
    ann.post(f"{KETTLE}/comments", about="customer", words="Their cook left")
    ann.post("team/second", step=["stop"])
    proposes_a_stop(ann, house)
    her.post(f"{QUAY}/stop", answer="stop")
    with house.doors.store.tenant(house.org_id) as tx:
        found = {each.name: list(each.rows) for each in tables_for_people(tx)}
    assert any("Eva North" in row for row in found["who_looks_after_whom"])
    assert any("Their cook left" in row for row in found["notes_among_colleagues"])
    assert any("Eva North" in row for row in found["second_person"])


@pytest.mark.long
def test_merging_and_erasing_a_customer_take_the_team_along(
    app: Flask, ann: Browser, house: House
) -> None:
    """The winner gets whoever looked after the loser; what was written is gone when erased."""
    eva, _ = joins(app, house, "Eva North", Role.CONTROLLER)
    ann.post("customers-of", customer=["kettle"], controller=str(eva), sales="keep")
    ann.post(f"{KETTLE}/comments", about="customer", words="Their cook left")
    house.books.contacts(a_contact("kettle", name="The Copper Kettle Café", merged_into="quay"))
    page = ann.get(QUAY).get_data(True)
    assert "Credit controller: <strong>Eva North</strong>" in page
    assert "Their cook left" in page
    house.books.contacts(a_contact("quay", name="Quay Bistro", status="erase"))
    assert "Their cook left" not in ann.get(QUAY).get_data(True)


@pytest.mark.long
def test_a_question_that_could_not_be_mailed_is_not_forgotten(
    app: Flask, ann: Browser, house: House, postbox: Postbox
) -> None:
    """While everything is stopped nobody is mailed, and the two days do not begin."""
    sam, _ = joins(app, house, "Sam Vale", Role.SALES)
    ann.post("customers-of", customer=["quay"], controller="keep", sales=str(sam))
    ann.post(f"{QUAY}/limit", limit="100", currency="GBP", reason="small")
    house.review()
    ann.post("stop", until="2026-11-30")
    assert mails(house, postbox) == []
    with house.doors.store.house() as tx:
        waiting = due.read(tx, house.org_id, What.TELL_TEAM)
        assert waiting is not None
        due.finish(tx, house.org_id, What.TELL_TEAM, seq=waiting.seq, next_at=None)
    ann.post("stop", until="")
    house.review()
    ((to, subject, _),) = mails(house, postbox)
    assert to == ("sam@harbour.example",)
    assert subject.startswith("Quay Bistro: a stop on sales on terms from ")
    assert "stop proposed" not in ann.get("customers").get_data(True)
