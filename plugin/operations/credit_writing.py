"""A person's yes to what a granted request changes in the ledger, and undoing it.

Everything is shown before it is said yes to. The change itself is made by `credit_contacts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from plugin.credit.terms import Terms, TermsKind
from plugin.letters.credit_words import terms_words
from plugin.operations.credit_deciding import about_request
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground
from plugin.store import Tx, contact_terms, credit_requests, refusals, writes
from plugin.store.credit_requests import CreditRequest
from plugin.store.writes import (
    ARCHIVE,
    CREATE,
    CREDIT_CONTACT,
    PUT_TERMS_BACK,
    SET_TERMS,
    LedgerWrite,
)


@dataclass(frozen=True, slots=True)
class WriteShown:
    """What is written into the ledger, where it stands, and what can be done about it."""

    lines: tuple[str, ...]
    write: LedgerWrite | None
    may_approve: bool
    may_take_back: bool
    may_undo: bool


def shown(tx: Tx, on: Ground, request: CreditRequest) -> WriteShown | None:
    """The change of the ledger that a request asks for; None where it asks for none."""
    if not request.writes or request.granted is None or request.application is None:
        return None
    write = writes.read(tx, request.write_id) if request.write_id is not None else None
    state = write.state.value if write is not None else ""
    return WriteShown(
        lines=_lines(tx, request),
        write=write,
        may_approve=write is None and on.settings.write_back and not on.only_drafts,
        may_take_back=state in {"approved", "refused"},
        may_undo=state == "done"
        and write is not None
        and write.text in {CREATE, SET_TERMS}
        and _may_undo(tx, request, write),
    )


def approve(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Put it into the outbox. Raises NotPossible where nothing is to be written, or may be."""
    with about_request(doors, org_id, request_id) as (tx, on, found):
        now = shown(tx, on, found)
        if now is None:
            raise NotPossible("Nothing of this request is to be written into Xero.")
        if not now.may_approve:
            raise NotPossible(
                "Nothing was written: it was approved before, or writing into Xero is switched off."
            )
        before = contact_terms.of(tx, found.contact_id) if found.contact_id else None
        _put(tx, on, found, found.writes, before=before)
        record(tx, on, by, None, "credit_request", f"Said yes to Xero for {found.name}")


def take_back(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Not after all, while the ledger has nothing of it. Raises NotPossible where it may have."""
    with about_request(doors, org_id, request_id) as (tx, on, found):
        if found.write_id is None or not writes.take_back(tx, found.write_id):
            raise NotPossible(
                "This cannot be taken back: it is done, being done, or nobody can say. Look in "
                "Xero."
            )
        refusals.close_task_of(tx, found.write_id, now=on.now)
        _plan(tx, found, None, found.terms_before)
        record(tx, on, by, None, "credit_request", f"Took back the change in Xero for {found.name}")


def undo(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Put the ledger back as it was: earlier terms, or the new contact archived.

    Raises NotPossible where that cannot be: there were no terms before, or invoices stand on it.
    """
    with about_request(doors, org_id, request_id) as (tx, on, found):
        now = shown(tx, on, found)
        if now is None or not now.may_undo:
            raise NotPossible(
                "This cannot be undone from here: invoices stand on the contact by now, or it had "
                "no payment terms before, and Xero takes none away. Change it in Xero."
            )
        assert now.write is not None
        text = ARCHIVE if now.write.text == CREATE else PUT_TERMS_BACK
        _put(tx, on, found, text, before=found.terms_before)
        record(tx, on, by, None, "credit_request", f"Undoes the change in Xero for {found.name}")


def _put(
    tx: Tx, on: Ground, found: CreditRequest, text: str, *, before: tuple[int, str] | None
) -> None:
    write_id = writes.put(
        tx,
        kind=CREDIT_CONTACT,
        customer_id=found.contact_id or "",
        subject_id=str(found.id),
        text=text,
        once=f"credit:{found.id}:{text}:{uuid4()}",
        now=on.now,
    )
    _plan(tx, found, write_id, before)


def _plan(
    tx: Tx, found: CreditRequest, write_id: UUID | None, before: tuple[int, str] | None
) -> None:
    credit_requests.plan_write(
        tx,
        found.id,
        writes=found.writes,
        contact_id=found.contact_id,
        write_id=write_id,
        terms_before=before,
    )


def _may_undo(tx: Tx, request: CreditRequest, write: LedgerWrite) -> bool:
    if write.text == SET_TERMS:
        return request.terms_before is not None
    return request.contact_id is not None and not contact_terms.has_documents(
        tx, request.contact_id
    )


def _lines(tx: Tx, request: CreditRequest) -> tuple[str, ...]:
    """Exactly what is written, a line each."""
    it, granted = request.application, request.granted
    assert it is not None
    assert granted is not None
    new = terms_words(granted.terms)
    if request.writes == SET_TERMS:
        before = request.terms_before or contact_terms.of(tx, request.contact_id or "")
        was = terms_words(Terms(before[0], TermsKind(before[1]))) if before else "none"
        return (f"Payment terms for sales: {new}; until now {was}",)
    told = (
        ("A new contact", it.name),
        ("Company number", it.company_number),
        ("VAT number", it.vat_number),
        ("Invoices go to", it.payer_email or it.email),
        ("Who orders", f"{it.orderer}, {it.email}"),
        ("Telephone", it.phone),
        ("Address", ", ".join(part for part in (*it.address, it.town, it.postcode) if part)),
        ("Payment terms for sales", new),
    )
    return tuple(f"{name}: {value}" for name, value in told if value)
