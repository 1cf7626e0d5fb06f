"""The bench runs to its end and says what it measured. How quick anything is, no test asks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import table
from bench.figures import Row, Times, percentile, several

ROOT = Path(__file__).parents[1]


@pytest.mark.long
def test_a_quick_bench_ends_and_says_every_figure() -> None:
    """Tiny sizes, all parts: stdout is one JSON object with a row for each figure."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1_200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]

    found = json.loads(done.stdout)

    assert found["machine"]["quick"] is True
    rows = {row["what"]: row for row in found["rows"]}
    assert all(row["value"] > 0 for row in rows.values())
    stored = rows["first sync, 200 invoices: rows stored"]
    assert stored["rows"] >= 200 + 10
    assert sum(stored["share"].values()) == pytest.approx(1, abs=0.01)
    assert rows["review, 200 invoices: everybody again"]["customers"] == 10
    levels = rows["levels, 200 open invoices: all decided"]
    assert (levels["levels"], levels["messages"], levels["customers"]) == (200, 10, 10)
    assert levels["peak_mb"] > 10
    assert rows["levels, 200 open invoices: a day with nothing due"]["unit"] == "ms"
    assert rows["local Xero, 200 invoices: a page of 200, packed"]["unit"] == "ms"
    seen = rows["insight, 200 invoices of 3 years: all figures, cold"]
    assert (seen["days"], seen["customers"]) == (37, 10)
    assert seen["peak_mb"] >= seen["before_mb"]
    for part in ("all figures, after one payment", "all forecasts, after one payment"):
        assert rows[f"insight, 200 invoices of 3 years: {part}"]["floor"] > 0
    ahead = rows["insight, 200 invoices of 3 years: all forecasts, cold"]
    assert ahead["open_invoices"] > 0
    opened = rows["portfolio, 5 organisations: opened"]
    assert (opened["unit"], opened["customers"]) == ("s", 100)
    assert opened["floor"] > 0
    accepted = rows["notices accepted, one a delivery"]
    assert 0 < accepted["p50_ms"] <= accepted["p99_ms"]
    assert rows["notices accepted, 100 a delivery"]["notices"] == 100
    assert rows["from a notice to the flag in the ledger"]["unit"] == "ms"
    for day, changed in (("quiet", 0), ("normal", 2), ("busy", 20)):
        of = f"a {day} day of one organisation, {changed} documents changed"
        calls = rows[f"{of}: calls"]
        assert sum(calls["kinds"].values()) == calls["value"]
        assert calls["kinds"]["GET /Payments"] >= 2, "a catch-up every step"
        assert rows[f"{of}: wire"]["unit"] == "kB"


def test_a_figure_is_told_as_a_multiple_of_its_floor() -> None:
    """A rate is divided into its floor, a duration by it: more than one is always more work."""
    rate = Row(what="rows", value=50, unit="rows/s", floor=200, floor_is="COPY")
    duration = Row(what="decoding", value=30, unit="ms", floor=10, floor_is="json")

    assert rate.times_floor == 4
    assert duration.times_floor == 3
    assert "4.0" in table([rate])


def test_the_middle_and_the_spread_of_repeated_times() -> None:
    """The median is no mean, the spread is a share of it, and one run spreads over nothing."""
    times = Times((1.0, 2.0, 9.0))

    assert times.median == 2
    assert times.spread == 4
    assert times.rate(100) == 50
    assert Times((1.0,)).spread is None


@pytest.mark.parametrize(("share", "found"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0)])
def test_a_percentile_is_a_value_that_was_seen(share: float, found: float) -> None:
    """Of 1 to 100, the share's value itself."""
    assert percentile([float(number) for number in range(100, 0, -1)], share) == found


def test_a_slow_machine_repeats_less_often() -> None:
    """Once is always done; nothing is begun anew when the time for it is used up."""
    assert several(lambda: 1, 3) == [1, 1, 1]
    assert several(lambda: 1, 3, within=0) == [1]
