"""`python -m bench`: measures everything once, prints a table, or with --json one JSON object.

It says how long each part takes on stderr, and judges nothing: no figure makes it fail.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence

from bench import days, insight, levels, notices, pages, portfolio, review, sync
from bench.figures import Row
from plugin.logs import configure_logs

_FULL_REVIEWS, _QUICK_REVIEWS = (1_000, 10_000, 100_000), (200,)
_FULL_LEVELS, _QUICK_LEVELS = (10_000, 100_000, 1_000_000), (200,)
_FULL_NOTICES = notices.Sizes(invoices=1_000, singles=2_000, bursts=50, flags=9)
_FULL_PAGES, _QUICK_PAGES = pages.Sizes(100_000, 20), pages.Sizes(200, 2)
_QUICK_NOTICES = notices.Sizes(invoices=200, singles=20, bursts=1, flags=1)
_FULL_DAYS = days.Sizes(invoices=1_000, normal=20, busy=300, burst=50)
_QUICK_DAYS = days.Sizes(invoices=200, normal=2, busy=20, burst=10, step=12)
_FULL_INSIGHT, _QUICK_INSIGHT = 100_000, 200
_FULL_PORTFOLIO, _QUICK_PORTFOLIO = portfolio.Sizes(200, 300, 2_000), portfolio.Sizes(5, 20, 200)
#: kinds that a line of the table names; the JSON has them all
_NAMED = 6


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    arguments = _parser().parse_args(argv)
    configure_logs(as_json=True)
    is_quick = arguments.quick
    times = 1 if is_quick else 3
    late = arguments.levels or (_QUICK_LEVELS if is_quick else _FULL_LEVELS)
    parts: tuple[tuple[str, Callable[[], list[Row]]], ...] = (
        ("sync", lambda: sync.rows(200 if is_quick else 10_000, times=times)),
        ("review", lambda: review.rows(_QUICK_REVIEWS if is_quick else _FULL_REVIEWS, times=times)),
        ("levels", lambda: levels.rows(late)),
        ("local Xero", lambda: pages.rows(_QUICK_PAGES if is_quick else _FULL_PAGES)),
        ("notices", lambda: notices.rows(_QUICK_NOTICES if is_quick else _FULL_NOTICES)),
        (
            "insight",
            lambda: insight.rows(_QUICK_INSIGHT if is_quick else _FULL_INSIGHT, times=times),
        ),
        (
            "portfolio",
            lambda: portfolio.rows(_QUICK_PORTFOLIO if is_quick else _FULL_PORTFOLIO, times=times),
        ),
        ("days", lambda: days.rows(_QUICK_DAYS if is_quick else _FULL_DAYS)),
    )
    found: list[Row] = []
    began = time.monotonic()
    for name, measure in parts:
        if arguments.only and name not in arguments.only:
            continue
        started = time.monotonic()
        found += measure()
        print(f"{name}: measured in {time.monotonic() - started:.0f} s", file=sys.stderr)
    machine = _machine() | {"seconds": round(time.monotonic() - began, 1), "quick": is_quick}
    if arguments.json:
        print(json.dumps({"machine": machine, "rows": [row.as_json() for row in found]}))
    else:
        print(table(found))
        print(", ".join(f"{name} {value}" for name, value in machine.items()))
    return 0


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text; *x floor* says how many times the bare tool's work it costs."""
    lines = [("", "", "", "spread", "x floor", "")]
    for row in rows:
        spread = "" if row.spread is None else f"{row.spread:.0%}"
        floor = "" if row.times_floor is None else f"{row.times_floor:.1f}"
        lines.append((row.what, _number(row.value), row.unit, spread, floor, _more(row)))
    widths = [max(len(line[at]) for line in lines) for at in range(5)]
    return "\n".join(
        f"{what:<{widths[0]}}  {value:>{widths[1]}} {unit:<{widths[2]}}"
        f"  {spread:>{widths[3]}}  {floor:>{widths[4]}}  {more}".rstrip()
        for what, value, unit, spread, floor, more in lines
    )


def _more(row: Row) -> str:
    told = row.as_json()
    words = []
    for name in row.more:
        value = told[name]
        inner = list(value.items())[:_NAMED] if isinstance(value, dict) else [(name, value)]
        words += [f"{key.replace('_', ' ')} {_in_words(key, each)}" for key, each in inner]
    return ", ".join(words)


def _in_words(name: str, value: float) -> str:
    is_share = name.endswith("_share") or name in {"http", "decoding", "sql", "rest"}
    return f"{value:.0%}" if is_share else _number(value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.2f}"


def _machine() -> dict[str, object]:
    load = os.getloadavg()[0]
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count() or 0,
        "load_before": round(load, 1),
    }


def _sizes(told: str) -> tuple[int, ...]:
    return tuple(int(each.replace("_", "")) for each in told.split(","))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure Goodterms against the bare tools, on loopback, with its own database.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: shows that it runs")
    parser.add_argument(
        "--only", action="append", metavar="PART", help="this part; may be repeated"
    )
    parser.add_argument(
        "--levels",
        type=_sizes,
        metavar="N,N",
        help="numbers of open invoices of the part levels (10000,100000,1000000)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
