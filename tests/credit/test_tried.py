"""What a policy would have done, told so that a person can decide: sent, annoyed, stopped."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Customer
from plugin.credit.history import Cover, Past, PastInvoice
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, PolicySet
from plugin.credit.replay import replay
from plugin.credit.tried import Annoyed, Tried, run_days, tried

FIRST = date(2026, 1, 5)
DAYS = run_days(FIRST, FIRST + timedelta(days=180))


def sold(number: int, due: int, *, paid: int | None, amount: str = "500") -> PastInvoice:
    """An invoice due so many days after the first, paid so many days after its due date."""
    day = FIRST + timedelta(days=due)
    covers = () if paid is None else (Cover(day + timedelta(days=paid), Decimal(amount)),)
    return PastInvoice(
        id=f"i{number}",
        number=f"INV-{number}",
        issued=day - timedelta(days=30),
        due=day,
        amount=Decimal(amount),
        currency="GBP",
        sent_on=day - timedelta(days=30),
        covers=covers,
    )


def a_past(who: str, *invoices: PastInvoice) -> Past:
    """A customer with these invoices."""
    return Past(customer=Customer(id=who, name=who), base_currency="GBP", invoices=invoices)


def under_default(*pasts: Past) -> Tried:
    """The house's own policy over these days."""
    policies = PolicySet((DEFAULT_POLICY,), DEFAULT_POLICY.name)
    return tried(replay(pasts, policies, DAYS), pasts, DAYS)


def test_messages_are_counted_by_month_and_level_and_by_customer() -> None:
    """One debt climbs: a courtesy, three levels, the last of them final."""
    found = under_default(a_past("slow", sold(1, 30, paid=None)))
    assert (found.messages, found.customers, found.finals) == (4, 1, 1)
    assert sum(count for _, levels in found.by_month for _, count in levels) == 4
    assert [number for _, levels in found.by_month for number, _ in levels] == [0, 1, 2, 3]
    assert found.most_to_one == ("slow", 4)


def test_a_message_just_before_the_money_is_counted_as_annoying() -> None:
    """Level one goes on the third day; the money comes on the fifth."""
    found = under_default(a_past("soon", sold(1, 28, paid=5)))
    assert found.annoyed == (Annoyed("soon", soon=1, hard=0),)
    later = under_default(a_past("later", sold(1, 28, paid=9)))
    assert later.annoyed == ()


def test_a_firm_message_to_a_punctual_payer_is_counted_as_annoying() -> None:
    """Nine on time, then one that is forgotten for three weeks."""
    good = [sold(n, 5 + 5 * n, paid=0) for n in range(9)]
    found = under_default(a_past("good", *good, sold(99, 60, paid=21)))
    assert found.annoyed == (Annoyed("good", soon=0, hard=1),)


def test_a_stop_names_what_was_sold_meanwhile_and_what_of_it_was_paid() -> None:
    """Sixty days late from day 90 on: an invoice of day 100 would not have been."""
    late = sold(1, 30, paid=100, amount="900")
    meanwhile = sold(2, 130, paid=10, amount="250")
    (found,) = under_default(a_past("stopped", late, meanwhile)).stopped
    assert found.since == FIRST + timedelta(days=90)
    assert found.until == FIRST + timedelta(days=130)
    assert found.sold == (Money(Decimal(250), "GBP"),)
    assert found.paid == (Money(Decimal(250), "GBP"),)


def test_nothing_sent_is_nothing_told() -> None:
    """Everybody paid on time and early: a quiet year."""
    found = under_default(a_past("early", *(sold(n, 40 + 10 * n, paid=-20) for n in range(8))))
    assert (found.messages, found.annoyed, found.stopped, found.most_to_one) == (0, (), (), None)
