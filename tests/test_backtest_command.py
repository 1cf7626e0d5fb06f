"""`goodterms backtest`: the forecasts of a books file held against what came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from plugin.backtest_command import cli_backtest
from plugin.cli import main
from tests.credit import payers

IBM = Path(__file__).parents[2] / "shared" / "data" / "ibm_books.json"
CUT = date.fromordinal(payers.START + 700)


def books_of(manner: payers.Manner, *, seed: int = 7) -> dict[str, Any]:
    """A whole books file of twelve customers who pay in this manner."""
    past = payers.ledger(manner, seed=seed, customers=12, each=20)

    def day(ordinal: int) -> str:
        return date.fromordinal(ordinal).isoformat()

    return {
        "organisation": {
            "name": "Harbour Lane Foods", "country": "GB", "base_currency": "GBP",
            "timezone": "Europe/London",
        },
        "customers": [
            {"id": each, "name": each, "email": "a@b.test"}
            for each in sorted({one.customer_id for one in past})
        ],
        "invoices": [
            {
                "id": each.invoice_id, "number": f"INV-{each.invoice_id}",
                "customer": each.customer_id, "issued": day(each.issued),
                "due": day(each.issued + payers.TERMS), "amount": "100.00", "currency": "GBP",
            }
            for each in past
        ],
        "payments": [
            {"invoice": each.invoice_id, "date": day(each.paid), "amount": "100.00"}
            for each in past
        ],
        "credits": [],
    }  # fmt: skip


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Twelve customers who pay steadily, as a file."""
    return saved(tmp_path, books_of(payers.steady))


def saved(folder: Path, document: dict[str, Any]) -> Path:
    """The document as a file."""
    path = folder / "books.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Every prediction."""
    return map(json.loads, path.read_text("utf-8").splitlines())


def test_every_invoice_after_the_cut_is_forecast_on_its_issue_day(
    books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One JSON object on stdout and nothing else, one JSON line an invoice in the file."""
    out = tmp_path / "out.jsonl"
    asked = ["backtest", "--books", str(books), "--cut", CUT.isoformat()]
    assert main([*asked, "--predictions", str(out), "--json"]) == 0
    printed = capsys.readouterr()
    scores = json.loads(printed.out)
    assert list(scores) == [
        "n", "mae_days", "medae_days", "auc_late", "brier_late", "pinball80", "coverage80",
        "coverage10_90",
    ]  # fmt: skip
    document = json.loads(books.read_text("utf-8"))
    after = {each["number"]: each for each in document["invoices"] if each["issued"] > str(CUT)}
    found = {each["invoice"]: each for each in lines(out)}
    assert found.keys() == after.keys()
    assert scores["n"] == len(after)
    for number, each in found.items():
        assert each["as_of"] == after[number]["issued"] <= each["p10"]
        assert each["p10"] <= each["p50"] <= each["p80"] <= each["p90"]
        assert 0 <= each["late_probability"] <= 1
        assert each["why"]
        assert all(any(sign.isdigit() for sign in sentence) for sentence in each["why"])


def test_the_scores_are_those_of_the_predictions(
    books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Recomputed from the two files, the mean distance and the share by p80 are the same."""
    out = tmp_path / "out.jsonl"
    cli_backtest(["--books", str(books), "--cut", str(CUT), "--predictions", str(out), "--json"])
    scores = json.loads(capsys.readouterr().out)
    document = json.loads(books.read_text("utf-8"))
    numbers = {each["id"]: each["number"] for each in document["invoices"]}
    paid = {numbers[each["invoice"]]: each["date"] for each in document["payments"]}
    found = list(lines(out))
    off = [
        abs((date.fromisoformat(paid[e["invoice"]]) - date.fromisoformat(e["p50"])).days)
        for e in found
    ]
    assert scores["mae_days"] == pytest.approx(sum(off) / len(off), abs=1e-4)
    by = sum(paid[each["invoice"]] <= each["p80"] for each in found) / len(found)
    assert scores["coverage80"] == pytest.approx(by, abs=1e-4)


def test_nothing_later_than_the_issue_day_is_known(books: Path, tmp_path: Path) -> None:
    """What is paid afterwards, and what was contested, changes no prediction of before."""
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    document = json.loads(books.read_text("utf-8"))
    cli_backtest(["--books", str(books), "--cut", str(CUT), "--predictions", str(before)])
    until = (CUT + timedelta(days=90)).isoformat()
    for each in document["invoices"]:
        each["disputed"] = True
    for each in document["payments"]:
        if each["date"] > until:
            each["date"] = "2031-01-01"
    changed = saved(tmp_path, document)
    cli_backtest(["--books", str(changed), "--cut", str(CUT), "--predictions", str(after)])
    kept = {each["invoice"]: each for each in lines(after)}
    for each in lines(before):
        if each["as_of"] <= until:
            assert kept[each["invoice"]] == each


def test_a_ledger_without_history_says_n_a_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first invoices of a ledger have no forecast, and are not scored."""
    path, out = saved(tmp_path, books_of(payers.steady)), tmp_path / "out.jsonl"
    asked = ["--books", str(path), "--cut", "2020-01-01", "--predictions", str(out)]
    assert cli_backtest(asked) == 0
    first = next(lines(out))
    assert first["p50"] is None
    assert first["why"] == ["n/a: 0 paid invoices known, and at least 5 are needed"]
    assert "with too little known before" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        (["--cut", "31/02/2013"], 2, "not a date"),
        (["--cut", "2099-01-01"], 1, "no invoice issued after 2099-01-01"),
    ],
)
def test_a_command_that_is_wrong_says_why(
    books: Path, capsys: pytest.CaptureFixture[str], asked: list[str], status: int, words: str
) -> None:
    """On stderr, with stdout empty."""
    assert cli_backtest(["--books", str(books), *asked]) == status
    printed = capsys.readouterr()
    assert words in printed.err
    assert not printed.out


def test_a_file_that_breaks_the_format_is_refused_with_its_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is forecast."""
    document = books_of(payers.steady)
    document["invoices"][3]["due"] = "31/02/2013"
    assert cli_backtest(["--books", str(saved(tmp_path, document)), "--cut", str(CUT)]) == 1
    assert "invoices[3].due" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.skipif(not IBM.exists(), reason="the shared books are not here")
def test_the_figures_of_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    """On the books of 2012 to 2013, cut 6 May 2013: as good as stands in the README, and better
    than what was asked for.
    """
    asked = ["--books", str(IBM), "--cut", "2013-05-06", "--json"]
    assert cli_backtest(asked) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["n"] == 738
    assert scores["mae_days"] <= 5.62
    assert scores["auc_late"] >= 0.878
    assert scores["brier_late"] <= 0.127
    assert 0.78 <= scores["coverage80"] <= 0.83
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    for name in ("mae_days", "auc_late", "brier_late"):
        places = 2 if name == "mae_days" else 3
        assert f"{scores[name]:.{places}f}" in readme
