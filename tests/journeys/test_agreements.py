"""A plan, a dispute and a silence from the console to the letter, with a local Xero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from plugin.credit.account import HoldKind, StepState
from plugin.credit.agreements import DisputeOutcome, DisputeReason, PlanPart
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.operations import disputes, plans, silence
from plugin.store import Store
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house


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


def agree(house: House, *parts: tuple[date, int]) -> plans.Agreed:
    """Agree a plan of these instalments for both invoices."""
    return plans.agree(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        invoice_ids=[house.invoice(number) for number in ("INV-1", "INV-2")],
        parts=[PlanPart(day, gbp(amount)) for day, amount in parts],
    )


def later(house: House, days: int) -> None:
    """So many days on, at the same hour: what is due is done once."""
    house.xero.advance(24 * days)
    house.settle()


def letters(house: House) -> list[str]:
    """The texts of the reminders that reached the customer."""
    return [mail.text for mail in house.mails()]


def test_an_instalment_is_asked_for_by_itself_and_the_invoices_rest(house: House) -> None:
    """The old proposal is withdrawn; a note before the day names the instalment and its share."""
    assert len(house.messages()) == 1
    first, second = DAY + timedelta(days=16), DAY + timedelta(days=44)
    assert agree(house, (first, 600), (second, 600)).plan_id is not None
    house.settle()
    (old,) = house.messages()
    assert (old.state.value, old.outcome) == ("dropped", "plan")
    later(house, 9)
    assert house.approve_all() == 1
    house.advance(3.0, step=1.5)
    (text,) = letters(house)
    assert "instalment 1 of 2" in text
    assert "£600.00" in text
    assert "INV-2" not in text, "the first 600 lie on the oldest invoice"
    assert "£1,200.00" not in text
    assert any("£1,200.00 agreed in two instalments" in note for note in house.notes_on("quay"))
    assert house.notes_on_invoice("INV-1") == [], "a plan is no event of a single invoice"


def test_a_plan_beyond_the_bounds_stands_only_by_a_persons_word(house: House) -> None:
    """Seven payments: refused with the bound. Said anyway: it stands, with the bound beside it."""
    seven = [(DAY + timedelta(days=14 * (n + 1)), 171) for n in range(6)]
    seven.append((DAY + timedelta(days=98), 174))
    refused = agree(house, *seven)
    assert (refused.plan_id, [why.value for why in refused.refusals]) == (None, ["too_many"])
    agreed = plans.agree(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        invoice_ids=[house.invoice("INV-1"), house.invoice("INV-2")],
        parts=[PlanPart(day, gbp(amount)) for day, amount in seven],
        beyond_bounds=True,
    )
    assert agreed.plan_id is not None
    assert house.sql("select beyond from plans where org_id = :org") == [("too_many",)]


def test_a_payment_for_another_invoice_of_the_plan_stops_the_mail_that_waits(house: House) -> None:
    """A yes was given for instalment one on INV-1; INV-2 was paid meanwhile, which pays it."""
    house.pays("INV-1", "800.00")
    house.catch_up()
    agree(house, (DAY + timedelta(days=7), 200), (DAY + timedelta(days=40), 200))
    later(house, 10)
    assert house.approve_all() == 1
    house.pays("INV-2", "200.00")
    house.advance(3.0, step=1.5)
    assert letters(house) == []
    assert {message.state for message in house.messages()} == {StepState.DROPPED}


def test_of_1000_with_80_contested_the_letter_asks_920_and_says_so(house: House) -> None:
    """In one sentence; decided as owed, the 80 are asked for again without a level more."""
    dispute_id = disputes.open_dispute(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        invoice_id=house.invoice("INV-1"),
        amount=gbp(80),
        reason=DisputeReason.WRONG_PRICE,
    )
    house.settle()
    house.approve_all()
    house.advance(3.0, step=1.5)
    (text,) = letters(house)
    assert "£920.00" in text
    assert "£80.00 of INV-1 is still being looked into, and is no part of what this asks" in (
        " ".join(text.split())
    )
    disputes.decide_dispute(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        dispute_id=dispute_id,
        outcome=DisputeOutcome.NOT_UPHELD,
    )
    house.settle()
    assert house.tasks(TaskKind.ANSWER_DISPUTE) == []
    assert house.sql("select max(level) from steps where org_id = :org") == [(1,)]


def test_a_hardship_silences_and_stands_in_no_note(house: House) -> None:
    """The proposal is withdrawn; nothing in the ledger says why (rule 32)."""
    silence.begin(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        kind=HoldKind.HARDSHIP,
    )
    house.settle()
    assert [message.outcome for message in house.messages()] == ["hardship"]
    for note in (*house.notes_on("quay"), *house.notes_on_invoice("INV-1")):
        assert "hardship" not in note.lower()
    later(house, 30)
    assert len(house.tasks(TaskKind.REVIEW_HOLD)) == 1
