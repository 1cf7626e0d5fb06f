"""The salesperson's veto window, from their mail to the step that waits for them or goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from connectors.sandbox.mailbox import Mail
from plugin.bootstrap import console
from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, Level, Mode, StatusThresholds, Tone, as_document
from plugin.letters.wording import dated
from plugin.operations import assigning, limits, policy
from plugin.store import Store, people, team
from plugin.store.people import Role, Via
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

SAM = "sam@harbour.example"
ONE_FINAL = replace(
    DEFAULT_POLICY,
    levels=(Level(1, 3, tone=Tone.FINAL),),
    status=StatusThresholds(watch_days_late=14, stop_days_late=500),
)
NO_FINAL = replace(ONE_FINAL, levels=(Level(1, 300),))


@contextmanager
def a_sold_house(store: Store, chosen: object = ONE_FINAL) -> Iterator[tuple[House, UUID]]:
    """Quay Bistro is late and Sam sells to them; nobody sells to the other."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    other = a_customer("bakery", "Hill Bakery", a_debt("INV-2", "90.00", late=37))
    with a_house(store, books([quay, other])) as house:
        house.connect()
        house.settle()
        sam = a_salesperson(house)
        assigning.assign(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_ids=[house.customer("quay")],
            sales=sam,
        )
        house.place()
        policy.change_policy(
            house.doors, org_id=house.org_id, by=BY, document=as_document(chosen),  # type: ignore[arg-type]
            mode=Mode.ASK_FIRST,
        )  # fmt: skip
        house.start()
        house.settle()
        yield house, sam


def sells(house: House, who: UUID) -> None:
    """They sell to Quay Bistro from now on."""
    quay = house.customer("quay")
    assigning.assign(house.doors, org_id=house.org_id, by=BY, customer_ids=[quay], sales=who)


def a_salesperson(house: House, name: str = "Sam Vale", email: str = SAM) -> UUID:
    """Somebody of the team who sells, and sees no books."""
    with house.doors.store.tenant(house.org_id) as tx:
        now = house.doors.clock.now()
        user = team.note_by_mail(tx, name=name, email=email, now=now)
        people.let_in(tx, house.org_id, user.id, role=Role.SALES, via=Via.INVITATION, now=now)
    return user.id


def asked(house: House, address: str = SAM) -> list[Mail]:
    """The mails to the salesperson."""
    return [mail for mail in house.xero.sandbox.mailbox.all() if address in mail.recipients]


def link_in(mail: Mail) -> str:
    """The path of the one link in it."""
    (found,) = set(re.findall(r"https?://[^/\s\"]+(/sales/asked/[\w=-]+)", mail.text))
    return str(found)


@dataclass
class Reader:
    """Somebody who opened the link of a mail, and may press the buttons of its page."""

    client: FlaskClient
    path: str
    token: str

    def answers(self, **fields: str) -> tuple[int, str]:
        """Press a button: what that said."""
        said = self.client.post(self.path, data={"csrf": self.token, **fields})
        return said.status_code, said.get_data(True)

    def looks(self) -> str:
        """What the page says now."""
        return self.client.get(self.path).get_data(True)


def reads(house: House, mail: Mail) -> Reader:
    """Open the link of a mail, as a scanner did before."""
    client: FlaskClient = console(house.settings, house.doors).test_client()
    path = link_in(mail)
    client.get(path)
    token = re.search(r'name="csrf" value="(\w+)"', client.get(path).get_data(True))
    assert token is not None
    return Reader(client, path, token[1])


def proposed_for(house: House, key: str) -> list[int]:
    """The levels that wait for a yes for a customer."""
    waiting = house.messages(StepState.PROPOSED)
    return [each.level for each in waiting if each.customer_id == house.customer(key)]


@pytest.mark.long
def test_silence_lets_a_final_notice_go_after_two_working_days(store: Store) -> None:
    """Asked on a Tuesday, it waits for a yes on the Friday and not a day sooner; the other is not
    delayed by it at all, and opening the link changes nothing."""
    with a_sold_house(store) as (house, _):
        (mail,) = asked(house)
        sam = reads(house, mail)
        assert "INV-1: £250.00, 37 days late" in mail.text
        assert f"from {dated(DAY + timedelta(days=3))}" in mail.text
        assert proposed_for(house, "bakery") == [1]
        for _ in range(2):
            assert proposed_for(house, "quay") == []
            house.pass_a_day()
        assert proposed_for(house, "quay") == []
        house.pass_a_day()
        assert proposed_for(house, "quay") == [1]
        assert len(asked(house)) == 1
        status, said = sam.answers(answer="veto", reason="too late", until="2026-12-01")
        assert status == 409
        assert "The two working days are over" in said


@pytest.mark.long
def test_a_veto_holds_it_until_its_day_and_says_why(store: Store) -> None:
    """One press counts; the reason is the one sentence why; the step goes on the day, unasked."""
    with a_sold_house(store) as (house, _):
        sam = reads(house, *asked(house))
        why = "They open a second shop on Monday."
        until = (DAY + timedelta(days=9)).isoformat()
        refused, told = sam.answers(answer="veto", reason="", until=until)
        assert (refused, "say in a sentence why" in told) == (409, True)
        too_long = (DAY + timedelta(days=31)).isoformat()
        assert sam.answers(answer="veto", reason=why, until=too_long)[0] == 409
        status, said = sam.answers(answer="veto", reason=why, until=until)
        assert (status, "You held a final notice back" in said) == (200, True)
        again, told = sam.answers(answer="go")
        assert (again, "You held it back until" in told) == (409, True)
        assert "You held it back until" in sam.looks()
        house.settle()
        lines = house.sql("select summary, by from events where kind = 'veto' order by id")
        assert lines[-1] == (
            f"Sam Vale held a final notice back until {dated(DAY + timedelta(days=9))}",
            "Sam Vale",
        )
        for _ in range(4):
            house.advance(48, step=48)
            assert proposed_for(house, "quay") == []
        house.advance(24, step=24)
        assert proposed_for(house, "quay") == [1]
        assert len(asked(house)) == 1


@pytest.mark.long
def test_go_ahead_needs_no_two_days(store: Store) -> None:
    """It waits for a person's yes at once, as it would without a salesperson."""
    with a_sold_house(store) as (house, _):
        assert reads(house, *asked(house)).answers(answer="go")[0] == 200
        house.settle()
        assert proposed_for(house, "quay") == [1]


@pytest.mark.long
def test_a_stop_is_not_even_proposed_before_the_days_are_over(store: Store) -> None:
    """And with a veto in force nobody can put it in force either."""
    with a_sold_house(store, NO_FINAL) as (house, _):
        for key in ("quay", "bakery"):
            limits.set_limit(
                house.doors, org_id=house.org_id, by=BY, customer_id=house.customer(key),
                limit=Money.of(10, "GBP"), reason="small",
            )  # fmt: skip
        house.settle()
        (mail,) = asked(house)
        assert "a stop on sales on terms" in mail.text
        stops = {task.customer_id for task in house.tasks(TaskKind.PROPOSE_STOP)}
        assert stops == {house.customer("bakery")}
        for _ in range(3):
            house.pass_a_day()
        stops = {task.customer_id for task in house.tasks(TaskKind.PROPOSE_STOP)}
        assert stops == {house.customer("bakery"), house.customer("quay")}


@pytest.mark.long
def test_another_salesperson_has_two_days_of_their_own(store: Store) -> None:
    """Whoever sold before is asked no more, and their link says so."""
    with a_sold_house(store) as (house, _):
        sam = reads(house, *asked(house))
        eva = a_salesperson(house, "Eva North", "eva@harbour.example")
        house.pass_a_day()
        assigning.assign(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_ids=[house.customer("quay")],
            sales=eva,
        )
        house.settle()
        (mail,) = asked(house, "eva@harbour.example")
        assert f"from {dated(DAY + timedelta(days=4))}" in mail.text
        assert sam.answers(answer="go")[0] == 409
        for _ in range(2):
            house.pass_a_day()
        assert proposed_for(house, "quay") == []
        assert reads(house, mail).answers(answer="go")[0] == 200


@pytest.mark.parametrize("path", ["x", "A" * 64, "A" * 63 + "="])
def test_a_link_that_we_did_not_sign_opens_nothing(store: Store, path: str) -> None:
    """It says what any dead link says."""
    with a_house(store, books([])) as house:
        client = console(house.settings, house.doors).test_client()
        assert client.get(f"/sales/asked/{path}").status_code == 409
