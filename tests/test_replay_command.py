"""The policy time machine: what a policy would have done over a books file, run by run."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from plugin.replay_command import cli_replay

IBM = Path(__file__).parents[2] / "shared" / "data" / "ibm_books.json"
DUE = date(2026, 3, 2)
BARE = """
[policy.three]
tolerance = "0.10"
guards = "off"
levels = [
  { number = 1, after = "due",          days = 10, channel = "email"  },
  { number = 2, after = "end_of_month", days = 30, channel = "email"  },
  { number = 3, after = "previous",     days = 10, channel = "letter" },
]
[policy.none]
levels = []
[default]
policy = "three"
"""
GUARDED = '[policy.house]\n[default]\npolicy = "house"\n'

Line = dict[str, Any]


class Desk:
    """A folder with one books file and one policy file."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.books: dict[str, Any] = {
            "organisation": {
                "name": "Harbour Lane Foods",
                "country": "GB",
                "base_currency": "GBP",
                "timezone": "Europe/London",
            },
            "customers": [],
            "invoices": [],
            "payments": [],
            "credits": [],
        }

    def sells(self, customer: str, amount: str, due: date = DUE, **more: Any) -> str:
        """One invoice, known by its number."""
        if all(each["id"] != customer for each in self.books["customers"]):
            self.books["customers"].append({"id": customer, "name": customer, "email": "a@b.test"})
        number = f"INV-{len(self.books['invoices']) + 1}"
        self.books["invoices"].append(
            {
                "id": number.lower(),
                "number": number,
                "customer": customer,
                "issued": (due - timedelta(days=30)).isoformat(),
                "due": due.isoformat(),
                "amount": amount,
                "currency": "GBP",
                **more,
            }
        )
        return number

    def is_paid(self, number: str, amount: str, on: date, **more: Any) -> None:
        """Money for one invoice."""
        paid = {"invoice": number.lower(), "date": on.isoformat(), "amount": amount, **more}
        self.books["payments"].append(paid)

    def run(self, *days: date, policy: str = BARE, wants_json: bool = True) -> tuple[int, str, str]:
        """Run the command; its exit status and what it wrote."""
        books, rules = self.folder / "books.json", self.folder / "policy.toml"
        books.write_text(json.dumps(self.books), "utf-8")
        rules.write_text(policy, "utf-8")
        on = [word for day in days for word in ("--on", day.isoformat())]
        style = ["--json"] if wants_json else []
        status = cli_replay(["--books", str(books), "--policy", str(rules), *on, *style])
        wrote = self.capsys.readouterr()
        return status, wrote.out, wrote.err

    def steps(self, *days: date, policy: str = BARE) -> list[Line]:
        """The JSON lines of a replay that went well."""
        status, out, err = self.run(*days, policy=policy)
        assert (status, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """An empty ledger."""
    return Desk(tmp_path, capsys)


def after(days: int) -> date:
    """So many days after the due date."""
    return DUE + timedelta(days=days)


def levels(lines: list[Line]) -> list[tuple[str, str, int]]:
    """Run date, invoice and level of each line."""
    return [(line["run"], line["invoice"], line["level"]) for line in lines]


def test_a_level_counts_from_the_due_date_from_month_end_and_from_the_previous_sending(
    desk: Desk,
) -> None:
    """Due 2 March: +10 is the 12th; +30 is 1 April, whose month ends on the 30th; then +10."""
    number = desk.sells("C1", "1000.00")
    days = [after(9), after(10), date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 9)]
    lines = desk.steps(*days, date(2026, 5, 10))
    assert levels(lines) == [
        ("2026-03-12", number, 1),
        ("2026-04-30", number, 2),
        ("2026-05-10", number, 3),
    ]
    assert [line["channel"] for line in lines] == ["email", "email", "letter"]


def test_one_level_a_run_and_none_skipped_however_late(desk: Desk) -> None:
    """First seen two years late: level one, then two, then three (rules 12 and 13)."""
    number = desk.sells("C1", "500.00")
    days = [after(730), after(731), after(741)]
    assert levels(desk.steps(*days)) == [
        (day.isoformat(), number, level) for level, day in enumerate(days, 1)
    ]


def test_each_instalment_climbs_by_itself_and_a_payment_fills_the_oldest(desk: Desk) -> None:
    """The first part is paid in full, the second is chased for what is left of it (rule 15)."""
    parts = [
        {"due": DUE.isoformat(), "amount": "300.00"},
        {"due": after(20).isoformat(), "amount": "700.00"},
    ]
    number = desk.sells("C1", "1000.00", instalments=parts)
    desk.is_paid(number, "450.00", after(15))
    lines = desk.steps(after(10), after(30))
    assert [(each["instalment"], each["level"], each["amount"]) for each in lines] == [
        (0, 1, "300.00"),
        (1, 1, "550.00"),
    ]


def test_a_payment_on_the_run_date_counts_and_one_of_tomorrow_does_not(desk: Desk) -> None:
    """What was known on the day, not later."""
    today, tomorrow = desk.sells("C1", "10.00"), desk.sells("C2", "20.00")
    desk.is_paid(today, "10.00", after(10))
    desk.is_paid(tomorrow, "20.00", after(11))
    assert [line["invoice"] for line in desk.steps(after(10))] == [tomorrow]


def test_tolerance_receivable_and_an_empty_policy_keep_an_invoice_out(desk: Desk) -> None:
    """Of four, only the plain one climbs; unsent and disputed ones climb too when bare."""
    residue = desk.sells("C1", "10.00")
    desk.is_paid(residue, "9.95", after(1))
    desk.sells("C2", "40.00", receivable=False)
    desk.sells("C3", "50.00")
    desk.books["customers"][-1]["policy"] = "none"
    unsent = desk.sells("C4", "60.00", sent=False)
    disputed = desk.sells("C5", "70.00", disputed=True)
    assert [line["invoice"] for line in desk.steps(after(10))] == [unsent, disputed]


def test_with_guards_unsent_and_disputed_invoices_are_silent_and_weekends_propose_nothing(
    desk: Desk,
) -> None:
    """Rules 3, 20 and 24: the same ledger, guarded."""
    plain = desk.sells("C1", "100.00")
    desk.sells("C2", "60.00", sent=False)
    desk.sells("C3", "70.00", disputed=True)
    saturday, monday = date(2026, 3, 7), date(2026, 3, 9)
    assert saturday.isoweekday() == 6
    lines = desk.steps(saturday, monday, policy=GUARDED)
    assert levels(lines) == [(monday.isoformat(), plain, 1)]


def test_with_guards_opening_debt_reaches_twenty_customers_a_day_best_payers_first(
    desk: Desk,
) -> None:
    """Twenty-five customers late on the first run date; the one who always paid comes first."""
    for number in range(25):
        desk.sells(f"C{number:02}", "100.00")
    good = desk.sells("C24", "80.00", due=DUE - timedelta(days=60))
    desk.is_paid(good, "80.00", DUE - timedelta(days=61))
    first, second = after(14), after(15)
    lines = desk.steps(first, second, policy=GUARDED)
    reached = {
        day: [n["customer"] for n in lines if n["run"] == day.isoformat()]
        for day in (first, second)
    }
    assert (len(reached[first]), len(reached[second])) == (20, 5)
    assert "C24" in reached[first]
    assert {line["level"] for line in lines} == {1}, "the first wording after the due date"


def test_messages_to_one_customer_keep_their_distance(desk: Desk) -> None:
    """A second invoice that falls late within the week waits for the gap (rule 23)."""
    desk.sells("C1", "100.00")
    desk.sells("C1", "200.00", due=after(3))
    runs = [after(day) for day in range(12)]
    found = desk.steps(*runs, policy=GUARDED)
    days = sorted({date.fromisoformat(line["run"]) for line in found})
    assert all((later - sooner).days >= 7 for sooner, later in pairwise(days))
    assert {line["invoice"] for line in found} == {"INV-1", "INV-2"}


def test_in_words_it_prints_a_line_a_run(desk: Desk) -> None:
    """Without --json: how many steps, to whom many, and for how much."""
    desk.sells("C1", "1000.00")
    desk.sells("C1", "234.50")
    status, out, _ = desk.run(after(10), after(11), wants_json=False)
    assert status == 0
    assert out.splitlines() == [
        "2026-03-12      2 steps to 1 customer, 1,234.50 GBP",
        "2026-03-13      0 steps to 0 customers",
    ]


def test_run_dates_that_do_not_rise_are_refused_before_anything_is_printed(desk: Desk) -> None:
    """Time runs forward (rule 17)."""
    desk.sells("C1", "1000.00")
    status, out, err = desk.run(after(20), after(10))
    assert (status, out) == (2, "")
    assert "does not come after" in err


@pytest.mark.parametrize(
    ("policy", "complaint"),
    [
        ('[policy.a]\nlevels = [{ days = 3 }]\n[default]\npolicy = "a"', "levels[0].number"),
        ('[policy.a]\n[default]\npolicy = "b"', 'default.policy: no policy of this name: "b"'),
        ("[policy", "not a policy file"),
    ],
)
def test_a_broken_policy_file_is_refused_with_the_path(
    desk: Desk, policy: str, complaint: str
) -> None:
    """Nothing is replayed."""
    desk.sells("C1", "1000.00")
    status, out, err = desk.run(after(10), policy=policy)
    assert (status, out) == (1, "")
    assert complaint in err


def test_a_customer_whose_policy_is_not_in_the_file_is_refused_by_path(desk: Desk) -> None:
    """*Never chase* and *no policy* differ, and a slip of the pen is neither (rule 16)."""
    desk.sells("C1", "1000.00")
    desk.books["customers"][0]["policy"] = "thre"
    status, out, err = desk.run(after(10))
    assert (status, out) == (1, "")
    assert "customers[0].policy" in err
    assert '"thre"' in err


@pytest.mark.skipif(not IBM.exists(), reason="the real ledger is not here")
def test_on_a_real_ledger_a_ladder_from_the_first_day_chases_exactly_what_is_late(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """12 invoices and 835.56 USD on 2013-06-30, as `books check` says."""
    policy = tmp_path / "first_day.toml"
    policy.write_text(
        '[policy.a]\nguards = "off"\nlevels = [{ number = 1, days = 1 }]\n'
        '[default]\npolicy = "a"\n',
        "utf-8",
    )
    books = str(IBM)
    on = ["--on", "2013-06-30", "--json"]
    assert cli_replay(["--books", books, "--policy", str(policy), *on]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 12
    assert round(sum(float(line["amount"]) for line in lines), 2) == 835.56
