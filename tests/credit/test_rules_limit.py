"""Rules 8 to 10 of the house: exposure, currencies, limits and the thresholds of the status."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from plugin.credit.account import (
    CreditKind,
    CreditStatus,
    Customer,
    FamilyMember,
    InvoiceState,
    Rate,
)
from plugin.credit.decisions import (
    CannotCompare,
    ExposurePart,
    NearLimit,
    OverLimit,
    Review,
    TaskKind,
)
from plugin.credit.exposure import exposure
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, ExposureSwitches
from tests.credit.builders import (
    TODAY,
    an_account,
    credit,
    days,
    gbp,
    look,
    owes,
    promised,
)


def kinds(result: Review) -> list[TaskKind]:
    """The kinds of the tasks of a review."""
    return [task.kind for task in result.tasks]


def test_rule_8_one_approved_unsent_invoice_is_exposure() -> None:
    """One approved unsent 500: exposure 500."""
    (only,) = exposure(an_account(owes(500, sent_on=None)), DEFAULT_POLICY, TODAY)
    assert only.amount == gbp(500)


def test_rule_8_each_part_can_be_switched() -> None:
    """Awaiting approval counts unless off; drafts, quotes, repeating, deposits only when on."""
    account = an_account(
        owes(100, number="A"),
        owes(20, number="B", state=InvoiceState.AWAITING_APPROVAL),
        owes(3, number="C", state=InvoiceState.DRAFT),
        quotes=(gbp(400),),
        repeating=(gbp(5000),),
        credits=(credit(10), credit(7, CreditKind.PREPAYMENT)),
    )
    (default,) = exposure(account, DEFAULT_POLICY, TODAY)
    assert default.amount == gbp(110)
    everything = replace(DEFAULT_POLICY, exposure=ExposureSwitches(True, True, True, True, True))
    (whole,) = exposure(account, everything, TODAY)
    assert whole.amount == gbp(100 + 20 + 3 + 400 + 5000 - 10 - 7)
    assert (ExposurePart.PREPAYMENTS, gbp(-7)) in whole.parts


def test_rule_9_without_a_rate_nothing_is_compared() -> None:
    """Euros against a limit in pounds: cannot compare, a task, and never within the limit."""
    account = an_account(owes(500, currency="EUR"), limit=1000)
    result = look(account)
    assert result.status.reasons == (CannotCompare("EUR", "GBP"),)
    assert result.limit_use is None
    assert kinds(result) == [TaskKind.CANNOT_COMPARE]


def test_rule_9_the_newest_rate_of_the_ledger_is_used_and_named() -> None:
    """A rate of tomorrow is not known today."""
    rates = (
        Rate("EUR", Decimal("0.80"), TODAY - days(90)),
        Rate("EUR", Decimal("0.85"), TODAY - days(3)),
        Rate("EUR", Decimal("0.99"), TODAY + days(1)),
    )
    account = an_account(owes(1000, currency="EUR"), owes(50, number="B"), limit=1000, rates=rates)
    use = look(account).limit_use
    assert use is not None
    assert (use.used, use.utilisation) == (gbp("900.00"), Decimal("90.00"))
    assert use.rates == (("EUR", Decimal("0.85"), TODAY - days(3)),)


def test_rule_9_each_currency_climbs_by_itself() -> None:
    """Two currencies, two messages, nothing added."""
    account = an_account(owes(100, late=20), owes(70, late=20, number="E", currency="EUR"))
    totals = [message.total for message in look(account).messages]
    assert totals == [Money.of(70, "EUR"), gbp(100)]


def test_rule_10_a_limit_unset_is_not_zero() -> None:
    """No limit: nothing to exceed. A limit of zero: exceeded by the first pound."""
    assert look(an_account(owes(500))).limit_use is None
    assert look(an_account(owes(500))).status.status is CreditStatus.OPEN
    zero = look(an_account(owes(500), limit=0))
    assert zero.status.reasons == (OverLimit(gbp(500), gbp(500), gbp(0)),)
    assert zero.status.stop_proposed


def test_rule_10_the_thresholds_of_the_house() -> None:
    """Watch at 90 % or 14 days; stop proposed above 100 % or at 60 days."""

    def judged(owed: int, late: int) -> tuple[CreditStatus, bool]:
        status = look(an_account(owes(owed, late=late), limit=1000)).status
        return status.status, status.stop_proposed

    assert judged(899, 0) == (CreditStatus.OPEN, False)
    assert judged(900, 0) == (CreditStatus.WATCH, False)
    assert judged(1000, 0) == (CreditStatus.WATCH, False)
    assert judged(1001, 0) == (CreditStatus.WATCH, True)
    assert judged(100, 13) == (CreditStatus.OPEN, False)
    assert judged(100, 14) == (CreditStatus.WATCH, False)
    assert judged(100, 59) == (CreditStatus.WATCH, False)
    assert judged(100, 60) == (CreditStatus.WATCH, True)


def test_rule_10_a_second_broken_promise_proposes_a_stop() -> None:
    """One broken promise makes a task; the second proposes a stop while the money is out."""
    owed = owes(500, late=13)
    first = promised(500, TODAY - days(8), owed.id)
    one = look(an_account(owed, promises=(first,)))
    assert (one.status.stop_proposed, kinds(one)) == (False, [TaskKind.BROKEN_PROMISE])
    second = promised(500, TODAY - days(7), owed.id, id="p2")
    two = look(an_account(owed, promises=(first, second)))
    assert two.status.stop_proposed
    assert two.broken_promises == ("p1", "p2")


def test_rule_10_two_siblings_of_600_breach_a_family_limit_of_1000() -> None:
    """Limit and exposure are the family's; each is chased for its own debt."""
    customer = Customer(id="a", name="A", limit=gbp(5000), family_id="f", family_limit=gbp(1000))
    family = (FamilyMember("a", (gbp(600),)), FamilyMember("b", (gbp(600),)))
    result = look(an_account(owes(600, late=10), customer=customer, family=family))
    assert result.limit_use is not None
    assert result.limit_use.used == gbp(1200)
    assert result.status.stop_proposed
    assert result.messages[0].total == gbp(600)


def test_near_the_limit_is_a_reason_with_its_share() -> None:
    """The reason carries what a person would ask: share, exposure, limit."""
    status = look(an_account(owes(950), limit=1000)).status
    assert status.reasons == (NearLimit(Decimal("95.00"), gbp(950), gbp(1000)),)
