"""What each late debt of a customer has earned by a day, and why it has earned nothing (rule 36).

It claims nothing: a person does. The arithmetic of one debt is in `interest`; here it is said whom
the law or the accepted terms let us charge, on which days, and what was claimed or waived before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account, Customer, HoldKind, Invoice, Placement
from plugin.credit.charge_terms import ChargeTerms
from plugin.credit.claims import Regime
from plugin.credit.history import CoverKind, PastInvoice, balances_on
from plugin.credit.interest import (
    Contractual,
    EuStatutory,
    InterestBasis,
    InterestClaim,
    UkStatutory,
    interest_on,
)
from plugin.credit.law import UK_LAWS, Kind, Law, Standing
from plugin.credit.money import Money
from plugin.credit.policy_parts import Tolerance
from plugin.credit.rates import RateMissing, ReferenceRate

#: while one of these stands nothing is earned; a plan spares people, not companies (rule 35)
FREEZING = frozenset(
    {HoldKind.BREATHING_SPACE, HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.INSOLVENT}
)
_GIVEN_UP = frozenset({Placement.UNPLACED, Placement.WRITTEN_OFF, Placement.NEVER})


class WhyNot(StrEnum):
    """Why a customer or a debt is not charged."""

    NOT_CHOSEN = "not_chosen"
    #: statutory interest is for businesses, and nobody confirmed that this is one (rule 34)
    NOT_CONFIRMED = "not_confirmed"
    CONSUMER = "consumer"
    #: no statute gives interest under this law; agreed terms would
    NO_STATUTE = "no_statute"
    #: contractual, and no accepted terms with their date are known
    NO_ACCEPTED_TERMS = "no_accepted_terms"
    NOTHING_AGREED = "nothing_agreed"
    #: the invoice is older than the terms that name the interest
    BEFORE_THE_TERMS = "before_the_terms"
    #: a half-year has no reference rate: refused, never guessed
    RATE_MISSING = "rate_missing"
    #: what is known of its payments does not add up to what the ledger says is unpaid
    BOOKS_DIFFER = "books_differ"


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """What the arithmetic needs beside the account; spans are civil days, both ends included.

    `held` are the spans of holds by kind, on one invoice or (None) the whole customer. By invoice:
    `settled` is the last day for which interest was claimed or waived; `fixed_settled` those whose
    fixed sum was; `spared` those on which nothing is ever claimed again.
    """

    invoices: tuple[PastInvoice, ...] = ()
    held: tuple[tuple[HoldKind, str | None, date, date], ...] = ()
    settled: Mapping[str, date] = field(default_factory=dict)
    fixed_settled: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Accrued:
    """What one debt has earned and nobody claimed or waived; in the debt's currency."""

    invoice_id: str
    number: str
    claim: InterestClaim
    #: there is still something to pay on the debt itself
    is_open: bool


@dataclass(frozen=True, slots=True)
class NotCharged:
    """Why a late debt earns nothing although interest is on; `missing` is the rate that lacks."""

    invoice_id: str
    number: str
    why: WhyNot
    missing: RateMissing | None = None


def regime_of(customer: Customer, terms: ChargeTerms) -> Regime:
    """By what late money of this customer earns interest: their own choice, else the policy's."""
    return customer.agreed.regime or terms.regime


def basis_of(
    customer: Customer, terms: ChargeTerms, rates: tuple[ReferenceRate, ...]
) -> InterestBasis | WhyNot:
    """By what this customer may be charged, or why not (rules 34 and 36)."""
    regime = regime_of(customer, terms)
    if regime is Regime.NONE:
        return WhyNot.NOT_CHOSEN
    if regime is Regime.STATUTORY:
        return _statutory(customer.standing, terms, rates)
    if customer.agreed.accepted_on is None:
        return WhyNot.NO_ACCEPTED_TERMS
    if not terms.per_cent and not terms.fee:
        return WhyNot.NOTHING_AGREED
    return Contractual(terms.per_cent, terms.fee)


def _statutory(
    standing: Standing, terms: ChargeTerms, rates: tuple[ReferenceRate, ...]
) -> UkStatutory | EuStatutory | WhyNot:
    if not standing.may_owe_statutory_interest:
        is_consumer = standing.is_confirmed and standing.kind is Kind.CONSUMER
        return WhyNot.CONSUMER if is_consumer else WhyNot.NOT_CONFIRMED
    if standing.law in UK_LAWS:
        return UkStatutory(rates)
    if standing.law is Law.EUROPEAN_UNION:
        return EuStatutory(rates, terms.eu_points)
    return WhyNot.NO_STATUTE


@dataclass(frozen=True, slots=True)
class _Case:
    """One customer on one day, as each of their debts is looked at."""

    account: Account
    terms: ChargeTerms
    basis: InterestBasis
    tolerances: Mapping[str, Tolerance]
    facts: ChargeFacts
    on: date


def accrued(
    account: Account,
    terms: ChargeTerms,
    tolerances: Mapping[str, Tolerance],
    facts: ChargeFacts,
    rates: tuple[ReferenceRate, ...],
    on: date,
) -> tuple[Accrued | NotCharged, ...]:
    """What each late debt has earned up to and including `on`, oldest first; pure.

    A debt that earns nothing by the rules of the house (below tolerance, written off, never
    chased, never sent, itself a charge) is left out. `tolerances` are by currency.
    """
    basis = basis_of(account.customer, terms, rates)
    if isinstance(basis, WhyNot):
        return ()
    case = _Case(account, terms, basis, tolerances, facts, on)
    known = {each.id: each for each in account.invoices}
    small = _small_currencies(account, tolerances, on)
    found: list[Accrued | NotCharged] = []
    for past in sorted(facts.invoices, key=lambda each: (each.due, each.number)):
        invoice = known.get(past.id)
        if invoice is None or not _may_earn(invoice, past, facts):
            continue
        if invoice.is_open and invoice.balance.currency in small:
            continue
        earned = _earned(case, invoice, past)
        if isinstance(earned, NotCharged) or earned.claim.total:
            found.append(earned)
    return tuple(found)


def _may_earn(invoice: Invoice, past: PastInvoice, facts: ChargeFacts) -> bool:
    if invoice.is_charge or invoice.never_chase or not invoice.receivable:
        return False
    if invoice.sent_on is None or invoice.id in facts.spared:
        return False
    if invoice.opening is not None and invoice.opening.placement in _GIVEN_UP:
        return False
    return all(cover.kind is not CoverKind.WRITE_OFF for cover in past.covers)


def _small_currencies(
    account: Account, tolerances: Mapping[str, Tolerance], on: date
) -> frozenset[str]:
    """Currencies in which all that is late together decides nothing (rule 4)."""
    late: dict[str, Decimal] = {}
    for each in account.invoices:
        if each.is_open and each.due < on:
            currency = each.balance.currency
            late[currency] = late.get(currency, Decimal(0)) + each.balance.amount
    return frozenset(code for code, owed in late.items() if owed < tolerances[code].account)


def _earned(case: _Case, invoice: Invoice, past: PastInvoice) -> Accrued | NotCharged:
    accepted = case.account.customer.agreed.accepted_on
    is_agreed = isinstance(case.basis, Contractual)
    if is_agreed and accepted is not None and invoice.issued < accepted:
        return NotCharged(invoice.id, invoice.number, WhyNot.BEFORE_THE_TERMS)
    if sum(balances_on(past, case.on), Decimal(0)) != invoice.balance.amount:
        return NotCharged(invoice.id, invoice.number, WhyNot.BOOKS_DIFFER)
    settled = case.facts.settled.get(invoice.id)
    try:
        claim = _claim(case, invoice, past, ())
        if settled is not None:
            # what was claimed or waived up to a day is not earned twice
            later = _claim(case, invoice, past, ((date.min, settled),))
            claim = replace(later, compensation=claim.compensation)
    except RateMissing as missing:
        return NotCharged(invoice.id, invoice.number, WhyNot.RATE_MISSING, missing)
    if not _earns_fixed(case, invoice):
        claim = replace(claim, compensation=Money.zero(past.currency))
    return Accrued(invoice.id, invoice.number, claim, is_open=invoice.is_open)


def _claim(
    case: _Case, invoice: Invoice, past: PastInvoice, spared: Sequence[tuple[date, date]]
) -> InterestClaim:
    """All that this debt has earned, days `spared` left out. Raises RateMissing.

    A part that is retained until later falls due by itself then.
    """
    tolerance, kept = case.tolerances[past.currency], invoice.retained
    if kept is not None and invoice.due < kept.due and kept.amount.amount < past.amount:
        rest = past.amount - kept.amount.amount
        past = replace(past, parts=((past.due, rest), (kept.due, kept.amount.amount)))
    return interest_on(
        past,
        case.on,
        case.basis,
        tolerance=max(tolerance.balance, tolerance.residue),
        frozen=(*_frozen(case, invoice), *spared),
        contested=Decimal(0) if invoice.disputed is None else invoice.disputed.amount,
    )


def _earns_fixed(case: _Case, invoice: Invoice) -> bool:
    """The fixed sum is once a debt, and in pounds, euro or the base currency: never converted."""
    if invoice.id in case.facts.fixed_settled:
        return False
    if isinstance(case.basis, Contractual):
        return invoice.total.currency == case.account.base_currency
    currency = "GBP" if isinstance(case.basis, UkStatutory) else "EUR"
    return case.terms.compensation and invoice.total.currency == currency


def _frozen(case: _Case, invoice: Invoice) -> Sequence[tuple[date, date]]:
    """Days on which this debt earns nothing; a span that has no end yet lasts up to the day."""
    is_individual = case.account.customer.standing.is_individual
    kinds = FREEZING | {HoldKind.PLAN} if is_individual else FREEZING
    spans = [
        (first, min(last, case.on))
        for kind, invoice_id, first, last in case.facts.held
        if kind in kinds and invoice_id in (None, invoice.id)
    ]
    if invoice.sent_on is not None and invoice.sent_on > invoice.due:
        # nobody is late with what they were not told of
        spans.append((invoice.due, min(invoice.sent_on, case.on)))
    return spans
