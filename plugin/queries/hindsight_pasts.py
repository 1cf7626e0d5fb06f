"""The pasts that rules are tried on, put together from the store. It tries nothing itself.

Of each customer the dated ledger, promises and limits as they were made, and the score at the ends
of months, worked out from no more than was known then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plugin.credit.account import Account, Calendar, Customer, Promise
from plugin.credit.hindsight import LOOKED_AT
from plugin.credit.hindsight_spans import CustomerPast, PromiseSeen
from plugin.credit.history import Happened, Past, PastInvoice, account_on
from plugin.credit.ledger_past import DatedCredit, DatedInvoice
from plugin.credit.money import Money
from plugin.credit.promises import deadline
from plugin.credit.score import score_of
from plugin.store import Tx
from plugin.store.organisations import Organisation
from plugin.store.reading import hindsight as read
from plugin.store.reading.hindsight import PromiseKept
from plugin.store.reading.ledger_past import ledger_past

#: customers whose past is looked at, and for how many of them scores are worked out
MOST, SCORED = 1_000, 60
#: ends of months for which they are, back from today
MONTHS = 24
#: documents that are older than this before the two years say nothing of them
_BEFORE = timedelta(days=365)
_DAY = timedelta(days=1)
_WEEKS = Calendar()


@dataclass(frozen=True, slots=True)
class Pasts:
    """The customers that are looked at; `names` of these, `of` how many there are, `scored` for
    how many a score was worked out."""

    customers: tuple[CustomerPast, ...]
    names: dict[str, str]
    of: int
    scored: int


def pasts(tx: Tx, organisation: Organisation, *, on: date, with_scores: bool) -> Pasts:
    """Everybody with a write-off, then those who bought most in the two years before a day."""
    ids, of = read.customers(tx, since=on - LOOKED_AT, most=MOST)
    whole = ledger_past(tx, customer_ids=ids, since=on - LOOKED_AT - _BEFORE)
    invoices: dict[str, list[DatedInvoice]] = defaultdict(list)
    for each in whole.invoices:
        invoices[each.customer_id].append(each)
    unused: dict[str, list[DatedCredit]] = defaultdict(list)
    for credit in whole.credits:
        unused[credit.customer_id].append(credit)
    promises = read.promises(tx, ids, timezone=organisation.timezone)
    limits = read.limits(tx, ids, timezone=organisation.timezone)
    found = [
        CustomerPast(
            customer_id=id_,
            base_currency=whole.base_currency,
            invoices=tuple(invoices[id_]),
            credits=tuple(unused[id_]),
            promises=tuple(seen for each in promises.get(id_, ()) if (seen := _seen(each))),
            limits=tuple(limits.get(id_, ())),
        )
        for id_ in ids
    ]
    scored = SCORED if with_scores else 0
    known = whole.customers or {}
    return Pasts(
        tuple(
            replace(past, scores=_scores(past, promises.get(past.customer_id, ()), on))
            if place < scored
            else past
            for place, past in enumerate(found)
        ),
        {id_: each.name for id_, each in known.items()},
        of,
        min(scored, len(found)),
    )


def _seen(promise: PromiseKept) -> PromiseSeen | None:
    """None of one that was taken back before it could be broken."""
    last = deadline(promise.due, promise.grace_days, _WEEKS)
    if promise.withdrawn_on is not None and promise.withdrawn_on <= last:
        return None
    return PromiseSeen(
        made_on=promise.made_on,
        deadline=last,
        amount=promise.amount,
        invoice_ids=promise.invoice_ids,
    )


def _scores(
    past: CustomerPast, promises: Sequence[PromiseKept], on: date
) -> tuple[tuple[date, int | None], ...]:
    return tuple((day, _score(past, promises, day)) for day in month_ends(on))


def month_ends(on: date) -> tuple[date, ...]:
    """The last days of the months before a day, oldest first."""
    found, first = [], on.replace(day=1)
    for _ in range(MONTHS):
        last = first - _DAY
        found.append(last)
        first = last.replace(day=1)
    return tuple(reversed(found))


def _score(past: CustomerPast, promises: Sequence[PromiseKept], on: date) -> int | None:
    """The score as the books of that day give it: nothing later is in the account."""
    if not any(each.issued <= on for each in past.invoices):
        return None
    limit: Money | None = None
    for since, stood in past.limits:
        limit = stood if since <= on else limit
    then = Past(
        customer=Customer(id=past.customer_id, name="", limit=limit),
        base_currency=past.base_currency,
        invoices=tuple(_as_of(each, on) for each in past.invoices if each.issued <= on),
    )
    account = account_on(then, on, Happened(connected_on=on - LOOKED_AT))
    return score_of(_with_promises(account, promises, on), on).total


def _as_of(each: DatedInvoice, on: date) -> PastInvoice:
    return PastInvoice(
        id=each.id,
        number=each.number,
        issued=each.issued,
        due=each.due_on(on),
        amount=each.total,
        currency=each.currency,
        sent_on=each.issued,
        covers=each.covers,
    )


def _with_promises(account: Account, promises: Sequence[PromiseKept], on: date) -> Account:
    return replace(
        account,
        promises=tuple(
            Promise(
                id=f"p{place}",
                invoice_ids=each.invoice_ids,
                amount=each.amount,
                due=each.due,
                made_on=each.made_on,
                grace_days=each.grace_days,
            )
            for place, each in enumerate(promises)
            if each.made_on <= on and (each.withdrawn_on is None or each.withdrawn_on > on)
        ),
    )
