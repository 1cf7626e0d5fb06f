"""A sales invoice that is only drafted in Xero, where a person approves it or not.

It is never approved and never sent from here; what is on it is decided by whoever calls.
"""

from __future__ import annotations

from typing import Any

from connectors.xero import translate
from connectors.xero.envelope import decode, paged
from connectors.xero.ledger_calls import LedgerCalls
from connectors.xero.values import Place
from connectors.xero.wire import TaxRate
from plugin.ports import LedgerDraft, LedgerInvoice, LedgerTaxRate, OutcomeUnknown


class Drafts(LedgerCalls):
    """Tax rates for a line of a sale, and drafts, found again by their reference."""

    def tax_rates(self) -> tuple[LedgerTaxRate, ...]:
        """The active tax rates that a line of a sale may carry."""
        body = self._read("get_tax_rates").body
        return self._made(
            lambda: paged(decode(body), "TaxRates", decode(body).tax_rates, _tax_rate).items
        )

    def sale_referred(self, reference: str) -> LedgerInvoice | None:
        """The sales invoice with exactly this reference, void and deleted ones left out.

        Raises ValueError for a reference that a filter cannot carry.
        """
        if '"' in reference or "\\" in reference or not reference:
            raise ValueError(f"no reference to look for: {reference!r}")
        where = f'Type=="ACCREC" AND Reference=="{reference}"'
        body = self._read("get_invoices", where=where, summary_only="true").body
        found = self._made(lambda: translate.invoices(body)).items
        alive = [each for each in found if each.state not in {"voided", "deleted"}]
        return alive[0] if alive else None

    def draft_sale(self, draft: LedgerDraft, *, key: str) -> LedgerInvoice:
        """Draft a sales invoice; Xero works out the tax of its lines.

        Raises Refused in Xero's words, as for an archived account.
        """
        body = self._write("create_invoices", {"Invoices": [_body(draft)]}, key=key).body
        made = self._written(lambda: translate.invoices(body)).items
        if not made:
            raise self._client.went_wrong(OutcomeUnknown("Xero did not say which draft it made"))
        return made[0]


def _body(draft: LedgerDraft) -> dict[str, Any]:
    return {
        "Type": "ACCREC",
        "Status": "DRAFT",
        "Contact": {"ContactID": draft.contact_id},
        "Date": draft.on.isoformat(),
        "DueDate": draft.due.isoformat(),
        "CurrencyCode": draft.currency,
        "Reference": draft.reference,
        "LineAmountTypes": "Exclusive",
        "LineItems": [
            {
                "Description": line.description,
                "Quantity": 1,
                "UnitAmount": str(line.amount),
                "AccountCode": line.account,
                "TaxType": line.tax,
            }
            for line in draft.lines
        ],
    }


def _tax_rate(found: TaxRate, place: Place) -> LedgerTaxRate | None:
    if (found.status or "ACTIVE").upper() != "ACTIVE" or found.can_apply_to_revenue is False:
        return None
    return LedgerTaxRate(
        type=place.text(found.tax_type, "TaxType"),
        name=place.text(found.name, "Name"),
        per_cent=place.amount(found.effective_rate, "EffectiveRate"),
    )
