"""What a customer may see of their own credit, and what would raise their limit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, Customer, FamilyMember, InvoiceState
from plugin.credit.decisions import LimitUse
from plugin.credit.exposure import limit_use
from plugin.credit.limit_basis import basis_document, read_basis
from plugin.credit.limits import (
    AtMost,
    MonthlySales,
    PaidWithinTerms,
    RoundedUp,
    StarterLimit,
    is_punctual,
)
from plugin.credit.metrics import on_time
from plugin.credit.money import Money
from plugin.credit.passport import (
    GoesOnPunctual,
    LargerPaidOnTime,
    MostByPolicy,
    OnTimeFirst,
    credit_passport,
)
from plugin.credit.passport_switches import PassportSwitches
from plugin.credit.policy import (
    DEFAULT_POLICY,
    CreditPolicy,
    PolicyComplaints,
    as_document,
    policy_from_document,
)
from plugin.credit.policy_house import with_the_house
from plugin.credit.segment_held import Segment
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid


def test_nobody_sees_a_passport_until_the_owner_says_so() -> None:
    """Every segment is off; one switched on is on alone, and an unknown one never is."""
    assert not any(PassportSwitches().shows(each.value) for each in Segment)
    good = PassportSwitches(good=True)
    assert [each.value for each in Segment if good.shows(each.value)] == ["good"]
    assert not good.shows("letters")
    assert not good.shows("no such")


def test_the_switches_are_policy_and_those_of_the_house_hold_for_everybody() -> None:
    """They survive being written down, a wrong one is named, and no other policy has its own."""
    policy = CreditPolicy(passport=PassportSwitches(key=True, letters=False))
    assert policy_from_document(as_document(policy)).passport == policy.passport
    with pytest.raises(PolicyComplaints, match=r"passport\.vip"):
        policy_from_document({"passport": {"vip": True}})
    assert with_the_house(CreditPolicy(name="other"), policy).passport == policy.passport


def test_the_figures_are_those_of_the_review() -> None:
    """Limit, used and headroom are what the status is judged by."""
    account = an_account(owes(700), owes(300, late=20, number="INV-2"), limit=2500)
    found = credit_passport(account, DEFAULT_POLICY, TODAY)
    assert found.use == limit_use(account, DEFAULT_POLICY, TODAY)
    assert isinstance(found.use, LimitUse)
    assert (found.use.used, found.use.headroom, found.over) == (gbp(1000), gbp(1500), None)


def test_above_the_limit_it_says_by_how_much() -> None:
    """2,810 of 2,500 is 310 over."""
    found = credit_passport(an_account(owes(2810), limit=2500), DEFAULT_POLICY, TODAY)
    assert found.over == gbp(310)


def test_without_a_limit_nothing_is_promised() -> None:
    """No limit set is no limit of nothing, and nothing raises what is not there (rule 10)."""
    found = credit_passport(an_account(owes(50)), DEFAULT_POLICY, TODAY)
    assert (found.limit, found.use, found.raised_by) == (None, None, ())


def test_a_limit_of_a_family_tells_nothing_of_the_others() -> None:
    """Headroom would say what the sibling owes, so no figure of a shared limit is shown."""
    sibling = FamilyMember("other", (gbp(600),))
    customer = Customer(
        id="lisa", name="Lisa's Deli", limit=gbp(900), family_id="f", family_limit=gbp(1000)
    )
    account = an_account(owes(600), customer=customer, family=(sibling,))
    found = credit_passport(account, DEFAULT_POLICY, TODAY)
    assert found.is_shared
    assert (found.limit, found.use, found.parts, found.raised_by) == (None, None, (), ())


def test_what_cannot_be_compared_has_no_free_figure() -> None:
    """A debt in a currency without a rate leaves the limit and the parts, and no sum (rule 9)."""
    account = an_account(owes(100), owes(50, number="E-1", currency="EUR"), limit=500)
    found = credit_passport(account, DEFAULT_POLICY, TODAY)
    assert found.limit == gbp(500)
    assert found.use is None
    assert [currency for currency, _ in found.parts] == ["EUR", "GBP"]


def settled(*on_time: bool, limit: int = 500, more_on_time: int = 0) -> Account:
    """A customer whose invoices were paid on time or nine days late, oldest first."""
    marks = (*on_time, *[True] * more_on_time)
    invoices, payments = [], []
    for n, is_on_time in enumerate(marks):
        late = 12 * (len(marks) - n) + 10
        invoice = owes(100, late=late, paid=100, number=f"P-{n}", state=InvoiceState.PAID)
        invoices.append(invoice)
        payments.append(paid(invoice, 100, invoice.due + days(0 if is_on_time else 9)))
    return an_account(*invoices, payments=tuple(payments), limit=limit)


@given(st.lists(st.booleans(), max_size=14))
def test_what_would_raise_the_limit_is_true(marks: list[bool]) -> None:
    """So many more on time as it says make the record punctual, and one fewer would not."""
    (first, larger) = credit_passport(settled(*marks), DEFAULT_POLICY, TODAY).raised_by
    assert larger == LargerPaidOnTime(gbp(500))
    if isinstance(first, GoesOnPunctual):
        assert is_punctual(on_time(settled(*marks), TODAY))
        return
    assert isinstance(first, OnTimeFirst)
    assert is_punctual(on_time(settled(*marks, more_on_time=first.more), TODAY))
    assert not is_punctual(on_time(settled(*marks, more_on_time=first.more - 1), TODAY))


def test_at_the_most_that_the_policy_proposes_a_person_decides() -> None:
    """Nothing of the rule raises a limit that is its bound already."""
    policy = replace(DEFAULT_POLICY, most_limit=Decimal(500))
    found = credit_passport(settled(True, True, True), policy, TODAY)
    assert found.raised_by == (MostByPolicy(gbp(500)),)


def test_the_rule_knows_only_the_base_currency() -> None:
    """A limit in euros: the record counts, the amounts of the rule do not."""
    account = settled(True, True, True)
    euros = replace(account, customer=replace(account.customer, limit=Money.of(500, "EUR")))
    assert credit_passport(euros, DEFAULT_POLICY, TODAY).raised_by == (GoesOnPunctual(3, 3),)


def test_the_basis_of_a_limit_is_kept_as_it_was() -> None:
    """Every reason of the published rule survives being written down."""
    reasons = (
        PaidWithinTerms(gbp("650.10"), TODAY),
        MonthlySales(gbp(300), 11, 12),
        StarterLimit(gbp(500)),
        RoundedUp(gbp(100)),
        AtMost(gbp(600), gbp(700)),
    )
    assert read_basis(basis_document(reasons)) == reasons
