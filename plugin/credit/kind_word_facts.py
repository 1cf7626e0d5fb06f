"""Facts about kind words: what crossed, what was said before, whose first invoice went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugin.credit.money import Money


class KindWord(StrEnum):
    """What a customer may hear beside what they owe."""

    #: our reminder and their payment crossed
    APOLOGY = "apology"
    THANKS = "thanks"
    #: after the very first invoice
    WELCOME = "welcome"
    #: thanks to whoever always pays on time, with the higher limit that it earned them
    LOYALTY = "loyalty"
    #: a year a customer, or the first ten thousand
    MILESTONE = "milestone"
    #: would they pass our name on: asked of the happy and punctual alone
    RECOMMEND = "recommend"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A payment of `paid_on`, seen on `seen_on`, which a message of `written_on` had asked for."""

    invoice_id: str
    amount: Money
    paid_on: date
    written_on: date
    seen_on: date


@dataclass(frozen=True, slots=True)
class RaisedForLoyalty:
    """A limit that was raised on `on` for so many invoices in a row on time, and still stands."""

    once: str
    limit: Money
    on: date
    on_time: int


@dataclass(frozen=True, slots=True)
class PastKindWord:
    """One that went, is on its way, or that a person refused; `on` is its civil day.

    `once` is what it was about: about the same thing nothing is said twice.
    """

    kind: KindWord
    currency: str
    once: str
    on: date
    went: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What binds a customer to the house, as far as it matters on the day.

    `first_on` is the issue date of their very first invoice, given where it lies about a year back.
    `paid_before` is what they had paid in the base currency before `paid_since`, given where they
    paid in these weeks. `happy_on` is the day of their newest answer to *how did it go* where it
    was a good one; `never_ask` says that they are not to be asked for a recommendation.
    """

    first_on: date | None = None
    paid_before: Money | None = None
    paid_since: date | None = None
    happy_on: date | None = None
    never_ask: bool = False


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What is known of one customer's kind words.

    `crossings` are those that nobody has answered for; `first_invoice_id` is given where the
    ledger's very first invoice to this customer is of these days.
    """

    crossings: tuple[Crossing, ...] = ()
    past: tuple[PastKindWord, ...] = ()
    first_invoice_id: str | None = None
    raised: tuple[RaisedForLoyalty, ...] = ()
    #: of whoever may reach a milestone these days, or is happy
    bond: Bond | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedKindWord:
    """A kind word whose day has come, about these invoices; nothing in it is asked for.

    `amount` is what was paid, the first invoice's total, or the higher limit. `on` is the day of
    the payment, the invoice or the decision, `written_on` that of the message that crossed it.
    """

    kind: KindWord
    currency: str
    once: str
    invoice_ids: tuple[str, ...]
    amount: Money
    on: date
    written_on: date | None = None
    #: they paid late and came through, or are always on time
    was_late: bool = False
    #: they have never heard from us: it is never approved together with others
    is_first: bool = False


#: of a customer of whom nothing is known
NO_KIND_FACTS = KindFacts()
