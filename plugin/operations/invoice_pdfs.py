"""Invoices as PDFs, as Xero prints them: fetched when they are needed and kept nowhere.

With a message they go all together or the message waits: nothing is sent without what was
promised. For a person's page one is fetched at a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from plugin.credit.account import InvoiceState, StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.operations.assess import Ground
from plugin.operations.doors import Doors, NotPossible
from plugin.ports import Attachment, Ledger, LedgerError, Malformed, Refused, Unavailable, Urgency
from plugin.store import invoices, outbox, tasks
from plugin.store.messages import Message

#: a call each, so no more than a third of what a minute allows
MOST_PDFS: Final = 20
#: of all PDFs of a message: in a mail they take a third more, and most mail systems take 10 MB
MOST_BYTES: Final = 7_000_000
_AGAIN_IN = timedelta(minutes=5)
_ODD = re.compile(r"[^A-Za-z0-9._-]+")


class _TooLarge(Exception):
    """The PDFs are more than a mail can carry; says how many bytes."""


def attached_to(
    doors: Doors, on: Ground, ledger: Ledger, message: Message
) -> Mapping[str, Attachment] | None:
    """The PDFs of a message's open invoices by invoice id; None where it must not go now.

    What passes is tried again in minutes, with why beside the message; what does not goes back to
    a person with a task. Raises Disconnected and NeedsConsent.
    """
    if not message.with_invoices:
        return {}
    org_id = on.organisation.id
    with doors.store.tenant(org_id) as tx:
        rows = invoices.invoices_by_id(tx, {step.invoice_id for step in message.steps})
    wanted = {
        row.id: row.number
        for row in rows.values()
        if row.state == InvoiceState.APPROVED and row.balance > 0
    }
    try:
        return _fetched(ledger, wanted)
    except Unavailable as passing:
        again = on.now + max(passing.retry_after or _AGAIN_IN, _AGAIN_IN)
        with doors.store.tenant(org_id) as tx:
            outbox.delay(tx, message.id, until=again)
            outbox.explain(tx, message.id, f"an invoice cannot be had as PDF yet: {passing}")
    except (Refused, Malformed) as refused:
        _back_to_a_person(doors, on, message, f"an invoice cannot be had as PDF: {refused}")
    except _TooLarge as large:
        _back_to_a_person(doors, on, message, f"the invoices as PDFs are too large: {large}")
    return None


def _fetched(ledger: Ledger, numbers: Mapping[str, str]) -> dict[str, Attachment]:
    found: dict[str, Attachment] = {}
    total = 0
    for invoice_id, number in sorted(numbers.items(), key=lambda each: each[1]):
        pdf = ledger.invoice_pdf(invoice_id)
        total += len(pdf)
        if total > MOST_BYTES:
            raise _TooLarge(f"more than {MOST_BYTES / 1_000_000:.0f} MB")
        taken = {each.name for each in found.values()}
        found[invoice_id] = Attachment(_file_name(number, taken), pdf)
    return found


def _back_to_a_person(doors: Doors, on: Ground, message: Message, why: str) -> None:
    with doors.store.tenant(on.organisation.id) as tx:
        outbox.explain(tx, message.id, why)
        outbox.move(tx, message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now)
        tasks.open_task(
            tx,
            message.customer_id,
            Task(TaskKind.PERSON_DECIDES, subject=f"pdf:{message.id}:{on.now}", names=(why,)),
            raised_by="outbox",
            now=on.now,
        )


def one_invoice(doors: Doors, *, org_id: UUID, customer_id: str, invoice_id: str) -> Attachment:
    """One invoice of a customer as Xero prints it now, for a person who waits.

    Raises NotPossible where it is not this customer's, or cannot be had.
    """
    with doors.store.tenant(org_id) as tx:
        row = invoices.invoices_by_id(tx, [invoice_id]).get(invoice_id)
    if row is None or row.customer_id != customer_id:
        raise NotPossible("This customer has no such invoice. Nothing was fetched.")
    try:
        pdf = doors.ledger(org_id, urgency=Urgency.NOW).invoice_pdf(invoice_id)
    except LedgerError as problem:
        raise NotPossible(
            f"Xero did not hand over the PDF of {row.number}. It said: {problem}. Nothing was"
            " changed; try again in a few minutes, or open the invoice in Xero."
        ) from problem
    return Attachment(_file_name(row.number, set()), pdf)


def _file_name(number: str, taken: set[str]) -> str:
    """INV-1234.pdf, from a number that may hold anything; a second of one name gets a count."""
    stem = _ODD.sub("-", number).strip("-.")[:60] or "invoice"
    name, count = f"{stem}.pdf", 1
    while name in taken:
        count += 1
        name = f"{stem}-{count}.pdf"
    return name


def copies_of(
    doors: Doors, org_id: UUID, customer_id: str, invoice_ids: Sequence[str]
) -> tuple[Attachment, ...]:
    """These invoices of a customer as PDFs, those of anybody else left out.

    Raises Unavailable where they may be had later, another LedgerError where they cannot.
    """
    with doors.store.tenant(org_id) as tx:
        rows = invoices.invoices_by_id(tx, invoice_ids)
    wanted = {row.id: row.number for row in rows.values() if row.customer_id == customer_id}
    ledger = doors.ledger(org_id, urgency=Urgency.NOW)
    try:
        return tuple(_fetched(ledger, wanted).values())
    except _TooLarge as large:
        raise Refused(f"they are too large for one mail: {large}") from large
