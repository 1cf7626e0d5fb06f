"""What is expected of every open invoice, and how far such forecasts lay from what came in the last
year. It decides nothing; the rule is `plugin.credit.forecast`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from threading import Lock
from uuid import UUID

from plugin.credit.account import Account, Calendar, Customer
from plugin.credit.backtest import Forecaster, Issued, Scores, last_year, score, too_little
from plugin.credit.cash_gap import Asked
from plugin.credit.forecast import Chances, chances
from plugin.credit.forecast_facts import Settled, settled_of
from plugin.credit.forecast_habit import habit
from plugin.credit.forecast_moves import Snap, run_in, snap_of
from plugin.credit.forecast_picture import Picture
from plugin.credit.ledger_past import DatedInvoice, LedgerPast
from plugin.credit.money import Money
from plugin.credit.outlook import NO_MOVES, Expected, Moves, Owing, expect, moves_of
from plugin.credit.policy import CreditPolicy
from plugin.credit.receipts_check import WeeksHeld, mondays_of, weeks_held
from plugin.store import Tx
from plugin.store.accounts import load_accounts
from plugin.store.reading import forecasting as read
from plugin.store.reading.ledger_past import ledger_past

#: messages of so many days are looked at for what a chase moves
_ASKED_DAYS = 365
#: organisations whose past is kept in memory between two pages; each costs well under a megabyte
_KEPT = 64
_BATCH = 500
#: the low and high of weeks are held against what came on so many Mondays, so many weeks apart,
#: over at most so many customers: more would make the first page of a week wait
_HELD_MONDAYS, _HELD_EVERY, _HELD_CUSTOMERS = 4, 10, 150


@dataclass(frozen=True, slots=True)
class Standing:
    """On what a forecast of one organisation stands on a day: its clock, policies and calendars.

    `residue` is the tolerance below which an invoice is settled (rule 4).
    """

    on: date
    calendar_of: Callable[[str], Calendar]
    policy_of: Callable[[Customer], CreditPolicy]
    residue: Decimal


@dataclass(frozen=True, slots=True)
class Counted:
    """The organisation's picture of this week, and its own last year: None where there is none."""

    picture: Picture | None
    scores: Scores | None
    weeks: WeeksHeld | None
    known: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Every open invoice in its parts, in the order of the likely day; names by customer id."""

    on: date
    parts: tuple[Expected, ...]
    counted: Counted
    names: Mapping[str, str]

    def of_invoices(self) -> dict[str, tuple[Expected, ...]]:
        """The parts by invoice id."""
        found: dict[str, list[Expected]] = {}
        for each in self.parts:
            found.setdefault(each.invoice.id, []).append(each)
        return {id_: tuple(parts) for id_, parts in found.items()}


class _Memory:
    """What was counted of an organisation, for as long as its past is the same one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[UUID, tuple[tuple[object, ...], Counted]] = OrderedDict()

    def recall(self, org_id: UUID, stamp: tuple[object, ...]) -> Counted | None:
        with self._lock:
            found = self._kept.get(org_id)
            if found is None or found[0] != stamp:
                return None
            self._kept.move_to_end(org_id)
            return found[1]

    def keep(self, org_id: UUID, stamp: tuple[object, ...], counted: Counted) -> None:
        with self._lock:
            self._kept[org_id] = (stamp, counted)
            self._kept.move_to_end(org_id)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


_MEMORY = _Memory()


def outlook(tx: Tx, standing: Standing, *, customer_ids: Collection[str] | None = None) -> Outlook:
    """What is expected of every open invoice, or of those of some customers.

    A constant number of statements; another five for each 500 customers who promised, contest or
    agreed something.
    """
    counted, whole = _counted(tx, standing)
    if customer_ids is None:
        past = whole or ledger_past(tx)
    else:
        past = ledger_past(tx, customer_ids=customer_ids)
    own = _by_customer(settled_of(past.invoices, standing.residue))
    accounts = _accounts(tx, standing, customer_ids)
    found: list[Expected] = []
    for customer_id, invoices in _open(past, standing.on).items():
        account = accounts.get(customer_id)
        theirs = own.get(customer_id, [])
        possible = _chances(theirs, counted.picture, standing.on)
        snap = _snap(account, theirs, standing, past, customer_id)
        moves = NO_MOVES if account is None else _moves(account, standing)
        for each in invoices:
            found += expect(
                each, possible, counted.picture, standing.on,
                moves=moves, snap=snap, too_little=too_little(counted.known),
            )  # fmt: skip
    found.sort(key=_likely_first)
    names = {id_: each.name for id_, each in (past.customers or {}).items()}
    return Outlook(standing.on, tuple(found), counted, names)


def asked(tx: Tx, on: date, residue: Decimal) -> list[Asked]:
    """What messages of the last year asked for, and after how many days money came."""
    rows = read.asked_since(tx, on - timedelta(days=_ASKED_DAYS))
    if not rows:
        return []
    wanted = {row[0] for row in rows}
    paid = {
        each.invoice_id: each.paid
        for each in settled_of(ledger_past(tx, customer_ids=wanted).invoices, residue)
    }
    found: list[Asked] = []
    for customer_id, invoice_id, sent_on in rows:
        day = paid.get(invoice_id)
        after = None if day is None or day < sent_on.toordinal() else day - sent_on.toordinal()
        if day is None or after is not None:
            found.append(Asked(customer_id, (on - sent_on).days, after))
    return found


def _counted(tx: Tx, standing: Standing) -> tuple[Counted, LedgerPast | None]:
    """The picture and the last year, from memory where the past is the one counted before."""
    on = standing.on
    monday = on - timedelta(days=on.weekday())
    stamp = (monday, standing.residue, *read.stamp_of_the_past(tx, monday))
    if (kept := _MEMORY.recall(tx.org_id, stamp)) is not None and kept.picture is not None:
        return kept, None
    past = ledger_past(tx)
    settled = settled_of(past.invoices, standing.residue)

    def calendar(customer_id: str) -> Calendar:
        return standing.calendar_of(_country(past, customer_id))

    came = {each.invoice_id: each for each in settled}
    forecaster = Forecaster(settled, lambda id_, day, own: run_in(own, day, calendar(id_)))
    issued = [
        Issued(each.id, each.customer_id, each.issued, each.due_on(each.issued))
        for each in past.invoices
        if not each.is_charge and on - timedelta(days=400) < each.issued <= on
    ]
    scores = score(last_year(issued, forecaster, came, on))
    picture = forecaster.picture_on(on)
    known = sum(each.paid <= on.toordinal() for each in settled)
    counted = Counted(picture, scores, _weeks(past, settled, came, on), known)
    if picture is not None and picture.on == monday.toordinal():
        _MEMORY.keep(tx.org_id, stamp, counted)
    return counted, past


def _weeks(
    past: LedgerPast, settled: Sequence[Settled], came: Mapping[str, Settled], on: date
) -> WeeksHeld | None:
    """Past weeks held against their low and high, over at most `_HELD_CUSTOMERS` customers."""
    since = on - timedelta(days=2 * 365)
    recent = [each for each in past.invoices if not each.is_charge and since < each.issued <= on]
    customers = sorted({each.customer_id for each in recent})
    chosen = set(customers[:: -(-len(customers) // _HELD_CUSTOMERS) or 1])
    owing = [
        Owing(e.id, e.number, e.customer_id, e.issued, e.due, Money(e.total, e.currency))
        for e in recent
        if e.customer_id in chosen
    ]
    if not owing:
        return None
    mondays = mondays_of(on, every=_HELD_EVERY, most=_HELD_MONDAYS)
    found = weeks_held(owing, Forecaster(settled), came, mondays)
    return found if found.counted else None


def _by_customer(settled: Sequence[Settled]) -> dict[str, list[Settled]]:
    own: dict[str, list[Settled]] = {}
    for each in settled:
        own.setdefault(each.customer_id, []).append(each)
    return own


def _open(past: LedgerPast, on: date) -> dict[str, list[Owing]]:
    """What is owed today, by customer; interest and fees apart (rule 36)."""
    found: dict[str, list[Owing]] = {}
    for each in past.invoices:
        if each.balance > 0 and not each.is_charge and each.issued <= on:
            found.setdefault(each.customer_id, []).append(_owing(each))
    return found


def _owing(each: DatedInvoice) -> Owing:
    balance = Money(each.balance, each.currency)
    return Owing(each.id, each.number, each.customer_id, each.issued, each.due, balance)


def _accounts(
    tx: Tx, standing: Standing, customer_ids: Collection[str] | None
) -> dict[str, Account]:
    """The accounts of those who promised, contest or agreed something; nobody else's."""
    wanted = read.moved_customers(tx)
    if customer_ids is not None:
        wanted = tuple(each for each in wanted if each in customer_ids)
    found: dict[str, Account] = {}
    for at in range(0, len(wanted), _BATCH):
        for account in load_accounts(
            tx, on=standing.on, calendar_of=standing.calendar_of,
            customer_ids=wanted[at : at + _BATCH],
        ):  # fmt: skip
            found[account.customer.id] = account
    return found


def _chances(own: Sequence[Settled], picture: Picture | None, on: date) -> Chances | None:
    if picture is None:
        return None
    return chances(habit(own, on.toordinal(), picture.usual), picture)


def _snap(
    account: Account | None,
    own: Sequence[Settled],
    standing: Standing,
    past: LedgerPast,
    customer_id: str,
) -> Snap | None:
    """The run that a customer named, else the one in their payments."""
    if account is not None and account.pay_run_said is not None:
        return snap_of(account.pay_run_said, account.calendar)
    return run_in(own, standing.on, standing.calendar_of(_country(past, customer_id)))


def _country(past: LedgerPast, customer_id: str) -> str:
    known = (past.customers or {}).get(customer_id)
    return known.country if known is not None else ""


def _moves(account: Account, standing: Standing) -> Moves:
    return moves_of(account, standing.policy_of(account.customer), standing.on)


def _likely_first(part: Expected) -> tuple[date, str, str]:
    likely = part.forecast.p50 if part.forecast is not None else date.max
    return likely, part.invoice.number, part.invoice.id
