"""What a customer is before the law, and what that allows: letters, interest, plans (rules 34, 35).

A guess from a name is a guess and shown as one; only a person confirms it. No advice is given
here, only the bounds that the house keeps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.money import Money
from plugin.credit.months import months_after


class Kind(StrEnum):
    """What a customer is before the law; UNKNOWN is treated as an individual."""

    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    #: or a partnership: a business, and yet people
    SOLE_TRADER = "sole_trader"
    CONSUMER = "consumer"
    UNKNOWN = "unknown"


class Law(StrEnum):
    """Whose law the debt is under."""

    ENGLAND_WALES = "england_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    EUROPEAN_UNION = "european_union"
    NEW_SOUTH_WALES = "new_south_wales"
    VICTORIA = "victoria"
    QUEENSLAND = "queensland"
    SOUTH_AUSTRALIA = "south_australia"
    WESTERN_AUSTRALIA = "western_australia"
    TASMANIA = "tasmania"
    CAPITAL_TERRITORY = "australian_capital_territory"
    NORTHERN_TERRITORY = "northern_territory"
    NEW_ZEALAND = "new_zealand"
    OTHER = "other"


#: the United Kingdom's three
UK_LAWS = frozenset({Law.ENGLAND_WALES, Law.SCOTLAND, Law.NORTHERN_IRELAND})
_EU_COUNTRIES = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
#: countries of several laws, of which a person has to say the one
_OF_SEVERAL_LAWS = frozenset({"GB", "AU", "US", "CA"})
_INDIVIDUALS = frozenset({Kind.SOLE_TRADER, Kind.CONSUMER, Kind.UNKNOWN})
_BUSINESSES = frozenset({Kind.COMPANY, Kind.PUBLIC_BODY, Kind.SOLE_TRADER})
_PLAN_PAYMENTS, _PLAN_MONTHS = 12, 12

#: names that only a registered company may carry, as whole words at the end
_COMPANY_NAME = re.compile(
    r"\b(ltd|limited|llp|plc|p\.?l\.?c\.?|cyf|cyfyngedig|pty)\.?(\s+ltd\.?)?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Kind and law of a customer; `is_confirmed` only once a person has said so."""

    kind: Kind = Kind.UNKNOWN
    law: Law = Law.OTHER
    is_confirmed: bool = False

    @property
    def is_individual(self) -> bool:
        """Treated as a person: sole traders and partnerships, consumers, and whoever is unknown.

        A company that was only guessed is one for no purpose that could harm a person.
        """
        return self.kind in _INDIVIDUALS or not self.is_confirmed

    @property
    def may_owe_statutory_interest(self) -> bool:
        """Only a business that a person has confirmed (rule 34)."""
        return self.is_confirmed and self.kind in _BUSINESSES

    @property
    def years_to_claim(self) -> int:
        """After so many years a debt is perhaps too old to claim (rule 20)."""
        return 5 if self.law is Law.SCOTLAND else 6


def guessed_kind(name: str, company_number: str = "") -> Kind:
    """COMPANY where a number or the name's ending says so, else UNKNOWN; nothing else is guessed.

    The ending counts only as a word of its own: *Limited Edition Prints* is no company by it.
    """
    if company_number.strip() or _COMPANY_NAME.search(name.strip()):
        return Kind.COMPANY
    return Kind.UNKNOWN


def law_of_country(country: str) -> Law | None:
    """The law of an organisation's own country (two letters); None where a person has to say it.

    Great Britain is three laws and Australia eight, so nothing is guessed there.
    """
    if country in _OF_SEVERAL_LAWS or not country:
        return None
    if country == "NZ":
        return Law.NEW_ZEALAND
    return Law.EUROPEAN_UNION if country in _EU_COUNTRIES else Law.OTHER


class LastLetter(StrEnum):
    """What the last letter may be."""

    #: letter before action with the protocol's statement, information sheet and reply forms
    PROTOCOL = "protocol"
    #: letter before action to a company
    BEFORE_ACTION = "before_action"
    #: a last letter that names no court step
    NO_COURT_STEP = "no_court_step"


@dataclass(frozen=True, slots=True)
class LastLetterRule:
    """Which last letter it is, and how many days to answer it gives."""

    letter: LastLetter
    days: int


def last_letter_for(standing: Standing) -> LastLetterRule:
    """England and Wales: 30 days and the protocol's forms for individuals, 14 days for companies.

    Elsewhere no court step is named; fourteen days are the house's own courtesy (rule 34).
    """
    if standing.law is not Law.ENGLAND_WALES:
        return LastLetterRule(LastLetter.NO_COURT_STEP, 14)
    if standing.is_individual:
        return LastLetterRule(LastLetter.PROTOCOL, 30)
    return LastLetterRule(LastLetter.BEFORE_ACTION, 14)


class PlanRefusal(StrEnum):
    """Why a plan goes to a person instead of being accepted on the spot."""

    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    DOES_NOT_ADD_UP = "does_not_add_up"
    IN_THE_PAST = "in_the_past"
    OUT_OF_ORDER = "out_of_order"
    #: an instalment below the smallest that the owner allows
    TOO_SMALL = "too_small"
    #: interest or a fee on an individual's plan
    NOT_FREE = "not_free"


@dataclass(frozen=True, slots=True)
class PlanBounds:
    """What the owner allows a customer to settle by themselves; the law may allow less."""

    payments: int = 6
    months: int = 6
    #: the smallest instalment, in the currency of the debt
    least: Decimal = Decimal(0)


def plan_refusals(
    instalments: Sequence[tuple[date, Money]],
    owed: Money,
    *,
    agreed_on: date,
    standing: Standing,
    bounds: PlanBounds,
    is_free: bool = True,
) -> tuple[PlanRefusal, ...]:
    """Why a self-served plan may not be accepted by itself; empty where it may (rules 35, 37).

    An individual in the UK: at most 12 payments, all within 12 months of the agreement, no
    interest and no fee. `is_free` says that neither is added. Raises MixedCurrencies.
    """
    most, months = bounds.payments, bounds.months
    if standing.is_individual and standing.law in UK_LAWS:
        most, months = min(most, _PLAN_PAYMENTS), min(months, _PLAN_MONTHS)
    days = [day for day, _ in instalments]
    paid = Money.zero(owed.currency)
    for _, amount in instalments:
        paid = paid + amount
    last_day = months_after(agreed_on, months)
    found = (
        (PlanRefusal.TOO_MANY, len(days) > most),
        (PlanRefusal.TOO_LONG, any(day > last_day for day in days)),
        (PlanRefusal.DOES_NOT_ADD_UP, paid != owed or any(m.amount <= 0 for _, m in instalments)),
        (PlanRefusal.IN_THE_PAST, any(day < agreed_on for day in days)),
        (PlanRefusal.OUT_OF_ORDER, days != sorted(set(days))),
        (PlanRefusal.TOO_SMALL, any(0 < m.amount < bounds.least for _, m in instalments)),
        (PlanRefusal.NOT_FREE, not is_free and standing.is_individual and standing.law in UK_LAWS),
    )
    return tuple(why for why, holds in found if holds)
