"""Handing debts to an agency or a solicitor, and taking them back; each by a named person.

From then on nothing goes to the customer, nothing is promised to us on their page, and money that
comes for these debts is a task: tell the agency. Nothing is sent to the agency from here; a person
hands the papers on, which are `evidence`'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from plugin.credit.account import Account, HoldKind, Invoice
from plugin.credit.agency import HandOffLook, look_before_hand_off, may_choose
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy
from plugin.credit.silence_kinds import default_review
from plugin.letters.agency_words import barrier_words, caution_words
from plugin.letters.notes import HandedOver, NoteLine, ledger_note
from plugin.letters.wording import listed, money
from plugin.operations.account_now import account_now
from plugin.operations.assess import Ground
from plugin.operations.decide import about
from plugin.operations.decision_log import log_decisions
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ledger_writes import put_day_note
from plugin.operations.second_of import hand_off_needs_second
from plugin.store import Tx, agency, holds, invoices, timeline, writes
from plugin.store.agency import HandedInvoice, HandOff

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOST_NAME, _MOST_WHY = 200, 2000
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class HandOffAsked:
    """One customer as somebody thinks of handing them over: what may be, and what was found."""

    account: Account
    policy: CreditPolicy
    invoices: tuple[Invoice, ...]
    chosen: tuple[Invoice, ...]
    look: HandOffLook


def look(tx: Tx, on: Ground, customer_id: str, chosen: Collection[str] | None) -> HandOffAsked:
    """What may be handed over today; None chooses all of it. Raises NotPossible."""
    account = account_now(tx, on, customer_id)
    policy = on.policy_of(account.customer)
    invoices = may_choose(account, policy, on.today)
    ids = {each.id for each in invoices} if chosen is None else set(chosen)
    return HandOffAsked(
        account,
        policy,
        invoices,
        tuple(each for each in account.invoices if each.id in ids),
        look_before_hand_off(account, ids, policy, on.today),
    )


def hand_over(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    invoice_ids: Collection[str],
    name: str,
    address: str,
    why: str,
    said_yes: Collection[str],
) -> UUID:
    """Hand these invoices of a customer over; `said_yes` are the keys of the cautions shown.

    Raises NotPossible where something stands in the way, or is to be known that was not shown.
    """
    name, why = name.strip()[:_MOST_NAME], why.strip()[:_MOST_WHY]
    if not name or _ADDRESS.fullmatch(address.strip()) is None:
        raise NotPossible("Nothing was handed over: an agency has a name and a mail address.")
    if not why:
        raise NotPossible("Nothing was handed over: a hand-off has a reason. Write it down.")
    with about(doors, org_id, customer_id) as (tx, on):
        asked = look(tx, on, customer_id, invoice_ids)
        _refuse(asked.look, said_yes)
        hand_off_needs_second(
            tx, on, customer_id, asked.chosen, name=name, address=address, why=why,
            said_yes=said_yes,
        )  # fmt: skip
        hold_id = _silence(tx, on, customer_id, by)
        hand_off_id = agency.add(
            tx,
            customer_id,
            hold_id=hold_id,
            agency=name,
            address=address.strip(),
            why=why,
            cautions=[caution_words(each) for each in asked.look.cautions],
            invoices=[_handed(each) for each in asked.chosen],
            handed_on=on.today,
            by=by,
            at=on.now,
        )
        put_day_note(tx, on, customer_id, _note(on, asked.chosen, doors.url))
        numbers = listed([each.number for each in asked.chosen], _SHOWN)
        words = f"Handed {numbers} to {name}, {_sums(asked.chosen)}"
        _told(tx, on, by, customer_id, words, why, hand_off_id)
    return hand_off_id


def take_back(doors: Doors, *, org_id: UUID, by: str, hand_off_id: UUID, why: str) -> str:
    """Take a hand-off back: chasing goes on by its policy. Says whose; raises NotPossible."""
    why = why.strip()[:_MOST_WHY]
    if not why:
        raise NotPossible("Nothing was changed: taking it back has a reason. Write it down.")
    with doors.store.tenant(org_id) as tx:
        found = agency.read(tx, hand_off_id)
    if found is None:
        raise NotPossible("There is no such hand-off. Nothing was changed.")
    with about(doors, org_id, found.customer_id) as (tx, on):
        if not holds.end_hold(tx, found.hold_id, by=by, at=on.now):
            raise NotPossible("It was taken back already. Nothing was changed.")
        agency.taken_back(tx, hand_off_id, why=why)
        _note_back(tx, on, found, doors.url)
        numbers = listed([each.number for each in found.invoices], _SHOWN)
        words = f"Took {numbers} back from {found.agency}"
        _told(tx, on, by, found.customer_id, words, why, hand_off_id)
    return found.customer_id


def refuse_handed_over(tx: Tx, customer_id: str, invoice_ids: Collection[str]) -> None:
    """Raises NotPossible, in words for the customer, where an agency has one of these invoices."""
    for each in agency.of_customer(tx, customer_id):
        theirs = [one.number for one in each.invoices if one.invoice_id in invoice_ids]
        if each.is_in_force and theirs:
            raise NotPossible(
                f"{each.agency} looks after {listed(theirs, _SHOWN)} for us now. Please write to "
                f"{each.address} about paying. Nothing was changed."
            )


def _refuse(found: HandOffLook, said_yes: Collection[str]) -> None:
    if found.barriers:
        why = " ".join(barrier_words(each) for each in found.barriers)
        raise NotPossible(f"Nothing was handed over. {why}")
    unsaid = [each for each in found.cautions if each.key not in said_yes]
    if unsaid:
        why = " ".join(caution_words(each) for each in unsaid)
        raise NotPossible(
            f"Nothing was handed over: say first that you know this, and that the agency is told. "
            f"{why}"
        )


def _silence(tx: Tx, on: Ground, customer_id: str, by: str) -> UUID:
    """The silence of the hand-off, in the place of one that somebody had noted without papers."""
    for each in holds.holds(tx, customer_id, on=on.today):
        plain = each.kind is HoldKind.AGENCY and each.invoice_id is None
        if plain and not agency.is_of_hand_off(tx, each.id):
            holds.end_hold(tx, each.id, by=by, at=on.now)
    return holds.add_hold(
        tx,
        customer_id,
        HoldKind.AGENCY,
        by=by,
        at=on.now,
        review_on=default_review(HoldKind.AGENCY, on.today),
        since=on.today,
    )


def _handed(invoice: Invoice) -> HandedInvoice:
    nothing = Money.zero(invoice.balance.currency)
    disputed = min(invoice.disputed, invoice.balance) if invoice.disputed is not None else nothing
    return HandedInvoice(invoice.id, invoice.number, invoice.balance, disputed)


def _sums(invoices: Collection[Invoice]) -> str:
    sums: dict[str, Money] = {}
    for each in invoices:
        code = each.balance.currency
        sums[code] = sums[code] + each.balance if code in sums else each.balance
    return listed([money(each) for each in sums.values()])


def _note(on: Ground, invoices: Collection[Invoice], url: str) -> str:
    lines = tuple(NoteLine(each.number, each.due, each.balance) for each in invoices)
    return _by_currency(on, lines, url, is_back=False)


def _by_currency(on: Ground, lines: tuple[NoteLine, ...], url: str, *, is_back: bool) -> str:
    """One event a currency: a note's sum is of one."""
    codes = dict.fromkeys(each.amount.currency for each in lines)
    events = [
        HandedOver(on.today, tuple(each for each in lines if each.amount.currency == code), is_back)
        for code in codes
    ]
    return ledger_note(events, f"{url}/n/{{id}}")


def _note_back(tx: Tx, on: Ground, found: HandOff, url: str) -> None:
    """As a clearing, it has a note of its own (rule 32)."""
    dues = {
        row.id: row.due
        for row in invoices.invoices_by_id(tx, [e.invoice_id for e in found.invoices]).values()
    }
    lines = tuple(
        NoteLine(each.number, dues.get(each.invoice_id, found.handed_on), each.owed)
        for each in found.invoices
    )
    writes.put(
        tx,
        kind="note_contact",
        customer_id=found.customer_id,
        subject_id=found.customer_id,
        text=_by_currency(on, lines, url, is_back=True),
        once=f"handed-back:{found.id}",
        now=on.now,
    )


def _told(
    tx: Tx, on: Ground, by: str, customer_id: str, summary: str, why: str, hand_off_id: UUID
) -> None:
    """One line of the timeline; the reason is a person's own words and lies sealed."""
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="handed_off",
            by=by,
            customer_id=customer_id,
            summary=summary,
            said=why,
            refs={"hand_off": str(hand_off_id)},
        ),
    )
    log_decisions(tx, on, by, [customer_id], kind="handed_off", words=f"{summary}: {why}")
