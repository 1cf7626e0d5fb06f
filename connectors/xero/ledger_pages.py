"""Reading whole pages of one organisation's books, by day of change or by lists of ids.

What an answer means is in `translate`, how it was got in `client`; it writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from connectors.xero import translate, translate_people
from connectors.xero.answers import NOT_MODIFIED
from connectors.xero.ledger_calls import LedgerCalls
from connectors.xero.transport import Deadline
from plugin.ports import (
    LedgerAccount,
    LedgerContact,
    LedgerCredit,
    LedgerInvoice,
    LedgerPayment,
    LedgerQuote,
    LedgerRepeating,
    Page,
    Unavailable,
)

T = TypeVar("T")

PAGE_SIZE: Final = 1000
#: 40 ids are about 1,500 letters of address, well within what proxies pass.
IDS_A_CALL: Final = 40
#: Calls that one page of ids may cost, so that it ends within ten seconds.
CALLS_A_PAGE: Final = 5

_Options = dict[str, Any]


class LedgerPages(LedgerCalls):
    """The lists of the books.

    Pages come in Xero's own order, by UpdatedDateUTC and then id: an explicit order would lose
    the second part, and with it records that changed in the same millisecond. With `ids`, a page
    holds what up to 200 of them name, and `page_count` says how many pages they make. `since`
    has seconds; an overlap is the caller's. Contacts' `groups` are group ids.
    """

    def accounts(self) -> tuple[LedgerAccount, ...]:
        """The chart of accounts."""
        body = self._read("get_accounts").body
        return self._made(lambda: translate_people.accounts(body))

    def contacts(
        self, *, page: int = 1, since: datetime | None = None, ids: Sequence[str] = ()
    ) -> Page[LedgerContact]:
        """All contacts, archived ones too, with people and groups (hence no summaries)."""
        options = {"include_archived": "true"}
        return self._page("get_contacts", translate_people.contacts, options, page, since, ids)

    def invoices(
        self, *, page: int = 1, since: datetime | None = None, ids: Sequence[str] = ()
    ) -> Page[LedgerInvoice]:
        """Sales invoices and bills of every state, without the lines that nobody here reads."""
        options = {"summary_only": "true"}
        return self._page("get_invoices", translate.invoices, options, page, since, ids)

    def payments(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerPayment]:
        """Payments of invoices and bills, refunds, and deleted ones."""
        return self._page("get_payments", translate.payments, {}, page, since)

    def credit_notes(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerCredit]:
        """Customers' credit notes with the accounts of their lines, which Xero names by code."""
        options = {"where": 'Type=="ACCRECCREDIT"'}
        return self._page("get_credit_notes", translate.credit_notes, options, page, since)

    def overpayments(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerCredit]:
        """Customers' overpayments."""
        return self._page("get_overpayments", translate.overpayments, {}, page, since)

    def prepayments(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerCredit]:
        """Customers' deposits."""
        return self._page("get_prepayments", translate.prepayments, {}, page, since)

    def quotes(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerQuote]:
        """Quotes, by pages of 100: they have no page size and no order of their own."""
        options = {"order": "UpdatedDateUTC ASC", "page_size": None}
        return self._page("get_quotes", translate.quotes, options, page, since)

    def repeating(self) -> tuple[LedgerRepeating, ...]:
        """Templates of sales invoices."""
        body = self._read("get_repeating_invoices").body
        return self._made(lambda: translate.repeating(body))

    # --- the road there -------------------------------------------------------------------

    def _page(
        self,
        call: str,
        read: Callable[..., Page[T]],
        options: _Options,
        page: int,
        since: datetime | None,
        ids: Sequence[str] = (),
    ) -> Page[T]:
        """One page, with the bytes on the wire and the milliseconds of decoding it cost."""
        wanted: _Options = {"page": page, "page_size": PAGE_SIZE, **options}
        if since is not None and since.tzinfo is None:
            raise ValueError("since must name its zone: this machine's is not Xero's")
        if since is not None:
            # seconds, without an offset: the form that Xero documents
            wanted["if_modified_since"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        wanted = {name: value for name, value in wanted.items() if value is not None}
        deadline = self._client.deadline()
        if not ids:
            return self._one(call, read, wanted, page, deadline)
        batches = list(_batches(ids))
        pages = [batches[at : at + CALLS_A_PAGE] for at in range(0, len(batches), CALLS_A_PAGE)]
        if not 1 <= page <= len(pages):
            return Page((), page, len(pages), len(ids))
        parts: list[Page[T]] = []
        for batch in pages[page - 1]:
            if deadline.left() <= 0:
                raise self._client.went_wrong(Unavailable("no time was left to read all the ids"))
            asked = {**wanted, "page": 1, "i_ds": batch}
            parts.append(self._one(call, read, asked, page, deadline))
        return Page(
            items=tuple(record for part in parts for record in part.items),
            page=page,
            page_count=len(pages),
            item_count=sum(part.item_count for part in parts),
            bytes=sum(part.bytes for part in parts),
            decode_ms=sum(part.decode_ms for part in parts),
        )

    def _one(
        self,
        call: str,
        read: Callable[..., Page[T]],
        options: _Options,
        page: int,
        deadline: Deadline,
    ) -> Page[T]:
        answer = self._client.read(call, deadline=deadline, **options)
        if answer.status == NOT_MODIFIED and "if_modified_since" in options:
            # an empty list in other words
            return Page((), page, page, 0, bytes=answer.wire_bytes)
        began = time.perf_counter()
        found = self._made(lambda: read(answer.body, page=page))
        took = (time.perf_counter() - began) * 1000
        return replace(found, bytes=answer.wire_bytes, decode_ms=took)


def _batches(ids: Iterable[str]) -> Iterable[list[str]]:
    """Distinct ids in lists of at most 40, in the order given."""
    distinct = list(dict.fromkeys(ids))
    return (distinct[at : at + IDS_A_CALL] for at in range(0, len(distinct), IDS_A_CALL))
