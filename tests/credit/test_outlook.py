"""What comes in when: promises, disputes, plans and retentions move it; weeks and chases follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Account, Customer, Invoice, InvoiceState, Promise
from plugin.credit.agreements import Dispute, DisputeReason, Plan, PlanCover, PlanPart, Retention
from plugin.credit.backtest import Forecaster, Issued, backtest, score
from plugin.credit.cash_gap import Asked, CashGap, answers_of, cash_gap
from plugin.credit.forecast_facts import Settled
from plugin.credit.money import Money
from plugin.credit.outlook import Expected, Moves, Owing, Promised, expect, moves_of
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.receipts import WEEKS, weeks_ahead
from plugin.credit.receipts_check import mondays_of, weeks_held
from tests.credit import payers
from tests.credit.floor_rule import floor_forecast

TODAY = date(2025, 6, 16)


def gbp(amount: str) -> Money:
    """Pounds."""
    return Money(Decimal(amount), "GBP")


def a_past(**late_of: int) -> Forecaster:
    """Each customer has paid twenty invoices about so many days late."""
    found = []
    for customer, late in late_of.items():
        for number in range(20):
            issued = TODAY.toordinal() - 90 - 25 * number
            days = late + number % 3 - 1
            found.append(Settled(issued, issued + 30 + days, days, customer, f"{customer}{number}"))
    return Forecaster(found)


PAST = a_past(kettle=10, quay=0, deli=3)


def owing(customer: str = "kettle", amount: str = "100.00", *, due_in: int = 5) -> Owing:
    """An invoice due in so many days, issued thirty before."""
    due = TODAY + timedelta(days=due_in)
    number = f"{customer}/{amount}/{due_in}"
    return Owing(number, number, customer, due - timedelta(days=30), due, gbp(amount))


def seen(invoice: Owing, moves: Moves | None = None) -> tuple[Expected, ...]:
    """What is expected of it today."""
    chances = PAST.chances_on(invoice.customer_id, TODAY)
    return expect(invoice, chances, PAST.picture_on(TODAY), TODAY, moves=moves or Moves())


class TestWhatMovesIt:
    """What a customer promised, contests or agreed."""

    def test_a_promise_of_somebody_who_keeps_them_is_believed(self) -> None:
        """Nine of nine kept: the likely day is the one promised or in its grace."""
        invoice = owing(due_in=-2)
        promised = Promised(
            Decimal(100), TODAY + timedelta(days=1), TODAY + timedelta(days=3), 9, 9
        )
        [part] = seen(invoice, Moves(promised={invoice.id: [promised]}))
        assert part.forecast is not None
        assert timedelta(days=1) <= part.forecast.p50 - TODAY <= timedelta(days=2)
        assert "kept 9 of 9 promises" in part.forecast.why[0]
        [plain] = seen(invoice)
        assert plain.forecast is not None
        assert plain.forecast.p50 > part.forecast.p50

    def test_a_promise_of_somebody_who_breaks_them_is_not(self) -> None:
        """None of nine kept: what comes after its grace is what is likely."""
        invoice = owing(due_in=-2)
        promised = Promised(
            Decimal(100), TODAY + timedelta(days=1), TODAY + timedelta(days=3), 0, 9
        )
        [part] = seen(invoice, Moves(promised={invoice.id: [promised]}))
        assert part.forecast is not None
        assert part.forecast.p50 > TODAY + timedelta(days=3)

    def test_the_contested_part_is_out_until_somebody_decides(self) -> None:
        """Of a hundred with eighty contested, twenty are forecast."""
        invoice = owing()
        contested, rest = seen(invoice, Moves(disputed={invoice.id: Decimal(80)}))
        assert (contested.amount, contested.forecast) == (gbp("80"), None)
        assert contested.why_not.startswith("n/a: contested")
        assert rest.amount == gbp("20")

    def test_instalments_go_by_their_own_dates(self) -> None:
        """Each of a plan's parts is forecast by itself, and the rest by the invoice's date."""
        invoice = owing()
        dates = [TODAY + timedelta(days=days) for days in (20, 50)]
        moves = Moves(planned={invoice.id: [(each, Decimal(40)) for each in dates]})
        first, second, rest = seen(invoice, moves)
        assert [first.due, second.due, rest.due] == [*dates, invoice.due]
        assert [each.amount for each in (first, second, rest)] == [gbp("40"), gbp("40"), gbp("20")]
        assert first.forecast is not None
        assert abs((first.forecast.p50 - dates[0]).days - 10) <= 2

    def test_what_is_read_from_an_account(self) -> None:
        """Promises, disputes, plans, retentions and a date entered in the ledger, all at once."""
        names = ("promised", "contested", "planned", "retained", "entered")
        later, long_ago = TODAY + timedelta(days=9), TODAY - timedelta(days=40)
        invoices = {name: an_invoice(name) for name in names}
        invoices["retained"] = replace(invoices["retained"], retained=Retention(gbp("5"), later))
        invoices["entered"] = replace(invoices["entered"], expected_on=later)
        account = Account(
            customer=Customer(id="kettle", name="Kettle"),
            base_currency="GBP",
            connected_on=TODAY - timedelta(days=99),
            invoices=tuple(invoices.values()),
            promises=(
                Promise("old", ("planned",), gbp("10"), long_ago, long_ago - timedelta(days=9)),
                Promise("p", ("promised",), gbp("60"), later, TODAY - timedelta(days=1)),
            ),
            disputes=(
                Dispute(
                    id="d", invoice_id="contested", amount=gbp("30"), reason=DisputeReason.FAULTY,
                    owner="Ann", opened_on=TODAY, deadline=later,
                ),
            ),
            plans=(
                Plan(
                    id="plan", ordinal=1, agreed_on=TODAY,
                    covers=(PlanCover("planned", gbp("100"), gbp("0")),),
                    parts=(PlanPart(later, gbp("70")), PlanPart(later, gbp("30"))),
                ),
            ),
        )  # fmt: skip
        moves = moves_of(account, DEFAULT_POLICY, TODAY)
        [promised] = moves.promised["promised"]
        assert (promised.amount, promised.kept, promised.counted) == (Decimal(60), 0, 1)
        assert promised.worth == pytest.approx(1 / 3)
        assert moves.promised["entered"][0].due == later
        assert moves.disputed == {"contested": Decimal(30)}
        assert moves.planned["planned"] == ((later, Decimal(70)), (later, Decimal(30)))
        assert moves.retained == {"retained": (later, Decimal(5))}

    @settings(max_examples=30)
    @given(
        st.decimals(min_value="0.01", max_value="5000", places=2),
        st.lists(st.decimals(min_value="0", max_value="900", places=2), min_size=4, max_size=4),
        st.integers(-60, 60),
    )
    def test_the_parts_sum_to_the_invoice(
        self, amount: Decimal, claims: list[Decimal], due_in: int
    ) -> None:
        """Nothing is forecast twice and nothing is lost, whatever was agreed."""
        invoice = owing(amount=str(amount), due_in=due_in)
        contested, planned, retained, promised = claims
        day = TODAY + timedelta(days=7)
        parts = seen(
            invoice,
            Moves(
                promised={invoice.id: [Promised(promised, day, day, 1, 2)]},
                disputed={invoice.id: contested},
                planned={invoice.id: [(day, planned)]},
                retained={invoice.id: (day, retained)},
            ),
        )
        assert sum(each.amount.amount for each in parts) == amount
        for each in parts:
            if each.forecast is not None:
                assert sum(share for _, share in each.days) == pytest.approx(1)
                assert each.days[0][0] >= TODAY.toordinal()


def an_invoice(name: str) -> Invoice:
    """A hundred pounds, due in five days."""
    due = TODAY + timedelta(days=5)
    return Invoice(
        id=name, number=name, issued=due - timedelta(days=30), due=due,
        state=InvoiceState.APPROVED, total=gbp("100"), balance=gbp("100"), sent_on=TODAY,
    )  # fmt: skip


class TestWeeks:
    """Thirteen weeks as low, likely and high."""

    def parts(self) -> tuple[Expected, ...]:
        """Ten invoices of three customers."""
        found: list[Expected] = []
        for number in range(10):
            customer = ("kettle", "quay", "deli")[number % 3]
            found += seen(owing(customer, f"{100 + number}.00", due_in=number * 4 - 5))
        return tuple(found)

    def test_likely_weeks_add_up_to_what_is_open(self) -> None:
        """To the cent of each week."""
        parts = self.parts()
        [ahead] = weeks_ahead(parts, TODAY)
        total = sum(each.likely for each in ahead.weeks) + ahead.later
        assert total == pytest.approx(sum(each.amount.amount for each in parts), abs=Decimal("0.1"))
        assert len(ahead.weeks) == WEEKS
        assert ahead.weeks[0].start == TODAY
        assert all(each.low <= each.likely <= each.high for each in ahead.weeks)

    def test_the_order_of_invoices_says_nothing(self) -> None:
        """The same weeks in any order."""
        assert weeks_ahead(self.parts()[::-1], TODAY) == weeks_ahead(self.parts(), TODAY)

    def test_currencies_are_apart(self) -> None:
        """And what is contested is in neither week but named."""
        euro = Owing("e", "E", "quay", TODAY, TODAY, Money(Decimal(50), "EUR"))
        contested = seen(euro, Moves(disputed={"e": Decimal(50)}))
        found = weeks_ahead((*self.parts(), *contested), TODAY)
        assert [each.currency for each in found] == ["EUR", "GBP"]
        assert found[0].unknown == Decimal(50)
        assert all(each.high == 0 for each in found[0].weeks)

    def test_about_four_weeks_in_five_lie_between_low_and_high(self) -> None:
        """Held against ledgers that were drawn, on thirteen Mondays."""
        past = payers.ledger(payers.steady, seed=5, customers=12, each=25)
        came = {each.invoice_id: each for each in past}
        owed = [
            Owing(
                each.invoice_id, each.invoice_id, each.customer_id,
                date.fromordinal(each.issued),
                date.fromordinal(each.paid - each.late), gbp("100"),
            )
            for each in past
        ]  # fmt: skip
        mondays = mondays_of(date.fromordinal(payers.START + payers.DAYS), every=8, most=6)
        held = weeks_held(owed, Forecaster(past), came, mondays)
        assert held.counted > 20
        assert 0.7 <= held.between / held.counted <= 0.97


class TestChases:
    """Which chases would cover a payment of ours."""

    FRIDAY = TODAY + timedelta(days=4)

    def gap(self, *parts: Expected, needed: str, silent: dict[str, str] | None = None) -> CashGap:
        """What is missing on Friday with a hundred in hand."""
        return cash_gap(
            parts,
            on=TODAY,
            by=self.FRIDAY,
            needed=gbp(needed),
            cash=gbp("100"),
            answers=answers_of((), 4),
            silent=silent or {},
        )

    def late(self, customer: str, amount: str) -> Expected:
        """One that fell due yesterday and is hardly expected by Friday."""
        [part] = seen(owing(customer, amount, due_in=-1))
        return part

    def test_the_fewest_customers_are_named(self) -> None:
        """One large chase covers it, so the small ones are left in peace."""
        parts = [self.late("kettle", "5000"), self.late("deli", "40"), self.late("quay", "30")]
        found = self.gap(*parts, needed="900")
        assert [each.customer_id for each in found.chases] == ["kettle"]
        assert found.left == gbp("0")
        assert found.missing == gbp("800") - found.expected

    def test_what_all_together_cannot_bring_is_said(self) -> None:
        """Not covered is not hidden."""
        found = self.gap(self.late("kettle", "100"), needed="5000")
        assert found.left.amount > 0

    def test_nobody_is_chased_for_what_is_not_due_or_who_is_held(self) -> None:
        """Only what is due by the day, and no silent customer."""
        [later] = seen(owing("kettle", "900", due_in=20))
        found = self.gap(later, self.late("deli", "900"), needed="900", silent={"deli": "until"})
        assert found.chases == ()
        assert found.passed_over == 1

    def test_enough_in_hand_needs_no_chase(self) -> None:
        """Cash and what comes anyway count first."""
        found = self.gap(self.late("kettle", "900"), needed="90")
        assert (found.missing, found.chases) == (gbp("0"), ())

    def test_answers_are_counted_from_own_messages(self) -> None:
        """Four of four within the days weigh more than the organisation's share."""
        asked = [Asked("kettle", 20, 2)] * 4 + [Asked("deli", 20, None)] * 4
        answers = answers_of(asked, 7)
        assert answers("kettle").share > answers("new").share > answers("deli").share
        assert (answers("kettle").asked, answers("kettle").paid) == (4, 4)
        assert answers_of([Asked("kettle", 1, None)], 7)("kettle").asked == 0


def judged(manner: str, *, customers: int, each: int, seed: int) -> tuple[float, float]:
    """The mean distance of the likely day over a drawn ledger: ours, and the floor's."""
    past = payers.ledger(payers.MANNERS[manner], seed=seed, customers=customers, each=each)
    came = {one.invoice_id: one for one in past}
    cut = payers.START + payers.DAYS * 4 // 5
    issued = [
        Issued(
            one.invoice_id, one.customer_id, date.fromordinal(one.issued),
            date.fromordinal(one.issued + payers.TERMS),
        )
        for one in past
        if one.issued > cut
    ]  # fmt: skip
    held = list(backtest(issued, Forecaster(past), came))
    ours = score(held)
    floor = score([replace(one, forecast=floor_forecast(past, one.invoice)) for one in held])
    assert ours is not None
    assert floor is not None
    return ours.mae_days, floor.mae_days


@pytest.mark.parametrize("manner", ["steady", "drifting", "thursdays"])
def test_on_a_ledger_it_has_never_seen_it_beats_the_floor(manner: str) -> None:
    """The customer's own past by recency alone is further off."""
    ours, floor = judged(manner, customers=15, each=20, seed=1)
    assert ours < floor


@pytest.mark.long
@pytest.mark.parametrize("manner", sorted(payers.MANNERS))
@pytest.mark.parametrize(("customers", "each"), [(30, 30), (150, 3), (3, 60)])
def test_no_manner_of_paying_is_much_worse_than_the_floor(
    manner: str, customers: int, each: int
) -> None:
    """Many customers, many new ones, or three: never seven per cent worse, over three draws."""
    pairs = [judged(manner, customers=customers, each=each, seed=seed) for seed in (1, 2, 3)]
    ours, floor = (sum(side) for side in zip(*pairs, strict=True))
    assert ours <= floor * 1.07
