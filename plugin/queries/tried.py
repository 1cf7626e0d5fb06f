"""The policy time machine over an organisation's own books: what a draft would have done.

It loads the past and hands it to the engine; nothing is saved and nothing can be sent by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from plugin.calendars import calendar_for
from plugin.credit.account import CreditKind, Customer
from plugin.credit.history import Cover, CoverKind, Past, PastCredit, PastInvoice
from plugin.credit.money import Money
from plugin.credit.months import months_after
from plugin.credit.policy import CreditPolicy, PolicySet
from plugin.credit.replay import replay
from plugin.credit.segment_held import Segment
from plugin.credit.tried import Tried, run_days, tried
from plugin.letters.segment_words import segment_name
from plugin.letters.words import rung_name
from plugin.store import Tx, policies
from plugin.store.organisations import Organisation
from plugin.store.reading import Record, past

#: a person waits for the answer: a longer ledger is looked at every second day, every third, and so
#: on, and one that weekly looks would not get through is not tried here
DAILY_UP_TO = 1_500
AT_MOST = 7 * DAILY_UP_TO
_MONTHS = 12

#: over whom a policy is tried
Over = Segment | Literal["covered", "everybody"]


@dataclass(frozen=True, slots=True)
class TriedPage:
    """What a draft would have done, with the names that its figures need."""

    found: Tried
    names: dict[str, str]
    #: number and name of each level
    levels: tuple[tuple[int, str], ...]
    invoices: int
    #: so many days lie between two looks
    every: int
    #: over whom it was tried, in words, and how many they are
    over: str
    customers: int


class TooLong(Exception):
    """More invoices in twelve months than can be walked while a person waits."""

    def __init__(self, invoices: int) -> None:
        super().__init__(invoices)
        self.invoices = invoices


def try_policy(
    tx: Tx,
    organisation: Organisation,
    policy: CreditPolicy,
    *,
    on: date,
    over: Over = "everybody",
) -> TriedPage | None:
    """The last twelve months up to the day before `on`; None where nothing was invoiced in them.

    Over everybody, one segment, or whom the policy of that name covers, by the segments and choices
    of today: who was in which segment then is not known. Raises TooLong.

    Today's limits and holidays are taken for then; holds, promises and disputes of that time are
    not: it shows what the policy alone would do. Opening debt counts as placed on *chase gently*.
    """
    first = months_after(on, -_MONTHS)
    everybody = pasts_of(tx, organisation, since=first, years=range(first.year, on.year + 1))
    pasts = _among(tx, everybody, policy, over, on)
    invoices = sum(len(each.invoices) for each in pasts)
    if not invoices:
        return None
    every = days_between_looks(invoices)
    days = run_days(first, on, every=every)
    runs = replay(pasts, PolicySet((policy,), policy.name), days)
    return TriedPage(
        found=tried(runs, pasts, days),
        names={each.customer.id: each.customer.name for each in pasts},
        levels=tuple((each.number, rung_name(each)) for each in policy.levels),
        invoices=invoices,
        every=every,
        over=_over_words(over),
        customers=len(pasts),
    )


def _among(
    tx: Tx, pasts: tuple[Past, ...], policy: CreditPolicy, over: Over, on: date
) -> tuple[Past, ...]:
    if over == "everybody":
        return pasts
    if over == "covered":
        found = policies.in_force(tx)
        return tuple(each for each in pasts if found.of(_on(each.customer, on)).name == policy.name)
    return tuple(each for each in pasts if each.customer.segment == over)


def _on(customer: Customer, day: date) -> Customer:
    """The customer without a choice of policy that has ended by a day."""
    has_ended = customer.policy_until is not None and customer.policy_until <= day
    return replace(customer, policy=None) if has_ended else customer


def _over_words(over: Over) -> str:
    if isinstance(over, Segment):
        return f"who are {segment_name(over)} payers today"
    return "whom it covers today" if over == "covered" else "whoever covers them today"


def days_between_looks(invoices: int) -> int:
    """How many days lie between two looks at so many invoices: 1 to 7. Raises TooLong."""
    if invoices > AT_MOST:
        raise TooLong(invoices)
    return -(-invoices // DAILY_UP_TO)


def pasts_of(
    tx: Tx, organisation: Organisation, *, since: date, years: Sequence[int]
) -> tuple[Past, ...]:
    """Every customer who was invoiced since a day or still owes, with their past."""
    covers: dict[str, list[Cover]] = defaultdict(list)
    for row in past.covers(tx, since=since):
        covers[row.invoice_id].append(Cover(row.covered_on, row.amount, CoverKind(row.kind)))
    invoices: dict[str, list[PastInvoice]] = defaultdict(list)
    for row in past.invoices(tx, since=since):
        invoices[row.contact_id].append(_invoice(row, covers.get(row.id, ())))
    used: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for row in past.allocations(tx):
        used[row.credit_id].append((row.allocated_on, row.amount))
    credit: dict[str, list[PastCredit]] = defaultdict(list)
    for row in past.credits(tx):
        credit[row.contact_id].append(_credit(row, used.get(row.id, ())))
    base = organisation.base_currency
    return tuple(
        Past(
            customer=_customer(row),
            base_currency=base,
            invoices=tuple(invoices.get(row.id, ())),
            credits=tuple(credit.get(row.id, ())),
            calendar=calendar_for(row.country or organisation.country, years),
        )
        for row in past.customers(tx, since=since)
    )


def _invoice(row: Record, covers: Sequence[Cover]) -> PastInvoice:
    return PastInvoice(
        id=row.id,
        number=row.number,
        issued=row.issued,
        due=row.due,
        amount=row.total,
        currency=row.currency,
        sent_on=row.sent_on,
        covers=tuple(covers),
    )


def _credit(row: Record, used: Sequence[tuple[date, Decimal]]) -> PastCredit:
    kind = CreditKind(row.kind)
    return PastCredit(row.id, kind, row.credited_on, row.total, row.currency, tuple(used))


def _customer(row: Record) -> Customer:
    limit = None if row.credit_limit is None else Money(row.credit_limit, row.limit_currency)
    return Customer(
        id=row.id,
        name=row.name,
        limit=limit,
        never_chase=bool(row.never_chase),
        direct_debit=bool(row.direct_debit),
        segment=row.segment or Segment.NEW,
        policy=row.policy,
        policy_until=row.policy_until,
    )
