"""A figure opened: the invoices and credits that it is made of, each with its part of every term.

The parts of each term add up to the term as the formula has it. It changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plugin.credit.history import Cover
from plugin.credit.kpi_measures import Deadline, Sums, credit_shares, shares_of
from plugin.credit.kpis import BY_KEY, Kpi, Position
from plugin.credit.ledger_past import DatedCredit, DatedInvoice, LedgerPast
from plugin.credit.money import Money
from plugin.deadlines import deadlines
from plugin.queries.insight_figures import Line, lines
from plugin.queries.insight_sums import ALL, Asked, positions
from plugin.queries.insight_words import NAMES
from plugin.queries.tables import Cell, Named, Table, amount, day, number, text
from plugin.store import Tx
from plugin.store.kpis import LOOKS_BACK
from plugin.store.reading import kpis as read
from plugin.store.reading.ledger_past import ledger_past

_NOTHING = Decimal(0)


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
    home: str = tx.sql("select country from organisations where id = :org").scalar_one()
    rows = _rows(kpi, past, asked, deadlines(home, past.customers))
    table = _table(kpi, rows, past, asked, position)
    return Opened(lines(position)[key], table, len(rows))


def _past(tx: Tx, asked: Asked) -> LedgerPast:
    ids = read.customers_of(tx, asked.scope)
    past = ledger_past(tx, customer_ids=ids, since=asked.on - LOOKS_BACK)
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
class _Row:
    """A document and its part of each term."""

    document: DatedInvoice | DatedCredit
    parts: tuple[Decimal, ...]

    @property
    def weight(self) -> Decimal:
        return max((abs(part) for part in self.parts), default=_NOTHING)


def _rows(kpi: Kpi, past: LedgerPast, asked: Asked, deadline: Deadline) -> list[_Row]:
    found: list[_Row] = []
    for invoice in past.invoices:
        _take(found, kpi, invoice, shares_of(invoice, asked.on, deadline))
    for credit in past.credits:
        _take(found, kpi, credit, credit_shares(credit, asked.on))
    return sorted(found, key=lambda row: (-row.weight, row.document.number, row.document.id))


def _take(found: list[_Row], kpi: Kpi, document: DatedInvoice | DatedCredit, sums: Sums) -> None:
    parts = tuple(term.of(sums) for term in kpi.terms)
    if any(parts):
        found.append(_Row(document, parts))


def _table(kpi: Kpi, rows: list[_Row], past: LedgerPast, asked: Asked, position: Position) -> Table:
    names = past.customers or {}
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        document = row.document
        customer = names.get(document.customer_id)
        who = Named(customer.name if customer else document.customer_id, document.customer_id)
        cells.append((document.number, who, *_dates(document, asked.on), *_parts(kpi, row, asked)))
    sums = [term.of(position.sums) for term in kpi.terms]
    total = tuple(
        _part(term.name, value, asked) for term, value in zip(kpi.terms, sums, strict=True)
    )
    cells.append(("All of them", None, None, None, *total))
    columns = (
        *(text("Document"), text("Customer"), day("Dated"), day("Due then")),
        *(
            number(_headed(term.name)) if "×" in term.name else amount(_headed(term.name))
            for term in kpi.terms
        ),
    )
    return Table(NAMES[kpi.key][0], columns, cells, f"As of {asked.on:%d %b %Y}.")


def _headed(name: str) -> str:
    return name[:1].upper() + name[1:]


def _parts(kpi: Kpi, row: _Row, asked: Asked) -> tuple[Cell, ...]:
    return tuple(
        _part(term.name, value, asked) for term, value in zip(kpi.terms, row.parts, strict=True)
    )


def _part(name: str, value: Decimal, asked: Asked) -> Cell:
    if not value:
        return None
    return round(value, 2) if "×" in name else Money(value, asked.shown_in)


def _dates(document: DatedInvoice | DatedCredit, on: date) -> tuple[date, date | None]:
    if isinstance(document, DatedInvoice):
        return document.issued, document.due_on(on)
    return document.on, None
