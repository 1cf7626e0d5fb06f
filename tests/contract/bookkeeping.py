"""What people do in the books of the local Xero on an ordinary day, drawn by dice.

Customers who pay by habit do so by themselves. Where the books refuse a thing in Xero's manner
(a locked period, a document that is settled already), nothing happens and nobody minds.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from connectors.sandbox import contacts, documents
from connectors.sandbox import credits as credit_verbs
from connectors.sandbox.errors import NotFoundError, ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Contact, Credit, Invoice

Record = TypeVar("Record")
Deed = Callable[[Ledger, random.Random], object]


def some_work(ledger: Ledger, dice: random.Random, deeds: int) -> None:
    """So many things happen, each drawn by its weight."""
    for deed in dice.choices(list(DEEDS), weights=list(DEEDS.values()), k=deeds):
        with ledger.lock, suppress(ValidationError, NotFoundError, Nobody):
            deed(ledger, dice)


class Nobody(Exception):
    """There is nothing of the kind to do it to."""


def _customer(ledger: Ledger, dice: random.Random) -> Contact:
    return _one(dice, [each for each in ledger.contacts.values() if each.status == "ACTIVE"])


def _sale(
    ledger: Ledger, dice: random.Random, *, touched: bool | None = None, state: str = "AUTHORISED"
) -> Invoice:
    return _one(
        dice,
        [
            each
            for each in ledger.invoices.values()
            if (each.kind, each.status) == ("ACCREC", state)
            and (touched is None or each.is_touched is touched)
        ],
    )


def _credit(ledger: Ledger, dice: random.Random) -> Credit:
    return _one(dice, [each for each in ledger.credits.values() if each.remaining])


def _one(dice: random.Random, found: list[Record]) -> Record:
    if not found:
        raise Nobody
    return dice.choice(found)


def _amount(dice: random.Random, most: Decimal) -> Decimal:
    """Some cents of it, at least one and not all."""
    cents = int(most * 100)
    if cents < 2:
        raise Nobody
    return Decimal(dice.randint(1, cents - 1)) / 100


def sell(ledger: Ledger, dice: random.Random) -> object:
    """An invoice that falls due within days."""
    return documents.raise_invoice(
        ledger,
        _customer(ledger, dice).id,
        Decimal(dice.randint(900, 90_000)) / 100,
        due=ledger.today() + timedelta(days=dice.randint(-9, 12)),
        status=dice.choice(("AUTHORISED", "AUTHORISED", "AUTHORISED", "DRAFT", "SUBMITTED")),
        reference="by hand",
    )


def approve_a_draft(ledger: Ledger, dice: random.Random) -> object:
    """What waited is approved and sent."""
    waiting = _sale(ledger, dice, state=dice.choice(("DRAFT", "SUBMITTED")))
    return documents.approve_invoice(ledger, waiting.id, is_sent=True)


def void(ledger: Ledger, dice: random.Random) -> object:
    """An invoice without any payment is voided."""
    return documents.void_invoice(ledger, _sale(ledger, dice, touched=False).id)


def pay_all(ledger: Ledger, dice: random.Random) -> object:
    """Somebody pays an invoice in full."""
    sale = _sale(ledger, dice)
    return documents.record_payment(ledger, sale.id, sale.amount_due, is_reconciled=True)


def pay_a_part(ledger: Ledger, dice: random.Random) -> object:
    """Somebody pays a part of an invoice."""
    sale = _sale(ledger, dice)
    part = _amount(dice, sale.amount_due)
    return documents.record_payment(ledger, sale.id, part, is_reconciled=True)


def return_a_payment(ledger: Ledger, dice: random.Random) -> object:
    """A payment is taken back: its invoice opens again."""
    live = [each for each in ledger.payments.values() if not each.is_deleted]
    return documents.reverse_payment(ledger, _one(dice, live).id)


def move_a_due_date(ledger: Ledger, dice: random.Random) -> object:
    """Of an invoice without payments: Xero says that it changed."""
    day = ledger.today() + timedelta(days=dice.randint(1, 20))
    return documents.set_due_date(ledger, _sale(ledger, dice, touched=False).id, day)


def move_a_hidden_due_date(ledger: Ledger, dice: random.Random) -> object:
    """Of a part-paid invoice: no reading by date of change ever shows it."""
    day = ledger.today() + timedelta(days=dice.randint(1, 20))
    return documents.set_due_date(ledger, _sale(ledger, dice, touched=True).id, day)


def credit_a_part(ledger: Ledger, dice: random.Random) -> object:
    """A credit note against an invoice."""
    sale = _sale(ledger, dice)
    return credit_verbs.credit_invoice(ledger, sale.id, _amount(dice, sale.amount_due))


def write_off(ledger: Ledger, dice: random.Random) -> object:
    """The rest of an invoice is given up."""
    return credit_verbs.write_off(ledger, _sale(ledger, dice).id)


def take_money_on_account(ledger: Ledger, dice: random.Random) -> object:
    """Money or credit that belongs to no invoice yet."""
    return credit_verbs.raise_credit(
        ledger,
        _customer(ledger, dice).id,
        Decimal(dice.randint(500, 20_000)) / 100,
        kind=dice.choice(("credit_note", "overpayment", "prepayment")),
    )


def allocate(ledger: Ledger, dice: random.Random) -> object:
    """Credit is set against an invoice of its customer."""
    credit = _credit(ledger, dice)
    owed = [
        each
        for each in ledger.invoices.values()
        if (each.contact, each.status, each.currency)
        == (credit.contact, "AUTHORISED", credit.currency)
    ]
    sale = _one(dice, owed)
    return credit_verbs.allocate(ledger, credit.id, sale.id, min(credit.remaining, sale.amount_due))


def take_an_allocation_back(ledger: Ledger, dice: random.Random) -> object:
    """Credit that was set against an invoice is free again."""
    live = [
        (credit.id, part.id)
        for credit in ledger.credits.values()
        for part in credit.allocations
        if not part.is_deleted
    ]
    return credit_verbs.remove_allocation(ledger, *_one(dice, live))


def refund(ledger: Ledger, dice: random.Random) -> object:
    """A part of a credit goes back to the customer."""
    credit = _credit(ledger, dice)
    return credit_verbs.refund(ledger, credit.id, _amount(dice, credit.remaining))


def void_a_credit(ledger: Ledger, dice: random.Random) -> object:
    """A credit that was not used is voided."""
    return credit_verbs.void_credit(ledger, _credit(ledger, dice).id)


def expect(ledger: Ledger, dice: random.Random) -> object:
    """Somebody writes into Xero when money is expected, or takes it out."""
    day = ledger.today() + timedelta(days=dice.randint(1, 9))
    on = dice.choice((day, None))
    return documents.set_expected_date(ledger, _sale(ledger, dice, touched=False).id, on)


def rename(ledger: Ledger, dice: random.Random) -> object:
    """A customer has another name."""
    found = _customer(ledger, dice)
    return contacts.change_contact(ledger, found.id, name=f"{found.name} & Co")


def change_address(ledger: Ledger, dice: random.Random) -> object:
    """A customer reads mail elsewhere."""
    found = _customer(ledger, dice)
    return contacts.change_contact(ledger, found.id, email=f"accounts@{found.number}.example")


def archive_or_restore(ledger: Ledger, dice: random.Random) -> object:
    """A customer is archived although something may be open, or comes back."""
    archived = [
        each
        for each in ledger.contacts.values()
        if each.status == "ARCHIVED" and each.merged_into is None
    ]
    if archived:
        return contacts.restore_contact(ledger, dice.choice(archived).id)
    return contacts.archive_contact(ledger, _customer(ledger, dice).id)


def erase(ledger: Ledger, dice: random.Random) -> object:
    """A person asks to be forgotten; one in a month."""
    if any(each.status == "GDPRREQUEST" for each in ledger.contacts.values()):
        raise Nobody
    return contacts.erase_contact(ledger, _customer(ledger, dice).id)


def merge(ledger: Ledger, dice: random.Random) -> object:
    """Two customers turn out to be one; three of them do in a month at most."""
    if sum(each.merged_into is not None for each in ledger.contacts.values()) >= 3:
        raise Nobody
    return contacts.merge_contacts(ledger, _customer(ledger, dice).id, _customer(ledger, dice).id)


def take_a_flag_off(ledger: Ledger, dice: random.Random) -> object:
    """Somebody takes a customer out of one of our groups, as an answer to it (rule 31)."""
    members = [
        (group.id, member)
        for group in ledger.groups.values()
        if not group.is_deleted
        for member in group.members
    ]
    return contacts.remove_member(ledger, *_one(dice, members))


def lock_the_past(ledger: Ledger, dice: random.Random) -> object:
    """The books are locked up to some weeks ago, or opened again."""
    day = ledger.today() - timedelta(days=dice.randint(20, 60))
    ledger.period_lock = None if ledger.period_lock else day
    return None


DEEDS: dict[Deed, int] = {
    sell: 22,
    approve_a_draft: 5,
    void: 3,
    pay_all: 4,
    pay_a_part: 9,
    return_a_payment: 3,
    move_a_due_date: 3,
    move_a_hidden_due_date: 5,
    credit_a_part: 4,
    write_off: 1,
    take_money_on_account: 4,
    allocate: 4,
    take_an_allocation_back: 2,
    refund: 2,
    void_a_credit: 1,
    expect: 3,
    rename: 2,
    change_address: 2,
    archive_or_restore: 3,
    erase: 1,
    merge: 1,
    take_a_flag_off: 2,
    lock_the_past: 1,
}
