"""The pay run: a weekday or a day of the month, counted from the ledger, and two days before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Calendar, Payment
from plugin.credit.decisions import WaitKind
from plugin.credit.pay_run import MonthlyRun, PayRun, WeeklyRun, landing_day, next_run, pay_run
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.working_days import is_working_day, working_days_between
from tests.credit.builders import TODAY, an_account, days, gbp, look, owes, paid, promised

PLAIN = Calendar()
#: Christmas Day and Boxing Day 2026 are a Friday and a Saturday; the Monday is kept for the latter
CHRISTMAS = Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))


def came(*on: date) -> list[Payment]:
    """A payment on each of these days."""
    return [Payment(f"i{n}", day, gbp(10)) for n, day in enumerate(on)]


def weekly(weekday: int, count: int, *, until: date = TODAY) -> list[date]:
    """The last so many of a weekday."""
    last = until - days((until.isoweekday() - weekday) % 7 or 7)
    return [last - days(7 * n) for n in range(count)]


def test_four_fridays_are_a_habit_and_three_are_not() -> None:
    """At least four payment days, half of them on that weekday."""
    assert pay_run(came(*weekly(5, 4)), TODAY, PLAIN) == WeeklyRun(5, 4, 4)
    assert pay_run(came(*weekly(5, 3)), TODAY, PLAIN) is None
    mixed = [*weekly(5, 3), *weekly(2, 2), *weekly(1, 2)]
    assert pay_run(came(*mixed), TODAY, PLAIN) is None


def test_the_last_of_the_month_is_a_day_of_the_month_whatever_its_length() -> None:
    """Also where it was a weekend and the money came on the Monday after."""
    ends = [date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)]
    assert pay_run(came(*ends), TODAY, PLAIN) == MonthlyRun(31, 4, 4)
    rolled = [date(2026, 2, 28) + days(2), date(2026, 5, 31) + days(1), *ends]
    found = pay_run(came(*rolled), TODAY, PLAIN)
    assert isinstance(found, MonthlyRun)
    assert found.agreed == 6


def test_a_day_of_the_month_goes_before_a_weekday() -> None:
    """The 15th of four months, two of them Fridays."""
    fifteenths = [date(2026, month, 15) for month in (4, 5, 6, 7)]
    assert pay_run(came(*fifteenths), TODAY, PLAIN) == MonthlyRun(15, 4, 4)


def test_a_write_off_and_a_payment_of_tomorrow_say_nothing() -> None:
    """Only money, and only what is known today (rule 5)."""
    habit = weekly(5, 3)
    lost = Payment("x", habit[-1] - days(7), gbp(10), is_write_off=True)
    assert pay_run([*came(*habit), lost], TODAY, PLAIN) is None
    assert pay_run(came(*habit, TODAY + days(3)), TODAY, PLAIN) is None


def test_a_run_that_falls_on_a_holiday_is_the_next_working_day() -> None:
    """Friday 25 December 2026 becomes Tuesday the 29th."""
    friday = WeeklyRun(5, 4, 4)
    assert next_run(friday, date(2026, 12, 21), CHRISTMAS) == date(2026, 12, 29)
    assert next_run(friday, date(2026, 12, 29), CHRISTMAS) == date(2026, 12, 29)
    assert next_run(friday, date(2026, 12, 30), CHRISTMAS) == date(2027, 1, 1)
    month_end = MonthlyRun(31, 4, 4)
    assert next_run(month_end, date(2026, 11, 2), PLAIN) == date(2026, 11, 30)
    assert next_run(month_end, date(2026, 12, 1), PLAIN) == date(2026, 12, 31)


def test_a_message_lands_two_working_days_before_the_run() -> None:
    """Wednesday for a Friday; over Christmas the 23rd for the 29th."""
    friday = WeeklyRun(5, 4, 4)
    assert landing_day(friday, date(2026, 11, 23), PLAIN) == date(2026, 11, 25)
    assert landing_day(friday, date(2026, 11, 26), PLAIN) == date(2026, 12, 2)
    assert landing_day(friday, date(2026, 12, 21), CHRISTMAS) == date(2026, 12, 23)


@given(
    st.one_of(
        st.integers(1, 5).map(lambda day: WeeklyRun(day, 4, 4)),
        st.integers(1, 31).map(lambda day: MonthlyRun(day, 4, 4)),
    ),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_whatever_the_habit_two_working_days_lie_between(run: PayRun, on: date) -> None:
    """And no landing is in the past, nor further than the run after next."""
    landing = landing_day(run, on, CHRISTMAS)
    assert landing >= on
    assert is_working_day(landing, CHRISTMAS)
    coming = next_run(run, landing + timedelta(days=1), CHRISTMAS)
    assert working_days_between(landing, coming, CHRISTMAS) in {1, 2}
    assert (landing - on).days <= 40


def test_a_reminder_waits_for_the_pay_run_and_says_so() -> None:
    """Today is a Tuesday; they pay on Fridays: the first level goes on Wednesday."""
    fridays = [paid(owes(10, number=f"P{n}"), 10, day) for n, day in enumerate(weekly(5, 6))]
    account = an_account(owes(500, late=10), payments=tuple(fridays))
    today = look(account)
    assert today.messages == ()
    assert [(wait.kind, wait.until) for wait in today.waits] == [
        (WaitKind.PAY_RUN, TODAY + days(1))
    ]
    assert today.look_again_on == TODAY + days(1)
    assert len(look(account, TODAY + days(1)).messages) == 1
    off = replace(DEFAULT_POLICY, pay_run_wait_days=0)
    assert len(look(account, TODAY, off).messages) == 1


def test_nobody_waits_longer_than_the_policy_says() -> None:
    """A monthly run three weeks away is no reason for silence."""
    ends = [date(2026, month, 20) for month in (5, 7, 8, 10)]
    payments = tuple(paid(owes(10, number=f"P{n}"), 10, day) for n, day in enumerate(ends))
    account = an_account(owes(500, late=10), payments=payments)
    assert isinstance(pay_run(payments, TODAY, PLAIN), MonthlyRun)
    assert len(look(account).messages) == 1


def test_a_broken_promise_is_mentioned_at_once() -> None:
    """What may be said inside the seven days does not wait for a run either (rule 23)."""
    fridays = [paid(owes(10, number=f"P{n}"), 10, day) for n, day in enumerate(weekly(5, 6))]
    invoice = owes(500, late=40)
    broken = promised(500, TODAY - days(10), made_on=TODAY - days(20))
    account = an_account(invoice, payments=tuple(fridays), promises=(broken,))
    (message,) = look(account).messages
    assert message.chased[0].broken_promise
