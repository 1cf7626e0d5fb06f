"""Milestones are thanked for once; a recommendation is asked of the happy and punctual alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from plugin.credit.account import (
    Account,
    Customer,
    Hold,
    HoldKind,
    Invoice,
    InvoiceState,
    Payment,
    StepState,
)
from plugin.credit.kind_word_facts import Bond, KindFacts, KindWord, PastKindWord
from plugin.credit.law import Kind, Law, Standing
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.review import review
from tests.credit.builders import TODAY, an_account, days, gbp, owes, took

ASKS = replace(DEFAULT_POLICY, kind_words=replace(DEFAULT_POLICY.kind_words, recommend=True))
YEAR_AGO = date(2025, 11, 24)
COMPANY = Standing(Kind.COMPANY, Law.ENGLAND_WALES, is_confirmed=True)


def words(account: Account, on: date = TODAY) -> list[str]:
    """What is proposed about the bond, by what it is about."""
    found = review(account, ASKS, on).kind_words
    return [each.once for each in found if each.kind in (KindWord.MILESTONE, KindWord.RECOMMEND)]


def punctual(
    *more: Invoice, bond: Bond, past: tuple[PastKindWord, ...] = (), **facts: Any
) -> Account:
    """Four invoices of 100, paid on their days, the last twenty days ago; a company."""
    closed = [
        owes(100, late=20 + 20 * n, number=f"P-{n}", state=InvoiceState.PAID, balance=gbp(0))
        for n in range(4)
    ]
    payments = tuple(Payment(each.id, each.due, gbp(100)) for each in closed)
    customer = Customer(id="lisa", name="Lisa's Deli", standing=COMPANY)
    return an_account(
        *closed,
        *more,
        **{"customer": customer, "payments": payments, **facts},
        kind=KindFacts(past=past, bond=bond),
    )


def said(kind: KindWord, once: str, ago: int) -> PastKindWord:
    """One that went so many days ago."""
    return PastKindWord(kind, "GBP", once, TODAY - days(ago), went=True)


def test_a_year_is_thanked_for_on_its_day_and_for_two_weeks() -> None:
    """Not before; after two weeks it would mean nothing. The day ahead is looked at again."""
    account = punctual(bond=Bond(first_on=YEAR_AGO))
    assert words(account) == ["milestone:years:1"]
    assert words(account, TODAY + days(14)) == ["milestone:years:1"]
    assert words(account, TODAY + days(15)) == []
    ahead = punctual(bond=Bond(first_on=YEAR_AGO + days(2)))
    assert words(ahead) == []
    assert review(ahead, ASKS, TODAY).look_again_on == TODAY + days(2)


def test_a_year_and_an_amount_are_each_thanked_for_once() -> None:
    """About the same milestone nothing is said twice."""
    past = (said(KindWord.MILESTONE, "milestone:years:1", 100),)
    assert words(punctual(bond=Bond(first_on=YEAR_AGO), past=past)) == []


def bought(before: int, *, ago: int, **bond: Any) -> Account:
    """They had paid so much before, and paid 100 more a few days ago."""
    invoice = owes(100, late=ago, number="NEW", state=InvoiceState.PAID, balance=gbp(0))
    account = punctual(
        invoice,
        bond=Bond(paid_before=gbp(before), paid_since=TODAY - days(10), **bond),
    )
    payment = Payment(invoice.id, invoice.due, gbp(100))
    return replace(account, payments=(*account.payments, payment))


def test_the_amount_is_thanked_for_when_a_payment_passes_it() -> None:
    """The payment that takes all that was ever paid over it; neither before nor long after."""
    (word,) = review(bought(9_950, ago=3), ASKS, TODAY).kind_words
    assert (word.kind, word.once) == (KindWord.MILESTONE, "milestone:paid:10000")
    assert (word.amount, word.on) == (gbp(10_000), TODAY - days(3))
    assert words(bought(9_000, ago=3)) == []
    assert words(bought(10_000, ago=3)) == []


def test_the_owner_sets_the_amount_and_may_switch_milestones_off() -> None:
    """0 is never."""
    rules = ASKS.kind_words
    account = bought(450, ago=3)
    for changed, proposed in (
        (replace(rules, milestone_paid=500), 1),
        (replace(rules, milestone_paid=0), 0),
        (replace(rules, milestone_paid=500, milestones=False), 0),
    ):
        found = review(account, replace(ASKS, kind_words=changed), TODAY).kind_words
        assert sum(each.kind is KindWord.MILESTONE for each in found) == proposed


@pytest.mark.parametrize(
    "changes",
    [
        {"holds": (Hold(HoldKind.DISPUTED, None, "p-1"),)},
        {"holds": (Hold(HoldKind.HARDSHIP, None),)},
        {"steps": (took(owes(1, number="P-0"), 1, TODAY, StepState.PROPOSED),)},
        {"steps": (took(owes(1, number="P-0"), 1, TODAY, StepState.APPROVED),)},
        {"invoices": (owes(500, late=5, number="LATE"),)},
        {"invoices": (owes(500, late=-5, number="OPEN", disputed=gbp(100)),)},
    ],
    ids=["disputed", "hardship", "reminder proposed", "reminder approved", "late", "contested"],
)
def test_neither_goes_beside_a_reminder_in_a_dispute_or_a_silence(changes: dict[str, Any]) -> None:
    """Thanks and questions would sound wrong."""
    bond = Bond(first_on=YEAR_AGO, happy_on=TODAY - days(1))
    account = punctual(*changes.pop("invoices", ()), bond=bond, **changes)
    assert words(account) == []


def test_thanks_are_rationed_together() -> None:
    """Whoever was thanked a month ago hears of the year when thanks are free again, or not."""
    past = (said(KindWord.THANKS, "thanks:x", 80),)
    account = punctual(bond=Bond(first_on=YEAR_AGO), past=past)
    assert words(account) == []
    assert words(account, TODAY + days(10)) == ["milestone:years:1"]


def test_only_the_happy_and_punctual_are_asked() -> None:
    """A good answer of these weeks and a punctual record: both, or nothing."""
    happy = Bond(happy_on=TODAY - days(1))
    assert words(punctual(bond=happy)) == [f"recommend:{TODAY - days(1)}"]
    assert words(punctual(bond=Bond())) == []
    assert words(punctual(bond=Bond(happy_on=TODAY - days(61)))) == []
    late = [
        owes(100, late=200 + n, number=f"L-{n}", state=InvoiceState.PAID, balance=gbp(0))
        for n in range(6)
    ]
    slow = punctual(*late, bond=happy)
    paid = tuple(Payment(each.id, each.due + days(90), gbp(100)) for each in late)
    assert words(replace(slow, payments=(*slow.payments, *paid))) == []


def test_nobody_is_asked_unless_the_owner_switched_it_on() -> None:
    """By the house's own policy nobody is."""
    account = punctual(bond=Bond(happy_on=TODAY - days(1)))
    assert review(account, DEFAULT_POLICY, TODAY).kind_words == ()


@pytest.mark.parametrize(
    "standing",
    [
        Standing(),
        Standing(Kind.COMPANY, Law.ENGLAND_WALES, is_confirmed=False),
        Standing(Kind.SOLE_TRADER, Law.ENGLAND_WALES, is_confirmed=True),
        Standing(Kind.CONSUMER, Law.ENGLAND_WALES, is_confirmed=True),
    ],
)
def test_a_person_is_never_asked(standing: Standing) -> None:
    """Whoever is or may be an individual gets no such mail (marketing law, rule 34)."""
    customer = Customer(id="lisa", name="Lisa", standing=standing)
    assert words(punctual(bond=Bond(happy_on=TODAY - days(1)), customer=customer)) == []


def test_a_no_holds_and_a_question_is_asked_once_a_year() -> None:
    """Whatever they score afterwards."""
    assert words(punctual(bond=Bond(happy_on=TODAY - days(1), never_ask=True))) == []
    happy = Bond(happy_on=TODAY - days(1))
    assert words(punctual(bond=happy, past=(said(KindWord.RECOMMEND, "recommend:x", 364),))) == []
    asked = punctual(bond=happy, past=(said(KindWord.RECOMMEND, "recommend:x", 365),))
    assert words(asked) == [f"recommend:{TODAY - days(1)}"]


def test_twelve_in_a_row_are_thanked_for_once_and_a_late_one_breaks_the_row() -> None:
    """The yearly thanks to whoever always pays on time follow by themselves."""
    closed = [
        owes(100, late=3 + 9 * n, number=f"R-{n}", state=InvoiceState.PAID, balance=gbp(0))
        for n in range(12)
    ]
    payments = tuple(Payment(each.id, each.due, gbp(100)) for each in closed)
    bond = Bond(paid_before=gbp(0), paid_since=TODAY - days(21))
    account = an_account(*closed, payments=payments, kind=KindFacts(bond=bond))
    assert words(account) == ["milestone:in_a_row:12"]
    past = (said(KindWord.MILESTONE, "milestone:in_a_row:12", 200),)
    assert words(replace(account, kind=KindFacts(past=past, bond=bond))) == []
    late = replace(payments[5], on=payments[5].on + days(9))
    assert words(replace(account, payments=(*payments[:5], late, *payments[6:]))) == []
    assert words(account, TODAY + days(12)) == []
