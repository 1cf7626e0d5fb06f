"""Leaving while others stay, while something is on its way, and killed at any step of it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import requests

from connectors.sandbox.seed import SeedUser, SeedWorld
from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.operations import connect
from plugin.store import Store, outbox
from plugin.store.organisations import OrgState
from tests.contract.leaving_house import (
    WATCH,
    comes_back,
    connections,
    disconnects,
    grants,
    late_customers,
    our_groups,
    stands,
)
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.conftest import (  # noqa: F401 - fixtures
    Mortals,
    key,
    mortals,
    opened_with_key,
    shared_store,
)
from tests.journeys.house import House, a_house

#: far more steps than any farewell has
MANY = 30


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


def test_what_was_on_its_way_when_somebody_leaves(store: Store) -> None:
    """What was approved goes no more; what a dead run had claimed is shown to a person; no mail."""
    with a_house(store, books(late_customers())) as house:
        house.begin()
        assert house.approve_all() > 1
        claimed = house.messages(StepState.APPROVED)[0]
        with store.tenant(house.org_id) as tx:
            now, approved = house.doors.clock.now(), (StepState.APPROVED,)
            outbox.move(tx, claimed.id, to=StepState.CLAIMED, frm=approved, now=now)
        disconnects(house)
        house.advance(24, step=6)
        assert house.mails() == []
        assert house.messages(StepState.APPROVED) == ()
        dropped = house.messages(StepState.DROPPED)
        assert {message.outcome for message in dropped} == {"disconnected before it went"}
        assert [each.id for each in house.messages(StepState.UNCONFIRMED)] == [claimed.id]
        assert len(house.tasks(TaskKind.UNCONFIRMED)) == 1


@pytest.mark.long
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
            comes_back(house)
    raise AssertionError("a farewell without an end")
