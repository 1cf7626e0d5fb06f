"""Interest and fees that a person claimed of a customer, and what was agreed about them.

Facts only: what a debt has earned by a day is worked out in `charging`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugin.credit.money import Money

#: how the reference of an invoice for interest or fees begins: no interest on interest (rule 36)
CHARGE_MARK = "GT-CHARGE"


class Regime(StrEnum):
    """By what late money earns interest (rule 36); NONE until somebody chooses."""

    NONE = "none"
    CONTRACTUAL = "contractual"
    STATUTORY = "statutory"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The civil date on which a customer accepted the terms, None where it is not known.

    `regime` is what a person chose for this customer; None leaves it to the policy.
    """

    accepted_on: date | None = None
    regime: Regime | None = None


class ClaimState(StrEnum):
    """What became of interest and fees of one debt, once a person had said so."""

    #: the customer is told of it, beside what is asked for
    CLAIMED = "claimed"
    #: an invoice for it is about to be drafted in the ledger
    DRAFTING = "drafting"
    #: the ledger holds an invoice for it
    INVOICED = "invoiced"
    PAID = "paid"
    WAIVED = "waived"
    #: said by mistake: it counts for nothing, and stays on record
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Interest up to and including `until`, and a fixed sum, on one invoice, in its currency."""

    id: str
    invoice_id: str
    number: str
    interest: Money
    compensation: Money
    until: date
    #: by what: a clause for a letter, such as "11.75 % a year under the Late Payment Act 1998"
    basis: str = ""

    @property
    def total(self) -> Money:
        """Both together."""
        return self.interest + self.compensation
