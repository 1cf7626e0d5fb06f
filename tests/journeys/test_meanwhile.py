"""What happens between a yes and the sending: nothing goes that should not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from connectors.sandbox import contacts, documents
from connectors.sandbox.seed import SeedGroup
from plugin.credit.account import HoldKind, StepState
from plugin.credit.agreements import DisputeReason
from plugin.credit.money import Money
from plugin.operations import decide, disputes, respond, settle
from plugin.store import Store
from plugin.store import groups as stored_groups
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Two customers, 37 days late, whose first reminders a person has said yes to."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    bell = a_customer("bell", "Bell & Sons Ltd", a_debt("INV-2", "80.00", late=37))
    seed = books([quay, bell], groups=(SeedGroup("Disputes", ()),))
    with a_house(store, seed) as house:
        house.begin()
        assert house.approve_all() == 2
        yield house


def outcome(house: House, key: str) -> tuple[StepState, str | None]:
    """How the one message of a customer ended."""
    (message,) = [each for each in house.messages() if each.customer_id == house.customer(key)]
    return message.state, message.outcome


def recipients(house: House) -> list[str]:
    """Who got a reminder, in order."""
    return [address for mail in house.mails() for address in mail.recipients]


def test_what_was_paid_meanwhile_is_dropped_and_said_so(house: House) -> None:
    """Paid after the yes, unknown to us: the balance is read again, no mail goes."""
    house.pays("INV-1", "250.00")
    house.advance(2.5, step=0.5)
    assert recipients(house) == ["bell@bell.example"]
    assert outcome(house, "quay") == (StepState.DROPPED, "paid")
    assert house.sql("select count(*) from payments where org_id = :org") == [(2,)]


@pytest.mark.long
def test_what_was_paid_in_part_asks_the_rest(house: House) -> None:
    """200 of 250 came after the yes: the mail asks 50 and no more."""
    house.pays("INV-1", "200.00")
    house.advance(2.5, step=0.5)
    (mail,) = [mail for mail in house.mails() if mail.recipients == ("quay@quay.example",)]
    assert "£50.00" in mail.text
    assert "£50.00" in mail.html
    (message,) = [each for each in house.messages() if each.customer_id == house.customer("quay")]
    assert message.total == Decimal("50.00")


def held(house: House) -> None:
    decide.hold(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        until=DAY + timedelta(days=30),
    )


def disputed(house: House) -> None:
    disputes.open_dispute(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        invoice_id=house.invoice("INV-1"),
        reason=DisputeReason.NOT_RECEIVED,
    )


def promised(house: House) -> None:
    decide.note_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        invoice_ids=[house.invoice("INV-1")],
        amount=Money.of("250", "GBP"),
        due=DAY + timedelta(days=7),
    )


def expected_in_xero(house: House) -> None:
    documents.set_expected_date(house.ledger, "INV-1", DAY + timedelta(days=10))


def never_chased(house: House) -> None:
    decide.never_chase(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"), yes=True
    )


def voided(house: House) -> None:
    documents.void_invoice(house.ledger, "INV-1")


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (held, "until"),
        (disputed, "disputed"),
        (promised, "promised"),
        (expected_in_xero, "promised"),
        (never_chased, "never"),
        (voided, "paid"),
    ],
)
def test_a_reason_for_silence_meanwhile_stops_the_mail(
    house: House, happens: Callable[[House], None], reason: str
) -> None:
    """Held, disputed, promised, expected in Xero, never chased or void: dropped, with its word."""
    happens(house)
    house.advance(2.5, step=0.5)
    assert recipients(house) == ["bell@bell.example"]
    assert outcome(house, "quay") == (StepState.DROPPED, reason)


def test_a_group_that_means_a_dispute_stops_the_mail(house: House) -> None:
    """Somebody puts the customer into a group that means a dispute: seen with the next reading."""
    group = next(each for each in house.ledger.groups.values() if each.name == "Disputes")
    settle.mean_groups(
        house.doors, org_id=house.org_id, by=BY, meanings={group.id: HoldKind.DISPUTED.value}
    )
    contacts.add_members(house.ledger, group.id, [house.customer("quay")])
    with house.doors.store.tenant(house.org_id) as tx:
        listed = house.doors.ledger(house.org_id).group(group.id)
        stored_groups.replace_groups(tx, [listed])
    house.advance(2.5, step=0.5)
    assert recipients(house) == ["bell@bell.example"]
    assert outcome(house, "quay")[0] is StepState.DROPPED


@pytest.mark.long
def test_stopped_meanwhile_nothing_goes_and_afterwards_it_is_composed_anew(house: House) -> None:
    """Stop everything for two days: silence; then the yes stands, for what is owed by then."""
    decide.stop_everything(house.doors, org_id=house.org_id, by=BY, until=DAY + timedelta(days=2))
    house.advance(24, step=6)
    assert house.mails() == []
    assert house.proofs() == []
    house.pays("INV-1", "200.00")
    house.advance(27, step=1)
    assert sorted(recipients(house)) == ["bell@bell.example", "quay@quay.example"]
    assert any("£50.00" in mail.text for mail in house.mails())


@pytest.mark.long
def test_what_a_stop_withdrew_is_proposed_again_when_it_ends(store: Store) -> None:
    """Unapproved proposals go with the stop and come back, composed anew, on its last morning."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        assert len(house.messages(StepState.PROPOSED)) == 1
        decide.stop_everything(
            house.doors, org_id=house.org_id, by=BY, until=DAY + timedelta(days=2)
        )
        house.settle()
        assert house.messages(StepState.PROPOSED) == ()
        house.advance(48, step=12)
        assert len(house.messages(StepState.PROPOSED)) == 1


def test_taken_back_within_the_ten_minutes_it_waits_again(house: House) -> None:
    """A person takes the yes back: no mail, and the message waits for a person."""
    (message,) = [each for each in house.messages() if each.customer_id == house.customer("quay")]
    respond.take_back(house.doors, org_id=house.org_id, by=BY, message_id=message.id)
    house.advance(2.5, step=0.5)
    assert recipients(house) == ["bell@bell.example"]
    assert outcome(house, "quay") == (StepState.PROPOSED, None)
