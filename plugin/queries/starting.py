"""The first run's screens as values: how far the reading is, opening debt, groups, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plugin.credit.account import Placement
from plugin.credit.money import Money
from plugin.letters.words import placement_words
from plugin.queries.figures import Figures, ledger_figures
from plugin.queries.reminders import Sum
from plugin.store import Tx, organisations, placements
from plugin.store.organisations import OrgSettings
from plugin.store.reading import Record, setting_up
from plugin.store.reading.planning import joined_by_hash

#: the kinds of record in the order in which they are read, with their words
_RESOURCES = {
    "contacts": "Contacts",
    "invoices": "Invoices",
    "credit_notes": "Credit notes",
    "overpayments": "Overpayments",
    "prepayments": "Deposits",
    "payments": "Payments",
    "quotes": "Quotes",
}


#: opening debts that one page shows; the choices for all of them reach beyond it
MOST = 1000


@dataclass(frozen=True, slots=True)
class Resource:
    """How far the reading of one kind of record is."""

    name: str
    pages_done: int
    page_count: int
    rows: int
    finished: bool
    failed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """The first sync, and the ledger at a glance once it is through."""

    resources: tuple[Resource, ...]
    finished: bool
    failed: str
    reminders_on: bool
    figures: tuple[Figures, ...]
    customers: int
    invoices: int
    payments: int
    since: date | None
    opening_count: int


def resources(tx: Tx) -> tuple[Resource, ...]:
    """How far the reading of each kind of record is; those still to come stand at nothing."""
    begun = {row.resource: row for row in setting_up.sync_progress(tx)}
    names = {**_RESOURCES, **{name: name.replace("_", " ") for name in begun.keys() - _RESOURCES}}
    return tuple(_resource(words, begun.get(name)) for name, words in names.items())


def _resource(name: str, row: Record | None) -> Resource:
    if row is None:
        return Resource(name, 0, 0, 0, False, "")
    return Resource(
        name=name,
        pages_done=row.pages_done,
        page_count=row.page_count,
        rows=row.rows,
        finished=row.finished_at is not None,
        failed=row.failed or "",
    )


def ledger_page(tx: Tx, org_id: UUID, *, on: date) -> LedgerPage:
    """The third screen of the first run."""
    organisation = organisations.read(tx, org_id)
    assert organisation is not None  # the page's guard has read it
    read = resources(tx)
    counts = setting_up.starter_counts(tx, on=on)
    with joined_by_hash(tx):
        opening = placements.opening_debts(tx, on=on)
    return LedgerPage(
        resources=read,
        finished=organisation.first_synced_at is not None,
        failed=next((each.failed for each in read if each.failed), ""),
        reminders_on=bool(organisation.reminders_on),
        figures=ledger_figures(tx, on=on, base_currency=organisation.base_currency),
        customers=counts.customers,
        invoices=counts.invoices,
        payments=counts.payments,
        since=counts.since,
        opening_count=len(opening),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDebt:
    """One debt that was late on the day of connection."""

    id: str
    number: str
    customer_id: str
    customer: str
    due: date
    days_late: int
    balance: Money
    placement: Placement
    placed: str
    released_on: date | None


@dataclass(frozen=True, slots=True)
class GroupMeaning:
    """One of the ledger's contact groups, and what a person said that it means."""

    id: str
    name: str
    meaning: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPage:
    """The fourth screen: one table of opening debts, the largest of `count`, and the groups."""

    debts: tuple[OpeningDebt, ...]
    count: int
    unplaced_ids: tuple[str, ...]
    groups: tuple[GroupMeaning, ...]
    sums: tuple[Sum, ...]
    settled: bool


def past_page(tx: Tx, org_id: UUID, *, on: date, most: int = MOST) -> PastPage:
    """The fourth screen of the first run."""
    organisation = organisations.read(tx, org_id)
    assert organisation is not None  # the page's guard has read it
    with joined_by_hash(tx):
        found = placements.opening_debts(tx, on=on)
    debts = tuple(
        OpeningDebt(
            id=debt.invoice_id,
            number=debt.number,
            customer_id=debt.customer_id,
            customer=debt.customer_name,
            due=debt.due,
            days_late=debt.days_late,
            balance=Money(debt.balance, debt.currency),
            placement=debt.placement,
            placed=_placed(debt.placement, debt.level),
            released_on=debt.released_on,
        )
        for debt in found
    )
    return PastPage(
        debts=debts[:most],
        count=len(debts),
        unplaced_ids=tuple(d.id for d in debts if d.placement is Placement.UNPLACED),
        groups=tuple(
            GroupMeaning(row.id, row.name, row.meaning or "", row.n, tuple(row.names))
            for row in setting_up.groups(tx)
        ),
        sums=_sums(debts),
        settled=organisation.settled_at is not None,
    )


def _placed(placement: Placement, level: int) -> str:
    if placement is Placement.UNPLACED:
        return ""
    if placement is Placement.AT_LEVEL:
        return f"Already chased: continues at level {level}"
    return placement_words(placement)


def _sums(debts: tuple[OpeningDebt, ...]) -> tuple[Sum, ...]:
    found: dict[str, Sum] = {}
    for debt in debts:
        before = found.get(debt.balance.currency, Sum(0, Money.zero(debt.balance.currency)))
        found[debt.balance.currency] = Sum(before.count + 1, before.amount + debt.balance)
    return tuple(sorted(found.values(), key=lambda each: -each.count))


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """An account of the chart that may hold bad debts."""

    id: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPage:
    """The fifth screen: what people chose so far, and the accounts to choose from."""

    settings: OrgSettings
    accounts: tuple[AccountChoice, ...]
    mode: str
    mode_since: datetime | None


def signing_page(tx: Tx) -> SigningPage:
    """The fifth screen of the first run, which the settings page shows as well."""
    settings = organisations.settings(tx)
    policy = setting_up.active_policy(tx)
    return SigningPage(
        settings=settings,
        accounts=tuple(
            AccountChoice(
                row.id,
                f"{row.code} {row.name}".strip(),
                row.bad_debts,
            )
            for row in setting_up.accounts(tx)
        ),
        mode=policy.mode if policy is not None else "ask_first",
        mode_since=policy.at if policy is not None else None,
    )
