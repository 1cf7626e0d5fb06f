"""From an account to the facts of its statement: what is listed, what is known of each, how old.

Pure. What changed the balance is handed in as it was read; nothing is worded but single notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from plugin.credit.account import Account, Credit
from plugin.credit.ageing import bucket_of
from plugin.credit.debts import Debt
from plugin.credit.decisions import BUCKETS
from plugin.credit.money import Money, total
from plugin.credit.policy import CreditPolicy
from plugin.credit.scheduled import Stated, stated
from plugin.letters.facts import LetterCredit
from plugin.letters.paper import NO_ENVELOPE, Envelope
from plugin.letters.statement import ActivityLine, OpenLine, StatementFacts, brought_forward
from plugin.letters.statement_language import Spoken, spoken_for


@dataclass(frozen=True, slots=True)
class Happening:
    """One change of a balance as it was read: the day, what it was, of what, by how much."""

    on: date
    what: str
    number: str
    reference: str
    change: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who states, and how the money reaches them."""

    organisation: str
    name: str = ""
    title: str = ""
    phone: str = ""
    reply_to: str = ""
    how_to_pay: tuple[str, ...] = ()
    #: of everybody for whom nobody chose one
    language: str = "en-GB"


def statement_facts(
    account: Account,
    policy: CreditPolicy,
    signer: Signer,
    *,
    on: date,
    currency: str,
    since: date | None = None,
    happened: Iterable[Happening] = (),
    recipient: str = "",
    own_sentence: str = "",
    envelope: Envelope = NO_ENVELOPE,
) -> StatementFacts:
    """The account in one currency as of a civil day; with `since`, all that happened from that day.

    Invoices that were never sent are left out (rule 3), what lies with somebody else is named apart
    (rule 20), and what is below tolerance is not called late (rule 4).
    """
    found = stated(account, policy, on, currency)
    claims = tuple(each for each in account.claims if each.total.currency == currency)
    tag = account.customer.language or signer.language
    spoken = spoken_for(tag, has_claims=bool(claims))
    lines = _lines(found, on, spoken)
    spare = _spare(account, currency, on)
    changes = _changes(happened, currency, since, spoken)
    owed = total((line.balance for line in lines), currency)
    closing = owed - total((each.remaining for each in spare), currency)
    return StatementFacts(
        on=on,
        organisation=signer.organisation,
        customer=account.customer.name,
        currency=currency,
        open=lines,
        credits=spare,
        ageing=_ageing(lines, currency, spoken),
        since=since,
        brought_forward=brought_forward(closing, changes) if since else None,
        activity=changes,
        claims=claims,
        not_listed=tuple(dict.fromkeys(each.invoice.number for each in found.apart)),
        how_to_pay=signer.how_to_pay,
        phone=signer.phone,
        reply_to=signer.reply_to,
        recipient=recipient,
        sender_name=signer.name,
        sender_title=signer.title,
        own_sentence=own_sentence,
        language=tag,
        envelope=envelope,
    )


def _spare(account: Account, currency: str, on: date) -> tuple[LetterCredit, ...]:
    """Credit of this currency that is not yet set against an invoice."""
    return tuple(
        _credit(each)
        for each in account.credits
        if each.remaining.currency == currency and each.on <= on
    )


def _lines(found: Stated, on: date, spoken: Spoken) -> tuple[OpenLine, ...]:
    """A line an invoice: what is open of it, and its lateness by its oldest open part."""
    by_invoice = sorted(found.listed, key=_by_invoice)
    return tuple(
        _line(tuple(parts), found, spoken)
        for _, parts in groupby(by_invoice, key=lambda each: each.invoice.id)
    )


def _by_invoice(debt: Debt) -> tuple[date, str, str]:
    return debt.invoice.due, debt.invoice.number, debt.invoice.id


def _line(parts: Sequence[Debt], found: Stated, spoken: Spoken) -> OpenLine:
    invoice = parts[0].invoice
    due = min(each.due for each in parts)
    return OpenLine(
        number=invoice.number,
        reference=invoice.reference,
        issued=invoice.issued,
        due=due,
        days_late=max([0, *(each.days_late for each in parts if not each.small)]),
        amount=invoice.total,
        balance=total((Money(each.balance, each.currency) for each in parts), parts[0].currency),
        note=_note(parts[0], found, spoken),
        invoice_id=invoice.id,
    )


def _note(debt: Debt, found: Stated, spoken: Spoken) -> str:
    """What both sides know of it, for it is the customer's own word."""
    words, disputed = spoken.words, debt.invoice.disputed
    if disputed is not None and disputed.amount:
        if disputed < debt.invoice.balance:
            return words.part_in_query.format(amount=spoken.language.money(disputed))
        return words.in_query
    if found.silences.promised.get(debt.invoice.id) is not None:
        return words.promised
    held = found.silences.holds.get(debt.invoice.id)
    return words.known.get(held.kind.value, "") if held is not None else ""


def _ageing(
    lines: Sequence[OpenLine], currency: str, spoken: Spoken
) -> tuple[tuple[str, Money, bool], ...]:
    if not lines:
        return ()
    by_bucket: dict[str, list[Money]] = {name: [] for name in BUCKETS}
    for line in lines:
        by_bucket[BUCKETS[bucket_of(line.days_late)]].append(line.balance)
    return tuple(
        (spoken.words.buckets[name], total(by_bucket[name], currency), name != "current")
        for name in BUCKETS
    )


def _credit(credit: Credit) -> LetterCredit:
    return LetterCredit(
        number=credit.number,
        kind=credit.kind,
        on=credit.on,
        remaining=credit.remaining,
        taken_off=Money.zero(credit.remaining.currency),
    )


def _changes(
    happened: Iterable[Happening], currency: str, since: date | None, spoken: Spoken
) -> tuple[ActivityLine, ...]:
    if since is None:
        return ()
    return tuple(_activity(each, currency, spoken) for each in happened if each.on >= since)


def _activity(each: Happening, currency: str, spoken: Spoken) -> ActivityLine:
    what = spoken.words.happened[each.what].format(number=each.number).replace(" ,", ",").strip()
    if each.reference and each.what == "invoice":
        what = spoken.words.your_reference.format(what=what, reference=each.reference)
    return ActivityLine(each.on, what, Money(each.change, currency))
