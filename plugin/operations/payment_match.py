"""What a payment is for: by a reference that names invoices, else a suggestion for a person.

An amount alone never decides: it only says what a person may be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from plugin.credit.incoming import Match
from plugin.credit.named_invoices import named_in
from plugin.store import Tx, matching
from plugin.store.matching import Candidate


@dataclass(frozen=True, slots=True)
class Matched:
    """The customer and invoices that a payment is for, how sure that is, and by what."""

    match: Match
    customer_id: str | None = None
    invoice_ids: tuple[str, ...] = ()
    by: str = ""


_UNKNOWN = Matched(Match.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """What is known of a payment: where it was read and what it said, how much, from whom."""

    provider: str
    texts: tuple[tuple[str, str], ...]
    amount: Decimal | None
    currency: str
    payer: str
    email: str


def match_payment(tx: Tx, it: Paying) -> Matched:
    """Find what a payment is for.

    Sure where a reference names invoices of one customer, in the payment's currency. Else the payer
    is looked for, by what they paid before or by their address, and their invoice of exactly this
    amount; else, with no payer known, the only open invoice of this amount. Both are suggestions.
    """
    named = _by_reference(tx, it)
    if named.match is not Match.UNKNOWN:
        return named
    customers = matching.customers_paying(tx, provider=it.provider, payer=it.payer, email=it.email)
    known = customers if len(customers) == 1 else None
    if it.amount:
        same = matching.open_of_amount(tx, it.amount, it.currency, customer_ids=known)
        if len(same) == 1:
            by = "payer and amount" if known else "amount"
            return Matched(Match.SUGGESTED, same[0].customer_id, (same[0].named.id,), by)
    if known is not None:
        return Matched(Match.SUGGESTED, known[0], (), "payer")
    return named


def _by_reference(tx: Tx, it: Paying) -> Matched:
    """The strongest text that names an invoice decides; one naming two customers names none."""
    found = matching.candidates(tx, [words for _, words in it.texts])
    by_id = {each.named.id: each for each in found}
    for where, words in it.texts:
        ids = named_in(words, [each.named for each in found])
        theirs = [by_id[each] for each in ids]
        if not theirs:
            continue
        if len({each.customer_id for each in theirs}) > 1:
            return _UNKNOWN
        open_ones = [each for each in theirs if each.is_open] or theirs
        match = Match.SURE if _fits(open_ones, it) else Match.SUGGESTED
        return Matched(
            match, theirs[0].customer_id, tuple(each.named.id for each in open_ones), where
        )
    return _UNKNOWN


def _fits(named: Sequence[Candidate], it: Paying) -> bool:
    """Whether the payment is in the currency of what it names; unsaid, it is."""
    return not it.currency or all(each.currency == it.currency for each in named)
