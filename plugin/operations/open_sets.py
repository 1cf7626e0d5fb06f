"""The open set of a ledger, list by list: how it is read, what of it differs, how it is saved.

In which order, and what a difference means, is decided in `compare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plugin.credit.account import CreditKind
from plugin.operations.doors import Doors
from plugin.operations.ingest import (
    DEFAULT_TERMS_DAYS,
    IDS_IN_A_CALL,
    learn_accounts,
    save_credits,
    save_invoices,
)
from plugin.ports import Ledger, LedgerCredit, LedgerInvoice, Page
from plugin.store import Tx, invoices, payments
from plugin.store.comparisons import KINDS, Differs, Part
from plugin.store.organisations import Organisation


class OpenSet(Protocol):
    """One list of open documents; every record has id, number, currency and updated_at."""

    @property
    def at_once(self) -> int:
        """How many documents are read by their ids in one go: about five calls."""

    def page(self, number: int) -> Page[Any]:
        """A page of what the ledger holds open, from 1. Raises LedgerError as the doors do."""

    def named(self, ids: Sequence[str]) -> tuple[Sequence[Any], int]:
        """Documents by their ids, open or not, and the calls made; unknown ones are left out."""

    def differing(self, tx: Tx, items: Sequence[Any]) -> tuple[Differs, ...]:
        """Where they are not as held; nothing is written."""

    def save(self, tx: Tx, items: Sequence[Any], *, now: datetime) -> int:
        """Save what is newer or differs; says how many rows changed."""


@dataclass(frozen=True, slots=True)
class OpenInvoices:
    """Approved sales invoices."""

    ledger: Ledger
    organisation: Organisation

    at_once = 5 * IDS_IN_A_CALL

    def page(self, number: int) -> Page[LedgerInvoice]:
        """A page of approved sales invoices."""
        return self.ledger.open_invoices(page=number)

    def named(self, ids: Sequence[str]) -> tuple[Sequence[LedgerInvoice], int]:
        """Invoices of any state, forty to a call."""
        return self.ledger.invoices(ids=ids).items, -(-len(ids) // IDS_IN_A_CALL)

    def differing(self, tx: Tx, items: Sequence[LedgerInvoice]) -> tuple[Differs, ...]:
        """Fields of invoices that decide."""
        terms = self.organisation.sales_terms_days or DEFAULT_TERMS_DAYS
        return invoices.differing_invoices(tx, items, terms_days=terms)

    def save(self, tx: Tx, items: Sequence[LedgerInvoice], *, now: datetime) -> int:
        """As every reading saves them."""
        return save_invoices(tx, self.organisation, items, now=now)


@dataclass(frozen=True, slots=True)
class OpenCredits:
    """Customers' credits of one kind that are not used up."""

    doors: Doors
    organisation: Organisation
    ledger: Ledger
    kind: CreditKind

    at_once = 5

    def page(self, number: int) -> Page[LedgerCredit]:
        """A page of credits."""
        page = self.ledger.open_credits(self.kind, page=number)
        learn_accounts(self.doors, self.organisation.id, self.ledger, page.items)
        return page

    def named(self, ids: Sequence[str]) -> tuple[Sequence[LedgerCredit], int]:
        """Credits by a call each: their lists take no ids."""
        asked = [self.ledger.credit(self.kind, credit_id) for credit_id in ids]
        found = [each for each in asked if each is not None]
        learn_accounts(self.doors, self.organisation.id, self.ledger, found)
        return found, len(ids)

    def differing(self, tx: Tx, items: Sequence[LedgerCredit]) -> tuple[Differs, ...]:
        """Fields of credits that decide."""
        return payments.differing_credits(tx, items)

    def save(self, tx: Tx, items: Sequence[LedgerCredit], *, now: datetime) -> int:
        """As every reading saves them."""
        del now
        return save_credits(tx, items)


def open_set(part: Part, doors: Doors, organisation: Organisation, ledger: Ledger) -> OpenSet:
    """The list of this part of a round."""
    if part is Part.INVOICES:
        return OpenInvoices(ledger, organisation)
    return OpenCredits(doors, organisation, ledger, CreditKind(KINDS[part]))
