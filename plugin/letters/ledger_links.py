"""Links into the ledger: the very document or contact, opened in the right organisation.

Only sales invoices and contacts have an address that the ledger's makers publish; a credit is
reached through its contact. Nothing is read or changed by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class LedgerLinks:
    """The addresses of one organisation; `site` is where its people open the ledger.

    Empty where the ledger never said by which short code it knows the organisation.
    """

    site: str
    short_code: str

    def invoice(self, invoice_id: str) -> str:
        """A sales invoice."""
        return self._at(f"invoicing/view/{quote(invoice_id, safe='')}")

    def contact(self, contact_id: str) -> str:
        """A contact, with its credits."""
        return self._at(f"contacts/contact/{quote(contact_id, safe='')}")

    def _at(self, path: str) -> str:
        if not self.short_code:
            return ""
        return f"{self.site.rstrip('/')}/app/{quote(self.short_code, safe='!')}/{path}"
