"""Customers pay by their habits, the same way every time."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sandbox.habits import HabitPayment, OpenInvoice, pays_today
from connectors.sandbox.seed import Habit

DUE = date(2026, 11, 10)


def invoice(
    key: str = "INV-1001", left: str = "100.00", mails: tuple[date, ...] = ()
) -> OpenInvoice:
    """An invoice due on a Tuesday."""
    return OpenInvoice(key, DUE, Decimal(left), mails)


def first_payment(habit: Habit, one: OpenInvoice, days: int = 90) -> date | None:
    """The first day within the horizon on which anything is paid."""
    start = one.due - timedelta(days=20)
    return next(
        (
            start + timedelta(days=n)
            for n in range(days)
            if pays_today(habit, [one], start + timedelta(days=n))
        ),
        None,
    )


def test_the_reliable_pay_by_the_due_date() -> None:
    """Within a few days before it, never after."""
    for place in range(20):
        paid = first_payment(Habit.RELIABLE, invoice(f"INV-{place}"))
        assert paid is not None
        assert DUE - timedelta(days=3) <= paid <= DUE


def test_others_keep_their_own_day() -> None:
    """The month's end, the Thursday run, and the slow two and a half to six weeks later."""
    assert first_payment(Habit.END_OF_MONTH, invoice()) == date(2026, 11, 30)
    assert first_payment(Habit.PAY_RUN_THURSDAY, invoice()) == date(2026, 11, 12)
    slow = first_payment(Habit.SLOW, invoice())
    assert slow is not None
    assert timedelta(days=18) <= slow - DUE <= timedelta(days=40)


def test_a_month_that_ends_on_a_weekend_is_paid_on_the_monday() -> None:
    """31 October 2026 is a Saturday: the money comes on 2 November."""
    one = OpenInvoice("INV-1", date(2026, 10, 20), Decimal(50))
    assert first_payment(Habit.END_OF_MONTH, one) == date(2026, 11, 2)


def test_some_pay_only_when_they_are_reminded() -> None:
    """Without mail never; two to four days after the first, or the second, that came when late."""
    first, second = DUE + timedelta(days=3), DUE + timedelta(days=14)
    assert first_payment(Habit.AFTER_FIRST_REMINDER, invoice()) is None
    once = first_payment(Habit.AFTER_FIRST_REMINDER, invoice(mails=(first,)))
    assert once is not None
    assert timedelta(days=2) <= once - first <= timedelta(days=6)
    assert first_payment(Habit.AFTER_SECOND_REMINDER, invoice(mails=(first,))) is None
    twice = first_payment(Habit.AFTER_SECOND_REMINDER, invoice(mails=(second, first)))
    assert twice is not None
    assert twice > second


def test_a_courtesy_reminds_nobody_of_these() -> None:
    """A message before the due date, or on it, is no reminder."""
    early = (DUE - timedelta(days=7), DUE)
    assert first_payment(Habit.AFTER_FIRST_REMINDER, invoice(mails=early)) is None


def test_the_part_payer_pays_half_and_then_half_of_the_rest() -> None:
    """101.01 in halves to the penny, and all of it once little is left."""
    one, day, paid = invoice(left="101.01"), DUE, []
    for _ in range(120):
        for part in pays_today(Habit.PART_PAYER, [one], day):
            paid.append(part.amount)
            one = OpenInvoice(one.key, one.due, one.left - part.amount, (), day)
        day += timedelta(days=1)
    assert paid[0] == Decimal("50.50")
    assert sum(paid) == Decimal("101.01")
    assert len(paid) > 2


def test_the_never_payer_never_pays() -> None:
    """Not even after three reminders."""
    mails = tuple(DUE + timedelta(days=n) for n in (3, 14, 28))
    assert first_payment(Habit.NEVER, invoice(mails=mails), days=400) is None


@given(
    st.sampled_from(tuple(Habit)),
    st.integers(0, 500),
    st.lists(st.integers(-10, 60), max_size=4),
    st.integers(1, 1_000_000),
)
@settings(max_examples=300, deadline=None)
def test_nobody_pays_too_much_or_on_a_weekend(
    habit: Habit, offset: int, mail_days: list[int], pence: int
) -> None:
    """A payment is above zero and at most what is left; the weekend has none; order is nothing."""
    day = DUE - timedelta(days=30) + timedelta(days=offset)
    mails = tuple(DUE + timedelta(days=n) for n in mail_days)
    left = Decimal(pence) / 100
    both = [OpenInvoice(key, DUE, left, mails) for key in ("INV-2", "INV-1")]
    paid = pays_today(habit, both, day)
    assert paid == pays_today(habit, both[::-1], day)
    assert all(Decimal(0) < one.amount <= left for one in paid)
    if day.weekday() >= 5:
        assert paid == ()


def test_what_is_settled_is_not_paid_again() -> None:
    """An invoice with nothing left takes no payment."""
    settled = OpenInvoice("INV-1", DUE, Decimal("0.00"))
    assert pays_today(Habit.RELIABLE, [settled, invoice()], DUE) == (
        HabitPayment("INV-1001", Decimal("100.00")),
    )
