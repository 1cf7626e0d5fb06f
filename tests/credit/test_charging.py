"""Whom late money may be charged to, and on which days: rules 4, 34 and 36, each with its case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import (
    Account,
    Customer,
    HoldKind,
    Invoice,
    InvoiceState,
    Opening,
    Placement,
)
from plugin.credit.agreements import Retention
from plugin.credit.charge_terms import ChargeTerms
from plugin.credit.charging import (
    Accrued,
    ChargeFacts,
    NotCharged,
    WhyNot,
    accrued,
    basis_of,
)
from plugin.credit.claims import Agreed, Regime
from plugin.credit.history import Cover, CoverKind, PastInvoice
from plugin.credit.interest import EuStatutory, UkStatutory
from plugin.credit.law import Kind, Law, Standing, law_of_country
from plugin.credit.metrics import days_late, days_to_pay, on_time
from plugin.credit.money import Money
from plugin.credit.policy_parts import Tolerance
from plugin.credit.rates import PUBLISHED
from tests.credit.builders import paid

DUE = date(2026, 9, 30)
TODAY = date(2026, 11, 24)
COMPANY = Standing(Kind.COMPANY, Law.ENGLAND_WALES, is_confirmed=True)
STATUTORY = ChargeTerms(Regime.STATUTORY)
AGREED = ChargeTerms(Regime.CONTRACTUAL, per_cent=Decimal(8), fee=Decimal(15))
#: 55 days of 1,000.00 at 11.75 per cent, and the fixed sum for it
WHOLE = ("17.71", "70")


def customer(standing: Standing = COMPANY, agreed: Agreed | None = None) -> Customer:
    """A customer of a standing."""
    return Customer(id="c", name="C", standing=standing, agreed=agreed or Agreed())


def owes(amount: str = "1000.00", *, currency: str = "GBP", **changes: Any) -> Invoice:
    """An invoice that was due at the end of September."""
    money = Money.of(amount, currency)
    facts: dict[str, Any] = {
        "id": "i1", "number": "INV-1", "issued": DUE - timedelta(days=30), "due": DUE,
        "state": InvoiceState.APPROVED, "total": money, "balance": money, "sent_on": DUE,
    }  # fmt: skip
    return Invoice(**{**facts, **changes})


def past_of(invoice: Invoice, *covers: Cover) -> PastInvoice:
    """The past of an invoice: what covered it."""
    return PastInvoice(
        id=invoice.id, number=invoice.number, issued=invoice.issued, due=invoice.due,
        amount=invoice.total.amount, currency=invoice.total.currency, sent_on=invoice.sent_on,
        covers=covers,
    )  # fmt: skip


def earned(
    invoice: Invoice,
    *covers: Cover,
    who: Customer | None = None,
    terms: ChargeTerms = STATUTORY,
    on: date = TODAY,
    base: str = "GBP",
    **facts: Any,
) -> Accrued | NotCharged | None:
    """What one debt of a customer has earned; None where it is left out."""
    account = Account(
        customer=who or customer(), base_currency=base, connected_on=date(2026, 1, 5),
        invoices=(invoice,),
    )  # fmt: skip
    tolerances: Mapping[str, Tolerance] = {invoice.total.currency: Tolerance()}
    found = accrued(
        account, terms, tolerances, ChargeFacts((past_of(invoice, *covers),), **facts),
        PUBLISHED, on,
    )  # fmt: skip
    return found[0] if found else None


def sums(found: Accrued | NotCharged | None) -> tuple[str, str]:
    """Interest and fixed sum as text."""
    assert isinstance(found, Accrued)
    return str(found.claim.interest.amount), str(found.claim.compensation.amount)


def test_a_confirmed_company_owes_the_laws_interest_and_fixed_sum() -> None:
    """Bank Rate 3.75 of the half-year in which it fell late, plus 8 points; 70 for 1,000."""
    assert sums(earned(owes())) == WHOLE


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing(), WhyNot.NOT_CONFIRMED),
        (Standing(Kind.COMPANY, Law.ENGLAND_WALES), WhyNot.NOT_CONFIRMED),
        (Standing(Kind.CONSUMER, Law.ENGLAND_WALES, is_confirmed=True), WhyNot.CONSUMER),
        (Standing(Kind.COMPANY, Law.NEW_SOUTH_WALES, is_confirmed=True), WhyNot.NO_STATUTE),
        (Standing(Kind.COMPANY, Law.NEW_ZEALAND, is_confirmed=True), WhyNot.NO_STATUTE),
    ],
)
def test_nobody_else_owes_statutory_interest(standing: Standing, why: WhyNot) -> None:
    """Rule 34: unknown, guessed, consumers; and where no statute gives it."""
    assert basis_of(customer(standing), STATUTORY, PUBLISHED) is why
    assert earned(owes(), who=customer(standing)) is None


def test_the_law_chooses_whose_rate_it_is() -> None:
    """The three of the United Kingdom, and the European Union with its own points."""
    for law in (Law.ENGLAND_WALES, Law.SCOTLAND, Law.NORTHERN_IRELAND):
        who = customer(Standing(Kind.SOLE_TRADER, law, is_confirmed=True))
        assert isinstance(basis_of(who, STATUTORY, PUBLISHED), UkStatutory)
    irish = customer(Standing(Kind.PUBLIC_BODY, Law.EUROPEAN_UNION, is_confirmed=True))
    german = replace(STATUTORY, eu_points=Decimal(9))
    assert basis_of(irish, german, PUBLISHED) == EuStatutory(PUBLISHED, Decimal(9))


def test_agreed_interest_needs_accepted_terms_older_than_the_invoice() -> None:
    """Rule 36: their date on the customer; what was issued before it earns nothing."""
    assert basis_of(customer(), AGREED, PUBLISHED) is WhyNot.NO_ACCEPTED_TERMS
    before = customer(Standing(), Agreed(date(2026, 1, 5)))
    assert sums(earned(owes(), who=before, terms=AGREED)) == ("12.05", "15")
    after = customer(Standing(), Agreed(date(2026, 9, 15)))
    late = earned(owes(), who=after, terms=AGREED)
    assert isinstance(late, NotCharged)
    assert late.why is WhyNot.BEFORE_THE_TERMS


def test_what_was_chosen_for_a_customer_goes_before_the_policy() -> None:
    """None by name spares them; a regime of their own works where the policy has none."""
    spared = customer(agreed=Agreed(regime=Regime.NONE))
    assert basis_of(spared, STATUTORY, PUBLISHED) is WhyNot.NOT_CHOSEN
    own = customer(agreed=Agreed(regime=Regime.STATUTORY))
    assert isinstance(basis_of(own, ChargeTerms(), PUBLISHED), UkStatutory)


def test_only_the_undisputed_part_earns() -> None:
    """80 of 1,000 disputed: interest on 920."""
    disputed = owes(disputed=Money.of("80.00", "GBP"))
    assert sums(earned(disputed)) == ("16.29", "70")


def test_a_retained_part_falls_due_on_its_own_day() -> None:
    """100 of 1,000 until 14 November: ten days of it, 55 of the rest."""
    kept = owes(retained=Retention(Money.of("100.00", "GBP"), date(2026, 11, 14)))
    assert sums(earned(kept)) == ("16.26", "70")


@pytest.mark.parametrize(
    "kind",
    [HoldKind.BREATHING_SPACE, HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.INSOLVENT],
)
def test_interest_rests_while_the_law_or_kindness_says_so(kind: HoldKind) -> None:
    """From 21 October for thirty days: 25 of the 55 days are left."""
    span = (kind, None, date(2026, 10, 21), date(2026, 11, 19))
    assert sums(earned(owes(), held=(span,)))[0] == "8.05"


def test_a_plan_spares_a_person_and_not_a_company() -> None:
    """Rule 35: no interest on an individual's plan, on the invoices that it covers."""
    span = (HoldKind.PLAN, "i1", date(2026, 10, 1), date.max)
    assert sums(earned(owes(), held=(span,))) == WHOLE
    trader = customer(Standing(Kind.SOLE_TRADER, Law.ENGLAND_WALES, is_confirmed=True))
    assert earned(owes(), who=trader, held=(span,)) is None
    other = (HoldKind.PLAN, "another", date(2026, 10, 1), date.max)
    assert sums(earned(owes(), who=trader, held=(other,))) == WHOLE


@pytest.mark.parametrize(
    "changes",
    [
        {"is_charge": True},
        {"never_chase": True},
        {"receivable": False},
        {"sent_on": None},
        {"opening": Opening(Placement.UNPLACED)},
        {"opening": Opening(Placement.WRITTEN_OFF)},
        {"opening": Opening(Placement.NEVER)},
    ],
)
def test_what_earns_nothing_at_all(changes: dict[str, Any]) -> None:
    """No interest on interest, and none on what nobody chases, knows of, or believes in."""
    assert earned(owes(**changes)) is None


def test_a_write_off_ends_it() -> None:
    """A debt that was given up earns nothing, nor did it."""
    left = owes(balance=Money.of("400.00", "GBP"))
    gone = Cover(date(2026, 11, 1), Decimal(600), CoverKind.WRITE_OFF)
    assert earned(left, gone) is None


def test_what_is_small_earns_nothing() -> None:
    """Rule 4: a residue of 4.99, and all that is late together below 10.00."""
    paid_most = Cover(date(2026, 9, 30), Decimal("995.01"))
    assert earned(owes(balance=Money.of("4.99", "GBP")), paid_most) is None
    assert earned(owes("9.99")) is None
    assert sums(earned(owes("10.00"))) == ("0.18", "40")


def test_nobody_is_late_with_what_they_were_not_told_of() -> None:
    """Sent 24 days after it was due: the days since count."""
    assert sums(earned(owes(sent_on=date(2026, 10, 24))))[0] == "9.98"


def test_it_follows_the_falling_balance_and_stays_when_the_debt_is_paid() -> None:
    """400 paid after thirty days, the rest after fifty: it does not vanish with the principal."""
    half = Cover(date(2026, 10, 30), Decimal(400))
    rest = Cover(date(2026, 11, 19), Decimal(600))
    done = owes(balance=Money.zero("GBP"), state=InvoiceState.PAID)
    found = earned(done, half, rest)
    assert isinstance(found, Accrued)
    assert not found.is_open
    assert [(int(p.balance.amount), p.days) for p in found.claim.pieces] == [(1000, 29), (600, 20)]
    assert sums(found) == ("13.20", "70")


def test_payments_that_do_not_add_up_are_no_ground_for_a_claim() -> None:
    """The ledger says 600 is left, and no payment of 400 is known: nothing is worked out."""
    found = earned(owes(balance=Money.of("600.00", "GBP")))
    assert isinstance(found, NotCharged)
    assert found.why is WhyNot.BOOKS_DIFFER


def test_the_fixed_sum_is_never_converted() -> None:
    """Pounds for the Act, euro for the Directive, the base currency for a fee; else none."""
    assert sums(earned(owes(currency="EUR"), base="EUR"))[1] == "0"
    irish = customer(Standing(Kind.COMPANY, Law.EUROPEAN_UNION, is_confirmed=True))
    assert sums(earned(owes(currency="EUR"), who=irish))[1] == "40"
    assert sums(earned(owes(), who=irish))[1] == "0"
    agreed = customer(agreed=Agreed(date(2026, 1, 5)))
    assert sums(earned(owes(currency="USD"), who=agreed, terms=AGREED))[1] == "0"


def test_a_missing_rate_is_refused_by_name() -> None:
    """2023 has no rate in the house's list: no carrying on from another half-year."""
    old = owes(due=date(2023, 9, 30), issued=date(2023, 8, 30), sent_on=date(2023, 8, 30))
    found = earned(old)
    assert isinstance(found, NotCharged)
    assert found.missing is not None
    assert found.missing.since == date(2023, 7, 1)


def test_what_was_claimed_or_waived_is_not_earned_twice() -> None:
    """Settled up to 14 November: ten days more, no second fixed sum; for good means for good."""
    once, until = frozenset({"i1"}), {"i1": date(2026, 11, 14)}
    assert sums(earned(owes(), settled=until, fixed_settled=once)) == ("3.22", "0")
    assert earned(owes(), spared=frozenset({"i1"})) is None


@given(st.integers(1, 54))
def test_claiming_in_two_parts_comes_to_the_same(day: int) -> None:
    """Whenever the first claim was made; each part is rounded once, so a penny at most apart."""
    until = DUE + timedelta(days=day)
    first = earned(owes(), on=until)
    second = earned(owes(), settled={"i1": until}, fixed_settled=frozenset({"i1"}))
    parts = [Decimal(sums(each)[0]) for each in (first, second)]
    assert abs(sum(parts) - Decimal(WHOLE[0])) <= Decimal("0.01")


def test_a_charge_is_in_no_figure() -> None:
    """Rule 36: paid 40 days late, and neither record nor averages know of it."""
    invoice = owes(is_charge=True, state=InvoiceState.PAID, balance=Money.zero("GBP"))
    payment = paid(invoice, 1000, DUE + timedelta(days=40))
    account = Account(
        customer=customer(), base_currency="GBP", connected_on=date(2026, 1, 5),
        invoices=(invoice,), payments=(payment,),
    )  # fmt: skip
    assert on_time(account, TODAY).counted == 0
    assert days_to_pay([invoice], [payment]).value is None
    assert days_late([invoice], [payment]).value is None


def test_the_law_of_a_country_is_known_only_where_it_has_one() -> None:
    """Great Britain has three, Australia eight: a person says which."""
    assert law_of_country("NZ") is Law.NEW_ZEALAND
    assert law_of_country("IE") is Law.EUROPEAN_UNION
    assert law_of_country("JP") is Law.OTHER
    assert {law_of_country(each) for each in ("GB", "AU", "US", "")} == {None}
