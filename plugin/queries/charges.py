"""Interest and fees of customers as their pages show them, with the reason of every figure.

What is earned is handed in; this words it and reads what people decided. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from plugin.credit.charging import Accrued, NotCharged, WhyNot
from plugin.credit.claims import ClaimState
from plugin.credit.interest import InterestBasis, InterestPiece
from plugin.credit.money import Money, total
from plugin.letters.claims import fixed_name, missing_words, percent
from plugin.letters.wording import dated, days, money
from plugin.store import Tx, charges, organisations
from plugin.store.charges import Charge

WHY_NOT = {
    WhyNot.NOT_CHOSEN: "No interest and no fees: nobody has chosen any.",
    WhyNot.NOT_CONFIRMED: (
        "No interest: the law gives it on debts of businesses only, and nobody has confirmed that "
        "this customer is one."
    ),
    WhyNot.CONSUMER: "No interest: the law gives it on debts of businesses, and this is a person.",
    WhyNot.NO_STATUTE: (
        "No interest: no statute of this law gives it between businesses. Accepted terms may."
    ),
    WhyNot.NO_ACCEPTED_TERMS: (
        "No interest: agreed interest needs the day on which this customer accepted the terms."
    ),
    WhyNot.NOTHING_AGREED: "No interest: the policy names neither a rate nor a fee.",
    WhyNot.BEFORE_THE_TERMS: "earns nothing: it is older than the terms that they accepted",
    WhyNot.BOOKS_DIFFER: (
        "cannot be computed: what is read of its payments does not add up to what Xero says is "
        "unpaid; it is read again by itself"
    ),
}
_STATES = {
    ClaimState.CLAIMED: "claimed",
    ClaimState.DRAFTING: "a draft invoice is about to be made in Xero",
    ClaimState.INVOICED: "invoiced",
    ClaimState.PAID: "paid",
    ClaimState.WAIVED: "waived",
    ClaimState.UNDONE: "taken back",
}


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """What one debt has earned, with the sentences by which a person can argue."""

    invoice_id: str
    number: str
    interest: Money
    compensation: Money
    fixed: str
    is_open: bool
    reasons: tuple[str, ...]

    @property
    def total(self) -> Money:
        """Both together."""
        return self.interest + self.compensation


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A debt on which nothing can be worked out or earned, and why."""

    invoice_id: str
    number: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """A charge as people decided of it."""

    id: UUID
    customer_id: str
    number: str
    total: Money
    parts: str
    reasons: tuple[str, ...]
    state: ClaimState
    words: str
    by: str
    at: datetime
    why: str
    write_id: UUID | None
    refused: str

    @property
    def is_open(self) -> bool:
        """It may be waived, undone, or put on an invoice."""
        return self.state is ClaimState.CLAIMED


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCharges:
    """The block of one customer: earned and not claimed, refused, and what was decided."""

    #: why nothing is earned at all; empty where interest is on
    why_not: str
    is_on: bool
    earned: tuple[EarnedLine, ...]
    refused: tuple[RefusedLine, ...]
    decided: tuple[ChargeLine, ...]
    is_booked: bool
    today: date

    @property
    def open_claims(self) -> tuple[ChargeLine, ...]:
        """Those that may be put on an invoice."""
        return tuple(line for line in self.decided if line.is_open)

    @property
    def sums(self) -> tuple[Money, ...]:
        """What is earned and not claimed, one sum a currency."""
        return sums_of(line.total for line in self.earned)


def customer_charges(
    tx: Tx,
    customer_id: str,
    *,
    basis: InterestBasis | WhyNot,
    found: Sequence[Accrued | NotCharged],
    on: date,
) -> CustomerCharges:
    """The block of interest and fees on a customer's page, as of a civil day."""
    settings = organisations.settings(tx)
    return CustomerCharges(
        why_not=WHY_NOT[basis] if isinstance(basis, WhyNot) else "",
        is_on=basis is not WhyNot.NOT_CHOSEN,
        earned=tuple(_earned(each) for each in found if isinstance(each, Accrued)),
        refused=tuple(_refused(each) for each in found if isinstance(each, NotCharged)),
        decided=tuple(charge_line(each) for each in charges.of_customer(tx, customer_id)),
        is_booked=bool(settings.charges_account and settings.charges_tax),
        today=on,
    )


def sums_of(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum a currency, in the order in which they come."""
    every = tuple(amounts)
    return tuple(
        total((each for each in every if each.currency == code), code)
        for code in dict.fromkeys(each.currency for each in every)
    )


def _earned(found: Accrued) -> EarnedLine:
    claim = found.claim
    fixed = "late fee" if any(_is_agreed(piece) for piece in claim.pieces) else "compensation"
    reasons = tuple(_reason(piece) for piece in claim.pieces if piece.amount)
    if claim.compensation:
        reasons += (f"{money(claim.compensation)} {fixed}, once for this debt",)
    return EarnedLine(
        found.invoice_id,
        found.number,
        claim.interest,
        claim.compensation,
        fixed,
        found.is_open,
        reasons,
    )


def _is_agreed(piece: InterestPiece) -> bool:
    return piece.source == "the accepted terms"


def _reason(piece: InterestPiece) -> str:
    """£1,000.00 for 24 days from 1 November 2026 at 11.75 % a year: £7.73 (source)."""
    return (
        f"{money(piece.balance)} for {days(piece.days)} from {dated(piece.first)} at "
        f"{percent(piece.per_cent)} a year: {money(Money(piece.amount, piece.balance.currency))} "
        f"({piece.source})"
    )


def _refused(found: NotCharged) -> RefusedLine:
    words = missing_words(found.missing) if found.missing is not None else WHY_NOT[found.why]
    return RefusedLine(found.invoice_id, found.number, words)


def charge_line(charge: Charge) -> ChargeLine:
    """A charge with what became of it, in words."""
    parts = []
    if charge.interest:
        parts.append(f"{money(charge.interest)} interest to {dated(charge.until)}")
    if charge.compensation:
        parts.append(f"{money(charge.compensation)} {fixed_name(charge.basis)}")
    return ChargeLine(
        id=charge.id,
        customer_id=charge.customer_id,
        number=charge.number,
        total=charge.total,
        parts=" and ".join(parts) or "all that it may ever earn",
        reasons=tuple(_kept_reason(piece, charge.total.currency) for piece in charge.pieces),
        state=charge.state,
        words=_state_words(charge),
        by=charge.settled_by or charge.by,
        at=charge.settled_at or charge.at,
        why=charge.why,
        write_id=charge.write_id if charge.state is ClaimState.DRAFTING else None,
        refused=charge.refused if charge.state is ClaimState.DRAFTING else "",
    )


def _state_words(charge: Charge) -> str:
    words = _STATES[charge.state]
    number = charge.ledger_number or "an invoice"
    if charge.state is ClaimState.WAIVED and charge.for_good:
        return "waived, with all that this debt may ever earn"
    if charge.debt_is_gone and charge.state is ClaimState.CLAIMED:
        return f"claimed, but {charge.number} itself is void in Xero: nobody is told of it"
    if charge.state is ClaimState.INVOICED:
        stands = charge.ledger_state.replace("_", " ")
        return f"{number} in Xero: {stands}"
    if charge.state is ClaimState.PAID and charge.ledger_number:
        return f"paid by {number}"
    if charge.state is ClaimState.CLAIMED and charge.ledger_state:
        return f"claimed; the draft {number} was {charge.ledger_state} in Xero"
    return words


def _kept_reason(piece: Mapping[str, Any], currency: str) -> str:
    return _reason(
        InterestPiece(
            date.fromisoformat(piece["first"]),
            date.fromisoformat(piece["last"]),
            Money(Decimal(piece["balance"]), currency),
            Decimal(piece["per_cent"]),
            Decimal(piece["amount"]),
            piece["source"],
        )
    )
