"""Leaving a ledger: what is written last, what stays, what ends, and that it ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import requests

from connectors.sandbox.seed import SeedUser, SeedWorld
from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.jobs import What
from plugin.operations import connect, leave
from plugin.operations.doors import NotPossible
from plugin.store import Store, leaving, organisations, outbox, timeline
from plugin.store.lapsed import lapsed
from plugin.store.organisations import Organisation, OrgState
from tests.journeys.books import Customer, a_customer, a_debt, books
from tests.journeys.conftest import (  # noqa: F401 - fixtures
    Mortals,
    key,
    mortals,
    opened_with_key,
    shared_store,
)
from tests.journeys.house import BY, House, a_house

WATCH = "Goodterms: watch"
#: far more steps than any farewell has
MANY = 30


def late_customers() -> list[Customer]:
    """Two customers who owe for 37 days, so that both carry the watch flag."""
    return [
        a_customer(name, name.title(), a_debt(f"INV-{name}", "250.00", late=37))
        for name in ("quay", "kettle")
    ]


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """A connected house with two flagged customers, each with its note and a message to approve."""
    with a_house(store, books(late_customers())) as opened:
        opened.begin()
        assert opened.groups_of("quay") == opened.groups_of("kettle") == [WATCH]
        yield opened


def disconnects(house: House, *, remove_flags: bool = True) -> None:
    """A person disconnects on the Settings page."""
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=remove_flags)


def stands(house: House) -> Organisation:
    """How the organisation stands."""
    with house.doors.store.house() as tx:
        found = organisations.read(tx, house.org_id)
    assert found is not None
    return found


def connections(house: House) -> list[str]:
    """The tenants that are connected to our app inside the local Xero."""
    identity = house.xero.sandbox.identity
    return [each.tenant for each in identity.connections(identity.app.client_id)]


def grants(house: House) -> int:
    """How many people's tokens are kept."""
    with house.doors.store.house() as tx:
        return int(tx.sql("select count(*) from grants").scalar_one())


def left_in_xero(house: House) -> leaving.LeftBehind:
    """What of ours stands in Xero, as the Settings page says it."""
    with house.doors.store.tenant(house.org_id) as tx:
        return leaving.left_behind(tx)


def our_groups(house: House) -> list[str]:
    """Our groups that the accountant still sees."""
    return [group.name for group in house.ledger.groups.values() if not group.is_deleted]


# --- what is written last -------------------------------------------------------------------


def test_leaving_takes_our_groups_away_and_tells_each_flagged_contact_once(house: House) -> None:
    """The groups go, one last note says from when flags are kept no more, older notes stay."""
    disconnects(house)
    house.settle()
    assert our_groups(house) == []
    for name in ("quay", "kettle"):
        assert house.groups_of(name) == []
        first, last = house.notes_on(name)
        assert "credit status set to watch" in first
        assert "no longer keeps credit flags" in last
    left = left_in_xero(house)
    assert left.is_nothing_to_remove
    assert left.notes == 4


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


def two_organisations() -> SeedWorld:
    """One person's two organisations, and a second person who may see both."""
    first, second = books(late_customers()), books([])
    (other,) = second.organisations
    other = replace(other, key="mill", name="Mill Street Bakery", short_code="!mS2")
    tom = SeedUser("tom", "Tom", "Ferris", "tom@ferris.example")
    return replace(first, organisations=(*first.organisations, other), users=(*first.users, tom))


def consents(house: House, *, tenant: str, user: str) -> UUID:
    """A person of the local Xero connects an organisation; its id with us."""
    world, browser = house.xero.world, f"the browser of {user}"
    address = connect.begin_sign_in(house.doors, purpose="connect", return_to="/", browser=browser)
    found = next(each for each in world.users if each.email.startswith(user))
    reply = requests.post(
        address,
        data={"decision": "allow", "tenant": tenant, "user": world.user_id(found)},
        allow_redirects=False,
        timeout=10,
    )
    back = parse_qs(urlsplit(reply.headers["Location"]).query)
    came = connect.finish_sign_in(
        house.doors, state=back["state"][0], code=back["code"][0], browser=browser
    )
    (org_id,) = came.connected
    return org_id


def test_the_token_lives_while_the_same_person_has_another_organisation_here(store: Store) -> None:
    """Revoking would end both; the first farewell deletes one connection, the last one revokes."""
    with a_house(store, two_organisations()) as house:
        harbour, mill = house.xero.world.ledgers
        first = consents(house, tenant=harbour, user="lisa")
        house.org_id = consents(house, tenant=mill, user="lisa")
        house.settle()
        disconnects(house)
        house.settle()
        assert connections(house) == [harbour]
        assert grants(house) == 1
        house.org_id = first
        house.catch_up()
        assert stands(house).state is OrgState.CONNECTED
        disconnects(house)
        house.settle()
        assert connections(house) == []
        assert grants(house) == 0


def test_no_colleagues_connection_to_the_same_books_outlives_the_farewell(store: Store) -> None:
    """Two people connected the same: both connections go, a token with other books stays."""
    with a_house(store, two_organisations()) as house:
        harbour, mill = house.xero.world.ledgers
        consents(house, tenant=mill, user="tom")
        house.org_id = consents(house, tenant=harbour, user="tom")
        assert consents(house, tenant=harbour, user="lisa") == house.org_id
        house.settle()
        assert connections(house).count(harbour) == 2
        disconnects(house)
        house.settle()
        assert connections(house) == [mill]
        assert grants(house) == 1


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
    assert house.groups_of("quay") == [WATCH]


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
    assert left.notes == 2
    with pytest.raises(NotPossible, match="disconnected already"):
        disconnects(house)


def is_down(house: House) -> None:
    """Xero is down for all of us until it is not."""
    house.goes_wrong("maintenance_503", count=100_000)


def test_leaving_while_xero_is_down_ends_by_itself_when_it_is_back(house: House) -> None:
    """A day of 503 loses no last word: it waits, says what for, and ends with the first answer."""
    is_down(house)
    disconnects(house)
    house.advance(24, step=1)
    assert stands(house).state is OrgState.LEAVING
    with house.doors.store.tenant(house.org_id) as tx:
        assert leaving.still_to_write(tx) == leaving.StillToWrite(notes=2, groups=1, dates=0)
    assert connections(house) == [house.xero.tenant_id]
    house.xero.sandbox.faults.clear()
    house.advance(0.5, step=0.5)
    assert stands(house).state is OrgState.DISCONNECTED
    assert our_groups(house) == connections(house) == []
    assert len(house.notes_on("quay")) == 2


def test_leaving_waits_out_a_pause_that_xero_asked_for(house: House) -> None:
    """A day limit of twenty hours is waited for, without a call, and the farewell follows it."""
    house.goes_wrong("limit_day")
    disconnects(house)
    house.settle()
    house.forget_calls()
    house.advance(19, step=1)
    assert house.calls() == []
    assert stands(house).state is OrgState.LEAVING
    house.advance(2, step=1)
    assert stands(house).state is OrgState.DISCONNECTED
    assert our_groups(house) == []


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
    house.goes_wrong("timeout_after_commit", path="History", method="PUT")
    disconnects(house)
    house.settle()
    assert stands(house).state is OrgState.LEAVING
    house.advance(0.1, step=0.05)
    assert stands(house).state is OrgState.DISCONNECTED
    assert [len(house.notes_on(name)) for name in ("quay", "kettle")] == [2, 2]


def test_access_taken_away_in_the_middle_of_the_farewell_ends_it_honestly(house: House) -> None:
    """What can be written no more is given up and named; nobody tries for ever."""
    house.goes_wrong("disconnect", path="ContactGroups", method="POST")
    disconnects(house)
    house.settle()
    assert stands(house).state is OrgState.DISCONNECTED
    assert left_in_xero(house).groups == (WATCH,)


# --- what was on its way --------------------------------------------------------------------


def test_what_was_approved_goes_no_more_after_disconnecting(house: House) -> None:
    """Within the ten minutes' hold somebody disconnects: no customer is written to."""
    assert house.approve_all() > 0
    disconnects(house)
    house.advance(48, step=2)
    assert house.mails() == []
    assert house.messages(StepState.APPROVED) == ()
    dropped = house.messages(StepState.DROPPED)
    assert {message.outcome for message in dropped} == {"disconnected before it went"}


def test_a_message_claimed_by_a_run_that_died_is_shown_to_a_person(house: House) -> None:
    """Nobody can say whether it went: leaving neither sends it nor hides it."""
    house.approve_all()
    message = house.messages(StepState.APPROVED)[0]
    with house.doors.store.tenant(house.org_id) as tx:
        claimed = (StepState.CLAIMED, (StepState.APPROVED,))
        outbox.move(tx, message.id, to=claimed[0], frm=claimed[1], now=house.doors.clock.now())
    disconnects(house)
    house.settle()
    assert [each.id for each in house.messages(StepState.UNCONFIRMED)] == [message.id]
    assert [task.kind for task in house.tasks(TaskKind.UNCONFIRMED)] == [TaskKind.UNCONFIRMED]
    assert house.mails() == []


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


def test_a_farewell_killed_anywhere_is_taken_up_where_it_stood(
    shared_store: Store,  # noqa: F811
    mortals: Mortals,  # noqa: F811
) -> None:
    """At every step in turn: each note once, no group left, no connection left, no token left."""
    quay = a_customer("quay", "Quay", a_debt("INV-1", "250.00", late=37))
    with a_house(shared_store, books([quay])) as house:
        house.begin()
        for n in range(1, MANY):
            assert house.groups_of("quay") == [WATCH]
            before = len(house.notes_on("quay"))
            disconnects(house)
            step = mortals.live(house, die_at=n)
            house.settle()
            assert house.groups_of("quay") == our_groups(house) == connections(house) == [], step
            assert len(house.notes_on("quay")) == before + 1, step
            assert stands(house).state is OrgState.DISCONNECTED, step
            assert grants(house) == 0, step
            if not step:
                assert n > 8, "it has fewer steps than it must have"
                return
            house.xero.advance(24)
            house.connect()
            house.settle()
    raise AssertionError("a farewell without an end")


def test_connecting_again_while_it_leaves_takes_the_farewell_back(house: House) -> None:
    """Somebody changes their mind while Xero is down: no group is deleted behind their back."""
    house.goes_wrong("maintenance_503", path="ContactGroups", count=1000)
    disconnects(house)
    house.settle()
    house.xero.sandbox.faults.clear()
    house.connect()
    house.settle()
    house.advance(24, step=24)
    assert stands(house).state is OrgState.CONNECTED
    assert house.groups_of("quay") == [WATCH]
    assert len(house.notes_on("quay")) == 1


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
