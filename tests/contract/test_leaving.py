"""Leaving a ledger: what is written last, what stays, what ends, and that it ends by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plugin.credit.money import Money
from plugin.jobs import What
from plugin.operations import decide, leave
from plugin.operations.doors import NotPossible, local_date
from plugin.store import leaving, timeline
from plugin.store.lapsed import lapsed
from plugin.store.organisations import OrgState
from tests.contract.leaving_house import (
    WATCH,
    connections,
    disconnects,
    grants,
    left_in_xero,
    our_groups,
    stands,
)
from tests.journeys.house import BY, House


@pytest.fixture
def house(flagged_house: House) -> House:
    """The house that this file shares."""
    return flagged_house


# --- what is written last -------------------------------------------------------------------


def test_leaving_takes_our_groups_away_and_tells_each_flagged_contact_once(house: House) -> None:
    """The groups go, one last note says from when flags are kept no more, older notes stay."""
    before = {name: house.notes_on(name) for name in ("quay", "kettle")}
    disconnects(house)
    house.settle()
    assert our_groups(house) == []
    for name in ("quay", "kettle"):
        assert house.groups_of(name) == []
        *older, last = house.notes_on(name)
        assert older == before[name]
        assert "no longer keeps credit flags" in last
    left = left_in_xero(house)
    assert left.is_nothing_to_remove
    assert left.notes >= sum(len(house.notes_on(name)) for name in before)


def test_leaving_keeps_the_groups_where_a_person_says_no(house: House) -> None:
    """They stand as they stood; the last note is written all the same, and the page names them."""
    disconnects(house, remove_flags=False)
    house.settle()
    assert our_groups(house) == [WATCH]
    assert house.groups_of("quay") == [WATCH]
    assert "no longer keeps credit flags" in house.notes_on("quay")[-1]
    left = left_in_xero(house)
    assert left.groups == (WATCH,)
    assert [each.name for each in left.flagged] == ["Kettle", "Quay"]


def promised(house: House) -> str:
    """The Mill promises to pay in ten days; the date that stands on its invoice in Xero."""
    due = local_date(stands(house), house.doors.clock.now()) + timedelta(days=10)
    decide.note_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("mill"),
        invoice_ids=[house.invoice("INV-mill")],
        amount=Money.of("250.00", "GBP"),
        due=due,
    )
    house.settle()
    assert expected_in_xero(house) == due
    return due.isoformat()


def expected_in_xero(house: House) -> date | None:
    """The expected payment date that an accountant sees on the Mill's invoice."""
    found: date | None = house.ledger.invoice("INV-mill").expected
    return found


def test_leaving_empties_the_promise_dates_that_are_ours(house: House) -> None:
    """Where Xero lets us; nobody would keep them any longer."""
    promised(house)
    disconnects(house)
    house.settle()
    assert expected_in_xero(house) is None
    assert left_in_xero(house).dated == ()


def test_a_promise_date_that_stays_is_named_with_its_invoice(house: House) -> None:
    """By a person's no: the page lists the invoice and the day, to be emptied by hand."""
    due = promised(house)
    disconnects(house, remove_flags=False)
    house.settle()
    (stays,) = left_in_xero(house).dated
    assert (stays.number, stays.expected_on.isoformat()) == ("INV-mill", due)


def test_a_group_that_xero_will_not_let_go_is_named_with_xeros_words(house: House) -> None:
    """It is tried once; leaving goes on, and the page says what to remove by hand and why."""
    refused = "The contact group cannot be deleted"
    house.goes_wrong("refused_400", path="ContactGroups", method="POST", text=refused)
    disconnects(house)
    house.settle()
    assert stands(house).state is OrgState.DISCONNECTED
    left = left_in_xero(house)
    assert left.groups == (WATCH,)
    assert left.refusals == (refused,)
    assert [each.name for each in left.flagged] == ["Kettle", "Quay"]


# --- the connection and the token -----------------------------------------------------------


def test_leaving_deletes_this_connection_and_revokes_the_users_last_token(house: House) -> None:
    """Nothing of ours is connected, no token is kept, and nothing is called any more."""
    disconnects(house)
    house.settle()
    assert connections(house) == []
    assert grants(house) == 0
    house.forget_calls()
    house.advance(72, step=24)
    assert house.calls() == []


def test_coming_back_reads_everything_anew_and_keeps_what_people_decided(house: House) -> None:
    """Within the thirty days nothing is lost but the flags, which are set again the day after."""
    disconnects(house)
    house.settle()
    assert house.when(What.FORGET) is not None
    house.connect()
    house.settle()
    assert stands(house).state is OrgState.CONNECTED
    assert house.when(What.FORGET) is None
    house.advance(24, step=24)
    assert house.groups_of("quay") == house.groups_of("kettle") == [WATCH]


# --- when Xero, or a person, ends it elsewhere ----------------------------------------------


def test_disconnected_inside_xero_says_what_stays_there(house: House) -> None:
    """Nobody here was asked and nothing can be written, so the page names what remains."""
    house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
    house.advance(25, step=25)
    found = stands(house)
    assert found.state is OrgState.DISCONNECTED
    left = left_in_xero(house)
    assert left.groups == (WATCH,)
    assert [(each.name, each.status.value) for each in left.flagged] == [
        ("Kettle", "watch"),
        ("Quay", "watch"),
    ]
    assert left.notes >= sum(len(house.notes_on(name)) for name in ("quay", "kettle"))
    with pytest.raises(NotPossible, match="disconnected already"):
        disconnects(house)


def is_down(house: House) -> None:
    """Xero is down for all of us until it is not."""
    house.goes_wrong("maintenance_503", count=100_000)


def test_a_person_may_leave_without_waiting_and_reads_what_was_not_done(house: House) -> None:
    """It ends for them at once; the connection is deleted as soon as Xero answers."""
    is_down(house)
    house.goes_wrong("connections_500", count=3)
    disconnects(house)
    house.settle()
    leave.leave_now(house.doors, org_id=house.org_id, by=BY)
    house.settle()
    assert stands(house).state is OrgState.DISCONNECTED
    assert left_in_xero(house).groups == (WATCH,)
    assert connections(house) == [house.xero.tenant_id]
    house.xero.sandbox.faults.clear()
    house.advance(0.1, step=0.1)
    assert connections(house) == []
    assert our_groups(house) == [WATCH]
    assert house.when(What.FORGET) is not None
    with pytest.raises(NotPossible, match="not disconnecting"):
        leave.leave_now(house.doors, org_id=house.org_id, by=BY)


def test_a_last_note_of_unknown_outcome_is_looked_for_before_the_door_is_shut(
    house: House,
) -> None:
    """The answer was lost after the note was written: it is found there, and not written twice."""
    before = [len(house.notes_on(name)) for name in ("quay", "kettle")]
    house.goes_wrong("timeout_after_commit", path="History", method="PUT")
    disconnects(house)
    house.settle()
    assert stands(house).state is OrgState.LEAVING
    house.advance(0.1, step=0.05)
    assert stands(house).state is OrgState.DISCONNECTED
    after = [len(house.notes_on(name)) for name in ("quay", "kettle")]
    assert after == [count + 1 for count in before]


def test_access_taken_away_in_the_middle_of_the_farewell_ends_it_honestly(house: House) -> None:
    """What can be written no more is given up and named; nobody tries for ever."""
    house.goes_wrong("disconnect", path="ContactGroups", method="POST")
    disconnects(house)
    house.settle()
    assert stands(house).state is OrgState.DISCONNECTED
    assert left_in_xero(house).groups == (WATCH,)


# --- what was on its way --------------------------------------------------------------------


def test_nothing_else_is_done_while_it_leaves(house: House) -> None:
    """A catch-up that was due finds the door shut, and the farewell still comes to its end."""
    is_down(house)
    disconnects(house)
    house.settle()
    house.catch_up()
    assert stands(house).state is OrgState.LEAVING
    house.xero.sandbox.faults.clear()
    house.advance(0.5, step=0.5)
    assert stands(house).state is OrgState.DISCONNECTED
    with house.doors.store.tenant(house.org_id) as tx:
        assert timeline.broken_link(tx) is None


@pytest.mark.long
def test_connecting_again_while_it_leaves_takes_the_farewell_back(house: House) -> None:
    """Somebody changes their mind while Xero is down: no group is deleted behind their back."""
    before = len(house.notes_on("quay"))
    house.goes_wrong("maintenance_503", path="ContactGroups", count=1000)
    disconnects(house)
    house.settle()
    house.xero.sandbox.faults.clear()
    house.connect()
    house.settle()
    house.advance(24, step=24)
    assert stands(house).state is OrgState.CONNECTED
    assert house.groups_of("quay") == [WATCH]
    assert len(house.notes_on("quay")) == before


def test_leaving_while_xero_is_down_ends_by_itself_when_it_is_back(house: House) -> None:
    """A day of 503 loses no last word: it waits, says what for, and ends with the first answer."""
    before = len(house.notes_on("quay"))
    is_down(house)
    disconnects(house)
    house.advance(24, step=6)
    assert stands(house).state is OrgState.LEAVING
    with house.doors.store.tenant(house.org_id) as tx:
        assert leaving.still_to_write(tx) == leaving.StillToWrite(notes=2, groups=1, dates=0)
    assert connections(house) == [house.xero.tenant_id]
    house.xero.sandbox.faults.clear()
    house.advance(0.5, step=0.5)
    assert stands(house).state is OrgState.DISCONNECTED
    assert our_groups(house) == connections(house) == []
    assert len(house.notes_on("quay")) == before + 1


def test_leaving_waits_out_a_pause_that_xero_asked_for(house: House) -> None:
    """A day limit of twenty hours is waited for, without a call, and the farewell follows it."""
    house.goes_wrong("limit_day")
    disconnects(house)
    house.settle()
    house.forget_calls()
    house.advance(19, step=5)
    assert house.calls() == []
    assert stands(house).state is OrgState.LEAVING
    house.advance(2, step=2)
    assert stands(house).state is OrgState.DISCONNECTED
    assert our_groups(house) == []


def test_who_has_not_been_seen_for_half_a_year_is_found_and_can_be_let_go(house: House) -> None:
    """Xero counts a connection until its app removes it: lapsed customers are disconnected."""
    now = house.doors.clock.now()
    with house.doors.store.house() as tx:
        assert lapsed(tx, before=now - timedelta(days=180)) == ()
        (found,) = lapsed(tx, before=now + timedelta(days=1))
    assert (found.org_id, found.name) == (house.org_id, "Harbour Lane Foods")
    disconnects(house)
    house.settle()
    with house.doors.store.house() as tx:
        assert lapsed(tx, before=now + timedelta(days=1)) == ()
