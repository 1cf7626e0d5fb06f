"""An invoice for interest and fees, drafted in the ledger because a person said so (rule 36).

It is only drafted: in Xero a person approves it, or not. Before anything is written the ledger is
asked whether the draft stands there already, so that no attempt without an answer drafts twice.
The person's yes is given in `charge_invoices`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from plugin.credit.account import StepState
from plugin.credit.money import Money
from plugin.letters.claims import fixed_name
from plugin.letters.wording import dated, listed, money
from plugin.operations.assess import Ground
from plugin.operations.attempts import back_in_line, claim, key_of, look_later, tell_refusal
from plugin.operations.doors import Doors
from plugin.operations.ingest import DEFAULT_TERMS_DAYS, save_invoices
from plugin.ports import (
    Ledger,
    LedgerDraft,
    LedgerDraftLine,
    LedgerInvoice,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    Unavailable,
)
from plugin.store import Tx, charges, contacts, refusals, timeline, writes
from plugin.store.charges import Charge
from plugin.store.writes import LedgerWrite


def draft_charges(
    doors: Doors,
    on: Ground,
    ledger: Ledger,
    waiting: Sequence[LedgerWrite],
    *,
    goes_on: Callable[[], bool],
) -> None:
    """Do these writes, oldest first; ends where `goes_on` does.

    Raises what the ledger raises but a refusal of one draft.
    """
    for write in waiting:
        if not goes_on():
            return
        _draft(doors, on, ledger, write)


def _draft(doors: Doors, on: Ground, ledger: Ledger, write: LedgerWrite) -> None:
    with doors.store.tenant(on.organisation.id) as tx:
        found = charges.of_write(tx, write.id)
        why_not = _why_not(tx, found)
        if why_not:
            writes.settle(tx, write.id, state=StepState.DROPPED, now=on.now, outcome=why_not)
            charges.not_drafted(tx, write.id)
            return
    if write.state is not StepState.CLAIMED and not claim(doors, on, write):
        return
    try:
        made = ledger.sale_referred(write.text)
        if made is None:
            made = ledger.draft_sale(_content(on, write, found), key=key_of(on, write))
    except (Unavailable, NotPermitted):
        back_in_line(doors, on, write)
        raise
    except Refused as refused:
        _refused(doors, on, write, found, str(refused))
    except OutcomeUnknown as unknown:
        look_later(doors, on, write, str(unknown), _what(found))
    else:
        _made(doors, on, write, found, made)


def _why_not(tx: Tx, found: Sequence[Charge]) -> str:
    """Why nothing may be drafted any more; empty where it may."""
    if not found:
        return "nothing is claimed any more"
    contact = contacts.contact(tx, found[0].customer_id)
    if contact is None or contact.status != "active":
        return f"not drafted: the contact is {contact.status if contact else 'gone'} in Xero"
    return ""


def _content(on: Ground, write: LedgerWrite, found: Sequence[Charge]) -> LedgerDraft:
    """The draft as Xero is to hold it: one line for interest and one for the fixed sum of each."""
    booked = (on.settings.charges_account, on.settings.charges_tax)
    lines: list[LedgerDraftLine] = []
    for each in found:
        if each.interest:
            words = f"Interest on {each.number} to {dated(each.until)}, {each.basis}"
            lines.append(LedgerDraftLine(words, each.interest.rounded().amount, *booked))
        if each.compensation:
            words = f"{fixed_name(each.basis).capitalize()} for late payment of {each.number}"
            lines.append(LedgerDraftLine(words, each.compensation.rounded().amount, *booked))
    terms = on.organisation.sales_terms_days or DEFAULT_TERMS_DAYS
    return LedgerDraft(
        contact_id=found[0].customer_id,
        on=on.today,
        due=on.today + timedelta(days=terms),
        currency=found[0].total.currency,
        reference=write.text,
        lines=tuple(lines),
    )


def _made(
    doors: Doors,
    on: Ground,
    write: LedgerWrite,
    found: Sequence[Charge],
    made: LedgerInvoice,
) -> None:
    """The draft is kept as any reading is, and its charges point to it."""
    with doors.store.tenant(on.organisation.id) as tx:
        save_invoices(tx, on.organisation, [made], now=on.now)
        charges.drafted(tx, write.id, made.id)
        writes.settle(tx, write.id, state=StepState.DONE, now=on.now)
        refusals.close_task_of(tx, write.id, now=on.now)
        amount = money(Money(made.total, made.currency))
        numbers = listed([each.number for each in found], 6)
        timeline.record(
            tx,
            timeline.Event(
                at=on.now,
                kind="charge",
                by="Goodterms",
                customer_id=found[0].customer_id,
                summary=f"Drafted {made.number or 'an invoice'} in Xero: {amount} of interest and"
                f" fees on {numbers}; it waits there for approval",
                refs={"invoice": made.id},
            ),
        )


def _refused(
    doors: Doors, on: Ground, write: LedgerWrite, found: Sequence[Charge], words: str
) -> None:
    with doors.store.tenant(on.organisation.id) as tx:
        writes.settle(tx, write.id, state=StepState.REFUSED, now=on.now, outcome=words)
        tell_refusal(tx, on, write.id, found[0].customer_id, _what(found), words)


def _what(found: Sequence[Charge]) -> str:
    return f"a draft invoice for interest and fees on {listed([each.number for each in found], 3)}"
