"""The books of one organisation in Xero: what is read, and what is written back.

Fits plugin.ports.Ledger. It decides nothing; what an answer means is in `translate`, how it was
got in `client`.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar
from urllib.parse import quote

from connectors.xero import translate, translate_people
from connectors.xero.answers import Answer, Missing
from connectors.xero.client import Seat, XeroClient
from connectors.xero.transport import Deadline
from plugin.ports import (
    LedgerAccount,
    LedgerContact,
    LedgerCredit,
    LedgerError,
    LedgerGroup,
    LedgerInvoice,
    LedgerNote,
    LedgerOrganisation,
    LedgerPayment,
    LedgerQuote,
    LedgerRepeating,
    NoteOn,
    OutcomeUnknown,
    Page,
    Refused,
    Unavailable,
)

T = TypeVar("T")

PAGE_SIZE: Final = 1000
#: 40 ids are about 1,500 letters of address, well within what proxies pass.
IDS_A_CALL: Final = 40
#: Calls that one page of ids may cost, so that it ends within ten seconds.
CALLS_A_PAGE: Final = 5
#: Xero's limit for the text of a note, in letters.
LONGEST_NOTE: Final = 2500

_Options = dict[str, Any]
_NOTES: Final = {NoteOn.CONTACT: "contact", NoteOn.INVOICE: "invoice"}


class XeroLedger:
    """One organisation's books for the length of one job; not for several threads.

    Pages come in Xero's own order, by UpdatedDateUTC and then id: an explicit order would lose
    the second part, and with it records that changed in the same millisecond. With `ids`, a page
    holds what up to 200 of them name, and `page_count` says how many pages they make. `since`
    has seconds; an overlap is the caller's. Contacts' `groups` are group ids.
    """

    def __init__(self, seat: Seat, *, api_url: str) -> None:
        self._seat = seat
        self._client = XeroClient(seat, api_url=api_url)
        self._account_ids: dict[str, str] | None = None
        # the SDK's objects hold each other, so the collector would let go of sockets only some day
        self._letting_go = weakref.finalize(self, self._client.close)

    def close(self) -> None:
        """Let go of the connections; done by itself as soon as the object goes."""
        self._letting_go()

    # --- settings -------------------------------------------------------------------------

    def organisation(self) -> LedgerOrganisation:
        """The organisation; a light call that Xero does not count as egress."""
        body = self._read("get_organisations").body
        return self._made(
            lambda: translate_people.organisation(body, ledger_id=self._seat.tenant_id)
        )

    def accounts(self) -> tuple[LedgerAccount, ...]:
        """The chart of accounts."""
        return self._chart(self._client.deadline())

    def _chart(self, deadline: Deadline) -> tuple[LedgerAccount, ...]:
        body = self._client.read("get_accounts", deadline=deadline).body
        return self._made(lambda: translate_people.accounts(body))

    def reminders_on(self) -> bool:
        """Whether Xero itself reminds, so that customers would get both."""
        body = self._read("get_invoice_reminders").body
        return self._made(lambda: translate_people.reminders_on(body))

    # --- pages ----------------------------------------------------------------------------

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
        """Customers' credit notes with the accounts of their lines."""
        options = {"where": 'Type=="ACCRECCREDIT"'}
        return self._credits("get_credit_notes", translate.credit_notes, options, page, since)

    def overpayments(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerCredit]:
        """Customers' overpayments."""
        return self._credits("get_overpayments", translate.overpayments, {}, page, since)

    def prepayments(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerCredit]:
        """Customers' deposits."""
        return self._credits("get_prepayments", translate.prepayments, {}, page, since)

    def quotes(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerQuote]:
        """Quotes, by pages of 100: they have no page size and no order of their own."""
        options = {"order": "UpdatedDateUTC ASC", "page_size": None}
        return self._page("get_quotes", translate.quotes, options, page, since)

    def repeating(self) -> tuple[LedgerRepeating, ...]:
        """Templates of sales invoices."""
        body = self._read("get_repeating_invoices").body
        return self._made(lambda: translate.repeating(body))

    def pay_link(self, invoice_id: str) -> str:
        """The online invoice's address; empty where there is none, Refused for a draft."""
        body = self._read("get_online_invoice", invoice_id).body
        return self._made(lambda: translate_people.pay_link(body))

    # --- groups and notes -----------------------------------------------------------------

    def groups(self) -> tuple[LedgerGroup, ...]:
        """The contact groups, without their members."""
        body = self._read("get_contact_groups").body
        return self._made(lambda: translate_people.groups(body))

    def group(self, group_id: str) -> LedgerGroup:
        """One group with its members. Raises Refused where it is gone."""
        body = self._read("get_contact_group", group_id).body
        found = self._made(lambda: translate_people.groups(body))
        if not found:
            raise self._client.went_wrong(Missing("this contact group was deleted"))
        return found[0]

    def create_group(self, name: str, *, key: str) -> LedgerGroup:
        """A new group. Raises Refused in Xero's words, as for a name in use or the 101st."""
        body = self._write(
            "create_contact_group", {"ContactGroups": [{"Name": name}]}, key=key
        ).body
        found = self._written(lambda: translate_people.groups(body))
        if not found:
            raise self._client.went_wrong(OutcomeUnknown("Xero did not say which group it made"))
        return found[0]

    def add_to_group(self, group_id: str, contact_id: str, *, key: str) -> None:
        """Put a contact into a group; one that is in it already stays."""
        contact = {"Contacts": [{"ContactID": contact_id}]}
        self._write("create_contact_group_contacts", group_id, contact, key=key)

    def remove_from_group(self, group_id: str, contact_id: str) -> None:
        """Take a contact out of a group; one that is not in it, or no group, is as wanted."""
        self._client.write("delete_contact_group_contact", group_id, contact_id, missing_ok=True)

    def delete_group(self, group_id: str, *, key: str) -> None:
        """Delete a group, its contacts stay; a group that is gone is as wanted."""
        change = {"ContactGroups": [{"ContactGroupID": group_id, "Status": "DELETED"}]}
        self._write("update_contact_group", group_id, change, key=key, missing_ok=True)

    def notes(self, on: NoteOn, subject_id: str) -> tuple[LedgerNote, ...]:
        """The history of a contact or invoice, oldest first, Xero's own entries included."""
        body = self._read(f"get_{_NOTES[on]}_history", subject_id).body
        return self._made(lambda: translate_people.notes(body))

    def add_note(self, on: NoteOn, subject_id: str, text: str, *, key: str) -> None:
        """A note that stands for ever. Raises ValueError where it is empty or too long."""
        if not text.strip() or len(text) > LONGEST_NOTE:
            raise ValueError(f"a note has 1 to {LONGEST_NOTE} letters, not {len(text)}")
        note = {"HistoryRecords": [{"Details": text}]}
        self._write(f"create_{_NOTES[on]}_history", subject_id, note, key=key)

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

    # --- the road there -------------------------------------------------------------------

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

    def _read(self, call: str, *arguments: Any, **options: Any) -> Answer:
        deadline = self._client.deadline()
        return self._client.read(call, *arguments, deadline=deadline, **options)

    def _write(self, call: str, *arguments: Any, key: str, missing_ok: bool = False) -> Answer:
        sent_key = self._client.key(call, key)
        return self._client.write(call, *arguments, missing_ok=missing_ok, idempotency_key=sent_key)

    def _made(self, read: Callable[[], T]) -> T:
        """What the pure part makes of an answer; its complaint is kept where a person sees it."""
        try:
            return read()
        except LedgerError as error:
            raise self._client.went_wrong(error) from error.__cause__

    def _written(self, read: Callable[[], T]) -> T:
        """As `_made`, of the answer to a write: it was done, and nobody can say what it did."""
        try:
            return read()
        except LedgerError as error:
            unknown = OutcomeUnknown(f"written, but the answer cannot be read: {error}")
            raise self._client.went_wrong(unknown) from error

    def _page(
        self,
        call: str,
        read: Callable[..., Page[T]],
        options: _Options,
        page: int,
        since: datetime | None,
        ids: Sequence[str] = (),
        *,
        deadline: Deadline | None = None,
    ) -> Page[T]:
        """One page, with the bytes on the wire and the milliseconds of decoding it cost."""
        wanted: _Options = {"page": page, "page_size": PAGE_SIZE, **options}
        if since is not None and since.tzinfo is None:
            raise ValueError("since must name its zone: this machine's is not Xero's")
        if since is not None:
            # seconds, without an offset: the form that Xero documents
            wanted["if_modified_since"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        wanted = {name: value for name, value in wanted.items() if value is not None}
        deadline = deadline or self._client.deadline()
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
        began = time.perf_counter()
        found = self._made(lambda: read(answer.body, page=page))
        took = (time.perf_counter() - began) * 1000
        return replace(found, bytes=answer.wire_bytes, decode_ms=took)

    def _credits(
        self,
        call: str,
        read: Callable[..., Page[LedgerCredit]],
        options: _Options,
        page: int,
        since: datetime | None,
    ) -> Page[LedgerCredit]:
        """A page of credits, the account codes of its lines looked up once per object."""
        deadline = self._client.deadline()
        found = self._page(call, read, options, page, since, deadline=deadline)
        if not any(credit.account_ids for credit in found.items):
            return found
        if self._account_ids is None:
            self._account_ids = {one.code: one.id for one in self._chart(deadline) if one.code}
        return translate.with_account_ids(found, self._account_ids)


def _batches(ids: Iterable[str]) -> Iterable[list[str]]:
    """Distinct ids in lists of at most 40, in the order given."""
    distinct = list(dict.fromkeys(ids))
    return (distinct[at : at + IDS_A_CALL] for at in range(0, len(distinct), IDS_A_CALL))
