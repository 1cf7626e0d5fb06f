"""The policy time machine over an organisation's own books: what a draft would have done.

It loads the past and hands it to the engine; nothing is saved and nothing can be sent by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.calendars import calendar_for
from plugin.credit.account import CreditKind, Customer
from plugin.credit.history import Cover, CoverKind, Past, PastCredit, PastInvoice
from plugin.credit.law import months_after
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy, PolicySet
from plugin.credit.replay import replay
from plugin.credit.tried import Tried, run_days, tried
from plugin.letters.words import level_name
from plugin.store import Tx
from plugin.store.organisations import Organisation
from plugin.store.reading import Record, past

#: a ledger with more invoices in these months is looked at once a week, to answer within seconds
DAILY_UP_TO = 4_000
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class TriedPage:
    """What a draft would have done, with the names that its figures need."""

    found: Tried
    names: dict[str, str]
    #: number and name of each level
    levels: tuple[tuple[int, str], ...]
    invoices: int
    every: int

    @property
    def is_weekly(self) -> bool:
        """Looked at once a week only, because the ledger is long."""
        return self.every > 1


def try_policy(
    tx: Tx, organisation: Organisation, policy: CreditPolicy, *, on: date
) -> TriedPage | None:
    """The last twelve months up to the day before `on`; None where nothing was invoiced in them.

    Today's limits and holidays are taken for then; holds, promises and disputes of that time are
    not: it shows what the policy alone would do. Opening debt counts as placed on *chase gently*.
    """
    first = months_after(on, -_MONTHS)
    pasts = pasts_of(tx, organisation, since=first, years=range(first.year, on.year + 1))
    invoices = sum(len(each.invoices) for each in pasts)
    if not invoices:
        return None
    every = 1 if invoices <= DAILY_UP_TO else 7
    days = run_days(first, on, every=every)
    runs = replay(pasts, PolicySet((policy,), policy.name), days)
    return TriedPage(
        found=tried(runs, pasts, days),
        names={each.customer.id: each.customer.name for each in pasts},
        levels=tuple(
            (
                each.number,
                level_name(each.number, is_courtesy=each.is_courtesy, is_final=each.is_final),
            )
            for each in policy.levels
        ),
        invoices=invoices,
        every=every,
    )


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
    )
