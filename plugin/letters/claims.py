"""Interest and fees that are claimed beside a debt, in plain English. It asks for no sum by itself.

What is claimed is never added to the amount that a letter asks for; it stands in a sentence, and
on a statement in a block, of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.credit.charge_terms import ChargeTerms
from plugin.credit.claims import Claim, Regime
from plugin.credit.interest import (
    Contractual,
    EuStatutory,
    InterestBasis,
    InterestPiece,
    UkStatutory,
)
from plugin.credit.money import Money, total
from plugin.credit.rates import RateMissing, Reference
from plugin.letters.wording import dated, listed, money

_UK = "the Late Payment of Commercial Debts (Interest) Act 1998"
_EU = "Directive 2011/7/EU on late payment, as your law carries it out"


def basis_words(
    basis: InterestBasis, pieces: Sequence[InterestPiece], accepted_on: date | None
) -> str:
    """At what rate and by what: a clause that ends a sentence, as it is kept with a claim."""
    rates = tuple(dict.fromkeys(piece.per_cent for piece in pieces if piece.amount))
    if isinstance(basis, UkStatutory):
        ground = _UK
    elif isinstance(basis, EuStatutory):
        ground = _EU
    else:
        assert isinstance(basis, Contractual)
        ground = "the terms that you accepted"
        if accepted_on is not None:
            ground += f" on {dated(accepted_on)}"
    if not rates:
        return f"under {ground}"
    return f"at {listed([percent(rate) for rate in rates])} a year under {ground}"


def percent(rate: Decimal) -> str:
    """11.75 %, 8 %."""
    plain = f"{rate:f}"
    return f"{plain.rstrip('0').rstrip('.') if '.' in plain else plain} %"


def claim_sentences(claims: Sequence[Claim]) -> tuple[str, ...]:
    """One paragraph: what is claimed on which invoice and by what, and that it is not asked here.

    Empty where nothing is claimed. Raises MixedCurrencies.
    """
    if not claims:
        return ()
    sentences = [_sentence(claim) for claim in claims]
    beside = "This is" if len(claims) == 1 else f"These {money(_whole(claims))} are"
    return (" ".join([*sentences, f"{beside} not part of the amount asked for here."]),)


def claim_words(claims: Sequence[Claim]) -> dict[str, Any]:
    """The block of a statement as JSON-ready values; without rows where nothing is claimed."""
    rows = [[name, claim.basis, money(amount)] for claim in claims for name, amount in _rows(claim)]
    whole = ["Claimed in all", "", money(_whole(claims))] if claims else None
    return {
        "claims_opening": "Claimed beside this, and no part of the balance above:",
        "claims_head": ["On", "", "Amount"],
        "claims": rows,
        "claims_total": whole,
    }


def fixed_name(basis: str) -> str:
    """The law's fixed sum is compensation; that of agreed terms is a fee."""
    return "late fee" if "the terms that you accepted" in basis else "compensation"


def terms_words(terms: ChargeTerms) -> tuple[str, ...]:
    """What the policy says of interest and fees, for its page; one sentence, or two."""
    if terms.regime is Regime.NONE:
        return ("Late money earns no interest and no fees.",)
    person = "Nobody is charged by itself: a person claims what is earned, or waives it."
    if terms.regime is Regime.STATUTORY:
        fixed = " and the law’s fixed compensation" if terms.compensation else ""
        return (f"Confirmed businesses owe interest by law{fixed} on what is late.", person)
    earned = [f"{percent(terms.per_cent)} a year"] if terms.per_cent else []
    if terms.fee:
        earned.append(f"a fee of {terms.fee} for each late invoice")
    return (f"By accepted terms, late money earns {listed(earned)}.", person)


def missing_words(missing: RateMissing) -> str:
    """cannot be computed: no Bank Rate is known for the half-year from 1 January 2027."""
    return (
        f"cannot be computed: no {reference_name(missing.reference)} is known for the half-year "
        f"from {dated(missing.since)}"
    )


def reference_name(reference: Reference) -> str:
    """Whose rate it is."""
    if reference is Reference.UK_BANK_RATE:
        return "Bank Rate"
    return "rate of the European Central Bank"


def _rows(claim: Claim) -> tuple[tuple[str, Money], ...]:
    """INV-1041, interest to 24 November 2026; its amount. And the fixed sum, where there is one."""
    rows: list[tuple[str, Money]] = []
    if claim.interest:
        rows.append((f"{claim.number}, interest to {dated(claim.until)}", claim.interest))
    if claim.compensation:
        rows.append((f"{claim.number}, {fixed_name(claim.basis)}", claim.compensation))
    return tuple(rows)


def _whole(claims: Sequence[Claim]) -> Money:
    return total((claim.total for claim in claims), claims[0].total.currency)


def _sentence(claim: Claim) -> str:
    parts = []
    if claim.interest:
        parts.append(f"{money(claim.interest)} interest to {dated(claim.until)}")
    if claim.compensation:
        parts.append(f"{money(claim.compensation)} {fixed_name(claim.basis)}")
    return f"On {claim.number} we also claim {listed(parts)}, {claim.basis}."
