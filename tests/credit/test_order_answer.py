"""*Can I take this order?*: yes, with a deposit, or a question; never easier for a larger order."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, CreditStatus, Rate, StatusHeld
from plugin.credit.money import Money
from plugin.credit.order_answer import (
    AskBecause,
    AskTheOwner,
    DepositFirst,
    OrderAnswer,
    TakeIt,
    order_answer,
)
from tests.credit.builders import AUTOMATIC, TODAY, an_account, days, gbp, owes


def asked(account: Account, amount: str | int | Money) -> OrderAnswer:
    """The answer to an order in pounds, or of this amount."""
    order = amount if isinstance(amount, Money) else gbp(amount)
    return order_answer(account, AUTOMATIC, order, TODAY)


def test_an_order_within_the_limit_is_taken_and_what_is_left_is_said() -> None:
    """700 of 2,000 owed and not due; 800 more leaves 500."""
    account = an_account(owes(700, late=-10), limit=2000)
    assert asked(account, 800) == TakeIt(gbp(500))
    assert asked(account, 1300) == TakeIt(gbp(0))


def test_what_goes_over_the_limit_is_asked_as_a_deposit_up_to_half_the_order() -> None:
    """1,500.40 more than fits is paid first, in whole pounds; beyond half a person decides."""
    account = an_account(owes(700, late=-10), limit=2000)
    assert asked(account, "1500.40") == DepositFirst(gbp(201), gbp("200.40"), 0)
    assert asked(account, 2600) == DepositFirst(gbp(1300), gbp(1300), 0)
    assert asked(account, 2601) == AskTheOwner(AskBecause.TOO_FAR_OVER, gbp(1301))


def test_whoever_is_late_pays_half_first_however_much_room_there_is() -> None:
    """20 days late is watch: a deposit, and no yes without one."""
    account = an_account(owes(300, late=20), limit=9000)
    assert asked(account, 500) == DepositFirst(gbp(250), gbp(0), 20)
    assert asked(account, "0.40") == DepositFirst(gbp("0.40"), gbp(0), 20)


def test_on_stop_without_a_limit_or_without_a_rate_it_is_a_question() -> None:
    """A limit unset is not zero, and what cannot be compared is never within the limit."""
    stopped = StatusHeld(CreditStatus.STOP, by_hand=True)
    assert asked(an_account(limit=900, status=stopped), 1) == AskTheOwner(AskBecause.ON_STOP)
    assert asked(an_account(owes(90, late=70), limit=900), 1) == AskTheOwner(
        AskBecause.STOP_PROPOSED
    )
    assert asked(an_account(), 1) == AskTheOwner(AskBecause.NO_LIMIT)
    dollars = Money.of(100, "USD")
    assert asked(an_account(limit=900), dollars) == AskTheOwner(AskBecause.CANNOT_COMPARE)


def test_an_order_in_another_currency_is_measured_by_the_ledgers_newest_rate() -> None:
    """1,500 dollars at 0.80 are 1,200 pounds: 200 over, which is a deposit of 250 dollars."""
    rate = Rate("USD", Decimal("0.80"), TODAY - days(3))
    account = replace(an_account(limit=1000), rates=(rate,))
    found = asked(account, Money.of(1500, "USD"))
    assert found == DepositFirst(Money.of(250, "USD"), gbp(200), 0)


def test_an_order_for_nothing_is_no_question() -> None:
    """Nor one for less than nothing."""
    for amount in (0, -5):
        with pytest.raises(ValueError, match="more than nothing"):
            asked(an_account(limit=1), amount)


def _rank(found: OrderAnswer) -> tuple[int, Decimal]:
    match found:
        case TakeIt():
            return 0, Decimal(0)
        case DepositFirst(deposit):
            return 1, deposit.amount
        case _:
            return 2, Decimal(0)


AMOUNTS = st.decimals("0.01", 20_000, places=2)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(-40, 90), AMOUNTS)
def test_a_larger_order_or_a_smaller_limit_is_never_answered_more_easily(
    one: Decimal, other: Decimal, owed: Decimal, late: int, limit: Decimal
) -> None:
    """Nor with a smaller deposit for the larger order."""
    account = an_account(owes(str(owed), late=late), limit=str(limit))
    small, large = sorted((one, other))
    assert _rank(asked(account, str(small))) <= _rank(asked(account, str(large)))
    tighter = an_account(owes(str(owed), late=late), limit=str(limit / 2))
    assert _rank(asked(account, str(one)))[0] <= _rank(asked(tighter, str(one)))[0]
