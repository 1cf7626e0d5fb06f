"""Reading what is still open in one organisation's books: invoices and credits, by pages.

A rolling comparison reads it, because Xero changes some fields without moving UpdatedDateUTC.
What differs is judged by whoever compares.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from connectors.xero import translate
from connectors.xero.answers import Missing
from connectors.xero.ledger_pages import LedgerPages
from plugin.credit.account import CreditKind
from plugin.ports import LedgerCredit, LedgerInvoice, Page

_Read = Callable[..., Page[LedgerCredit]]

#: the list of each kind of credit, the call for one of them, and how both are read
_CREDITS: Final[dict[CreditKind, tuple[str, str, _Read]]] = {
    CreditKind.CREDIT_NOTE: ("get_credit_notes", "get_credit_note", translate.credit_notes),
    CreditKind.OVERPAYMENT: ("get_overpayments", "get_overpayment", translate.overpayments),
    CreditKind.PREPAYMENT: ("get_prepayments", "get_prepayment", translate.prepayments),
}
#: a credit that still holds money is AUTHORISED; used up it is PAID
_OPEN_CREDIT: Final = {
    CreditKind.CREDIT_NOTE: 'Type=="ACCRECCREDIT" AND Status=="AUTHORISED"',
    CreditKind.OVERPAYMENT: 'Status=="AUTHORISED"',
    CreditKind.PREPAYMENT: 'Status=="AUTHORISED"',
}


class OpenSet(LedgerPages):
    """What is open now; documents that settle meanwhile leave the pages that follow."""

    def open_invoices(self, *, page: int = 1) -> Page[LedgerInvoice]:
        """Approved sales invoices, 1,000 a page, by the filters that Xero calls optimised."""
        options = {
            "statuses": ["AUTHORISED"],
            "where": 'Type=="ACCREC"',
            "summary_only": "true",
        }
        return self._page("get_invoices", translate.invoices, options, page, None)

    def open_credits(self, kind: CreditKind, *, page: int = 1) -> Page[LedgerCredit]:
        """Customers' credits of this kind that are not used up, 1,000 a page."""
        call, _, read = _CREDITS[kind]
        return self._page(call, read, {"where": _OPEN_CREDIT[kind]}, page, None)

    def credit(self, kind: CreditKind, credit_id: str) -> LedgerCredit | None:
        """One credit, whatever became of it; None where the books know none of this id."""
        _, call, read = _CREDITS[kind]
        try:
            body = self._read(call, credit_id).body
        except Missing:
            return None
        return next(iter(self._made(lambda: read(body)).items), None)
