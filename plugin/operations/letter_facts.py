"""From an account and a proposed message to the facts of its letter. It words nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plugin.credit.account import Account, Credit, CreditKind, Invoice
from plugin.credit.claims import Claim
from plugin.credit.context import in_season
from plugin.credit.decisions import ProposedMessage
from plugin.credit.law import LastLetterRule, last_letter_for
from plugin.credit.money import Money
from plugin.credit.parts import part_of
from plugin.credit.policy import CreditPolicy, Tone
from plugin.letters.facts import (
    GENTLEST_LAST_LETTER,
    LeftOut,
    LetterCredit,
    LetterFacts,
    LetterLine,
    PartPayment,
    PaymentBack,
    Proof,
    tone_of,
)
from plugin.operations.sender import Sender
from plugin.store.contacts import Contact

#: how long after it came in a part payment is still worth a thank-you, in days
_RECENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Extras:
    """What a person added to one message, and what it is sent as."""

    sentence: str = ""
    gentler: bool = False
    proof: Proof | None = None
    #: how many invoices go with it as PDFs
    attached: int = 0
    #: a tone to show it in, whatever the level's own is
    tone: Tone | None = None
    #: the customer's own way into their account
    portal_url: str = ""
    #: where anybody may read the policy
    policy_url: str = ""


def letter_facts(
    account: Account,
    proposed: ProposedMessage,
    contact: Contact,
    sender: Sender,
    policy: CreditPolicy,
    *,
    on: date,
    extras: Extras,
) -> LetterFacts:
    """The facts of a reminder as of a civil day; amounts are what the account says now."""
    invoices = {invoice.id: invoice for invoice in account.invoices}
    chased = [
        _line(account, invoices[step.invoice_id], step.amount, on, step.instalment)
        for step in proposed.chased
    ]
    return LetterFacts(
        on=on,
        tone=extras.tone
        or _tone(proposed, policy, gentler=extras.gentler or _in_season(account, proposed, on)),
        organisation=sender.organisation,
        customer=account.customer.name,
        recipient=contact.first_name,
        sender_name=sender.name,
        sender_title=sender.title,
        reply_to=sender.reply_to,
        phone=sender.phone,
        language=(language := account.customer.language or sender.language),
        is_approved=language.startswith("en") or language in sender.approved,
        how_to_pay=sender.how_to_pay,
        total=proposed.total,
        lines=tuple(sorted(chased, key=lambda line: (-line.days_late, line.number))),
        also=tuple(
            _line(account, invoices[invoice_id], invoices[invoice_id].balance, on)
            for invoice_id in proposed.also
        ),
        credits=_credits(account, proposed),
        claims=_claims(account, proposed),
        own_sentence=extras.sentence,
        last_written_on=_last_written(account, proposed),
        part_payments=_part_payments(account, proposed, on),
        payments_back=_payments_back(invoices, proposed),
        left_out=_left_out(invoices, proposed),
        proof=extras.proof,
        attached=extras.attached,
        last_letter=_last_letter(account),
        portal_url=extras.portal_url,
        policy_url=extras.policy_url,
    )


def _last_letter(account: Account) -> LastLetterRule:
    """What their standing allows; nobody is told of a court before a person said what they are."""
    standing = account.customer.standing
    return last_letter_for(standing) if standing.is_confirmed else GENTLEST_LAST_LETTER


def _in_season(account: Account, proposed: ProposedMessage, on: date) -> bool:
    """In months in which they pay slowly a reminder is a tone gentler; a final notice is none."""
    return bool(account.context) and not proposed.is_final and in_season(account, on)


def _tone(proposed: ProposedMessage, policy: CreditPolicy, *, gentler: bool) -> Tone:
    level = policy.level(proposed.level)
    if level is None:
        raise LookupError(f"policy {policy.name} has no level {proposed.level}")
    tone = tone_of(proposed, level)
    return tone.gentler if gentler else tone


def _payments_back(
    invoices: Mapping[str, Invoice], proposed: ProposedMessage
) -> tuple[PaymentBack, ...]:
    return tuple(
        PaymentBack(invoice.number, invoice.came_back_on)
        for step in proposed.chased
        if step.came_back and (invoice := invoices[step.invoice_id]).came_back_on is not None
    )


def _line(
    account: Account, invoice: Invoice, amount: Money, on: date, instalment: int = 0
) -> LetterLine:
    part = part_of(account, invoice, instalment)
    due = part.due if part is not None else invoice.due
    return LetterLine(
        number=invoice.number,
        issued=invoice.issued,
        due=due,
        days_late=(on - due).days,
        amount=amount,
        reference=invoice.reference,
        pay_url=invoice.pay_url,
        part=part,
    )


def _left_out(invoices: Mapping[str, Invoice], proposed: ProposedMessage) -> tuple[LeftOut, ...]:
    """What of the invoices in this message is contested, each once, in the order of the lines."""
    named = dict.fromkeys(step.invoice_id for step in proposed.chased)
    return tuple(
        LeftOut(invoice.number, disputed)
        for invoice in (invoices[each] for each in named)
        if (disputed := invoice.disputed) is not None and disputed
    )


def _credits(account: Account, proposed: ProposedMessage) -> tuple[LetterCredit, ...]:
    """Every open credit of this currency, oldest first, with what of it was taken off (rule 7)."""
    left = proposed.netted
    listed = []
    deposits_last = sorted(
        (credit for credit in account.credits if credit.remaining.currency == proposed.currency),
        key=lambda credit: (credit.kind is CreditKind.PREPAYMENT, credit.on, credit.id),
    )
    for credit in deposits_last:
        taken = min(left, credit.remaining)
        left -= taken
        listed.append(_credit(credit, taken))
    return tuple(listed)


def _claims(account: Account, proposed: ProposedMessage) -> tuple[Claim, ...]:
    """What is claimed of this customer in this currency; a courtesy tells of nothing.

    On whichever invoice, also one that is paid: what is claimed stays (rule 36).
    """
    if proposed.is_courtesy:
        return ()
    return tuple(each for each in account.claims if each.total.currency == proposed.currency)


def _credit(credit: Credit, taken: Money) -> LetterCredit:
    return LetterCredit(
        number=credit.number,
        kind=credit.kind,
        on=credit.on,
        remaining=credit.remaining,
        taken_off=taken,
    )


def _last_written(account: Account, proposed: ProposedMessage) -> date | None:
    chased = {step.invoice_id for step in proposed.chased}
    taken = [
        step.on for step in account.steps if step.invoice_id in chased and step.state == "done"
    ]
    return max(taken, default=None)


def _part_payments(
    account: Account, proposed: ProposedMessage, on: date
) -> tuple[PartPayment, ...]:
    numbers = {invoice.id: invoice.number for invoice in account.invoices}
    chased = {step.invoice_id for step in proposed.chased}
    return tuple(
        PartPayment(numbers[payment.invoice_id], payment.on, payment.amount)
        for payment in account.payments
        if payment.invoice_id in chased
        and not payment.is_write_off
        and 0 <= (on - payment.on).days <= _RECENT_DAYS
    )
