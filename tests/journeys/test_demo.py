"""The demo without a person, as it is started: days lived through the console's own pages."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.connectors.sandbox.official import OFFICIAL
from tests.connectors.sandbox.official_operations import (
    answer_complaints,
    operation,
    sent_complaints,
    webhook_complaints,
)

#: days of the real thing: beside the quick tests, before anything lands
pytestmark = pytest.mark.long

DAYS = 2
_GOODTERMS = [sys.executable, "-P", "-m", "plugin"]


@dataclass(frozen=True, slots=True)
class Run:
    """A demo that has ended."""

    code: int
    found: dict[str, Any]
    told: str
    left: list[str]
    folder: Path
    answers: list[dict[str, Any]]
    """All that the local Xero answered and sent."""


def start(mark: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a demo whose folders lie in `folder` and whose processes carry a mark."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XERO_", "GOODTERMS_"))
    }
    return subprocess.Popen(
        [*_GOODTERMS, "demo", *arguments],
        env={**clean, "DEMO_MARK": mark, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def processes(mark: str, data: str) -> list[str]:
    """Processes that carry the mark, or work in this data folder wherever its cluster lies."""
    cluster = hashlib.sha256(data.encode()).hexdigest()[:16] if data else mark
    found = []
    for process in Path("/proc").iterdir():
        try:
            environment = (process / "environ").read_bytes()
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        is_ours = f"DEMO_MARK={mark}".encode() in environment or (data and data in command)
        if process.name != str(os.getpid()) and (is_ours or cluster in command):
            found.append(command)
    return found


def data_folder(told: str) -> str:
    """The data folder that a demo said it uses; empty before it has said so."""
    lines = [line for line in told.splitlines() if line.startswith("GOODTERMS_DATA=")]
    return lines[0].partition("=")[2] if lines else ""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of a few days, for all tests of this file."""
    folder, mark = tmp_path_factory.mktemp("demo"), uuid4().hex
    record = tmp_path_factory.mktemp("recorded") / "answers.jsonl"
    started = start(mark, folder, "--days", str(DAYS), "--json", "--record", str(record))
    out, told = started.communicate(timeout=1_200)
    assert started.returncode == 0, told
    left = processes(mark, data_folder(told))
    answers = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    return Run(started.returncode, json.loads(out), told, left, folder, answers)


def test_it_prints_one_object_of_the_promised_shape(run: Run) -> None:
    """Exactly one JSON object on stdout, with the keys that programs read."""
    assert list(run.found) == [
        "days", "messages", "payments_seen", "flags", "tasks", "awkward", "calls", "bytes",
    ]  # fmt: skip
    assert run.found["days"] == DAYS
    rows = {
        "messages": ["day", "customer", "level", "amount", "currency", "state"],
        "payments_seen": ["invoice", "seconds"],
        "flags": ["day", "customer", "from", "to"],
        "tasks": ["customer", "why"],
        "awkward": ["customer", "done", "why"],
    }
    for name, keys in rows.items():
        assert run.found[name], name
        assert {tuple(row) for row in run.found[name]} == {tuple(keys)}
    assert run.found["calls"] > 0
    assert run.found["bytes"] > 0


def test_reminders_went_out_and_none_went_twice(run: Run) -> None:
    """One message a customer and currency at most, in so few days; each settled or waiting."""
    messages = run.found["messages"]
    sent = [each for each in messages if each["state"] == "done"]
    assert len(sent) > 10
    assert {each["state"] for each in messages} <= {"done", "dropped", "proposed", "approved"}
    assert max(Counter((each["customer"], each["currency"]) for each in sent).values()) == 1
    assert {date.fromisoformat(each["day"]).weekday() for each in sent} <= {0, 1, 2, 3, 4}


def test_payments_are_seen_by_webhook_within_seconds(run: Run) -> None:
    """From the ledger's own instant until the store knows, on the business clock."""
    seconds = [each["seconds"] for each in run.found["payments_seen"]]
    assert all(0 <= each < 60 for each in seconds), seconds


def test_flags_are_set_and_cleared(run: Run) -> None:
    """Watch by the machine, stop after a yes, cleared when the money came."""
    moves = {(each["from"], each["to"]) for each in run.found["flags"]}
    assert ("open", "watch") in moves
    assert {after for _, after in moves} >= {"watch", "stop", "open"}


def test_every_awkward_customer_is_accounted_for(run: Run) -> None:
    """Who must hear nothing heard nothing, and every one has its sentences."""
    awkward = {each["customer"]: each for each in run.found["awkward"]}
    assert len(awkward) >= 25
    assert all(each["done"].endswith(".") and each["why"] for each in awkward.values())
    silent = [each for each in awkward.values() if each["done"].startswith("Nothing was sent.")]
    reasons = " ".join(each["why"] for each in silent)
    for words in (
        "with an agency or solicitor",
        "the customer is insolvent",
        "payment is promised",
        "never sent from the ledger",
        "no email address is known",
        "decide on set-off first",
    ):
        assert words in reasons, words


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official description is not here")
def test_every_answer_of_the_journey_holds_to_xeros_description(run: Run) -> None:
    """Each body as it is, and each call of ours asks for and sends only what the operation has."""
    answers = [line for line in run.answers if line["kind"] == "answer"]
    webhooks = [line for line in run.answers if line["kind"] == "webhook"]
    assert len(answers) >= run.found["calls"]
    assert [each for line in answers for each in answer_complaints(line)] == []
    assert [each for line in answers for each in sent_complaints(line)] == []
    assert [each for line in webhooks for each in webhook_complaints(line)] == []
    done = {operation(line) for line in answers}
    assert {method for method, _ in filter(None, done)} == {"GET", "PUT", "DELETE"}
    assert len(done) > 15
    assert any(json.loads(line["body"])["events"] for line in webhooks)


def test_it_leaves_nothing_behind(run: Run) -> None:
    """No process, the embedded database included, and no folder."""
    assert data_folder(run.told)
    assert run.left == []
    assert list(run.folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle_it_leaves_nothing_behind(
    number: signal.Signals, tmp_path: Path
) -> None:
    """Ctrl-C or SIGTERM while it works stops everything, in order and within seconds."""
    mark = uuid4().hex
    started = start(mark, tmp_path, "--days", "30")
    assert started.stdout is not None
    assert started.stderr is not None
    told = "".join(started.stdout.readline() for _ in range(12))
    for line in started.stderr:
        if line.startswith("reading"):
            break
    assert len(processes(mark, data_folder(told))) > 2
    began = time.monotonic()
    started.send_signal(number)
    started.communicate(timeout=60)
    assert started.returncode == 130
    assert time.monotonic() - began < 30
    assert processes(mark, data_folder(told)) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--days", "0"), "--days takes a number of days from 1"),
        (("--days", "1", "--books", "nowhere.json"), "The local Xero did not start"),
    ],
)
def test_what_cannot_be_lived_is_refused_with_a_sentence(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """Nothing starts, nothing stays, and the sentence says why."""
    mark = uuid4().hex
    started = start(mark, tmp_path, *arguments)
    out, told = started.communicate(timeout=60)
    assert started.returncode != 0
    assert said in told
    assert out == ""
    assert processes(mark, "") == []


def test_a_folder_in_which_days_were_lived_is_refused(tmp_path: Path) -> None:
    """Time runs forward: the local Xero begins its days anew, the database would not."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "something").touch()
    started = subprocess.run(
        [*_GOODTERMS, "demo", "--days", "1"],
        env={**os.environ, "GOODTERMS_DATA": str(tmp_path / "used")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode == 1
    assert "is not empty" in started.stderr
    assert started.stdout == ""
