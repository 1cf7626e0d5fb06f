"""What somebody who asks for credit wrote into the form, and what became of it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plugin.credit.law import Kind
from plugin.credit.money import Money
from plugin.credit.terms import Terms


class RequestState(StrEnum):
    """Where a request for credit stands."""

    #: sent, and nobody has shown yet that the address is theirs
    UNPROVED = "unproved"
    WAITING = "waiting"
    YES = "yes"
    DEPOSIT = "deposit"
    CASH = "cash"
    NO = "no"

    @property
    def is_granted(self) -> bool:
        """Whether they may buy on terms, with or without a deposit."""
        return self in {RequestState.YES, RequestState.DEPOSIT}

    @property
    def is_decided(self) -> bool:
        """Whether a person has answered."""
        return self not in {RequestState.UNPROVED, RequestState.WAITING}


@dataclass(frozen=True, slots=True)
class Referee:
    """Somebody who sells to the applicant, and whom one may ask."""

    business: str
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The form as it was sent. `country` has two letters; numbers and rows may be empty.

    `limit_wanted` and `monthly` are in the organisation's base currency. `terms_wanted` is in days
    after the invoice; None where they left it to the business.
    """

    name: str
    trading_as: str
    kind: Kind
    country: str
    company_number: str
    vat_number: str
    #: lines of street or box; the town stands by itself
    address: tuple[str, ...]
    town: str
    postcode: str
    #: who orders, and the address that has to be shown to be theirs
    orderer: str
    email: str
    phone: str
    #: who pays; where it is somebody else, how to reach them
    payer: str
    payer_email: str
    needs_order_number: bool
    order_route: str
    monthly: Money | None
    limit_wanted: Money | None
    terms_wanted: Terms | None
    referees: tuple[Referee, ...]
    signed_by: str
    may_ask_bureau: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """What a person granted: a limit, terms, and of each order so many per cent beforehand."""

    limit: Money
    terms: Terms
    deposit_per_cent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RefereeAnswer:
    """The three questions as they were answered; words may be empty."""

    since_years: str
    pays: str
    would_again: str
    words: str = ""
