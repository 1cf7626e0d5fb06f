"""The page of interest and fees: claims of all customers, reference rates, and how they are booked.

It changes nothing and works nothing out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.credit.money import Money
from plugin.credit.rates import Reference, ReferenceRate, Sureness, half_year_of, next_half_year
from plugin.letters.claims import percent, reference_name
from plugin.letters.wording import dated, sentence
from plugin.queries.charges import ChargeLine, charge_line
from plugin.store import Tx, charge_facts, charges, organisations, reference, tax_rates
from plugin.store.reading import customers as read

_SURENESS = {
    Sureness.AGREED: "several sources agree",
    Sureness.ONE_SOURCE: "one source only",
    Sureness.ENTERED: "entered by a person",
}
#: rows of claims on the page
MOST = 500
#: how many years back a rate may be entered: the law claims no further
_YEARS = 6


@dataclass(frozen=True, slots=True)
class RateLine:
    """A reference rate with where it comes from; `is_missing` where a half-year has none."""

    name: str
    since: str
    per_cent: str
    source: str
    sureness: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a form: its value and its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargesPage:
    """Interest and fees of the whole organisation: claims, rates, and how they are booked."""

    claims: tuple[tuple[ChargeLine, str], ...]
    #: of all that are claimed and not paid, shown or not
    unpaid: int
    sums: tuple[Money, ...]
    rates: tuple[RateLine, ...]
    half_years: tuple[date, ...]
    accounts: tuple[Choice, ...]
    taxes: tuple[Choice, ...]
    account: str
    tax: str


def charges_page(tx: Tx, *, on: date, most: int = MOST) -> ChargesPage:
    """Everything about interest and fees but the choice of regime, which is the policy's."""
    settings = organisations.settings(tx)
    lines = tuple(charge_line(each) for each in charges.standing(tx, limit=most))
    unpaid, sums = charges.unpaid(tx)
    names = read.names(tx, sorted({line.customer_id for line in lines}))
    return ChargesPage(
        claims=tuple((line, names.get(line.customer_id, "")) for line in lines),
        unpaid=unpaid,
        sums=sums,
        rates=_rates(charge_facts.known_rates(tx), on),
        half_years=_half_years(on),
        accounts=tuple(
            Choice(each.code, f"{each.code} {each.name}")
            for each in reference.chart(tx)
            if each.code and each.type.upper() in {"REVENUE", "SALES", "OTHERINCOME"}
        ),
        taxes=tuple(
            Choice(each.type, f"{each.name}, {percent(each.per_cent)}")
            for each in tax_rates.known(tx)
        ),
        account=settings.charges_account,
        tax=settings.charges_tax,
    )


def _half_years(on: date) -> tuple[date, ...]:
    """The half-years of which a rate may be entered: the next one, and back to six years ago."""
    newest = next_half_year(half_year_of(on))
    found = [newest]
    while found[-1].year > on.year - _YEARS:
        since = found[-1]
        found.append(date(since.year, 1, 1) if since.month == 7 else date(since.year - 1, 7, 1))
    return tuple(found)


def _rates(known: Sequence[ReferenceRate], on: date) -> tuple[RateLine, ...]:
    """The rate in force of each half-year, newest first, and this half-year's where it lacks."""
    lines: dict[tuple[Reference, date], RateLine] = {}
    for rate in known:
        # what a person entered stands first
        lines.setdefault(
            (rate.reference, rate.since),
            RateLine(
                sentence(reference_name(rate.reference)),
                dated(rate.since),
                percent(rate.per_cent),
                rate.source,
                _SURENESS[rate.sureness],
            ),
        )
    for whose in Reference:
        since = half_year_of(on)
        missing = RateLine(
            sentence(reference_name(whose)), dated(since), "", "", "", is_missing=True
        )
        lines.setdefault((whose, since), missing)
    return tuple(
        lines[key] for key in sorted(lines, key=lambda key: (key[0].value, key[1]), reverse=True)
    )
