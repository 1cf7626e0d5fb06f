"""The customer who is not chased: notes, check-ins, and who is never asked, on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from plugin.credit.decisions import TaskKind
from plugin.operations import never_asked
from plugin.operations.never_asked import PATH
from plugin.store import tasks
from plugin.store.tasks import OpenTask
from tests.builders import TODAY, House, sign_in
from tests.doors import HeldClock
from tests.web.conftest import Browser, browser_of


def calls(house: House) -> list[OpenTask]:
    """The check-ins that wait, after a review."""
    house.review()
    with house.doors.store.tenant(house.org_id) as tx:
        return [each for each in tasks.open_tasks(tx) if each.kind is TaskKind.CHECK_IN]


def after(days: int, app: Flask, house: House) -> Browser:
    """So many days pass, and Ann signs in anew."""
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=days))
    token = sign_in(house.doors.store, house.org_id, at=clock.now())
    return browser_of(app, token, house.org_id)


def test_a_note_shows_what_it_changes_and_can_be_ended(ann: Browser, house: House) -> None:
    """One who signs alone: why nothing goes today stands on the page; ended, it is gone."""
    there = ann.post(
        "customers/lisa/notes", note="single_payer", name="Maya", weekday=["4"], words="Ask first"
    ).get_data(as_text=True)
    assert "Maya alone signs payments, on Thursdays." in there
    assert "Whatever goes lands on a day on which Maya is there." in there
    assert "“Ask first”" in there
    house.review()
    why = ann.get("customers/lisa").get_data(as_text=True)
    ((note_id,),) = _rows(house, "select id from context_notes where org_id = :org")
    assert "Ann" in why
    page = ann.post(f"customers/lisa/notes/{note_id}/end").get_data(as_text=True)
    assert "Maya alone signs" not in page.partition('id="timeline"')[0]
    assert ann.post(f"customers/lisa/notes/{note_id}/end").status_code == 409


@pytest.mark.long
def test_slow_months_need_a_month_and_no_note_is_for_ever(ann: Browser) -> None:
    """A page says what is missing; nothing is kept."""
    assert ann.post("customers/lisa/notes", note="seasonal", later="14").status_code == 400
    far = (TODAY + timedelta(days=900)).isoformat()
    refused = ann.post(
        "customers/lisa/notes", note="seasonal", month=["1", "2"], later="14", until=far
    )
    assert refused.status_code == 409
    kept = ann.post("customers/lisa/notes", note="seasonal", month=["1", "2"], later="14")
    assert "They pay slowly in January and February" in kept.get_data(as_text=True)


def test_a_hardship_is_a_silence(ann: Browser, house: House) -> None:
    """Noted beside the others, it silences every channel."""
    ann.post("customers/lisa/notes", note="hardship")
    assert _rows(house, "select kind from holds where org_id = :org") == [("hardship",)]


def test_a_check_in_comes_in_its_week_is_answered_by_one_tap_and_comes_again(
    app: Flask, ann: Browser, house: House
) -> None:
    """Every two weeks; whom nobody reached is tried again in three working days."""
    ann.post("customers/lisa/check-in/how-often", weeks="2")
    assert calls(house) == []
    ann = after(14, app, house)
    (call,) = calls(house)
    worklist = ann.get("tasks").get_data(as_text=True)
    assert "Time to ring Lisa’s Deli to say hello" in worklist
    page = ann.get("customers/lisa/check-in").get_data(as_text=True)
    assert "What there is to talk about" in page
    said = ann.post("customers/lisa/check-in", outcome="no_answer").get_data(as_text=True)
    assert "The next is on 11 December 2026." in said
    assert calls(house) == []
    ann = after(3, app, house)
    (again,) = calls(house)
    assert again.subject != call.subject
    ann.post("customers/lisa/check-in", outcome="spoke", words="A second shop in May")
    shown = ann.get("customers/lisa").get_data(as_text=True)
    assert "A second shop in May" in shown
    assert calls(house) == []
    assert ann.post("customers/lisa/check-in/how-often", weeks="0").status_code == 200
    assert ann.post("customers/lisa/check-in", outcome="spoke").status_code == 409


@pytest.mark.long
def test_a_check_in_waits_while_a_hardship_stands(app: Flask, ann: Browser, house: House) -> None:
    """It is put off, and comes back when that is over."""
    ann.post("customers/lisa/check-in/how-often", weeks="1")
    ann.post("customers/lisa/notes", note="hardship")
    ann = after(7, app, house)
    assert calls(house) == []
    ((hold_id,),) = _rows(house, "select id from holds where org_id = :org")
    ann.post(f"customers/lisa/hold/{hold_id}/end")
    assert len(calls(house)) == 1


@pytest.mark.long
def test_a_key_account_is_rung_by_the_policy_until_somebody_says_never(
    app: Flask, ann: Browser, house: House
) -> None:
    """Once a person made it one; their own choice goes before the policy."""
    ann.post("customers/lisa/segment", segment="key")
    (call,) = calls(house)
    ann = after(1, app, house)
    assert [each.id for each in calls(house)] == [call.id]
    ann.post("customers/lisa/check-in/how-often", weeks="0")
    assert calls(house) == []


@pytest.mark.parametrize("say", ["yes", "no"])
def test_the_owner_may_switch_the_question_off_for_one(
    ann: Browser, house: House, say: str
) -> None:
    """And on again, as long as the customer did not say it themselves."""
    ann.post("customers/lisa/never-ask", never="yes")
    page = ann.post("customers/lisa/never-ask", never=say).get_data(as_text=True)
    assert ("Never asked for a recommendation, says Ann" in page) is (say == "yes")
    never_asked.switch(
        house.doors, org_id=house.org_id, customer_id="lisa", by="customer", never=True
    )
    by = "Ann Lee" if say == "yes" else "customer"
    assert _rows(house, "select by from never_asked where org_id = :org") == [(by,)]
    assert ann.post("customers/lisa/never-ask", never="no").status_code == (
        200 if say == "yes" else 409
    )


def test_no_link_but_ours_says_no_for_anybody(app: Flask) -> None:
    """Altered, odd or empty: a page that knows no such link."""
    for odd in ("é", "A" * 64, "=" * 64, "🙂"):
        reply = app.test_client().get(f"{PATH}{odd}")
        assert reply.status_code == 404
        assert app.test_client().post(f"{PATH}{odd}").status_code == 404


def _rows(house: House, statement: str) -> list[tuple[object, ...]]:
    with house.doors.store.tenant(house.org_id) as tx:
        return [tuple(row) for row in tx.sql(statement)]
