"""How early or late a customer paid their last invoices, and what became of promises about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plugin.calendars import calendar_for
from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice
from plugin.credit.promises import PromiseState, judge_all
from plugin.queries.series import PaidInvoice
from plugin.store import Tx, accounts, policies, promises
from plugin.store.reading.ledger_past import ledger_past

#: so many invoices, those with the latest due dates
LAST = 24
_BECAME = {
    PromiseState.KEPT: "kept",
    PromiseState.PART_KEPT: "broken",
    PromiseState.BROKEN: "broken",
}


def punctuality(tx: Tx, customer_id: str, *, on: date) -> tuple[PaidInvoice, ...]:
    """The last invoices in the order of their due dates, paid or late by `on`.

    Days are from the due date in force to the payment that settled it; of an open one to `on`.
    Interest and fees, write-offs and what credit alone closed are left out, and so is what is open
    and not yet due. A promise that was kept in part counts as broken.
    """
    past = ledger_past(tx, customer_ids=[customer_id])
    found = [
        (invoice, paid)
        for invoice in past.invoices
        if not invoice.is_charge and (paid := _paid(invoice, on)) is not None
    ]
    found.sort(key=lambda each: (each[1].due, each[1].number))
    became = _promises(tx, customer_id, on)
    return tuple(
        PaidInvoice(paid.number, paid.due, paid.days_late, paid.is_open, became.get(invoice.id, ""))
        for invoice, paid in found[-LAST:]
    )


def _paid(invoice: DatedInvoice, on: date) -> PaidInvoice | None:
    """How late it was paid, or is by now; None where that says nothing of the customer."""
    left, money = invoice.total, False
    for cover in invoice.covers:
        if cover.on > on:
            break
        if cover.kind is CoverKind.WRITE_OFF:
            return None
        money = money or cover.kind is CoverKind.PAYMENT
        left -= cover.amount
        if left <= 0:
            due = invoice.due_on(cover.on)
            return PaidInvoice(invoice.number, due, (cover.on - due).days) if money else None
    due = invoice.due_on(on)
    if invoice.issued > on or due >= on:
        return None
    return PaidInvoice(invoice.number, due, (on - due).days, is_open=True)


def _promises(tx: Tx, customer_id: str, on: date) -> Mapping[str, str]:
    """What became of the last promise about each invoice, by its id."""
    made = [each for each in promises.promises(tx, customer_id) if not each.withdrawn_at]
    if not made:
        return {}
    years = (on.year - 1, on.year, on.year + 1)
    loaded = accounts.load_accounts(
        tx,
        on=on,
        customer_ids=[customer_id],
        calendar_of=lambda country: calendar_for(country, years),
        limit=1,
    )
    if not loaded:
        return {}
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    outcomes = judge_all(loaded[0], policies.in_force(tx).named(held), on)
    return {
        invoice_id: _BECAME.get(outcome.state, "")
        for outcome in sorted(outcomes, key=lambda each: each.promise.due)
        for invoice_id in outcome.promise.invoice_ids
    }
