"""What a granted request for credit changes in the ledger: a contact, its payment terms, and back.

Each is a row of the outbox that a person approved with its preview. The ledger is looked at first:
what stands there already is not written, and no attempt without an answer makes a contact twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugin.credit.account import StepState
from plugin.credit.application import Application
from plugin.letters.credit_words import terms_words
from plugin.operations.assess import Ground
from plugin.operations.attempts import back_in_line, claim, key_of, look_later, tell_refusal
from plugin.operations.doors import Doors
from plugin.ports import (
    Ledger,
    LedgerAddress,
    LedgerContact,
    LedgerNewContact,
    LedgerPerson,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    Unavailable,
)
from plugin.store import contacts, credit_requests, refusals, timeline, writes
from plugin.store.credit_requests import CreditRequest
from plugin.store.writes import ARCHIVE, CREATE, PUT_TERMS_BACK, LedgerWrite

#: so many lines of street has an address in the ledger
_LINES = 4


@dataclass(frozen=True, slots=True)
class _Made:
    """What the ledger has now; `was_there` where nothing had to be written."""

    contact: LedgerContact
    was_there: bool


def new_contact(request: CreditRequest) -> LedgerNewContact:
    """The contact that a granted request makes, as it is shown before anybody says yes.

    Raises ValueError for one that is erased or not granted.
    """
    it, granted = request.application, request.granted
    if it is None or granted is None:
        raise ValueError("nothing of this request can be written")
    first, _, last = it.orderer.partition(" ")
    payer = (it.payer, it.payer_email)
    return LedgerNewContact(
        name=it.name,
        first_name=first,
        last_name=last,
        email=it.payer_email or it.email,
        phone=it.phone,
        company_number=it.company_number,
        vat_number=it.vat_number,
        address=_address(it),
        sales_terms=(granted.terms.days, granted.terms.kind.value),
        people=_people(it) if all(payer) and it.payer_email != it.email else (),
    )


def write_contacts(
    doors: Doors,
    on: Ground,
    ledger: Ledger,
    waiting: Sequence[LedgerWrite],
    *,
    goes_on: Callable[[], bool],
) -> None:
    """Do these writes, oldest first; ends where `goes_on` does.

    Raises what the ledger raises but a refusal of one of them.
    """
    for write in waiting:
        if not goes_on():
            return
        _write(doors, on, ledger, write)


def _write(doors: Doors, on: Ground, ledger: Ledger, write: LedgerWrite) -> None:
    with doors.store.tenant(on.organisation.id) as tx:
        request = credit_requests.of_write(tx, write.id)
        if request is None or request.application is None:
            outcome = "the request is gone, or was decided otherwise"
            writes.settle(tx, write.id, state=StepState.DROPPED, now=on.now, outcome=outcome)
            return
    if write.state is not StepState.CLAIMED and not claim(doors, on, write):
        return
    what = _WHAT[write.text].format(name=request.name)
    try:
        made = _called(ledger, write, request, key=key_of(on, write))
    except (Unavailable, NotPermitted):
        back_in_line(doors, on, write)
        raise
    except Refused as refused:
        with doors.store.tenant(on.organisation.id) as tx:
            writes.settle(tx, write.id, state=StepState.REFUSED, now=on.now, outcome=str(refused))
            tell_refusal(tx, on, write.id, write.customer_id, what, str(refused))
    except OutcomeUnknown as unknown:
        look_later(doors, on, write, str(unknown), what)
    else:
        _done(doors, on, write, request, made)


def _called(ledger: Ledger, write: LedgerWrite, request: CreditRequest, *, key: str) -> _Made:
    """Compare, then write what differs."""
    if write.text == CREATE:
        return _created(ledger, write, request, key=key)
    contact_id = request.contact_id or ""
    (found,) = ledger.contacts(ids=[contact_id]).items or (None,)
    if found is None:
        raise Refused("the contact is gone from Xero")
    if found.status != "active":
        if write.text == ARCHIVE:
            return _Made(found, was_there=True)
        raise Refused(f"the contact is {found.status} in Xero")
    if write.text == ARCHIVE:
        return _Made(ledger.archive_contact(contact_id, key=key), was_there=False)
    wanted = _terms_of(write, request)
    if found.sales_terms == wanted:
        return _Made(found, was_there=True)
    return _Made(ledger.set_sales_terms(contact_id, wanted, key=key), was_there=False)


def _created(ledger: Ledger, write: LedgerWrite, request: CreditRequest, *, key: str) -> _Made:
    """A contact of this very name and address made by an attempt without an answer is ours."""
    wanted = new_contact(request)
    if write.state is StepState.CLAIMED:
        for each in ledger.contacts_named(wanted.name):
            if each.email.casefold() == wanted.email.casefold():
                return _Made(each, was_there=True)
    return _Made(ledger.create_contact(wanted, key=key), was_there=False)


def _terms_of(write: LedgerWrite, request: CreditRequest) -> tuple[int, str]:
    if write.text == PUT_TERMS_BACK:
        if request.terms_before is None:
            raise Refused("there were no payment terms before, and Xero takes none away from here")
        return request.terms_before
    assert request.granted is not None
    return (request.granted.terms.days, request.granted.terms.kind.value)


def _done(
    doors: Doors, on: Ground, write: LedgerWrite, request: CreditRequest, made: _Made
) -> None:
    """The contact is kept as any reading is, and the request points to it."""
    with doors.store.tenant(on.organisation.id) as tx:
        contacts.save_contacts(tx, [made.contact])
        credit_requests.is_customer(tx, request.id, made.contact.id)
        outcome = "stood there already" if made.was_there else None
        writes.settle(tx, write.id, state=StepState.DONE, now=on.now, outcome=outcome)
        refusals.close_task_of(tx, write.id, now=on.now)
        timeline.record(
            tx,
            timeline.Event(
                at=on.now,
                kind="credit_request",
                by="Goodterms",
                customer_id=made.contact.id,
                summary=_told(write, request, made),
                refs={"request": str(request.id), "write": str(write.id)},
            ),
        )


def _told(write: LedgerWrite, request: CreditRequest, made: _Made) -> str:
    if made.was_there:
        return f"Xero has it already: {_WHAT[write.text].format(name=request.name)}"
    if write.text == CREATE:
        terms = terms_words(request.granted.terms) if request.granted else ""
        return f"Made {request.name} a contact in Xero, payment terms {terms}"
    if write.text == ARCHIVE:
        return f"Archived {request.name} in Xero again"
    if write.text == PUT_TERMS_BACK:
        return f"Put the payment terms of {request.name} in Xero back as they were"
    terms = terms_words(request.granted.terms) if request.granted else ""
    return f"Set the payment terms of {request.name} in Xero: {terms}"


def _people(it: Application) -> tuple[LedgerPerson, ...]:
    """Who orders, beside who pays: the contact's own address is who pays."""
    return (LedgerPerson(it.orderer, it.email, included=False),)


def _address(it: Application) -> LedgerAddress:
    return LedgerAddress(
        lines=it.address[:_LINES], city=it.town, postcode=it.postcode, country=it.country
    )


_WHAT = {
    "create": "a new contact {name}",
    "terms": "the payment terms of {name}",
    "terms_back": "the earlier payment terms of {name}",
    "archive": "to archive {name}",
}
