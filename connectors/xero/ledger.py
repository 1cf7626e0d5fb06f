"""The books of one organisation in Xero: what is read, and what is written back.

Fits plugin.ports.Ledger. It decides nothing; what an answer means is in `translate`, how it was
got in `client`. Lists are in `ledger_pages` and `ledger_open`, groups and notes in `ledger_notes`,
drafted invoices in `ledger_drafts`, contacts that we make in `ledger_contacts`.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from connectors.xero import translate, translate_people
from connectors.xero.ledger_contacts import Contacts
from connectors.xero.ledger_drafts import Drafts
from connectors.xero.ledger_notes import GroupsAndNotes
from connectors.xero.ledger_open import OpenSet
from connectors.xero.transport import Deadline
from plugin.ports import LedgerOrganisation, Malformed, Refused

#: How every PDF begins and ends (ISO 32000-1, 7.5.2 and 7.5.5); half of one is none.
_PDF, _END, _TAIL = b"%PDF-", b"%%EOF", 1024


class XeroLedger(OpenSet, GroupsAndNotes, Drafts, Contacts):
    """One organisation's books for the length of one job; not for several threads."""

    # --- settings -------------------------------------------------------------------------

    def organisation(self) -> LedgerOrganisation:
        """The organisation; a light call that Xero does not count as egress."""
        body = self._read("get_organisations").body
        return self._made(
            lambda: translate_people.organisation(body, ledger_id=self._seat.tenant_id)
        )

    def reminders_on(self) -> bool:
        """Whether Xero itself reminds, so that customers would get both."""
        body = self._read("get_invoice_reminders").body
        return self._made(lambda: translate_people.reminders_on(body))

    # --- one document ---------------------------------------------------------------------

    def pay_link(self, invoice_id: str) -> str:
        """The online invoice's address; empty where there is none, Refused for a draft."""
        body = self._read("get_online_invoice", invoice_id).body
        return self._made(lambda: translate_people.pay_link(body))

    def invoice_pdf(self, invoice_id: str) -> bytes:
        """The invoice as Xero prints it, at most 64 MiB. Raises Refused where it is gone.

        The SDK would write it to a file in the temporary folder, under a name that the answer
        chooses, and leave it there; asked for as plain bytes it touches no disk.
        """
        pdf = self._read("get_invoice_as_pdf", invoice_id).body
        if not pdf.startswith(_PDF) or _END not in pdf[-_TAIL:]:
            raise self._client.went_wrong(
                Malformed("the answer is no whole PDF", page=1, where=f"invoice {invoice_id}")
            )
        return pdf

    def set_expected_date(self, invoice_id: str, on: date | None, *, key: str) -> None:
        """Write the expected payment date, or empty it with None.

        Raises Refused where Xero refuses, and where it says yes and keeps another date. Nobody
        knows how the field is emptied: an empty text is tried first, then a null.
        """
        deadline = self._client.deadline()
        if on is not None:
            self._set_expected(invoice_id, on.isoformat(), on, key=key, deadline=deadline)
            return
        try:
            self._set_expected(invoice_id, "", None, key=f"{key}:empty", deadline=deadline)
        except Refused:
            self._set_expected(invoice_id, None, None, key=f"{key}:null", deadline=deadline)

    def _set_expected(
        self,
        invoice_id: str,
        value: str | None,
        wanted: date | None,
        *,
        key: str,
        deadline: Deadline,
    ) -> None:
        body = {"Invoices": [{"InvoiceID": invoice_id, "ExpectedPaymentDate": value}]}
        sent_key = self._client.key("set_expected_date", key)
        answer = self._client.write_json(
            f"/Invoices/{quote(invoice_id, safe='')}", body, key=sent_key, deadline=deadline
        )
        changed = self._written(lambda: translate.invoices(answer.body)).items
        if not changed or changed[0].expected_on != wanted:
            kept = changed[0].expected_on if changed else None
            raise self._client.went_wrong(
                Refused(f"Xero kept {kept or 'no date'} as the expected payment date")
            )
