"""Plain English for what was found on an invoice that has not left, for the business's own screen.

None of it goes to a customer or into the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.credit.leaving_findings import (
    Finding,
    LikelyTwice,
    NoOrderNumber,
    OtherDueDate,
    OverTheLimit,
    UnusualAmount,
    read_finding,
)
from plugin.letters.wording import dated, money, spelled


def leaving_words(customer: str, number: str, findings: Sequence[str]) -> str:
    """What to look at before this invoice leaves, with its numbers."""
    said = (finding_words(read_finding(each)) for each in findings)
    named = f"{number} for {customer}" if number else f"An invoice for {customer}"
    return " ".join((f"{named} has not left yet.", *said))


def finding_words(finding: Finding) -> str:
    """One finding as a sentence: what it is, and by which rule."""
    match finding:
        case NoOrderNumber(carried, of) if of:
            return (
                f"No order number is on it, and {spelled(carried)} of their last {spelled(of)} "
                "invoices carry one."
            )
        case NoOrderNumber():
            return "No order number is on it, and they said that their invoices need one."
        case OtherDueDate(due, by_terms):
            return f"It falls due on {dated(due)}; by their terms it would be {dated(by_terms)}."
        case LikelyTwice() as it:
            named = f"{it.number or 'another invoice'} of {dated(it.issued)}"
            also = " and has the same reference" if it.same_reference else ""
            return f"It may be there twice: {named} is for the same amount{also}."
        case UnusualAmount() as it:
            much = "much more" if it.is_high else "much less"
            return (
                f"{money(it.amount)} is {much} than usual: half of their last {spelled(it.of)} "
                f"invoices are below {money(it.usual)}."
            )
        case OverTheLimit(by=by):
            return f"With it they owe {money(by)} more than their limit."
