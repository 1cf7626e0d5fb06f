"""A books file is read whole or refused with every complaint."""

import copy
import json
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.books import BooksError, cli_check, figures, load, parse

IBM = Path(__file__).parents[3] / "shared" / "data" / "ibm_books.json"


def document() -> dict[str, Any]:
    """A small ledger that keeps to the format in every place."""
    return {
        "organisation": {
            "name": "Harbour Lane Foods",
            "country": "GB",
            "base_currency": "GBP",
            "timezone": "Europe/London",
            "terms_days": 14,
        },
        "customers": [
            {
                "id": "C1",
                "name": "Quay Bistro",
                "email": "a@quay.example",
                "credit_limit": "500.00",
            },
            {"id": "C2", "name": "Lisa's Deli", "email": "", "policy": "three"},
        ],
        "invoices": [
            {
                "id": "I1",
                "number": "INV-1",
                "customer": "C1",
                "issued": "2013-01-18",
                "amount": "1000.00",
                "currency": "GBP",
                "instalments": [
                    {"due": "2013-01-18", "amount": "300.00"},
                    {"due": "2013-02-28", "amount": "700.00"},
                ],
            },
            {
                "id": "I2",
                "number": "INV-2",
                "customer": "C1",
                "issued": "2013-01-20",
                "amount": "50.00",
                "currency": "GBP",
                "sent": False,
            },
        ],
        "payments": [{"invoice": "I1", "instalment": 0, "date": "2013-03-31", "amount": "300.00"}],
        "credits": [credit_note()],
    }


def credit_note() -> dict[str, Any]:
    """A credit note of 80 of which 50 is set against the second invoice."""
    return {
        "id": "N1",
        "customer": "C1",
        "kind": "credit_note",
        "date": "2013-02-01",
        "amount": "80.00",
        "currency": "GBP",
        "allocations": [{"invoice": "I2", "date": "2013-02-05", "amount": "50.00"}],
    }


def complaints_of(broken: object) -> list[str]:
    """What is said of a document that must be refused."""
    with pytest.raises(BooksError) as refused:
        parse(broken)
    return [str(one) for one in refused.value.complaints]


def test_a_good_document_becomes_records() -> None:
    """Amounts are Decimal, dates civil dates, and what is left out has its stated default."""
    books = parse(document())
    first, second = books.invoices
    assert (first.amount, first.issued) == (Decimal("1000.00"), date(2013, 1, 18))
    assert second.due == date(2013, 2, 3), "14 days of terms after the issue date"
    assert (first.is_sent, second.is_sent) == (True, False)
    assert (first.is_disputed, first.is_receivable) == (False, True)
    assert books.customers[0].credit_limit == Decimal("500.00")
    assert books.customers[1].credit_limit is None
    assert books.customers[1].policy == "three"
    assert books.last_date == date(2013, 3, 31)


def test_terms_are_thirty_days_where_the_file_does_not_say() -> None:
    """An invoice without a due date is due on its issue date plus thirty days."""
    plain = document()
    del plain["organisation"]["terms_days"]
    assert parse(plain).invoices[1].due == date(2013, 2, 19)


BREAKAGES: tuple[tuple[tuple[str | int, ...], object, str], ...] = (
    (("invoices", 1, "due"), "31/02/2013", 'invoices[1].due: not a date: "31/02/2013"'),
    (("invoices", 1, "due"), "2013-02-30", 'invoices[1].due: not a date: "2013-02-30"'),
    (("invoices", 1, "due"), "20130220", 'invoices[1].due: not a date: "20130220"'),
    (("invoices", 1, "due"), "9999-12-31", 'invoices[1].due: not a date: "9999-12-31"'),
    (
        ("invoices", 1, "amount"),
        50.0,
        "invoices[1].amount: not an amount as a decimal string: 50.0",
    ),
    (
        ("invoices", 1, "amount"),
        "NaN",
        'invoices[1].amount: not an amount as a decimal string: "NaN"',
    ),
    (("invoices", 1, "amount"), "50.001", 'invoices[1].amount: more than two decimals: "50.001"'),
    (("invoices", 1, "amount"), "-1.00", 'invoices[1].amount: must not be below zero: "-1.00"'),
    (("invoices", 1, "customer"), "C9", 'invoices[1].customer: no such customer: "C9"'),
    (("invoices", 1, "id"), "I1", 'invoices[1].id: given twice: "I1"'),
    (("invoices", 1, "number"), "INV-1", 'invoices[1].number: given twice: "INV-1"'),
    (("invoices", 1, "number"), None, "invoices[1].number: missing"),
    (("invoices", 1, "sent"), "no", 'invoices[1].sent: not true or false: "no"'),
    (
        ("invoices", 1, "recievable"),
        False,
        'invoices[1].recievable: unknown key; did you mean "receivable"?',
    ),
    (
        ("invoices", 0, "instalments", 1, "amount"),
        "700.01",
        "invoices[0].instalments: sum to 1000.01, not to 1000.00",
    ),
    (
        ("invoices", 0, "instalments", 1, "due"),
        "soon",
        'invoices[0].instalments[1].due: not a date: "soon"',
    ),
    (("payments", 0, "invoice"), "I9", 'payments[0].invoice: no such invoice: "I9"'),
    (("payments", 0, "instalment"), 2, "payments[0].instalment: 2 of 2 (from 0)"),
    (
        ("payments", 0, "amount"),
        "1000.01",
        "payments[0].amount: 1000.01 where 1000.00 is left to pay",
    ),
    (("payments", 0, "amount"), "0.00", 'payments[0].amount: must be above zero: "0.00"'),
    (
        ("credits", 0, "kind"),
        "gift",
        'credits[0].kind: not one of credit_note, overpayment, prepayment, write_off: "gift"',
    ),
    (
        ("credits", 0, "allocations", 0, "amount"),
        "80.01",
        "credits[0].allocations[0].amount: more than the credit of 80.00 has left",
    ),
    (
        ("credits", 0, "customer"),
        "C2",
        'credits[0].allocations[0].invoice: of another customer: "C1"',
    ),
    (
        ("credits", 0, "currency"),
        "EUR",
        "credits[0].allocations[0].invoice: in GBP, the credit in EUR",
    ),
    (
        ("organisation", "timezone"),
        "Europe/Londn",
        'organisation.timezone: not a time zone: "Europe/Londn"',
    ),
    (("organisation",), None, "organisation: missing"),
    (("customers", 0), [], "customers[0]: not an object: []"),
    (("invoices",), {}, "invoices: not a list: {}"),
)


@pytest.mark.parametrize(
    ("where", "value", "said"), BREAKAGES, ids=[said for *_, said in BREAKAGES]
)
def test_a_wrong_element_is_refused_with_its_path(
    where: tuple[str | int, ...], value: object, said: str
) -> None:
    """Whatever breaks the format is named with its path and its value."""
    broken: Any = document()
    inner = broken
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    assert said in complaints_of(broken)


def test_every_complaint_is_made_at_once() -> None:
    """Three wrong elements are three complaints, and nothing that they caused is a fourth."""
    broken = document()
    broken["invoices"][0]["due"] = "never"
    broken["invoices"][1]["amount"] = "much"
    broken["payments"][0]["date"] = "2013-13-01"
    assert complaints_of(broken) == [
        'invoices[0].due: not a date: "never"',
        'invoices[1].amount: not an amount as a decimal string: "much"',
        'payments[0].date: not a date: "2013-13-01"',
    ]


def test_an_empty_object_lacks_every_field_that_it_must_have() -> None:
    """An invoice of {} is told each missing field, not only the first."""
    broken = document()
    broken["invoices"].append({})
    said = complaints_of(broken)
    missing = ("issued", "id", "number", "customer", "amount", "currency")
    assert said == [f"invoices[2].{field}: missing" for field in missing]


@pytest.mark.parametrize("outside", [[], "books", 7, None])
def test_what_is_no_object_at_all_is_refused(outside: object) -> None:
    """A JSON document that is no object is refused with one complaint."""
    assert len(complaints_of(outside)) == 1


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe", b'{"customers": ' + b"[" * 100_000, b"1" * 5_000]
)
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that is no JSON is refused as such."""
    path = tmp_path / "books.json"
    path.write_bytes(content)
    with pytest.raises(BooksError):
        load(path)


def test_the_parsed_document_is_left_as_it_was() -> None:
    """Reading changes nothing in what it reads."""
    given = document()
    parse(given)
    assert given == document()
    assert copy.deepcopy(given) == given


def test_check_prints_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json stdout is exactly one object: counts are numbers, amounts are strings."""
    path = tmp_path / "books.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    assert cli_check([str(path), "--on", "2013-02-03", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "customers": 2,
        "invoices": 2,
        "payments": 1,
        "credits": 1,
        "on": "2013-02-03",
        "currencies": {
            "GBP": {
                "open_count": 2,
                "open": "1050.00",
                "unallocated": "80.00",
                "late_count": 1,
                "late": "300.00",
                "ageing": {
                    "current": [2, "750.00"],
                    "1-30": [1, "300.00"],
                    "31-60": [0, "0.00"],
                    "61-90": [0, "0.00"],
                    "90+": [0, "0.00"],
                },
            }
        },
    }


def test_check_takes_the_last_date_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --on the figures are those of the latest date in the file."""
    path = tmp_path / "books.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    assert cli_check([str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["on"] == "2013-03-31"


def test_check_says_what_is_wrong_on_stderr_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refused file exits 1, its complaints on stderr, and stdout stays empty."""
    broken = document()
    broken["invoices"][1]["due"] = "31/02/2013"
    path = tmp_path / "books.json"
    path.write_text(json.dumps(broken), encoding="utf-8")
    assert cli_check([str(path), "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert 'invoices[1].due: not a date: "31/02/2013"' in printed.err
    assert "nothing was loaded" in printed.err


def test_check_of_a_file_that_is_not_there_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, a wrong date and a missing argument are the command's own errors."""
    assert cli_check(["/nowhere/books.json"]) == 2
    assert cli_check(["x.json", "--on", "2013-02-30"]) == 2
    assert cli_check([]) == 2
    assert "not a date" in capsys.readouterr().err


@pytest.mark.skipif(not IBM.exists(), reason="the sample ledger is not beside this repository")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2013, 6, 30), (84, "5119.85", 12, "835.56")),
        (date(2012, 12, 31), (99, "5725.06", 13, "788.74")),
        (date(2013, 9, 30), (88, "5029.22", 7, "465.48")),
    ],
)
def test_a_real_ledger_agrees_to_the_cent(on: date, expected: tuple[int, str, int, str]) -> None:
    """What is open and late on three days, all of it one to thirty days late."""
    (dollars,) = figures(load(IBM), on).currencies
    assert (
        dollars.open_count,
        str(dollars.open),
        dollars.late_count,
        str(dollars.late),
    ) == expected
    assert dollars.ageing[1].amount == dollars.late


@pytest.mark.skipif(not IBM.exists(), reason="the sample ledger is not beside this repository")
def test_a_ledger_of_thousands_loads_well_under_a_second() -> None:
    """2,466 invoices and as many payments are read and checked within a second."""
    began = time.perf_counter()
    assert len(load(IBM).invoices) == 2466
    assert time.perf_counter() - began < 1


def test_reading_books_loads_no_product_and_no_third_party_code() -> None:
    """The ledger file knows nothing of the product, of Xero or of the web."""
    code = (
        "import sys, connectors.books; "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in "
        "('plugin', 'flask', 'requests', 'sqlalchemy', 'xero_python', 'msgspec')))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "[]"
