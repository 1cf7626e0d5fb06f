"""A figure opened: the invoices and credits that it is made of, each with its part of every term.

The first row adds each column up: it is the term as the formula has it. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plugin.credit.account import CreditKind
from plugin.credit.history import Cover
from plugin.credit.kpi_measures import Deadline, Sums, credit_shares, shares_of
from plugin.credit.kpis import BY_KEY, Kpi, Position, Term
from plugin.credit.ledger_past import DatedCredit, DatedInvoice, LedgerPast
from plugin.credit.money import Money
from plugin.deadlines import deadlines
from plugin.queries.insight_figures import Line, lines
from plugin.queries.insight_sums import ALL, Asked, positions
from plugin.queries.insight_words import NAMES
from plugin.queries.tables import Cell, Named, Table, amount, day, number, text
from plugin.store import Tx
from plugin.store.kpis import LOOKS_BACK, home_country
from plugin.store.reading import kpis as read
from plugin.store.reading.ledger_past import ledger_past

_NOTHING = Decimal(0)
_WITHOUT_NUMBER = {
    CreditKind.CREDIT_NOTE: "credit note without a number",
    CreditKind.OVERPAYMENT: "overpayment",
    CreditKind.PREPAYMENT: "deposit",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """One figure with its documents; `count` is how many, without the row of their sum."""

    line: Line
    table: Table
    count: int


def opened(tx: Tx, asked: Asked, key: str) -> Opened:
    """The documents of a figure of the ledger. KeyError where there is no such figure."""
    kpi = BY_KEY[key]
    position = positions(tx, asked, [asked.on])[asked.on]
    past = _past(tx, asked)
    home = home_country(tx)
    parts = _parts(kpi, asked, position)
    rows = _rows(parts, past, deadlines(home, past.customers))
    return Opened(lines(position)[key], _table(kpi, parts, rows, past, asked), len(rows))


def _past(tx: Tx, asked: Asked) -> LedgerPast:
    ids = read.customers_of(tx, asked.scope)
    since = min(asked.on, asked.against or asked.on) - LOOKS_BACK
    past = ledger_past(tx, customer_ids=ids, since=since)
    wanted = asked.currency
    if wanted == ALL:
        return replace(
            past,
            invoices=tuple(in_base(each) for each in past.invoices),
            credits=tuple(credit_in_base(each) for each in past.credits),
        )
    return replace(
        past,
        invoices=tuple(each for each in past.invoices if each.currency == wanted),
        credits=tuple(each for each in past.credits if each.currency == wanted),
    )


def in_base(invoice: DatedInvoice) -> DatedInvoice:
    """The same invoice in base currency, at the rate that the ledger gave it."""
    rate = invoice.base_per_unit
    if rate == 1:
        return invoice
    covers = tuple(Cover(each.on, each.amount * rate, each.kind) for each in invoice.covers)
    return replace(
        invoice, total=invoice.total * rate, balance=invoice.balance * rate, covers=covers
    )


def credit_in_base(credit: DatedCredit) -> DatedCredit:
    """The same credit in base currency."""
    rate = credit.base_per_unit
    if rate == 1:
        return credit
    used = tuple((day_, part * rate) for day_, part in credit.used)
    return replace(credit, amount=credit.amount * rate, used=used)


@dataclass(frozen=True, slots=True)
class _Part:
    """One column of amounts: its name, how a document's sums become it, and whose sums they are.

    `is_money` is False where it is money times days, or days.
    """

    name: str
    of: Callable[[Sums, DatedInvoice | DatedCredit], Decimal]
    on: date
    is_money: bool = True


def _parts(kpi: Kpi, asked: Asked, position: Position) -> list[_Part]:
    """The terms of the formula; of cash released those of both days; of true DSO the days too."""
    found = [_term(term, asked.on, "") for term in kpi.terms]
    if kpi.key == "cash_released" and asked.against is not None:
        found += [_term(term, asked.against, " then") for term in kpi.terms]
    if kpi.key == "true_dso":
        found.append(_Part("days of it", _days_of(position), asked.on, is_money=False))
    return found


def _term(term: Term, on: date, when: str) -> _Part:
    return _Part(f"{term.name}{when}", lambda sums, _: term.of(sums), on, "×" not in term.name)


def _days_of(position: Position) -> Callable[[Sums, DatedInvoice | DatedCredit], Decimal]:
    """What one open invoice adds to true DSO: open times age over the sales of its month."""

    def days(sums: Sums, _: DatedInvoice | DatedCredit) -> Decimal:
        return sum(
            (
                aged / position.sales[month]
                for month, aged in sums.aged.items()
                if position.sales.get(month, _NOTHING) > 0
            ),
            _NOTHING,
        )

    return days


@dataclass(frozen=True, slots=True)
class _Row:
    """A document and its part of each column."""

    document: DatedInvoice | DatedCredit
    parts: tuple[Decimal, ...]

    @property
    def weight(self) -> Decimal:
        """By what it is put in order: the largest part first."""
        return max((abs(part) for part in self.parts), default=_NOTHING)


def _rows(parts: list[_Part], past: LedgerPast, deadline: Deadline) -> list[_Row]:
    found: list[_Row] = []
    days = sorted({part.on for part in parts})
    documents: list[DatedInvoice | DatedCredit] = [*past.invoices, *past.credits]
    for document in documents:
        by_day = {on: _shares(document, on, deadline) for on in days}
        mine = tuple(part.of(by_day[part.on], document) for part in parts)
        if any(mine):
            found.append(_Row(document, mine))
    return sorted(found, key=lambda row: (-row.weight, row.document.number, row.document.id))


def _shares(document: DatedInvoice | DatedCredit, on: date, deadline: Deadline) -> Sums:
    if isinstance(document, DatedInvoice):
        return shares_of(document, on, deadline)
    return credit_shares(document, on)


def _named(document: DatedInvoice | DatedCredit) -> str:
    """Its number; an overpayment or a deposit has none, so what it is."""
    if document.number:
        return document.number
    if isinstance(document, DatedInvoice):
        return "invoice without a number"
    return _WITHOUT_NUMBER[document.kind]


def _table(kpi: Kpi, parts: list[_Part], rows: list[_Row], past: LedgerPast, asked: Asked) -> Table:
    """The sum of every column first, so that a page that shows the largest only has it too."""
    names = past.customers or {}
    total = [sum((row.parts[n] for row in rows), _NOTHING) for n in range(len(parts))]
    cells: list[tuple[Cell, ...]] = [
        ("All of them", None, None, None, *_cells(parts, total, asked))
    ]
    for row in rows:
        document = row.document
        customer = names.get(document.customer_id)
        who = Named(customer.name if customer else document.customer_id, document.customer_id)
        dates = _dates(document, asked.on)
        cells.append((_named(document), who, *dates, *_cells(parts, row.parts, asked)))
    columns = (
        *(text("Document"), text("Customer"), day("Dated"), day("Due then")),
        *((amount if part.is_money else number)(_headed(part.name)) for part in parts),
    )
    return Table(NAMES[kpi.key][0], columns, cells, f"As of {asked.on:%d %b %Y}.")


def _headed(name: str) -> str:
    return name[:1].upper() + name[1:]


def _cells(parts: list[_Part], values: Sequence[Decimal], asked: Asked) -> list[Cell]:
    return [
        (Money(value, asked.shown_in) if part.is_money else round(value, 2)) if value else None
        for part, value in zip(parts, values, strict=True)
    ]


def _dates(document: DatedInvoice | DatedCredit, on: date) -> tuple[date, date | None]:
    if isinstance(document, DatedInvoice):
        return document.issued, document.due_on(on)
    return document.on, None
