"""Every table of the console is to be had as a file with the same values; nothing in it runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from flask import Blueprint

from plugin.credit.money import Money
from plugin.queries.tables import (
    Column,
    Kind,
    Named,
    Table,
    amount,
    day,
    days,
    number,
    per_cent,
    text,
)
from plugin.web.app import create_console
from plugin.web.csv_file import csv_text
from plugin.web.tables.files import MOST_IN_A_SHEET, offer
from plugin.web.tables.grid import grid
from plugin.web.tables.workbook import About, workbook
from tests.builders import House, sign_in
from tests.web.conftest import browser_of

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 - as a spreadsheet has it


def _a_table() -> Table:
    return Table(
        "Owed: [by] customer?",
        (
            text("Customer"), day("Since"), day("Seen"), amount("Owed"), amount("Late"),
            amount("Limit", own_currency=True), number("Invoices"), days("DSO"),
            per_cent("On time"), text("Why"),
        ),
        (
            (Named("=HYPERLINK(1)", "c1"), date(2026, 7, 1), datetime(2026, 7, 1, 8, tzinfo=UTC),
             Money.of("1234.5", "GBP"), Money.of("0", "GBP"), Money.of("900", "EUR"), 3,
             Decimal("41.3"), Decimal("12.5"), "+44 \x07 1"),
            (Named("Quay Bistro", "c2"), None, None, None, None, None, 0, "n/a: nothing sold",
             None, "@SUM(A1)"),
        ),
        "Unpaid, as the books have it.",
    )  # fmt: skip


def _opened(table: Table) -> openpyxl.Workbook:
    about = About(table.title, "Harbour Lane Foods", AT, table.note)
    return openpyxl.load_workbook(io.BytesIO(workbook(grid(table, LONDON), about)))


def test_amounts_of_a_file_have_their_currency_beside_them() -> None:
    """One column serves the amounts of a row; one that may differ has its own."""
    found = grid(_a_table(), LONDON)
    assert found.heads == (
        "Customer", "Since", "Seen", "Currency", "Owed", "Late", "Limit", "Limit, currency",
        "Invoices", "DSO", "On time", "Why",
    )  # fmt: skip
    assert found.rows[0][3:8] == (
        "GBP",
        Decimal("1234.50"),
        Decimal("0.00"),
        Decimal("900.00"),
        "EUR",
    )
    assert found.rows[1][3:8] == (None, None, None, None, None)
    mixed = Table("x", (amount("a"), amount("b")), ((Money.of(1, "GBP"), Money.of(1, "EUR")),))
    with pytest.raises(ValueError, match="EUR and GBP in one row"):
        grid(mixed, LONDON)


def test_a_csv_quotes_what_a_spreadsheet_would_run() -> None:
    """Names and words that begin like a formula get a quote; numbers stay numbers."""
    found = grid(_a_table(), LONDON)
    rows = list(csv.reader(io.StringIO(csv_text(found.heads, found.rows).removeprefix("\ufeff"))))
    assert rows[1][:5] == ["'=HYPERLINK(1)", "2026-07-01", "2026-07-01 09:00", "GBP", "1234.50"]
    assert rows[1][-1].startswith("'+44")
    assert rows[2][-1] == "'@SUM(A1)"
    minus = Table("x", (number("n"),), ((Decimal(-5),),))
    assert "\r\n-5\r\n" in csv_text(("n",), grid(minus, LONDON).rows)


def test_a_spreadsheet_has_real_numbers_and_days_and_a_frozen_head() -> None:
    """Amounts add up, days sort, shares are shares of one; n/a stands with its reason."""
    book = _opened(_a_table())
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.title == "Owed by customer"
    first, second = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in first[1:11]] == [
        datetime(2026, 7, 1), datetime(2026, 7, 1, 9), "GBP", 1234.5, 0, 900, "EUR", 3, 41.3, 0.125,  # noqa: DTZ001
    ]  # fmt: skip
    assert [cell.number_format for cell in first[1:5]] == [
        "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "General", "#,##0.00",
    ]  # fmt: skip
    assert first[10].number_format == "0.0%"
    assert second[9].value == "n/a: nothing sold"
    told = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert told["Organisation"] == "Harbour Lane Foods"
    assert told["Note"] == "Unpaid, as the books have it."


def test_nothing_in_a_spreadsheet_is_a_formula() -> None:
    """Whatever a text begins with, its cell is a text, and stays one when somebody edits it."""
    table = _a_table()
    sheet = _opened(table).worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            if isinstance(cell.value, str):
                assert cell.quotePrefix
    assert sheet["A2"].value == "=HYPERLINK(1)"
    about = About("=1+1", "@x", AT)
    with ZipFile(io.BytesIO(workbook(grid(table, LONDON), about))) as inside:
        for name in inside.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in inside.read(name)


def test_a_table_too_long_for_a_spreadsheet_is_to_be_had_as_csv(house: House) -> None:
    """The page says how many rows there are and which file has them."""
    room = Blueprint("long", __name__)
    rows = ((1,),) * (MOST_IN_A_SHEET + 1)
    offer(room, "long", lambda: Table("Long", (number("n"),), rows))
    app = create_console(house.doors, secure_cookies=False, extra_blueprints=[room])
    ann = browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)
    refused = ann.get("tables/long.xlsx")
    assert refused.status_code == 400
    assert "50,001 rows" in refused.get_data(as_text=True)
    assert "take the CSV, which has them all" in refused.get_data(as_text=True)
    assert ann.get("tables/long.csv").get_data(as_text=True).count("\r\n") == len(rows) + 1


def test_a_row_has_one_cell_a_column() -> None:
    """A table that is drawn up wrongly fails where it is made, not in somebody's spreadsheet."""
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table("x", (Column("a"), Column("b", Kind.DAY)), (("only",),))
