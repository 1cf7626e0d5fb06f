"""What is read of a file that somebody brings in, and why a line cannot be used."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from plugin.operations.brought_in import Asked, Cell, Field, Unusable, read_lines
from plugin.web.csv_file import csv_text
from plugin.web.tables.bring_in import read_table

TODAY = date(2026, 11, 24)
TEAM = {"sam@acme.test": "u-1"}


def lines(text: str | bytes) -> list[Asked]:
    """The lines of a CSV file."""
    raw = text.encode() if isinstance(text, str) else text
    found, _ = read_lines(read_table("x.csv", raw), base_currency="GBP", today=TODAY, team=TEAM)
    return list(found)


def why(head: str, cell: str) -> str:
    """Why a cell under a head is refused; empty where it is not."""
    [line] = lines(csv_text(["Customer", head], [["Kettle", cell]]))
    return line.refused


def a_workbook(*rows: list[object]) -> bytes:
    """A spreadsheet of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_usual_encoding_and_separator_is_read(encoding: str, separator: str) -> None:
    """As spreadsheets of this country and others save them."""
    text = f"Customer{separator}Credit limit\r\nÉpicerie d’à côté{separator}1500.5\r\n"
    [line] = lines(text.encode(encoding))
    assert line == Asked(2, name="Épicerie d’à côté", wanted={Field.LIMIT: "1500.50"})


def test_a_spreadsheet_is_read_with_its_numbers_and_days() -> None:
    """Numbers without a float's tail, real days, yes and no."""
    raw = a_workbook(
        ["Number", "Customer", "Credit limit", "Hold until", "Direct debit", "Never chase"],
        ["C1", "Kettle", 0.1 + 0.2 + 1000, date(2026, 12, 4), True, "no"],
        ["C2", "Quay", 2500, None, None, None],
    )
    found, unknown = read_lines(
        read_table("x.xlsx", raw), base_currency="GBP", today=TODAY, team=TEAM
    )
    assert unknown == ()
    assert found[0].wanted == {
        Field.LIMIT: "1000.30",
        Field.HOLD: "2026-12-04",
        Field.DIRECT_DEBIT: "yes",
        Field.NEVER_CHASE: "no",
    }
    assert found[1].wanted == {Field.LIMIT: "2500.00"}


def test_a_formula_is_refused_and_never_worked_out() -> None:
    """In a spreadsheet and in CSV; a text that our own file quoted comes back as it was."""
    raw = a_workbook(["Customer", "Credit limit"], ["Kettle", "=1+1"], ["Quay", "500"])
    found, _ = read_lines(read_table("x.xlsx", raw), base_currency="GBP", today=TODAY, team=TEAM)
    assert "formula" in found[0].refused
    assert not found[1].refused
    for cell in ("=cmd|'/c calc'!A1", "@SUM(A1)", "+1", "-x"):
        [line] = lines(f'Customer,Credit limit\r\nKettle,"{cell}"\r\n')
        assert "formula" in line.refused, cell
    [quoted] = lines(csv_text(["Customer", "Credit limit"], [["=Odd & Sons", "500"]]))
    assert (quoted.name, quoted.refused) == ("=Odd & Sons", "")


@pytest.mark.parametrize(
    ("head", "cell", "words"),
    [
        ("Credit limit", "-5", "zero or more"), ("Credit limit", "lots", "no amount"),
        ("Credit limit", "1.500", "unclear"), ("Credit limit", "10.005", "unclear"),
        ("Credit limit", "NaN", "no limit"), ("Credit limit", "1e99", "no limit"),
        ("Hold until", "2026-11-24", "after today"), ("Hold until", "04/12/2026", "no day"),
        ("Direct debit", "perhaps", "neither yes nor no"),
        ("Salesperson", "nobody@acme.test", "nobody of the team"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_says_why(head: str, cell: str, words: str) -> None:
    """In words that say what to write instead."""
    assert words in why(head, cell)


def test_what_can_be_used_is_read() -> None:
    """Signs and thousands, the word none, an address of the team, nothing where nothing stands."""
    [line] = lines("Customer;Credit limit;Salesperson\r\nKettle;£1,500;SAM@acme.test\r\n")
    assert line.wanted == {Field.LIMIT: "1500.00", Field.SALES: "u-1"}
    [line] = lines("customer,credit limit,hold until\r\nKettle,None,\r\n")
    assert line.wanted == {Field.LIMIT: ""}
    [line] = lines("Customer,Credit limit,Currency\r\nKettle,5,USD\r\n")
    assert "limits are in GBP" in line.refused
    nobody, nothing = lines("Customer,Credit limit\r\n,5\r\nKettle,\r\n")
    assert (nobody.refused, nothing.refused) == ("no customer is named", "nothing to change")


def test_a_file_that_is_no_table_of_customers_says_so() -> None:
    """Empty, a picture, no heads, two alike, too long, too large inside."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 31_000_000)
    for raw, words in (
        (b"", "empty"),
        (b"\x89PNG\r\n\x00\x00", "neither a CSV"),
        (b"PK\x03\x04 nonsense", "cannot be read"),
        (bomb.getvalue(), "too large"),
        (b"Kettle,500\r\n", "has to name the columns"),
        (b"Customer,Telephone\r\nKettle,1\r\n", "no column to bring in"),
        (b"Customer,Name,Credit limit\r\nKettle,Kettle,1\r\n", "mean the same"),
        (b"Customer,Credit limit\r\n" + b"a,1\r\n" * 5_001, "more than 5,000 lines"),
        (b"Customer,Credit limit\r\n" + b"a" * 501 + b",1\r\n", "500 characters"),
    ):
        with pytest.raises(Unusable, match=words):
            lines(raw)


@settings(max_examples=40)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"Customer,Credit limit\n"]))
def test_no_file_breaks_the_reading(raw: bytes, begins: bytes) -> None:
    """Whatever it holds, it is a table or it is refused in words."""
    try:
        rows = read_table("x", begins + raw)
    except Unusable as problem:
        assert str(problem)
    else:
        assert all(isinstance(cell, Cell) for row in rows for cell in row)


@settings(max_examples=20)
@given(st.data())
def test_a_damaged_spreadsheet_is_refused_in_words(data: st.DataObject) -> None:
    """Bytes of a good one turned at any place."""
    raw = bytearray(_GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_table("x.xlsx", bytes(raw))
    except Unusable as problem:
        assert str(problem)


_GOOD = a_workbook(["Customer", "Credit limit"], ["Kettle", 500])
