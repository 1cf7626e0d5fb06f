"""What a statement of account has to say, as values, and the English of it. It lays nothing out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWords:
    """Every phrase of a statement and of the note that it is mailed with; braces are filled in."""

    title: str
    nothing: str
    invoice: str
    invoices: str
    open: str
    past_due: str
    day_late: str
    days_late: str
    heads: tuple[str, ...]
    total: str
    since: str
    activity_heads: tuple[str, ...]
    brought_forward: str
    balance: str
    credits_opening: str
    credits_head: tuple[str, ...]
    credits_total: str
    apart_one: str
    apart_many: str
    closing_to: str
    closing: str
    valediction: str
    footer: str
    #: the note that it is mailed with
    subject: str
    greeting_named: str
    greeting: str
    here: str
    credit_held: str
    in_pdf: str
    since_in_pdf: str
    mail_footer: str
    #: by bucket, by what happened, by what both sides know
    buckets: Mapping[str, str]
    happened: Mapping[str, str]
    your_reference: str
    known: Mapping[str, str]
    in_query: str
    part_in_query: str
    promised: str


def ageing(*names: str) -> Mapping[str, str]:
    """Names of the buckets, by bucket."""
    return MappingProxyType(
        dict(zip(("current", "1-30", "31-60", "61-90", "90+"), names, strict=True))
    )


def happened(*names: str) -> Mapping[str, str]:
    """What changed a balance, by what it was."""
    kinds = (
        "invoice",
        "payment",
        "credit_note",
        "overpayment",
        "prepayment",
        "refund",
        "write_off",
    )
    return MappingProxyType(dict(zip(kinds, names, strict=True)))


def known(*names: str) -> Mapping[str, str]:
    """What both sides know of an invoice, by kind of silence."""
    kinds = ("says_paid", "plan", "in_flight", "direct_debit", "disputed", "retention")
    return MappingProxyType(dict(zip(kinds, names, strict=True)))


ENGLISH = StatementWords(
    title="Statement of account, {on}",
    nothing="Nothing is open on your account. Thank you.",
    invoice="invoice",
    invoices="invoices",
    open="{invoices} open, {amount} in all.",
    past_due="Of this {amount} is past its due date.",
    day_late="{days} day late",
    days_late="{days} days late",
    heads=("Invoice", "Your reference", "Issued", "Due", "", "Amount", "Open"),
    total="Total",
    since="What happened on your account since {on}.",
    activity_heads=("Date", "", "Change", "Balance"),
    brought_forward="Brought forward",
    balance="Balance",
    credits_opening="Credit that is not yet set against an invoice:",
    credits_head=("Credit", "Dated", "Not yet used"),
    credits_total="Open less this credit",
    apart_one="Not on this statement: {numbers}, which is dealt with apart.",
    apart_many="Not on this statement: {numbers}, which are dealt with apart.",
    closing_to="If anything here is not as you have it, please write to {address}.",
    closing="If anything here is not as you have it, please tell us.",
    valediction="Kind regards,",
    footer="Statement of {customer}’s account with {organisation} as our books stand on {on}.",
    subject="{title}: {amount} open",
    greeting_named="Dear {name},",
    greeting="Dear all,",
    here="Here is the statement of your account with {organisation} on {on}.",
    credit_held="We also hold {amount} of credit that is not yet set against an invoice.",
    in_pdf="Every invoice stands in the PDF that comes with this.",
    since_in_pdf="All that happened since {on} stands in the PDF that comes with this.",
    mail_footer=(
        "You have this statement because {customer} has an account with {organisation}. If it has "
        "reached the wrong person, please reply and say so, and we will put our records right."
    ),
    buckets=ageing("Not yet due", "1–30 days", "31–60 days", "61–90 days", "Over 90 days"),
    happened=happened(
        "Invoice {number}",
        "Payment of {number}, thank you",
        "Credit note {number}",
        "Overpayment {number}, thank you",
        "Deposit {number}, thank you",
        "Refund of {number}",
        "{number} closed",
    ),
    your_reference="{what}, your reference {reference}",
    known=known(
        *("you say it is paid", "on your payment plan", "payment on its way"),
        *("by direct debit", "in query", "retained"),
    ),
    in_query="in query",
    part_in_query="{amount} in query",
    promised="promised",
)
