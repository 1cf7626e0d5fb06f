"""Silence begun by a person (rule 20): each kind with its own end, or with a day to ask again.

Disputes and plans have operations of their own. In the person's own transaction, under the
customer's lock.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import Account, HoldKind, Invoice
from plugin.credit.money import Money
from plugin.credit.silence_kinds import DEBIT_FAILS_AFTER, default_end, default_review
from plugin.credit.working_days import add_working_days
from plugin.letters.wording import dated, money
from plugin.letters.words import hold_words
from plugin.operations.account_now import account_now
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground
from plugin.operations.second import HardStep, refuse_alone
from plugin.store import Tx, holds, terms

_ELSEWHERE = frozenset({HoldKind.DISPUTED, HoldKind.PLAN})
_DAY = timedelta(days=1)


def begin(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    kind: HoldKind,
    until: date | None = None,
    invoice_id: str | None = None,
    amount: Money | None = None,
    open_end: bool = False,
) -> date | None:
    """Begin a silence; says the first day on which words go again, None until a person ends it.

    `until` is that day where a person chose one; without, the kind's own end holds, and with
    `open_end` none. What has no end is asked after again. `amount` is the retained part of an
    invoice. Raises NotPossible where the kind needs more than was said.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        if kind in _ELSEWHERE:
            raise NotPossible("Nothing was changed: note a dispute or a plan as what it is.")
        if until is not None and until <= on.today:
            raise NotPossible("Nothing was changed: the day to go on must be after today.")
        if kind is HoldKind.AGENCY:
            refuse_alone(tx, HardStep.AGENCY, "under Evidence and hand-off on the customer’s page")
        account = account_now(tx, on, customer_id)
        invoice = _invoice(account, invoice_id)
        if kind is HoldKind.DIRECT_DEBIT and invoice is None:
            terms.set_direct_debit(tx, [customer_id], value=True)
            record(tx, on, by, customer_id, "direct_debit", "Pays by direct debit")
            return None
        end = until or (None if open_end else _own_end(kind, account, invoice, on))
        _refuse_unfinished(kind, end, invoice, amount)
        review_on = None if end is not None else default_review(kind, on.today)
        if kind is HoldKind.RETENTION:
            _end_retentions(tx, on, customer_id, invoice_id, by)
        holds.add_hold(
            tx,
            customer_id,
            kind,
            by=by,
            at=on.now,
            until=end,
            invoice_id=invoice_id,
            amount=amount.amount if amount is not None else None,
            review_on=review_on,
            since=on.today,
        )
        record(tx, on, by, customer_id, "held", _summary(kind, end, review_on, invoice, amount))
        return end


def still_so(doors: Doors, *, org_id: UUID, by: str, customer_id: str, hold_id: UUID) -> date:
    """A silence without an end still holds; says the day on which it is asked after again.

    Raises NotPossible where it has ended.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        found = next(
            (h for h in holds.holds(tx, customer_id, on=on.today) if h.id == hold_id), None
        )
        if found is None:
            raise NotPossible("This silence has ended already. Nothing was changed.")
        again = default_review(found.kind, on.today) or on.today + timedelta(days=30)
        holds.look_again(tx, hold_id, review_on=again)
        words = f"Still so: {hold_words(found.kind)}. Asked again on {dated(again)}"
        record(tx, on, by, customer_id, "held", words)
        return again


def no_direct_debit(doors: Doors, *, org_id: UUID, by: str, customer_id: str) -> None:
    """The customer does not pay by direct debit any more."""
    with about(doors, org_id, customer_id) as (tx, on):
        terms.set_direct_debit(tx, [customer_id], value=False)
        record(tx, on, by, customer_id, "direct_debit", "Pays by direct debit no more")


def _end_retentions(tx: Tx, on: Ground, customer_id: str, invoice_id: str | None, by: str) -> None:
    """An invoice has one retention: the one that is noted now takes the place of any before."""
    for each in holds.holds(tx, customer_id, on=on.today):
        if each.kind is HoldKind.RETENTION and each.invoice_id == invoice_id:
            holds.end_hold(tx, each.id, by=by, at=on.now)


def _invoice(account: Account, invoice_id: str | None) -> Invoice | None:
    if invoice_id is None:
        return None
    found = next((each for each in account.invoices if each.id == invoice_id), None)
    if found is None or not found.is_open:
        raise NotPossible("Nothing was changed: choose an open invoice of this customer.")
    return found


def _own_end(kind: HoldKind, account: Account, invoice: Invoice | None, on: Ground) -> date | None:
    if kind is HoldKind.DIRECT_DEBIT and invoice is not None:
        collected = max(invoice.due, on.today)
        return add_working_days(collected, DEBIT_FAILS_AFTER, account.calendar) + _DAY
    return default_end(kind, on.today, account.calendar)


def _refuse_unfinished(
    kind: HoldKind, end: date | None, invoice: Invoice | None, amount: Money | None
) -> None:
    if kind is HoldKind.UNTIL and end is None:
        raise NotPossible("Nothing was changed: a hold needs its last day.")
    if kind is not HoldKind.RETENTION:
        if amount is not None:
            raise NotPossible("Nothing was changed: only a retention is a part of an invoice.")
        return
    if invoice is None or end is None:
        raise NotPossible("Nothing was changed: a retention needs its invoice and its day.")
    if amount is not None and not 0 < amount.amount <= invoice.balance.amount:
        raise NotPossible(
            f"Nothing was changed: {money(invoice.balance)} of {invoice.number} is unpaid, so no "
            "more than that is retained."
        )


def _summary(
    kind: HoldKind,
    end: date | None,
    review_on: date | None,
    invoice: Invoice | None,
    amount: Money | None,
) -> str:
    what = f"{invoice.number}: " if invoice is not None else ""
    part = f"{money(amount)}, " if amount is not None else ""
    words = f"{what}{part}{hold_words(kind)}"
    if end is not None:
        last = end - _DAY
        words += f", up to and including {dated(last)}"
    elif review_on is not None:
        words += f"; asked after again on {dated(review_on)}"
    return words[:1].upper() + words[1:]
