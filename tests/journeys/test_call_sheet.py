"""A level by telephone: it stands on the call sheet, and what came of the call moves the ladder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.sandbox.seed import SeedPhone
from plugin.credit.account import StepState
from plugin.credit.agreements import DisputeReason
from plugin.credit.channels import CallOutcome
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, Channel, Level, Mode, Tone, as_document
from plugin.operations import call_sheet, policy
from plugin.operations.call_sheet import Made, Promised
from plugin.operations.doors import NotPossible
from plugin.queries.call_sheet import Card, Sheet
from plugin.queries.call_sheet import call_sheet as read_sheet
from plugin.store import Store, organisations
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

PHONE = (SeedPhone("7946 0018", area="020"),)
BY_TELEPHONE = replace(
    DEFAULT_POLICY,
    levels=(
        Level(1, 3, channel=Channel.CALL),
        Level(2, 14, channel=Channel.EMAIL, tone=Tone.FIRM),
        Level(3, 28, tone=Tone.FINAL),
    ),
)


@contextmanager
def a_house_that_rings(store: Store, *, late: int = 37, **customer: Any) -> Iterator[House]:
    """One customer who owes 250.00; the first level is a call, and nobody was written to yet."""
    seed = {"first_name": "Maya", "phones": PHONE, **customer}
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=late), **seed)
    with a_house(store, books([quay])) as house:
        house.connect()
        house.settle()
        house.place()
        house.start()
        policy.change_policy(
            house.doors,
            org_id=house.org_id,
            by=BY,
            document=as_document(BY_TELEPHONE),
            mode=Mode.ASK_FIRST,
        )
        house.settle()
        yield house


def sheet(house: House, asked: str = "") -> Sheet:
    """The sheet as the page reads it."""
    now = house.doors.clock.now()
    with house.doors.store.tenant(house.org_id) as tx:
        organisation = organisations.read(tx, house.org_id)
        assert organisation is not None
        return read_sheet(tx, organisation, on=now.date(), now=now, asked=asked)


def only(house: House) -> Card:
    """The one call of today."""
    (card,) = sheet(house).today
    return card


def rings(house: House, card: Card, outcome: CallOutcome, **more: Any) -> str:
    """Somebody rings and says what came of it."""
    made = Made(
        customer_id=card.customer_id,
        currency=card.asked.currency,
        outcome=outcome,
        message_id=card.message_id,
        **more,
    )
    said = call_sheet.note_call(house.doors, org_id=house.org_id, by=BY, made=made)
    house.settle()
    return said


def steps(house: House) -> list[tuple[int, str, date]]:
    """Levels, their states and days."""
    rows = house.sql("select level, state, stepped_on from steps where org_id = :org order by 1")
    return [(level, state, day) for level, state, day in rows]


def test_a_level_by_telephone_is_a_card_with_number_facts_and_script(store: Store) -> None:
    """No message waits for a yes and none goes: the sheet says whom to ring, and what to say."""
    with a_house_that_rings(store) as house:
        card = only(house)
        assert (card.customer, card.dial, card.recipient) == ("Quay Bistro", "02079460018", "Maya")
        assert card.asked == Money.of("250.00", "GBP")
        assert card.hours.is_open
        assert card.promise == "No promise yet."
        owed, pays, heard = card.facts
        assert "£250.00" in owed
        assert "37 days" in owed
        assert "was not paid on time" in pays
        assert "not heard" in heard
        assert any("Maya" in line for line in card.script)
        assert any("INV-1 for £250.00" in line for line in card.script)
        assert "250" not in card.voicemail
        house.advance(48, step=12)
        assert house.mails() == []


@pytest.mark.long
def test_a_message_left_takes_the_level_and_counts_as_a_contact(store: Store) -> None:
    """The next level comes by mail, no sooner than a week after the call."""
    with a_house_that_rings(store) as house:
        rings(house, only(house), CallOutcome.MESSAGE_LEFT)
        assert steps(house) == [(1, "done", DAY)]
        assert sheet(house) == Sheet((), ())
        house.advance(6 * 24, step=24)
        assert house.messages(StepState.PROPOSED) == ()
        house.advance(24, step=24)
        (following,) = house.messages(StepState.PROPOSED)
        assert (following.level, following.channel) == (2, Channel.EMAIL)


@pytest.mark.long
def test_no_answer_is_tried_on_other_days_and_then_the_next_level_follows(store: Store) -> None:
    """Three tries on three working days; nobody heard anything, so no contact is counted."""
    with a_house_that_rings(store) as house:
        for tries in range(3):
            card = only(house)
            assert card.tries == tries
            rings(house, card, CallOutcome.NO_ANSWER)
            assert sheet(house).today == ()
            if tries < 2:
                assert [state for _, state, _ in steps(house)] == ["proposed"]
                (waiting,) = sheet(house).later
                assert "another working day" in waiting.not_today
                house.advance(24, step=24)
        assert steps(house) == [(1, "done", DAY + timedelta(days=2))]
        (reached,) = house.sql("select count(*) from calls where org_id = :org and reached")
        assert reached == (0,)
        assert house.notes_on_invoice("INV-1") == [], "a note for ever says only what they heard"


@pytest.mark.long
def test_a_promise_on_the_telephone_is_a_promise_and_takes_the_level(store: Store) -> None:
    """Silence until its grace has passed; broken, it stands on the next card with its amount."""
    with a_house_that_rings(store) as house:
        card = only(house)
        due = DAY + timedelta(days=3)
        promised = Promised(Money.of("250.00", "GBP"), due)
        ids = (house.invoice("INV-1"),)
        said = rings(house, card, CallOutcome.PROMISED, promised=promised, invoice_ids=ids)
        assert "promise is noted" in said
        assert steps(house) == [(1, "done", DAY)]
        assert house.sql("select amount, due from promises where org_id = :org")[0][1] == due
        house.advance(9 * 24, step=24)
        asked = sheet(house, house.customer("quay")).asked
        assert asked is not None
        assert asked.promise == "Promised £250.00 by Friday 27 November; nothing came."
        assert any("kindly" in line for line in asked.script)


@pytest.mark.long
def test_a_query_on_the_telephone_is_a_dispute_of_its_part(store: Store) -> None:
    """80.00 is contested and silent, 170.00 stays collectable; their words are kept sealed."""
    with a_house_that_rings(store) as house:
        ids = (house.invoice("INV-1"),)
        too_much = Money.of("300.00", "GBP")
        with pytest.raises(NotPossible, match=r"£250\.00 of INV-1"):
            rings(house, only(house), CallOutcome.QUERY, invoice_ids=ids, contested=too_much)
        assert house.sql("select id from calls where org_id = :org") == [], "all of it, or nothing"
        part = Money.of("80.00", "GBP")
        about = {
            "reason": DisputeReason.WRONG_QUANTITY,
            "contested": part,
            "said": "two boxes short",
        }
        rings(house, only(house), CallOutcome.QUERY, invoice_ids=ids, **about)
        assert steps(house) == [(1, "done", DAY)]
        ((amount,),) = house.sql("select amount from disputes where org_id = :org")
        assert amount == part.amount
        house.advance(8 * 24, step=24)
        (following,) = house.messages(StepState.PROPOSED)
        assert (following.level, following.total) == (2, Decimal("170.00"))
        ((said,),) = house.sql("select said from calls where org_id = :org")
        assert b"boxes" not in bytes(said)


@pytest.mark.long
def test_a_wrong_number_is_never_rung_again_and_asks_for_the_right_one(store: Store) -> None:
    """The level stays where it is: no other channel takes its place by itself."""
    with a_house_that_rings(store) as house:
        rings(house, only(house), CallOutcome.WRONG_NUMBER)
        assert sheet(house) == Sheet((), ())
        kinds = {task.kind for task in house.tasks()}
        assert {TaskKind.WRONG_NUMBER, TaskKind.NO_NUMBER} <= kinds
        house.advance(48, step=24)
        assert house.mails() == []


def test_without_a_number_a_level_by_telephone_is_a_task(store: Store) -> None:
    """Never a silent change of channel (rule 25)."""
    with a_house_that_rings(store, phones=()) as house:
        assert sheet(house) == Sheet((), ())
        assert [task.kind for task in house.tasks()] == [TaskKind.NO_NUMBER]
        assert house.messages() == ()


def test_who_was_paid_meanwhile_is_not_rung(store: Store) -> None:
    """The card goes with its reason, as any message would."""
    with a_house_that_rings(store) as house:
        assert only(house).asked.amount > 0
        house.pays("INV-1", "250.00")
        house.catch_up()
        assert sheet(house) == Sheet((), ())
