"""The part of a policy that says whether late money earns interest, and by what (rule 36).

Off by default. Whether one customer may be charged at all is judged in `charging`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plugin.credit.claims import Regime
from plugin.credit.complaints import Table
from plugin.credit.interest import STATUTORY_POINTS

#: what is more is a slip of the keyboard, and no court would have it
_MOST_PER_CENT = Decimal(60)


@dataclass(frozen=True, slots=True)
class ChargeTerms:
    """By what late money earns interest; `per_cent` and `fee` are for agreed terms only.

    `per_cent` is a year's, `fee` once a late invoice in the organisation's base currency.
    `compensation` is the law's fixed sum, which goes with statutory interest only; `eu_points`
    stand above the ECB's rate, 8 unless a member state adds more.
    """

    regime: Regime = Regime.NONE
    per_cent: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    compensation: bool = True
    eu_points: Decimal = STATUTORY_POINTS


def read_charge_terms(table: Table) -> ChargeTerms:
    """Interest and fees; agreed ones need a rate or a fee, the EU's points are 8 or more."""
    default = ChargeTerms()
    read = ChargeTerms(
        regime=table.choice("regime", default.regime),
        per_cent=table.decimal("per_cent", default.per_cent),
        fee=table.decimal("fee", default.fee),
        compensation=table.flag("compensation", default.compensation),
        eu_points=table.decimal("eu_points", default.eu_points),
    )
    if read.regime is Regime.CONTRACTUAL and not read.per_cent and not read.fee:
        table.complain("per_cent", "agreed terms name a rate or a fee: both are 0")
    if read.per_cent > _MOST_PER_CENT:
        table.complain("per_cent", f"above {_MOST_PER_CENT} per cent a year: {read.per_cent}")
    if read.eu_points < STATUTORY_POINTS:
        table.complain("eu_points", f"below the law's {STATUTORY_POINTS}: {read.eu_points}")
    table.close()
    return read
