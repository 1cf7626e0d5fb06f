"""The collection of cases: which of them are tested here, and why the others are not.

The tests themselves stand beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from plugin.credit.account import Customer
from plugin.credit.history import Cover, Past, PastInvoice
from plugin.credit.policy import CreditPolicy, Level, PolicySet
from plugin.credit.replay import Run, replay
from tests.credit.builders import TODAY, days

CASES = Path(__file__).parents[3] / "shared" / "cases" / "engine-cases.json"
#: the places of the cases that are tested
TESTED: set[str] = set()

_Test = TypeVar("_Test", bound=Callable[..., None])

#: what these cases are about, Goodterms has not, or does otherwise, and why
ARGUED = {
    "tryton[2]": "A fee in per cent of the invoice at each level is not offered: compensation is a "
    "fixed sum once a debt, by the contract or the law (rule 36).",
    "oca_risk.cases[3]": "There is one limit for all of the exposure, no second one for what is "
    "late: lateness has its own thresholds in days.",
    "oca_risk.cases[4]": "As above: no sub-limit for what is late.",
    "oca_risk.cases[5]": "As above: no sub-limit for what is open.",
    "oca_risk.cases[7]": "An override is a person's decision with a reason, kept in the timeline; "
    "it changes no exposure.",
    "oca_risk.cases[8]": "Late is from the day after the due date (rule 1); no margin moves it.",
    "oca_risk.cases[9]": "The ledger knows no sales orders.",
    "oca_risk.cases[10]": "The ledger knows no sales orders.",
    "oca_risk.cases[11]": "The ledger knows no sales orders.",
    "oca_runs.also": "A run dated before the last is refused (tested below); a fee is never "
    "converted: it is a sum in the currency of its law or contract.",
    "odoo_limit.cases[0]": "The ledger knows no sales orders; accepted quotes count where they are "
    "switched on, and warn from 90 per cent.",
    "odoo_limit.cases[1]": "The ledger knows no sales orders, so no down payment on one.",
    "odoo_limit.cases[2]": "The ledger knows no sales orders, so nothing invoiced beyond one.",
    "odoo_limit.cases[3]": "The ledger knows no sales orders.",
    "odoo_limit.cases[4]": "The ledger knows no sales orders.",
    "odoo_limit.cases[7]": "The ledger knows no sales orders.",
    "odoo_limit.cases[8]": "An account is one customer of one organisation: the database shows "
    "nothing of another, which the tests of tenancy say.",
}


def case(*places: str) -> Callable[[_Test], _Test]:
    """Says which cases of the collection a test holds."""

    def note(test: _Test) -> _Test:
        TESTED.update(places)
        return test

    return note


def ladder(*at: int) -> CreditPolicy:
    """Levels so many days after the due date, the bare ladder."""
    levels = tuple(Level(number, day) for number, day in enumerate(at, 1))
    return CreditPolicy(guards=False, levels=levels)


def past(amount: str, *covers: Cover, due: date = TODAY, **more: Any) -> PastInvoice:
    """An invoice with what covered it."""
    facts: dict[str, Any] = {
        "id": "i1",
        "number": "INV-1",
        "issued": due - days(60),
        "due": due,
        "amount": Decimal(amount),
        "currency": "GBP",
        "sent_on": due - days(60),
        "covers": covers,
    }
    return PastInvoice(**{**facts, **more})


def after(count: int) -> date:
    """So many days after today."""
    return TODAY + days(count)


def whole(*amounts: Decimal) -> tuple[int, ...]:
    """Amounts without pence, as plain numbers."""
    assert all(each == int(each) for each in amounts)
    return tuple(int(each) for each in amounts)


def walk(invoice: PastInvoice, policy: CreditPolicy, *runs: date) -> Iterator[Run]:
    """One customer with one invoice, through the run dates."""
    one = Past(customer=Customer(id="c", name="C"), base_currency="GBP", invoices=(invoice,))
    return replay([one], PolicySet((policy,), policy.name), runs)
