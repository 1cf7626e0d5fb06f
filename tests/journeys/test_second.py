"""Two people for each hard step there is: one proposes, the second does it as it was proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from plugin.credit.account import StepState
from plugin.credit.law import Kind, Law
from plugin.credit.policy import DEFAULT_POLICY, Level, Mode, Tone, as_document
from plugin.operations import (
    agency,
    charge_invoices,
    charge_settings,
    charges,
    policy,
    respond,
    second,
    second_taken,
    standing,
)
from plugin.operations.doors import NotPossible
from plugin.operations.ground import ground
from plugin.operations.second import HardStep, WantsSecond
from plugin.store import Store, people, team
from plugin.store import charges as kept
from plugin.store.people import Role, Via
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

ONE_FINAL = replace(DEFAULT_POLICY, levels=(Level(1, 3, tone=Tone.FINAL),))
LAST = replace(DEFAULT_POLICY, levels=(Level(1, 3, tone=Tone.BEFORE_ACTION),))


class Two:
    """A house in which two people decide, and every hard step wants both."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.eva, self.tom = self._joins("Eva North"), self._joins("Tom Reed")
        second.choose(house.doors, org_id=house.org_id, by=BY, steps=HardStep, understood=False)

    def _joins(self, name: str) -> UUID:
        doors, now = self.house.doors, self.house.doors.clock.now()
        with doors.store.tenant(self.house.org_id) as tx:
            user = team.note_by_mail(tx, name=name, email=f"{name[:3]}@x.example", now=now)
            people.let_in(
                tx, self.house.org_id, user.id, role=Role.CONTROLLER, via=Via.INVITATION, now=now
            )
        return user.id

    def asks(self, who: UUID, name: str, step: Callable[[], object]) -> str:
        """Somebody presses the button of a step."""
        with pytest.raises(WantsSecond) as refused:
            step()
        return second_taken.ask(
            self.house.doors, org_id=self.house.org_id, who=who, by=name,
            wanted=refused.value.wanted,
        )  # fmt: skip

    def both(self, step: Callable[[], object]) -> str:
        """Eva asks for it, in vain twice; then Tom does, and it is done."""
        assert "Somebody else has to agree" in self.asks(self.eva, "Eva North", step)
        with pytest.raises(NotPossible, match="You proposed this yourself"):
            self.asks(self.eva, "Eva North", step)
        return self.asks(self.tom, "Tom Reed", step)


def begun(house: House, chosen: Any) -> dict[str, Any]:
    """Late debt under this policy; whom and in whose name everything is asked."""
    house.begin()
    document = {**as_document(chosen), "interest": {"regime": "statutory"}}
    policy.change_policy(
        house.doors, org_id=house.org_id, by=BY, document=document, mode=Mode.ASK_FIRST
    )
    about: dict[str, Any] = {
        "org_id": house.org_id, "by": BY, "customer_id": house.customer("quay")
    }  # fmt: skip
    standing.say(house.doors, **about, kind=Kind.COMPANY, law=Law.ENGLAND_WALES)
    house.settle()
    return about


def quay_owes() -> Any:
    """Quay Bistro is 40 days late."""
    return books([a_customer("quay", "Quay Bistro Ltd", a_debt("INV-1", "1000.00", late=40))])


@pytest.mark.long
def test_a_final_notice_leaves_with_two_names_under_it(store: Store) -> None:
    """Changed after it was proposed, it is not what was agreed to; unchanged, it goes."""
    with a_house(store, quay_owes()) as house:
        begun(house, ONE_FINAL)
        two = Two(house)
        (message,) = house.messages(StepState.PROPOSED)
        about: Any = {"org_id": house.org_id, "by": BY, "message_id": message.id}
        two.asks(two.eva, "Eva North", lambda: respond.approve(house.doors, **about))
        assert house.messages(StepState.APPROVED) == ()
        respond.add_sentence(house.doors, **about, sentence="Please call me.")
        changed = two.asks(two.tom, "Tom Reed", lambda: respond.approve(house.doors, **about))
        assert "Somebody else has to agree" in changed
        said = two.asks(two.eva, "Eva North", lambda: respond.approve(house.doors, **about))
        assert said.startswith("Agreed by Tom Reed and Eva North: a final notice to Quay Bistro")
        (approved,) = house.messages(StepState.APPROVED)
        assert approved.approved_by == "Tom Reed and Eva North"
        house.pass_a_day()
        assert len(house.mails()) == 1


@pytest.mark.long
def test_done_in_another_way_wants_two_as_well(store: Store) -> None:
    """Nobody gets round the second person by saying that they did it themselves."""
    with a_house(store, quay_owes()) as house:
        begun(house, LAST)
        two = Two(house)
        (message,) = house.messages(StepState.PROPOSED)
        about: Any = {"org_id": house.org_id, "by": BY, "message_id": message.id}
        said = two.both(lambda: respond.done_by_me(house.doors, **about))
        assert "a letter before action to Quay Bistro Ltd" in said
        assert [each.id for each in house.messages(StepState.DONE)] == [message.id]


@pytest.mark.long
def test_fees_and_a_hand_off_want_two(store: Store) -> None:
    """Each is done once, as it was proposed, in both names."""
    with a_house(store, quay_owes()) as house:
        about = begun(house, DEFAULT_POLICY)
        invoice = house.invoice("INV-1")
        charges.claim(house.doors, **about, invoice_ids=[invoice])
        charge_settings.read_tax_rates(house.doors, org_id=house.org_id)
        charge_settings.choose_booking(
            house.doors, org_id=house.org_id, by=BY, account="200", tax="OUTPUT2"
        )
        house.settle()
        two = Two(house)
        with house.doors.store.tenant(house.org_id) as tx:
            (claim,) = kept.of_customer(tx, about["customer_id"])
        draft = lambda: charge_invoices.draft_invoice(  # noqa: E731 - pressed three times
            house.doors, **about, charge_ids=[claim.id]
        )
        assert "of interest and fees on INV-1" in two.both(draft)
        with house.doors.store.tenant(house.org_id) as tx:
            on = ground(tx, now=house.doors.clock.now())
            asked = agency.look(tx, on, about["customer_id"], [invoice])
        yes = [each.key for each in asked.look.cautions]
        hand = lambda: agency.hand_over(  # noqa: E731 - pressed three times
            house.doors, **about, invoice_ids=[invoice], name="Straight & Fair Ltd",
            address="new@straight.example", why="Nothing came", said_yes=yes,
        )  # fmt: skip
        assert "a hand-off of INV-1 of Quay Bistro Ltd to Straight & Fair Ltd" in two.both(hand)
        made = house.sql("select by from hand_offs")
        assert made == [("Eva North and Tom Reed",)]
