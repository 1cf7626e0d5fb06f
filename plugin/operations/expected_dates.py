"""Expected payment dates: a promise is entered on its invoices in the ledger, where it may be.

Written only where the field is empty or still holds what we wrote last; a date that a person
entered there is theirs (rule 22). A refusal is kept and shown, and not tried again for that
promise. What was promised is decided elsewhere; the note on the invoice is written either way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import InvoiceState, StepState
from plugin.letters.notes import NotExpected, ledger_note
from plugin.letters.wording import dated
from plugin.operations.assess import Ground, morning
from plugin.operations.attempts import back_in_line, claim, key_of, look_later, settle
from plugin.operations.doors import Doors
from plugin.operations.ingest import save_invoices
from plugin.ports import Ledger, LedgerInvoice, NotPermitted, OutcomeUnknown, Refused, Unavailable
from plugin.store import Tx, expected, invoices, writes
from plugin.store.expected import Promised
from plugin.store.writes import EXPECTED_DATE, LedgerWrite

#: how many invoices one look names
_IN_A_LOOK = 40


def lay_down_promised_date(tx: Tx, on: Ground, promise_id: UUID) -> int:
    """Intend the date of a promise on each open invoice that it names; says on how many.

    A promise without invoices names none, and a date that still waits from an earlier promise
    gives way to this one.
    """
    laid = 0
    for promised in expected.of_promise(tx, promise_id):
        laid += _intend(tx, on, promised, promised.due, once=f"expected:{promise_id}")
    return laid


def lay_down_withdrawn_date(tx: Tx, on: Ground, promise_id: UUID) -> int:
    """A promise is withdrawn: the date of another that stands is written, else it is emptied."""
    laid = 0
    for promised in expected.of_promise(tx, promise_id):
        stands = expected.standing(tx, promised.invoice_id)
        laid += _intend(tx, on, promised, stands, once=f"expected:{promise_id}:withdrawn")
    return laid


def lay_down_emptied_dates(tx: Tx, on: Ground) -> int:
    """Intend to empty every date of ours that still stands in the ledger; says how many.

    For the day on which an organisation leaves: nobody would keep the dates any longer.
    """
    laid = 0
    for promised in expected.ours(tx):
        once = f"expected:leaving:{on.now.isoformat()}"
        laid += _intend(tx, on, promised, None, once=once)
    return laid


def _intend(tx: Tx, on: Ground, promised: Promised, due: date | None, *, once: str) -> int:
    expected.supersede(tx, promised.invoice_id, now=on.now)
    made = writes.put(
        tx,
        kind=EXPECTED_DATE,
        customer_id=promised.customer_id,
        subject_id=promised.invoice_id,
        text="" if due is None else due.isoformat(),
        once=f"{once}:{promised.invoice_id}",
        now=on.now,
    )
    return int(made is not None)


def enter_dates(
    doors: Doors,
    on: Ground,
    ledger: Ledger,
    waiting: Sequence[LedgerWrite],
    *,
    goes_on: Callable[[], bool],
) -> None:
    """Do these writes, oldest first, after one look at their invoices; ends where `goes_on` does.

    Raises what the ledger raises but a refusal of one date.
    """
    for start in range(0, len(waiting), _IN_A_LOOK):
        batch = waiting[start : start + _IN_A_LOOK]
        if not goes_on():
            return
        standing = _look(doors, on, ledger, {write.subject_id for write in batch})
        for write in batch:
            if not goes_on():
                return
            _enter(doors, on, ledger, write, standing)


def _look(
    doors: Doors, on: Ground, ledger: Ledger, invoice_ids: set[str]
) -> dict[str, LedgerInvoice]:
    """These invoices as they stand in the ledger now, saved as any reading is."""
    found = ledger.invoices(ids=sorted(invoice_ids)).items
    with doors.store.tenant(on.organisation.id) as tx:
        save_invoices(tx, on.organisation, found, now=on.now)
    return {invoice.id: invoice for invoice in found}


def _enter(
    doors: Doors,
    on: Ground,
    ledger: Ledger,
    write: LedgerWrite,
    standing: dict[str, LedgerInvoice],
) -> None:
    """Enter or empty one date, unless what stands there says that it is done or not ours to do."""
    wanted = date.fromisoformat(write.text) if write.text else None
    with doors.store.tenant(on.organisation.id) as tx:
        held = invoices.invoices_by_id(tx, [write.subject_id]).get(write.subject_id)
    invoice = standing.get(write.subject_id)
    if invoice is None or held is None:
        settle(doors, on, write, StepState.DROPPED, "the invoice is not in Xero any more")
        return
    if invoice.expected_on == wanted:
        # an attempt of ours that got no answer did it; or a person, whose date it then is
        is_ours = write.state is StepState.CLAIMED or held.expected_written == wanted
        _settle_done(doors, on, write, wanted, is_ours=is_ours)
        return
    why_not = _why_not(on, invoice, held.expected_written, wanted)
    if why_not:
        settle(doors, on, write, StepState.DROPPED, why_not)
        return
    if write.state is not StepState.CLAIMED and not claim(doors, on, write):
        return
    try:
        ledger.set_expected_date(write.subject_id, wanted, key=key_of(on, write))
    except (Unavailable, NotPermitted):
        back_in_line(doors, on, write)
        raise
    except Refused as refused:
        _refused(doors, on, write, invoice, str(refused))
    except OutcomeUnknown as unknown:
        look_later(doors, on, write, str(unknown))
    else:
        _settle_done(doors, on, write, wanted, is_ours=True)
        standing[invoice.id] = replace(invoice, expected_on=wanted)


def _why_not(on: Ground, invoice: LedgerInvoice, written: date | None, wanted: date | None) -> str:
    """Why this date is not ours to write; empty where it is."""
    stands = invoice.expected_on
    if stands is not None and stands != written:
        return f"a date that was entered in Xero stands: {dated(stands)}"
    if invoice.state != InvoiceState.APPROVED:
        return f"the invoice is {invoice.state.replace('_', ' ')}"
    if wanted is not None and wanted < on.today:
        return "the day has passed"
    return ""


def _settle_done(
    doors: Doors, on: Ground, write: LedgerWrite, wanted: date | None, *, is_ours: bool
) -> None:
    """What we wrote last is remembered with the settling, so that no date of ours is a person's."""
    with doors.store.tenant(on.organisation.id) as tx:
        if is_ours:
            expected.entered(tx, write.subject_id, wanted)
        else:
            invoices.note_expected_written(tx, write.subject_id, None)
        writes.settle(tx, write.id, state=StepState.DONE, now=on.now)


def _refused(
    doors: Doors, on: Ground, write: LedgerWrite, invoice: LedgerInvoice, words: str
) -> None:
    """Kept with its words for the customer's page; a date that stays is told on the contact."""
    with doors.store.tenant(on.organisation.id) as tx:
        writes.settle(tx, write.id, state=StepState.REFUSED, now=on.now, outcome=words)
        if write.text or invoice.expected_on is None:
            return
        event = NotExpected(on.today, invoice.number, invoice.expected_on)
        writes.put_day_note(
            tx,
            write.customer_id,
            ledger_note([event], f"{doors.url}/n/{{id}}"),
            on=on.today,
            now=on.now,
            next_morning=morning(on.organisation, on.today + timedelta(days=1)),
        )
