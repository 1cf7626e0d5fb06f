"""Two policies side by side against a local Xero: one works while the other is still a draft."""

from __future__ import annotations

import pytest

from plugin.credit.account import StepState
from plugin.credit.policy import Mode
from plugin.credit.segment_held import Segment
from plugin.operations import policies, policy, respond
from plugin.store import Store
from plugin.store.policies import stored_policy
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house


def careful_covers_the_poor(house: House) -> None:
    """A draft for one segment before the work begins."""
    policies.create_policy(
        house.doors, org_id=house.org_id, by=BY, name="careful", copy_of="standard"
    )
    policies.cover(
        house.doors,
        org_id=house.org_id,
        by=BY,
        default="standard",
        segments={Segment.POOR: "careful"},
    )


def goes(house: House, customer: str) -> None:
    """Say yes to the message of one customer."""
    [message] = [
        each
        for each in house.messages(StepState.PROPOSED)
        if each.customer_id == house.customer(customer)
    ]
    respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=message.id)


@pytest.mark.long
def test_a_draft_for_one_segment_neither_writes_nor_flags_while_the_others_go_on(
    store: Store,
) -> None:
    """Until it asks first: then its customers are flagged and written to, under its name."""
    slow = a_customer(
        "slow", "Slow & Sons", *(a_debt(f"S-{n}", "90.00", late=20 + n) for n in range(3))
    )
    quay = a_customer("quay", "Quay Bistro", a_debt("Q-1", "250.00", late=37))
    with a_house(store, books([slow, quay])) as house:
        house.connect()
        house.settle()
        house.place()
        careful_covers_the_poor(house)
        house.start()
        house.settle()
        assert house.groups_of("quay") == ["Goodterms: watch"]
        assert house.groups_of("slow") == []
        goes(house, "quay")
        house.advance(2)
        assert [mail.recipients for mail in house.mails()] == [("quay@quay.example",)]

        with house.doors.store.tenant(house.org_id) as tx:
            stored = stored_policy(tx, "careful")
        assert stored is not None
        policy.change_policy(
            house.doors,
            org_id=house.org_id,
            by=BY,
            document=stored.document,
            mode=Mode.ASK_FIRST,
        )
        house.settle()
        assert house.groups_of("slow") == ["Goodterms: watch"]
        goes(house, "slow")
        house.advance(2)
        assert len(house.mails()) == 2
        under = {
            (message.customer_id, message.policy, message.policy_version)
            for message in house.messages(StepState.DONE)
        }
        assert under == {
            (house.customer("quay"), "standard", 2),
            (house.customer("slow"), "careful", 2),
        }
        told = house.sql("select refs ->> 'policy' from events where kind = 'message_sent'")
        assert sorted(told) == [("careful",), ("standard",)]


def test_a_yes_given_before_the_policy_became_a_draft_waits_for_another(store: Store) -> None:
    """Nothing of a draft leaves, whoever said yes to it; and the run comes to its end."""
    quay = a_customer("quay", "Quay Bistro", a_debt("Q-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        house.settle()
        goes(house, "quay")
        policies.create_policy(
            house.doors, org_id=house.org_id, by=BY, name="careful", copy_of="standard"
        )
        policies.choose_policy(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_id=house.customer("quay"),
            name="careful",
        )
        house.advance(2)
        assert house.mails() == []
        assert [each.state for each in house.messages()] == [StepState.PROPOSED]
