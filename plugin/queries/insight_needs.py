"""Insight, needs: what customers needed and did not get, each with what to do. It decides nothing.

A need is a fact of the own books and conversations; how many of a kind make it worth a rule of the
house is a person's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.agreements import DisputeReason
from plugin.credit.money import Money
from plugin.letters.agreement_words import dispute_reason_words
from plugin.queries.insight_signals import repeat_disputes
from plugin.queries.tables import Named, Table, amount, day, days, number, text
from plugin.store import Tx
from plugin.store.reading import needs as read

#: how far back disputes, order numbers and questions are looked at
LOOKED_AT = timedelta(days=365)
#: a customer wants order numbers who carried one on so many per cent of so many invoices
USUAL_SHARE, USUAL_LEAST = 80, 5

_WAYS = {"email": "by mail", "sms": "by text", "page": "on their page", "letter": "by post",
         "call": "by telephone"}  # fmt: skip
_WHY = {
    "said": "they said how theirs come",
    "contested": "they contested one for its lack",
    "usual": "nearly all of theirs carry one",
}
#: what to do about a reason that comes again, where the business can do something before
_DO = {
    DisputeReason.NOT_RECEIVED: "Send with proof of delivery, or ask where invoices should go.",
    DisputeReason.WRONG_PRICE: "Send the price list with the order confirmation.",
    DisputeReason.WRONG_QUANTITY: "Have deliveries counted and signed for.",
    DisputeReason.FAULTY: "Look at the goods, not at the customer.",
    DisputeReason.DUPLICATE: "Look before an invoice leaves: likely duplicates are shown there.",
    DisputeReason.ALREADY_PAID: "Reconcile the bank before mornings on which reminders go.",
    DisputeReason.ORDER_NUMBER: "Ask for the number with the order; see the list above.",
    DisputeReason.OTHER: "Read what they wrote: perhaps a reason of its own is missing here.",
}


@dataclass(frozen=True, slots=True)
class Need:
    """One kind of need: how it reads when there is none, what to do, and where that is done.

    `place` is the endpoint's name of a page of the organisation; empty where the rows lead there.
    """

    name: str
    table: Table
    none: str
    do: str
    place: str = ""
    place_words: str = ""


def needs(tx: Tx, *, on: date) -> tuple[Need, ...]:
    """Every kind, in the order in which a customer would mind."""
    return (
        Need(
            "unanswered", unanswered(tx, on=on), "Nobody waits for an answer.",
            "Read it and answer: until then nothing else goes to them, and that is right.",
            "mail.box", "The mail",
        ),
        Need(
            "questions", questions(tx, on=on), "The assistant had to pass nothing on.",
            "Answer those that wait. What is asked again and again belongs on your policy page, "
            "from which the assistant answers by itself.",
            "passport.policy_page", "What customers can read",
        ),
        Need("topics", topics(tx, on=on), "No topic came up.", ""),
        Need(
            "order-numbers", order_numbers(tx, on=on), "No open invoice lacks a number it needs.",
            "Ask for the number and write it into the invoice in Xero; their people cannot pay "
            "without it. Before the next one leaves, it is asked for.",
        ),
        Need(
            "reasons", reasons(tx, on=on), "Nothing was contested in a year.",
            "A reason that is often right is about you: do what stands beside it.",
            "disputes.disputes", "Open disputes",
        ),
        Need(
            "again", repeat_disputes(tx, on=on), "Nobody contested twice for the same reason.",
            "Call them once about the reason, not each time about the invoice.",
        ),
        Need(
            "addresses", addresses(tx, on=on), "Everybody who owes can be written to.",
            "Ask for an address and put it on the contact in Xero.",
        ),
    )  # fmt: skip


def unanswered(tx: Tx, *, on: date) -> Table:
    """What they wrote and nobody has read, oldest first."""
    return Table(
        "Waiting for an answer",
        (text("Customer"), text("How they wrote"), day("Since"), days("Days")),
        [
            (Named(row.name, row.id), _WAYS.get(row.way, row.way), row.on_day,
             (on - row.on_day).days)
            for row in read.unanswered(tx)
        ],
        "Mail, texts and words on their page that nobody has read.",
    )  # fmt: skip


def questions(tx: Tx, *, on: date) -> Table:
    """What the assistant passed on in a year, newest first."""
    return Table(
        "Questions that the assistant passed on",
        (text("Customer"), day("Asked"), text("About"), text("Now")),
        [
            (Named(row.name, row.id), row.on_day, _topic(row.intent),
             "waits for a person" if row.waits else "answered")
            for row in read.handed_over(tx, since=on - LOOKED_AT)
        ],
        "It answers only what it is sure of; the rest is for a person.",
    )  # fmt: skip


def topics(tx: Tx, *, on: date) -> Table:
    """The same by what they were about, most often first."""
    rows = read.handed_over(tx, since=on - LOOKED_AT)
    counted = Counter(row.intent for row in rows)
    who = {intent: {row.id for row in rows if row.intent == intent} for intent in counted}
    return Table(
        "What those questions were about",
        (text("About"), number("Times"), number("Customers")),
        [(_topic(intent), n, len(who[intent])) for intent, n in counted.most_common()],
    )


def order_numbers(tx: Tx, *, on: date) -> Table:
    """Open invoices without a number, of customers who want one; longest late first."""
    found = read.without_order_number(
        tx, since=on - LOOKED_AT, least=USUAL_LEAST, share=USUAL_SHARE
    )
    return Table(
        "Open invoices without an order number",
        (text("Customer"), text("Invoice"), amount("Unpaid", own_currency=True), days("Days late"),
         text("Why it needs one")),
        [
            (Named(row.name, row.id), row.number, Money(row.balance, row.currency),
             (on - row.due).days, _WHY[row.why])
            for row in found
        ],
        "Of customers who said so, contested one for its lack, or carry one on four of five.",
    )  # fmt: skip


def reasons(tx: Tx, *, on: date) -> Table:
    """What was contested in a year by reason, with what to do about it."""
    return Table(
        "Why invoices are contested",
        (text("Reason"), number("Times"), number("Customers"), number("They were right"),
         number("Still open"), text("What to do")),
        [
            (dispute_reason_words(DisputeReason(row.reason)), row.n, row.customers, row.upheld,
             row.open, _DO[DisputeReason(row.reason)])
            for row in read.dispute_reasons(tx, since=on - LOOKED_AT)
        ],
        "In the last year.",
    )  # fmt: skip


def addresses(tx: Tx, *, on: date) -> Table:
    """Who owes and cannot be written to, those who owe most first."""
    return Table(
        "Nobody to write to",
        (text("Customer"), amount("Owes", own_currency=True), days("Oldest, days late")),
        [
            (Named(row.name, row.id), Money(row.owed, row.currency), (on - row.oldest).days)
            for row in read.without_address(tx)
        ],
        "No mail address on the contact, nor of anybody who gets its mail.",
    )


def _topic(intent: str) -> str:
    return intent.replace("_", " ") or "nothing that it understood"


#: the tables of the page by the names of their files
TABLES: dict[str, Callable[..., Table]] = {
    "unanswered": unanswered,
    "questions": questions,
    "topics": topics,
    "order-numbers": order_numbers,
    "reasons": reasons,
    "again": repeat_disputes,
    "addresses": addresses,
}
