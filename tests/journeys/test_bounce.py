"""Mail that comes back: told to a person, silence meanwhile, and one tap to write to another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from connectors.sandbox import contacts as sandbox_contacts
from connectors.sandbox.seed import SeedPerson
from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.recipients import Role, instead_of
from plugin.jobs import What
from plugin.operations import recipients
from plugin.operations.doors import NotPossible
from plugin.operations.preview import preview
from plugin.store import Store, contacts
from plugin.store import recipients as kept
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

MAYA = SeedPerson("Maya", "Okafor", "maya@quay.example", include_in_emails=True)
OWEN = SeedPerson("Owen", "Price", "owen@quay.example", include_in_emails=False)
GONE = "quay@quay.example"


@contextmanager
def a_house_whose_mail_came_back(store: Store, **customer: Any) -> Iterator[House]:
    """The contact's own address refuses mail; the proof went, the reminder did not."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37), **customer)
    with a_house(store, books([quay])) as house:
        house.begin()
        house.approve_all()
        house.xero.advance(1.5)
        house.work(What.SEND)
        assert len(house.proofs()) == 1
        house.xero.sandbox.mailbox.refuse("550 No such user")
        house.advance(4.5, step=4.5)
        house.xero.sandbox.mailbox.refuse(None)
        yield house


def roles(house: House) -> dict[str, tuple[Role, bool]]:
    """The role of each address of the customer, and whether mail to it came back."""
    with house.doors.store.tenant(house.org_id) as tx:
        contact = contacts.contact(tx, house.customer("quay"))
        assert contact is not None
        return {each.email: (each.role, each.bounced) for each in kept.people(tx, contact)}


@pytest.mark.long
def test_mail_that_came_back_is_a_task_and_silence(store: Store) -> None:
    """However long nobody says anything: the message is refused and none is proposed anew."""
    with a_house_whose_mail_came_back(store) as house:
        assert house.mails() == []
        assert len(house.messages(StepState.REFUSED)) == 1
        assert [task.kind for task in house.tasks()] == [TaskKind.BOUNCED]
        house.advance(9 * 24, step=24)
        assert house.messages(StepState.PROPOSED) == ()
        assert [task.kind for task in house.tasks()] == [TaskKind.BOUNCED]


@pytest.mark.long
def test_another_of_their_own_record_takes_the_place_with_one_tap(store: Store) -> None:
    """Who gets copies is offered first; the same level is proposed again and goes there."""
    with a_house_whose_mail_came_back(store, people=(OWEN, MAYA)) as house:
        with house.doors.store.tenant(house.org_id) as tx:
            contact = contacts.contact(tx, house.customer("quay"))
            assert contact is not None
            known = kept.people(tx, contact)
        assert [each.email for each in instead_of(known[0], known)] == [MAYA.email, OWEN.email]
        recipients.write_instead(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_id=house.customer("quay"),
            bounced=GONE,
            email=MAYA.email,
        )
        house.settle()
        assert roles(house)[GONE] == (Role.NONE, False)
        assert roles(house)[MAYA.email] == (Role.TO, False)
        assert house.tasks(TaskKind.BOUNCED) == []
        house.advance(8 * 24, step=24)
        (again,) = house.messages(StepState.PROPOSED)
        assert again.level == house.messages(StepState.REFUSED)[0].level
        house.approve_all()
        house.pass_a_day()
        (mail,) = house.mails()
        assert mail.recipients == (MAYA.email,)


@pytest.mark.long
def test_an_address_that_was_right_after_all_is_written_to_again(store: Store) -> None:
    """A mailbox that was full for a day: the person says so, and the ladder goes on."""
    with a_house_whose_mail_came_back(store) as house:
        customer = house.customer("quay")
        recipients.write_again(
            house.doors, org_id=house.org_id, by=BY, customer_id=customer, bounced=GONE
        )
        house.settle()
        assert house.tasks(TaskKind.BOUNCED) == []
        house.advance(8 * 24, step=24)
        house.approve_all()
        house.pass_a_day()
        assert [mail.recipients for mail in house.mails()] == [(GONE,)]


def test_an_address_put_right_in_the_ledger_ends_the_silence_by_itself(store: Store) -> None:
    """The task closes without a person once Xero has another address."""
    with a_house_whose_mail_came_back(store) as house:
        sandbox_contacts.change_contact(
            house.ledger, house.customer("quay"), email="new@quay.example"
        )
        house.catch_up()
        assert house.tasks(TaskKind.BOUNCED) == []


def test_nobody_elses_address_can_be_put_in_its_place(store: Store) -> None:
    """Only the customer's own record is offered, whatever a form says."""
    with a_house_whose_mail_came_back(store) as house:
        with pytest.raises(NotPossible, match="not in this customer's record"):
            recipients.write_instead(
                house.doors,
                org_id=house.org_id,
                by=BY,
                customer_id=house.customer("quay"),
                bounced=GONE,
                email="fresh@fresh.example",
            )
        assert house.tasks(TaskKind.BOUNCED) != []


@pytest.mark.long
def test_the_preview_says_of_every_address_what_it_gets_and_why(store: Store) -> None:
    """To, copy, and who is only told when it gets serious."""
    quay = a_customer(
        "quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37), people=(MAYA, OWEN)
    )
    with a_house(store, books([quay])) as house:
        house.begin()
        recipients.choose_role(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_id=house.customer("quay"),
            email=OWEN.email,
            role=Role.ESCALATION,
        )
        house.settle()
        (message,) = house.messages(StepState.PROPOSED)
        shown = preview(house.doors, org_id=house.org_id, message_id=message.id)
        assert [(line.email, line.gets, line.why) for line in shown.addresses] == [
            (GONE, "to", "the contact's own address in Xero"),
            (MAYA.email, "copy", "included in emails in Xero"),
            (OWEN.email, "nothing", "told when it gets serious, with a final notice"),
        ]
