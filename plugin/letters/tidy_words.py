"""The tidy list in words: what each line says, what to do about it, and where in the ledger.

Pure, over what the rules found. It goes to the organisation's own people, never to a customer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plugin.credit.account import CreditKind
from plugin.credit.money import Money
from plugin.credit.terms import Terms, TermsKind
from plugin.credit.tidy import (
    NotSent,
    OffTerms,
    SmallBalance,
    SmallBecause,
    TidyKind,
    UnusedCredit,
)
from plugin.credit.tidy_list import Finding, TidyLine
from plugin.credit.twins import Twins, TwinSign
from plugin.letters.ledger_links import LedgerLinks
from plugin.letters.wording import days, listed, money, short_day

#: invoices that a sentence names
_NAMED = 4


@dataclass(frozen=True, slots=True)
class LedgerLink:
    """What to open in the ledger, and where; `address` is empty where it has none."""

    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyRow:
    """A line as it is read; `name` is what it is put aside by.

    `customer_id` is empty where a line is about two contacts.
    """

    name: str
    customer: str
    customer_id: str
    on: date | None
    amount: Money | None
    what: str
    do: str
    links: tuple[LedgerLink, ...]


@dataclass(frozen=True, slots=True)
class TidySection:
    """All lines of one kind, with the rule that found them."""

    kind: TidyKind
    title: str
    rule: str
    lines: tuple[TidyRow, ...]


TITLES: Mapping[TidyKind, str] = {
    TidyKind.UNUSED_CREDIT: "Credit to allocate",
    TidyKind.SMALL_BALANCE: "Small balances",
    TidyKind.NOT_SENT: "Approved, never sent",
    TidyKind.DUE_DATE: "Due dates against terms",
    TidyKind.TWINS: "Likely entered twice",
}

RULES: Mapping[TidyKind, str] = {
    TidyKind.UNUSED_CREDIT: "Each credit note, overpayment or deposit with something left, against "
    "open invoices of the same customer and currency: first what clears a whole invoice to the "
    "penny, then the oldest credit against the oldest due date.",
    TidyKind.SMALL_BALANCE: "What a payment or credit left of an invoice, below your tolerance for "
    "a rest; and all that a customer owes late in a currency, below your tolerance for an account. "
    "Neither is ever chased.",
    TidyKind.NOT_SENT: "Approved yesterday or earlier, something due, and Xero does not say that "
    "it was sent; unless you said that such invoices go out by another way.",
    TidyKind.DUE_DATE: "An open invoice whose due date is not the one that the customer’s terms in "
    "Xero give from its date; without terms of their own, your organisation’s.",
    TidyKind.TWINS: "Two active contacts with the same company number, address for mail or name "
    "(without case, accents, punctuation, a leading “the” and Ltd, plc and the like), or with long "
    "names that differ in one letter. Two different company numbers, or what more than three "
    "contacts share, say nothing.",
}

_CREDITS = {
    CreditKind.CREDIT_NOTE: "Credit note",
    CreditKind.OVERPAYMENT: "Overpayment",
    CreditKind.PREPAYMENT: "Deposit",
}
_SIGNS = {
    TwinSign.COMPANY_NUMBER: "the same company number",
    TwinSign.EMAIL: "the same address for mail",
    TwinSign.NAME: "the same name",
    TwinSign.NEARLY_NAME: "names that differ in one letter",
    TwinSign.PHONE: "the same telephone",
}


def tidy_sections(
    lines: Sequence[TidyLine],
    names: Mapping[str, str],
    links: LedgerLinks,
    *,
    on: date,
    aside: Collection[str] = (),
) -> tuple[TidySection, ...]:
    """Every kind with its lines in words, without those that were put aside."""
    return tuple(
        TidySection(
            kind,
            TITLES[kind],
            RULES[kind],
            tuple(
                tidy_row(line, names, links, on=on)
                for line in lines
                if line.kind is kind and line.name not in aside
            ),
        )
        for kind in TidyKind
    )


def tidy_row(line: TidyLine, names: Mapping[str, str], links: LedgerLinks, *, on: date) -> TidyRow:
    """One line in words, on a civil day."""
    found: Finding = line.finding
    match found:
        case UnusedCredit():
            return _credit(line.name, found, names, links, on)
        case SmallBalance():
            return _small(line.name, found, names, links, on)
        case NotSent():
            return _unsent(line.name, found, names, links)
        case OffTerms():
            return _off_terms(line.name, found, names, links, on)
        case Twins():
            return _twins(line.name, found, links)


def _credit(
    name: str, found: UnusedCredit, names: Mapping[str, str], links: LedgerLinks, on: date
) -> TidyRow:
    credit = found.credit
    number = f" {credit.number}" if credit.number else ""
    customer = names.get(credit.customer_id, "")
    return TidyRow(
        name=name,
        customer=customer,
        customer_id=credit.customer_id,
        on=credit.on,
        amount=credit.remaining,
        what=f"{_CREDITS[credit.kind]}{number} of {short_day(credit.on, on)} is not used up.",
        do=_clears(found),
        links=(
            LedgerLink(customer or "the contact", links.contact(credit.customer_id)),
            *(
                LedgerLink(each.sale.number or "the invoice", links.invoice(each.sale.id))
                for each in found.clears[:_NAMED]
            ),
        ),
    )


def _clears(found: UnusedCredit) -> str:
    waits = ""
    if found.credit.kind is CreditKind.PREPAYMENT:
        waits = " A deposit waits for the invoice of its order."
    if not found.clears:
        return f"Nothing is open: refund it, or keep it for the next invoice.{waits}"
    if found.clears[0].is_exact:
        return f"It clears {found.clears[0].sale.number} to the penny.{waits}"
    parts = listed([f"{each.sale.number} ({money(each.amount)})" for each in found.clears], _NAMED)
    left = f"; {money(found.left)} would be left" if found.left.amount else ""
    return f"It could go against {parts}{left}.{waits}"


def _small(
    name: str, found: SmallBalance, names: Mapping[str, str], links: LedgerLinks, on: date
) -> TidyRow:
    sale = found.sale
    late = f", due {short_day(sale.due, on)}"
    if found.because is SmallBecause.RESIDUE:
        what = f"{sale.number}: what is left of {money(sale.total)}{late}."
        do = f"Below {money(found.below)} for a rest: write it off, or credit it."
    else:
        what = f"{sale.number}{late}."
        do = (
            f"All that is late here is below {money(found.below)}: write it off, or leave it "
            "until they buy again."
        )
    return TidyRow(
        name=name,
        customer=names.get(sale.customer_id, ""),
        customer_id=sale.customer_id,
        on=sale.due,
        amount=sale.balance,
        what=what,
        do=do,
        links=(LedgerLink(sale.number or "the invoice", links.invoice(sale.id)),),
    )


def _unsent(name: str, found: NotSent, names: Mapping[str, str], links: LedgerLinks) -> TidyRow:
    sale = found.sale
    return TidyRow(
        name=name,
        customer=names.get(sale.customer_id, ""),
        customer_id=sale.customer_id,
        on=sale.issued,
        amount=sale.balance,
        what=f"{sale.number}, dated {days(found.days)} ago, was approved and never sent.",
        do="Send it from Xero. If it went by another way, say so under Needs a person.",
        links=(LedgerLink(sale.number or "the invoice", links.invoice(sale.id)),),
    )


def _off_terms(
    name: str, found: OffTerms, names: Mapping[str, str], links: LedgerLinks, on: date
) -> TidyRow:
    sale = found.sale
    whose = "their terms" if found.are_own else "your organisation’s terms"
    off = f"{days(abs(found.days))} {'later' if found.days > 0 else 'sooner'}"
    return TidyRow(
        name=name,
        customer=names.get(sale.customer_id, ""),
        customer_id=sale.customer_id,
        on=sale.due,
        amount=sale.balance,
        what=f"{sale.number} is due {short_day(sale.due, on)}; {whose} ({terms_words(found.terms)})"
        f" give {short_day(found.expected, on)}, so it is {off}.",
        do="Correct the due date, or the terms on the contact.",
        links=(
            LedgerLink(sale.number or "the invoice", links.invoice(sale.id)),
            LedgerLink(
                names.get(sale.customer_id, "") or "the contact", links.contact(sale.customer_id)
            ),
        ),
    )


def _twins(name: str, found: Twins, links: LedgerLinks) -> TidyRow:
    shared = listed([_SIGNS[sign] for sign in found.signs])
    return TidyRow(
        name=name,
        customer=f"{found.first.name} and {found.second.name}",
        customer_id="",
        on=None,
        amount=None,
        what=f"They have {shared}.",
        do="If they are one, merge them in Xero: what we know of both comes together here.",
        links=tuple(
            LedgerLink(card.name, links.contact(card.id)) for card in (found.first, found.second)
        ),
    )


def terms_words(terms: Terms) -> str:
    """Terms as a phrase: 30 days; the 20th of the month after."""
    match terms.kind:
        case TermsKind.AFTER_ISSUE:
            return days(terms.days)
        case TermsKind.AFTER_MONTH_END:
            return f"{days(terms.days)} after the month’s end"
        case TermsKind.OF_THIS_MONTH:
            return f"day {terms.days} of the same month"
        case TermsKind.OF_NEXT_MONTH:
            return f"day {terms.days} of the month after"
