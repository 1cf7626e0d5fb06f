"""Disputes: a customer contests a part of an invoice, somebody looks into it and decides.

In the person's own transaction, under the customer's lock. Only the part is silent, and it stays
so until a person decides, also past the deadline.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import Account, Invoice
from plugin.credit.agreements import DisputeOutcome, DisputeReason
from plugin.credit.disputes import ANSWERED_WITHIN, credit_due, may_be_disputed
from plugin.credit.money import Money
from plugin.letters.agreement_words import dispute_reason_words
from plugin.letters.notes import DisputeNoted
from plugin.letters.wording import dated, money
from plugin.operations.account_now import account_now
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground
from plugin.operations.ledger_writes import note_for
from plugin.operations.talk_closing import dispute_decided
from plugin.store import Tx, disputes
from plugin.store.disputes import DisputeNoted as Noted


def open_dispute(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    invoice_id: str,
    reason: DisputeReason,
    amount: Money | None = None,
    words: str = "",
    owner: str = "",
    deadline: date | None = None,
) -> UUID:
    """Note that a customer contests `amount` of an invoice (None: all of it), and who answers.

    The note in the ledger says number and amount and never why (rule 32). Raises NotPossible.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        return write_dispute(
            tx,
            on,
            by=by,
            customer_id=customer_id,
            invoice_id=invoice_id,
            reason=reason,
            amount=amount,
            words=words,
            owner=owner,
            deadline=deadline,
            url=doors.url,
        )


def write_dispute(
    tx: Tx,
    on: Ground,
    *,
    by: str,
    customer_id: str,
    invoice_id: str,
    reason: DisputeReason,
    url: str,
    amount: Money | None = None,
    words: str = "",
    owner: str = "",
    deadline: date | None = None,
    is_alone: bool = True,
) -> UUID:
    """The same within a decision that says more; raises NotPossible.

    Where several invoices are contested at once none `is_alone`: the contact's note names them.
    """
    invoice, contested = _contested(account_now(tx, on, customer_id), invoice_id, amount)
    answered_by = deadline or on.today + timedelta(days=ANSWERED_WITHIN)
    if answered_by < on.today:
        raise NotPossible("Nothing was noted: the day by which it is answered has passed.")
    dispute_id = disputes.open_dispute(
        tx,
        customer_id,
        invoice_id,
        amount=None if contested == invoice.balance else contested,
        currency=contested.currency,
        reason=reason,
        words=words,
        owner=owner or by,
        opened_on=on.today,
        deadline=answered_by,
        by=by,
        at=on.now,
    )
    noted = DisputeNoted(on.today, invoice.number, contested)
    alone = (invoice.id,) if is_alone else ()
    once = f"dispute:{dispute_id}"
    note_for(tx, on, noted, customer_id=customer_id, invoice_ids=alone, once=once, url=url)
    summary = (
        f"{money(contested)} of {invoice.number} is contested: {dispute_reason_words(reason)}. "
        f"{owner or by} answers by {dated(answered_by)}"
    )
    record(tx, on, by, customer_id, "disputed", summary)
    return dispute_id


def _contested(account: Account, invoice_id: str, amount: Money | None) -> tuple[Invoice, Money]:
    """The open invoice and what of it is contested; all that is not yet, where no more is said."""
    invoice = next((each for each in account.invoices if each.id == invoice_id), None)
    if invoice is None or not invoice.is_open:
        raise NotPossible("Nothing was noted: choose an open invoice of this customer.")
    left = may_be_disputed(invoice, account.disputes)
    if amount is not None and amount.currency != left.currency:
        raise NotPossible(f"Nothing was noted: {invoice.number} is in {left.currency}.")
    contested = left if amount is None else amount
    if not 0 < contested.amount <= left.amount:
        raise NotPossible(
            f"Nothing was noted: {money(left)} of {invoice.number} is not contested yet, so no "
            "more than that can be."
        )
    return invoice, contested


def decide_dispute(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    dispute_id: UUID,
    outcome: DisputeOutcome,
    upheld: Money | None = None,
) -> None:
    """Decide a dispute: what is to be credited stays silent until the ledger shows the credit.

    Raises NotPossible where it was decided before, or where `upheld` is no part of it.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        found = _open(tx, customer_id, dispute_id)
        try:
            credited = credit_due(outcome, found.contested, upheld)
        except ValueError:
            raise NotPossible(
                f"Nothing was decided: of {money(found.contested)} a part is credited, which is "
                "more than nothing and less than all of it."
            ) from None
        disputes.decide_dispute(
            tx, dispute_id, outcome=outcome, credit_due=credited, by=by, at=on.now
        )
        if credited is None:
            words = f"{money(found.contested)} of {found.number} is owed after all: chased again"
        else:
            words = f"{money(credited)} of {found.number} is to be credited"
        record(tx, on, by, customer_id, "dispute_decided", words)
        dispute_decided(tx, on, dispute_id, customer_id, by=by)


def put_off(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    dispute_id: UUID,
    owner: str,
    deadline: date,
) -> None:
    """Hand a dispute to somebody, with a new day by which it is answered. Raises NotPossible."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = _open(tx, customer_id, dispute_id)
        if deadline < on.today:
            raise NotPossible("Nothing was changed: that day has passed already.")
        disputes.put_off(tx, dispute_id, owner=owner or found.owner, deadline=deadline)
        words = (
            f"{money(found.contested)} of {found.number}, contested: {owner or found.owner} "
            f"answers by {dated(deadline)}"
        )
        record(tx, on, by, customer_id, "disputed", words)


def _open(tx: Tx, customer_id: str, dispute_id: UUID) -> Noted:
    for each in disputes.disputes(tx, dispute_id=dispute_id, only_open=True):
        if each.customer_id == customer_id:
            return each
    raise NotPossible("This dispute is not open any more. Nothing was changed.")
