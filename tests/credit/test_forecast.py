"""When an invoice will be paid: what holds for every past, and what single pasts say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Calendar
from plugin.credit.backtest import Forecaster, Issued
from plugin.credit.forecast import (
    Chances,
    Forecast,
    chances,
    forecast_of,
    left_possible,
    quantiles,
)
from plugin.credit.forecast_facts import Settled, settled, settled_of
from plugin.credit.forecast_habit import Usual, habit
from plugin.credit.forecast_moves import run_in
from plugin.credit.forecast_picture import Picture, picture
from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import DatedInvoice
from tests.credit import payers

TODAY = date(2025, 6, 16)
DUE = TODAY + timedelta(days=30)


def paid(customer: str, late: int, *, ago: int, number: str = "") -> Settled:
    """An invoice issued so many days before today on 30 days, and paid so many days late."""
    issued = TODAY.toordinal() - ago
    return Settled(issued, issued + 30 + late, late, customer, number or f"{customer}-{ago}-{late}")


def others(late: int = 0) -> list[Settled]:
    """Five customers who have paid around the same days late, for two years."""
    return [
        paid(f"other{who}", late + who - 2 + ago % 3, ago=ago)
        for who in range(5)
        for ago in range(45, 700, 65)
    ]


def seen(past: Sequence[Settled], customer: str = "kettle") -> Forecast:
    """What is said today of an invoice issued today on 30 days."""
    found = Forecaster(past).forecast(Issued("new", customer, TODAY, DUE), TODAY)
    assert found is not None
    return found


PASTS = st.lists(
    st.builds(
        lambda who, late, ago: paid(f"c{who}", max(late, -30), ago=ago),
        st.integers(0, 4),
        st.integers(-30, 120),
        st.integers(31, 900),
    ),
    min_size=8,
    max_size=60,
    unique_by=lambda each: each.invoice_id,
)


class TestEveryPast:
    """What holds whatever the past."""

    @settings(max_examples=25)
    @given(PASTS, st.integers(0, 4), st.integers(-30, 400))
    def test_the_days_are_in_order_and_never_before_today(
        self, past: list[Settled], who: int, age: int
    ) -> None:
        """The p10 is no later than the p50, and so on; nothing is forecast for yesterday."""
        due = TODAY - timedelta(days=age)
        invoice = Issued("open", f"c{who}", due - timedelta(days=30), due)
        found = Forecaster(past).forecast(invoice, TODAY)
        if found is None:
            return
        assert TODAY <= found.p10 <= found.p50 <= found.p80 <= found.p90
        assert 0 <= found.late_probability <= 1
        assert found.late_probability == 1 or age <= 0

    @settings(max_examples=25)
    @given(PASTS, st.integers(0, 4), st.randoms(use_true_random=False))
    def test_the_order_of_the_facts_says_nothing(
        self, past: list[Settled], who: int, chance: Random
    ) -> None:
        """The same invoices in any order make the same forecast."""
        shuffled = list(past)
        chance.shuffle(shuffled)
        invoice = Issued("new", f"c{who}", TODAY, DUE)
        as_it_came = Forecaster(past).forecast(invoice, TODAY)
        assert Forecaster(shuffled).forecast(invoice, TODAY) == as_it_came

    @settings(max_examples=25)
    @given(PASTS, st.integers(0, 4))
    def test_what_is_paid_after_the_day_is_not_known_on_it(
        self, past: list[Settled], who: int
    ) -> None:
        """Invoices settled later change nothing about what is said today."""
        later = [paid(f"c{who}", 40, ago=ago, number=f"later-{ago}") for ago in range(0, 60, 5)]
        invoice = Issued("new", f"c{who}", TODAY, DUE)
        assert Forecaster([*past, *later]).forecast(invoice, TODAY) == Forecaster(past).forecast(
            invoice, TODAY
        )

    @settings(max_examples=60)
    @given(
        st.lists(st.tuples(st.integers(-25, 60), st.integers(91, 700)), min_size=1, max_size=25),
        st.integers(1, 30),
        st.integers(-9, 9),
    )
    def test_a_more_punctual_past_is_never_forecast_later(
        self, own: list[tuple[int, int]], sooner: int, step: int
    ) -> None:
        """Everything paid so many days sooner, and the likely day is no later."""
        usual = Usual(step=step, scatter=6, middle=2, first=TODAY.toordinal() - 700)

        def level(by: int) -> float:
            theirs = sorted(paid("kettle", late - by, ago=ago) for late, ago in own)
            found = habit(theirs, TODAY.toordinal(), usual)
            assert found is not None
            return found.level

        assert level(sooner) <= level(0)

    @given(st.lists(st.tuples(st.integers(-30, 90), st.floats(0.01, 1)), min_size=1, max_size=40))
    def test_more_of_the_possible_lies_by_a_later_day(
        self, possible: list[tuple[int, float]]
    ) -> None:
        """Quantiles rise and stay among what is possible."""
        total = sum(share for _, share in possible)
        rising = sorted((float(days), share / total) for days, share in possible)
        found = quantiles(rising)
        assert found == sorted(found)
        assert rising[0][0] <= found[0]
        assert found[-1] <= rising[-1][0]


class TestThePast:
    """What single pasts say."""

    def test_who_pays_ten_days_late_is_forecast_ten_days_late(self) -> None:
        """Twelve payments of their own outweigh the organisation's middle."""
        found = seen([*others(), *(paid("kettle", 10, ago=ago) for ago in range(45, 400, 30))])
        assert abs((found.p50 - DUE).days - 10) <= 1
        assert found.late_probability > 0.9

    def test_a_new_customer_takes_the_past_of_all(self) -> None:
        """And the why says that nothing of their own is known."""
        found = seen(others(late=6))
        assert abs((found.p50 - DUE).days - 7) <= 1
        assert "Nothing is known of how they pay yet" in found.why[0]

    def test_with_four_paid_invoices_nothing_is_forecast(self) -> None:
        """Too little is no forecast, not a guess."""
        past = others()[:4]
        assert Forecaster(past).forecast(Issued("new", "kettle", TODAY, DUE), TODAY) is None

    def test_a_payment_of_long_ago_counts_less(self) -> None:
        """Two customers with the same payments in opposite order are told apart."""
        worse = [paid("worse", 20 if ago < 360 else 0, ago=ago) for ago in range(50, 690, 40)]
        better = [paid("better", 0 if ago < 360 else 20, ago=ago) for ago in range(50, 690, 40)]
        past = [*others(), *worse, *better]
        assert seen(past, "better").p50 < seen(past, "worse").p50

    def test_a_ledger_that_pays_faster_every_quarter_is_forecast_faster_still(self) -> None:
        """The drift of the whole organisation moves what lies back."""
        past = [
            paid(f"c{who}", who + ago // 45 - 5, ago=ago, number=f"{who}-{ago}")
            for who in range(12)
            for ago in range(45, 700, 25)
        ]
        found = Forecaster(past).picture_on(TODAY)
        assert found is not None
        assert -91 / 45 < found.drift < -1.5
        middle = sorted(each.late for each in past)[len(past) // 2]
        assert (seen(past, "c6").p50 - DUE).days < middle

    def test_one_forgotten_invoice_does_not_move_what_is_likely(self) -> None:
        """A payment half a year late pulls no harder than one twelve days off."""
        steady = [paid("kettle", 3, ago=ago) for ago in range(240, 640, 40)]
        plain = seen([*others(), *steady])
        odd = seen([*others(), *steady, paid("kettle", 180, ago=230)])
        assert (odd.p50 - plain.p50).days <= 2


class TestAnOpenInvoice:
    """The age it already has."""

    PAST = (*others(), *(paid("kettle", 2 + ago % 5, ago=ago) for ago in range(45, 600, 30)))

    def at(self, days_late: int) -> Forecast:
        """The forecast today of an invoice that many days late."""
        due = TODAY - timedelta(days=days_late)
        found = Forecaster(self.PAST).forecast(
            Issued("open", "kettle", due - timedelta(days=30), due), TODAY
        )
        assert found is not None
        return found

    def test_an_invoice_forty_days_late_is_not_forecast_for_yesterday(self) -> None:
        """Nothing of their past reaches that far, so it waits on as long as it has waited."""
        found = self.at(40)
        assert found.p10 >= TODAY
        assert 20 <= (found.p50 - TODAY).days <= 60
        assert found.late_probability == 1

    def test_each_day_without_the_money_makes_lateness_likelier(self) -> None:
        """An invoice near its due date was not paid early."""
        assert self.at(-25).late_probability < self.at(-1).late_probability <= 1

    def test_the_longer_it_waits_beyond_its_past_the_longer_it_will(self) -> None:
        """At even odds it waits on as long as it has waited."""
        waits = [(self.at(late).p50 - TODAY).days for late in (20, 40, 80, 160)]
        assert waits == sorted(waits)

    def test_chances_without_age_are_cut_at_the_day_of_issue(self) -> None:
        """Nobody pays an invoice before it is written."""
        possible = Chances(((-50.0, 0.5), (10.0, 0.5)), None)
        left = left_possible(possible, issued=TODAY, due=DUE, on=TODAY)
        assert left == [(-30.0, 0.5), (10.0, 0.5)]
        assert forecast_of(left, due=DUE, on=TODAY).p10 == TODAY


class TestPayRuns:
    """A forecast falls on the days on which a customer pays."""

    def test_who_pays_on_thursdays_is_forecast_for_a_thursday(self) -> None:
        """Every quantile lands on their run, and the why says so."""
        past = sorted(payers.ledger(payers.thursdays, seed=3, customers=6, each=20))
        on = date.fromordinal(payers.START + payers.DAYS)
        forecaster = Forecaster(past, lambda _, day, own: run_in(own, day, Calendar()))
        found = forecaster.forecast(Issued("new", "c001", on, on + timedelta(days=30)), on)
        assert found is not None
        assert {day.isoweekday() for day in (found.p10, found.p50, found.p80, found.p90)} == {4}
        assert any("usually pay on Thursdays" in each for each in found.why)

    def test_four_payments_are_no_run(self) -> None:
        """Two of four on one weekday are chance."""
        own = [paid("kettle", late, ago=ago) for late, ago in ((0, 90), (7, 90), (3, 90), (5, 90))]
        assert run_in(own, TODAY, Calendar()) is None


class TestSettled:
    """What of a ledger teaches anything about paying."""

    def an_invoice(self, *covers: Cover, is_charge: bool = False) -> DatedInvoice:
        """Of 100.00, due today."""
        return DatedInvoice(
            "i", "INV-1", "kettle", "GBP", Decimal(1), TODAY - timedelta(days=30), TODAY,
            Decimal(100), Decimal(0), is_charge=is_charge, covers=covers,
        )  # fmt: skip

    def cover(self, amount: int, late: int, kind: CoverKind = CoverKind.PAYMENT) -> Cover:
        """So much, so many days after the due date."""
        return Cover(TODAY + timedelta(days=late), Decimal(amount), kind)

    def test_the_last_part_settles_an_invoice(self) -> None:
        """Paid in two parts, it is as late as the second."""
        found = settled(self.an_invoice(self.cover(60, 3), self.cover(40, 21)))
        assert found is not None
        assert found.late == 21

    def test_what_is_below_tolerance_is_settled(self) -> None:
        """A residue of two pounds does not keep it open (rule 4)."""
        found = settled(self.an_invoice(self.cover(98, 3)), Decimal(5))
        assert found is not None
        assert found.late == 3

    @pytest.mark.parametrize("kind", [CoverKind.WRITE_OFF, CoverKind.CREDIT])
    def test_what_was_given_up_or_credited_away_was_not_paid(self, kind: CoverKind) -> None:
        """It says nothing about when they pay (rule 5)."""
        assert settled(self.an_invoice(self.cover(100, 3, kind))) is None

    def test_interest_and_open_invoices_stand_outside(self) -> None:
        """Only what was sold and paid counts (rule 36)."""
        charge = self.an_invoice(self.cover(100, 3), is_charge=True)
        assert settled_of([charge, self.an_invoice(), self.an_invoice(self.cover(50, 3))]) == ()

    def test_a_due_date_moved_later_is_the_one_that_counts(self) -> None:
        """Days late are those of the date in force when it was paid."""
        plain = self.an_invoice(self.cover(100, 10))
        moved = DatedInvoice(
            plain.id, plain.number, "kettle", "GBP", Decimal(1), plain.issued,
            TODAY + timedelta(days=10), plain.total, plain.balance,
            dues=((plain.issued, TODAY), (TODAY, TODAY + timedelta(days=10))), covers=plain.covers,
        )  # fmt: skip
        found = settled(moved)
        assert found is not None
        assert found.late == 0


def test_customers_who_never_paid_twice_still_scatter() -> None:
    """Where nobody has a second payment, the distance from the middle of all stands in."""
    past = [paid(f"c{who}", who * 3 - 30, ago=60 + who) for who in range(20)]
    found = picture(sorted(past), TODAY.toordinal())
    assert isinstance(found, Picture)
    own = habit([past[3]], TODAY.toordinal(), found.usual)
    possible = chances(own, found).possible
    low, *_, high = quantiles(possible)
    assert high - low > 10
