"""A table that was brought in, ready to be shown line by line; and the one to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from plugin.credit.money import Money
from plugin.letters.import_words import FIELD_NAMES, value_words
from plugin.queries.tables import Cell, Column, Kind, Table, amount, number, text
from plugin.store import Tx, people, table_imports
from plugin.store.table_imports import Change, TableImport

#: lines of one page
PAGE = 200
#: customers in the table to fill in: as many as one file may hold
_MOST = 5_000

_STATES = {
    "shown": "waits for your yes",
    "applied": "applied",
    "undone": "undone",
    "dropped": "dropped",
}


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One field of a customer: what stands, and what it would become, in words."""

    name: str
    before: str
    after: str
    moved: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line: refused, changing something, or as it stands already."""

    line: int
    customer_id: str
    name: str
    changes: tuple[ChangeShown, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class ImportShown:
    """A table with one page of its lines; those that need looking at come first."""

    id: UUID
    file_name: str
    reason: str
    by: str
    at: datetime
    state: str
    is_open: bool
    can_undo: bool
    lines: tuple[LineShown, ...]
    count: int
    changed: int
    refused: int
    same: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A table that was brought in lately."""

    id: UUID
    file_name: str
    by: str
    at: datetime
    count: int
    state: str


def import_shown(tx: Tx, import_id: UUID, *, page: int = 1) -> ImportShown | None:
    """A table that was brought in; None where there is no such."""
    found = table_imports.read(tx, import_id)
    if found is None:
        return None
    team = _team(tx)
    lines = sorted(found.lines, key=lambda each: (not each.refused, not each.changes, each.line))
    changed = sum(bool(each.changes) for each in found.lines)
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(page, 1), pages)
    return ImportShown(
        id=found.id,
        file_name=found.file_name,
        reason=found.reason,
        by=found.by,
        at=found.at,
        state=_state(found),
        is_open=found.state == "shown",
        can_undo=found.state == "applied",
        lines=tuple(
            LineShown(
                each.line,
                each.customer_id,
                each.name or each.called,
                tuple(_change(one, team) for one in each.changes),
                each.refused,
            )
            for each in lines[(page - 1) * PAGE : page * PAGE]
        ),
        count=found.count,
        changed=changed,
        refused=found.refused,
        same=found.count - found.refused - changed,
        page=page,
        pages=pages,
    )


def _team(tx: Tx) -> dict[str, str]:
    members = people.members_of(tx, tx.org_id)
    return {str(each.user.id): each.user.name or each.user.email for each in members}


def _state(found: TableImport) -> str:
    by = found.undone_by if found.state == "undone" else found.applied_by
    return f"{_STATES[found.state]}{f' by {by}' if by else ''}"


def _change(each: Change, team: Mapping[str, str]) -> ChangeShown:
    if each.field == "sales":
        before, after = (team.get(one, "nobody") for one in (each.before, each.after))
    else:
        before, after = (value_words(each.field, one) for one in (each.before, each.after))
    return ChangeShown(FIELD_NAMES[each.field], before, after, each.moved)


def lines_table(tx: Tx, import_id: UUID) -> Table | None:
    """Every line of a table that was brought in, as a table; None where there is no such."""
    found = table_imports.read(tx, import_id)
    if found is None:
        return None
    team = _team(tx)
    rows: list[tuple[Cell, ...]] = []
    for line in found.lines:
        named = line.name or line.called
        for each in line.changes:
            shown = _change(each, team)
            rows.append((line.line, named, shown.name, shown.before, shown.after, ""))
        if not line.changes:
            why = line.refused or "as it stands already"
            rows.append((line.line, named, "", "", "", why))
    heads = (
        number("Line"), text("Customer"), text("What"), text("Stands"), text("Becomes"),
        text("Why not"),
    )  # fmt: skip
    return Table("Lines brought in", heads, tuple(rows))


def imports_made(tx: Tx) -> tuple[ImportLine, ...]:
    """The tables that were brought in last, the newest first."""
    return tuple(
        ImportLine(row.id, row.file_name, row.by, row.at, row.n, _STATES[row.state])
        for row in table_imports.recent(tx)
    )


def to_fill_in(tx: Tx, *, on: date) -> Table:
    """Every customer with what is set now: to be changed in a spreadsheet and brought back."""
    rows = table_imports.all_customers(tx, limit=_MOST)
    now = table_imports.stands(tx, [row.id for row in rows], on=on)
    emails = {str(each.user.id): each.user.email for each in people.members_of(tx, tx.org_id)}
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        stands = now[row.id]
        limit, _, currency = stands.limit.partition(" ")
        lines.append(
            (
                row.id, row.number, row.name,
                Money(Decimal(limit), currency) if currency else None,
                date.fromisoformat(stands.hold) if stands.hold else None,
                stands.direct_debit, stands.never_chase, emails.get(stands.sales, ""),
            )
        )  # fmt: skip
    heads = (
        text("Id"), text("Number"), text("Customer"), amount("Credit limit", own_currency=True),
        Column("Hold until", Kind.DAY), text("Direct debit"), text("Never chase"),
        text("Salesperson"),
    )  # fmt: skip
    return Table("Customers to fill in", heads, tuple(lines))
