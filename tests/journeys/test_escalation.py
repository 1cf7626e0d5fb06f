"""When it gets serious: more people are told, and somebody else may sign (rules 25 and 26)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.sandbox.seed import SeedPerson
from plugin.credit.account import StepState
from plugin.credit.channels import Escalation
from plugin.credit.policy import DEFAULT_POLICY, Level, Mode, Tone, as_document
from plugin.credit.recipients import Role
from plugin.operations import policy, recipients
from plugin.operations.preview import preview
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

DIRECTOR = SeedPerson("Dora", "Price", "dora@quay.example", include_in_emails=False)
SERIOUS = replace(
    DEFAULT_POLICY,
    levels=(Level(1, 3), Level(2, 14, tone=Tone.FIRM), Level(3, 60, tone=Tone.FINAL)),
    escalation=Escalation(2, "Hugo Harbour", "Owner", "hugo@harbour.example"),
)


def under(house: House, chosen: Escalation) -> None:
    """Put the policy in force with this escalation."""
    policy.change_policy(
        house.doors,
        org_id=house.org_id,
        by=BY,
        document=as_document(replace(SERIOUS, escalation=chosen)),
        mode=Mode.ASK_FIRST,
    )
    house.settle()


@pytest.mark.long
def test_from_its_level_on_the_director_gets_a_copy_and_the_owner_signs(store: Store) -> None:
    """Before it neither; the preview says both before anybody says yes, and the mail keeps it."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37), people=(DIRECTOR,))
    with a_house(store, books([quay])) as house:
        house.begin()
        under(house, SERIOUS.escalation)
        recipients.choose_role(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_id=house.customer("quay"),
            email=DIRECTOR.email,
            role=Role.ESCALATION,
        )
        house.settle()
        house.approve_all()
        house.pass_a_day()
        (first,) = house.mails()
        assert first.recipients == ("quay@quay.example",)
        assert "Hugo" not in first.header("From") + first.text
        house.advance(8 * 24, step=24)
        (second,) = house.messages(StepState.PROPOSED)
        assert second.level == 2
        shown = preview(house.doors, org_id=house.org_id, message_id=second.id)
        assert shown.from_line.startswith("Hugo Harbour, Harbour Lane Foods")
        assert [(line.email, line.gets) for line in shown.addresses] == [
            ("quay@quay.example", "to"),
            (DIRECTOR.email, "copy"),
        ]
        assert shown.addresses[1].why == "told when it gets serious, from level 2 on"
        house.approve_all()
        house.pass_a_day()
        mail = house.mails()[1]
        assert mail.recipients == ("quay@quay.example", DIRECTOR.email)
        assert mail.header("Cc") == DIRECTOR.email
        assert mail.header("Reply-To").split(", ")[-1] == "hugo@harbour.example"
        assert "Hugo Harbour" in mail.header("From")
        assert "Hugo Harbour" in mail.text
        assert "Owner" in mail.text


@pytest.mark.long
def test_a_domain_that_nobody_vouches_for_is_not_sent_as(store: Store) -> None:
    """The name and the reply address are the owner's; the mail leaves from our own domain."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        under(house, Escalation(1, "Hugo Harbour", "Owner", "hugo@elsewhere.example"))
        house.approve_all()
        house.pass_a_day()
        (mail,) = house.mails()
        assert mail.header("Reply-To").split(", ")[-1] == "hugo@elsewhere.example"
        assert "reminders@goodterms.example" in mail.header("From")
