"""What an evidence pack needs beyond the books: invoices as Xero prints them, interest by the day.

Papers pass through and are kept nowhere. It hands nothing over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from plugin.credit.charging import Accrued
from plugin.credit.money import Money
from plugin.letters.evidence_papers import InvoicePaper, readable
from plugin.letters.wording import counted, listed
from plugin.operations.charges import Earned
from plugin.operations.doors import Doors
from plugin.operations.invoice_pdfs import MOST_PDFS
from plugin.ports import LedgerError, Urgency

_PENNY = Decimal("0.01")
_SHOWN = 6


def invoice_papers(
    doors: Doors, org_id: UUID, wanted: Mapping[str, str]
) -> tuple[tuple[InvoicePaper, ...], str]:
    """The invoices (id and number) as PDFs, and why some or all are not there; empty where all are.

    A call each, so no more than twenty; what cannot be had leaves the facts of the other exhibits.
    """
    papers: list[InvoicePaper] = []
    odd: list[str] = []
    chosen = list(wanted.items())[:MOST_PDFS]
    try:
        ledger = doors.ledger(org_id, urgency=Urgency.NOW)
        for invoice_id, number in chosen:
            paper = readable(number, ledger.invoice_pdf(invoice_id))
            if paper is None:
                odd.append(number)
            else:
                papers.append(paper)
    except LedgerError as problem:
        why = (
            f"Xero did not hand the invoices over when this was made ({problem}). What they say is "
            "in Exhibit 1; each can be had from Xero."
        )
        return (), why
    return tuple(papers), _lacking(odd, len(wanted) - len(chosen))


def _lacking(odd: Sequence[str], more: int) -> str:
    said = []
    if odd:
        said.append(f"Not readable as Xero handed them over: {listed(odd, _SHOWN)}.")
    if more:
        said.append(f"{counted(more, 'more invoice')} can be had from Xero.")
    return " ".join(said)


def daily_interest(earned: Earned | None) -> dict[str, Money]:
    """What another day adds by invoice id, from the newest piece of each that still runs."""
    found: dict[str, Money] = {}
    for each in earned.found if earned is not None else ():
        if not isinstance(each, Accrued) or not each.claim.pieces:
            continue
        last = each.claim.pieces[-1]
        if last.amount and last.days:
            a_day = (last.amount / last.days).quantize(_PENNY, ROUND_HALF_UP)
            found[each.invoice_id] = Money(a_day, last.balance.currency)
    return found
