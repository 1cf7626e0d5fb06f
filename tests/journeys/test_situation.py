"""The four answers of a customer, on to the ladder, the books and the mail (rule 37)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from plugin.credit.account import StepState
from plugin.credit.agreements import DisputeReason, PlanPart
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.operations import situation
from plugin.operations.account_now import account_now
from plugin.operations.answering import AlreadySaid, Answerer
from plugin.operations.doors import NotPossible
from plugin.operations.ground import ground
from plugin.store import Store, portal_answers
from plugin.store.portal_answers import AnswerGiven
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import House, a_house


def gbp(amount: str | int) -> Money:
    """An amount in pounds."""
    return Money.of(amount, "GBP")


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay Bistro owes 1,000 and 200, late by 37 and 30 days, and nobody has been asked yet."""
    quay = a_customer(
        "quay",
        "Quay Bistro",
        a_debt("INV-1", "1000.00", late=37),
        a_debt("INV-2", "200.00", late=30),
    )
    with a_house(store, books([quay])) as house:
        house.begin()
        yield house


def quay(house: House) -> Answerer:
    """Somebody of Quay Bistro in front of a fresh form."""
    return Answerer(org_id=house.org_id, customer_id=house.customer("quay"), once=uuid4().hex)


def ids(house: House, *numbers: str) -> list[str]:
    """The ids of these invoices; of both where none is named."""
    return [house.invoice(number) for number in numbers or ("INV-1", "INV-2")]


def given(house: House, answer_id: UUID) -> AnswerGiven:
    """An answer as it was kept."""
    with house.doors.store.tenant(house.org_id) as tx:
        found = portal_answers.read(tx, house.customer("quay"), answer_id)
    assert found is not None
    return found


def mails(house: House) -> list[str]:
    """Subject and text of the mails that the customer got."""
    return [f"{mail.subject}\n{mail.text}" for mail in house.mails()]


def test_paid_pauses_five_working_days_and_is_confirmed(house: House) -> None:
    """The proposal is withdrawn at once, a task asks to look, and a mail says what happens next."""
    answer = situation.say_paid(
        house.doors, quay(house), invoice_ids=ids(house), amount=gbp(1200),
        paid_on=DAY - timedelta(days=1),
    )  # fmt: skip
    house.settle()
    assert given(house, answer).result.until == DAY + timedelta(days=8)
    assert {message.outcome for message in house.messages()} == {"says_paid"}
    assert len(house.tasks(TaskKind.SAYS_PAID)) == 1
    (mail,) = mails(house)
    assert "£1,200.00 was paid" in mail
    house.xero.advance(24 * 8)
    house.settle()
    assert house.tasks(TaskKind.SAYS_PAID) == []
    assert len(house.messages(StepState.PROPOSED)) == 1


@pytest.mark.long
def test_a_second_paid_becomes_a_task_and_pauses_nothing(house: House) -> None:
    """Rule 37: once an invoice, then a person."""
    for _ in range(2):
        answer = situation.say_paid(
            house.doors, quay(house), invoice_ids=ids(house, "INV-1"), amount=gbp(1000),
            paid_on=DAY,
        )  # fmt: skip
    house.settle()
    assert given(house, answer).result.again
    assert len(house.tasks(TaskKind.SAYS_PAID_AGAIN)) == 1
    assert len(house.sql("select 1 from holds where org_id = :org")) == 1


@pytest.mark.long
def test_the_same_form_twice_is_one_answer(house: House) -> None:
    """A double press of the button changes nothing more."""
    who = quay(house)
    first = situation.promise(house.doors, who, invoice_ids=ids(house), due=DAY + timedelta(days=7))
    with pytest.raises(AlreadySaid) as said:
        situation.promise(house.doors, who, invoice_ids=ids(house), due=DAY + timedelta(days=9))
    assert said.value.answer_id == first
    house.settle()
    assert len(house.sql("select 1 from promises where org_id = :org")) == 1
    assert len(mails(house)) == 1


def test_a_third_promise_becomes_a_proposal(house: House) -> None:
    """Two stand, each in the place of the one before; the third waits for a person's yes."""
    answers = [
        given(
            house,
            situation.promise(
                house.doors, quay(house), invoice_ids=ids(house, "INV-2"),
                due=DAY + timedelta(days=ahead),
            ),
        )
        for ahead in (3, 6, 9)
    ]  # fmt: skip
    house.settle()
    assert [each.result.word for each in answers] == ["done", "done", "proposed"]
    assert house.sql("select due from promises where withdrawn_at is null and org_id = :org") == [
        (DAY + timedelta(days=6),)
    ]
    assert len(house.tasks(TaskKind.TALK_WAITS)) == 1


@pytest.mark.long
def test_a_promise_too_far_ahead_is_proposed_and_rests_for_days_only(house: House) -> None:
    """A month ahead: a person says yes first; meanwhile there is silence for five working days."""
    answer = situation.promise(
        house.doors, quay(house), invoice_ids=ids(house), due=DAY + timedelta(days=30)
    )
    house.settle()
    assert [each.value for each in given(house, answer).result.beyond] == ["too_far"]
    assert {message.outcome for message in house.messages()} == {"proposed"}
    house.xero.advance(24 * 8)
    house.settle()
    assert len(house.messages(StepState.PROPOSED)) == 1, "a proposal is no way to silence for ever"


@pytest.mark.long
def test_a_split_within_bounds_stands_at_once(house: House) -> None:
    """Two payments: a plan, told by mail and in the contact's note of the next day."""
    parts = [PlanPart(DAY + timedelta(days=ahead), gbp(600)) for ahead in (10, 40)]
    answer = situation.split(house.doors, quay(house), invoice_ids=ids(house), parts=parts)
    house.settle()
    assert given(house, answer).result.plan_id is not None
    assert any("Agreed: £1,200.00 in two instalments" in mail for mail in mails(house))
    house.advance(24.0, step=24.0)
    assert any("agreed in two instalments" in note for note in house.notes_on("quay"))


@pytest.mark.long
def test_a_split_beyond_the_bounds_is_proposed(house: House) -> None:
    """Seven payments where six are allowed: an offer that waits for a person."""
    days = [DAY + timedelta(days=14 * (n + 1)) for n in range(7)]
    amounts = [gbp(171)] * 6 + [gbp(174)]
    parts = [PlanPart(*each) for each in zip(days, amounts, strict=True)]
    answer = situation.split(house.doors, quay(house), invoice_ids=ids(house), parts=parts)
    house.settle()
    assert given(house, answer).result.word == "proposed"
    assert house.sql("select 1 from plans where org_id = :org") == []
    (task,) = house.tasks(TaskKind.TALK_WAITS)
    assert task.subject == str(given(house, answer).result.talk_id)


def test_of_1000_with_80_wrong_920_stays_collectable(house: House) -> None:
    """The part named is silent with a deadline; its talk stands in no note of the ledger."""
    answer = situation.say_wrong(
        house.doors, quay(house), invoice_ids=ids(house, "INV-1"), amount=gbp(80),
        reason=DisputeReason.WRONG_PRICE, words="The rosemary was charged twice",
    )  # fmt: skip
    house.settle()
    assert given(house, answer).day == DAY + timedelta(days=14)
    (message,) = house.messages(StepState.PROPOSED)
    assert message.total == gbp(1120).amount
    assert house.notes_on_invoice("INV-1")
    assert "rosemary" not in " ".join([*house.notes_on("quay"), *house.notes_on_invoice("INV-1")])
    assert "£920.00" in mails(house)[0]


@pytest.mark.long
def test_a_page_that_is_out_of_date_changes_nothing(house: House) -> None:
    """The balance went down meanwhile: nothing is written, and the form may be sent anew."""
    with house.doors.store.tenant(house.org_id) as tx:
        on = ground(tx, now=house.doors.clock.now())
        seen = portal_answers.seen_of(account_now(tx, on, house.customer("quay")))
    house.pays("INV-1", "400.00")
    house.catch_up()
    stale = replace(quay(house), seen=seen)
    with pytest.raises(NotPossible, match="changed since"):
        situation.promise(house.doors, stale, invoice_ids=ids(house), due=DAY + timedelta(days=5))
    assert house.sql("select 1 from portal_answers where org_id = :org") == []


@pytest.mark.long
def test_two_presses_at_the_same_moment_are_one_answer(house: House) -> None:
    """Whoever holds the customer's lock writes; the other finds what was written."""
    who = quay(house)

    def press(_: int) -> str:
        try:
            situation.promise(house.doors, who, invoice_ids=ids(house), due=DAY + timedelta(days=7))
        except AlreadySaid:
            return "said"
        return "done"

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(press, range(4))) == ["done", "said", "said", "said"]
    assert house.sql("select count(*) from promises where org_id = :org") == [(1,)]
