"""`goodterms assistant answer`: one JSON line a turn, and effects only where something was done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugin.assistant_command import cli_assistant

BOOKS: dict[str, Any] = {
    "organisation": {
        "name": "Harbour Lane Foods",
        "country": "GB",
        "base_currency": "GBP",
        "timezone": "Europe/London",
        "terms_days": 30,
    },
    "customers": [
        {"id": "C1", "name": "The Copper Kettle", "email": "a@b.test", "country": "GB"},
        {"id": "C2", "name": "Quay Bistro", "email": "c@d.test", "country": "GB"},
    ],
    "invoices": [
        {"id": "1", "number": "INV-1041", "customer": "C1", "issued": "2026-09-18",
         "due": "2026-10-18", "amount": "412.40", "currency": "GBP"},
        {"id": "2", "number": "INV-1063", "customer": "C1", "issued": "2026-11-02",
         "due": "2026-12-02", "amount": "1062.60", "currency": "GBP"},
        {"id": "3", "number": "INV-2001", "customer": "C2", "issued": "2026-11-02",
         "due": "2026-12-02", "amount": "777.77", "currency": "GBP"},
    ],
    "payments": [],
    "credits": [],
}  # fmt: skip
POLICY = '[policy.house]\n[default]\npolicy = "house"\n'


class Counter:
    """A folder with books, a policy and conversations; what the command prints of them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        (folder / "books.json").write_text(json.dumps(BOOKS))
        (folder / "policy.toml").write_text(POLICY)

    def asks(self, *turns: str, customer: str = "C1", more: str = "") -> list[dict[str, Any]]:
        """The replies to one conversation."""
        (self.folder / "said.jsonl").write_text(
            json.dumps({"id": "a", "turns": list(turns), "expect": "ignored"}) + "\n" + more
        )
        assert self.run(customer) == 0
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]

    def run(self, customer: str = "C1") -> int:
        """The exit status of the command."""
        folder = self.folder
        return cli_assistant(
            [str(folder / "said.jsonl"), "--books", str(folder / "books.json"), "--policy",
             str(folder / "policy.toml"), "--customer", customer, "--on", "2026-11-24"]
        )  # fmt: skip


@pytest.fixture
def counter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Counter:
    """A counter with the books of two customers."""
    return Counter(tmp_path, capsys)


def test_every_turn_is_one_line_with_all_members(counter: Counter) -> None:
    """The members that were promised, and no others."""
    (line,) = counter.asks("what do I owe?")
    assert set(line) == {"id", "turn", "did", "intent", "slots", "reply", "sources", "effects"}
    assert (line["did"], line["turn"], line["effects"]) == ("answer", 0, [])
    assert "£1,475.00" in line["reply"]
    assert "INV-1041" in line["sources"]


def test_effects_come_with_the_yes_and_change_what_is_said_next(counter: Counter) -> None:
    """A promise is made on the account itself: the next answer knows of it."""
    asked, yes, after = counter.asks("I'll pay INV-1041 on Friday", "yes", "what do I owe?")
    assert asked["effects"] == []
    assert asked["slots"] == {"date": "2026-11-27", "invoice": "INV-1041"}
    assert yes["effects"] == ["promise: 412.40 GBP by 2026-11-27 for INV-1041"]
    assert "You promised £412.40 by 27 November 2026" in after["reply"]


def test_a_second_paid_becomes_a_task_for_a_person(counter: Counter) -> None:
    """Rule 37: it pauses once an invoice; the second time nothing pauses by itself."""
    _, once, _, again = counter.asks(
        "I paid INV-1041 yesterday", "yes", "I paid INV-1041 yesterday", "yes"
    )
    assert any("rest until" in each for each in once["effects"])
    assert "task: a person looks for the payment" in again["effects"]


def test_each_conversation_begins_on_the_same_books(counter: Counter) -> None:
    """What one customer said in one conversation is not known in the next."""
    more = json.dumps({"id": "b", "turns": ["what do I owe?"]})
    lines = counter.asks("I'll pay INV-1041 on Friday", "yes", more=more)
    assert "promised" not in lines[-1]["reply"]


def test_another_customers_invoice_is_refused_without_a_figure(counter: Counter) -> None:
    """Nothing of it is told, not even that it exists."""
    (line,) = counter.asks("how much is INV-2001?")
    assert line["did"] == "refuse"
    assert "777" not in line["reply"]


@pytest.mark.parametrize(
    ("said", "customer", "complaint"),
    [
        ("not json\n", "C1", "said.jsonl:1"),
        ('{"id": "a"}\n', "C1", "said.jsonl:1"),
        ('{"id": "a", "turns": [1]}\n', "C1", "turns"),
        ("", "C9", "C9"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    counter: Counter, said: str, customer: str, complaint: str
) -> None:
    """Exit status 1, and the complaint on stderr."""
    (counter.folder / "said.jsonl").write_text(said)
    assert counter.run(customer) == 1
    assert complaint in counter.capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(counter: Counter) -> None:
    """Exit status 2."""
    assert counter.run() == 2
