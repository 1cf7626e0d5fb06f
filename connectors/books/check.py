"""The command `goodterms books check`: reads a books file and prints what it holds.

It loads nothing into anything; figures go to stdout, complaints to stderr.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from connectors.books.figures import Figures, as_json, figures
from connectors.books.parsing import load
from connectors.books.records import BooksError


def cli_check(argv: Sequence[str]) -> int:
    """Runs `books check FILE [--on DATE] [--json]` and returns the exit code.

    0: the file is good and its figures were printed. 1: it was refused, every complaint is on
    stderr with its path and stdout is empty. 2: the command itself was wrong.
    """
    parser = argparse.ArgumentParser(
        prog="goodterms books check", description="Validate a books file and print its figures."
    )
    parser.add_argument("file", metavar="FILE", help="the books file, JSON")
    parser.add_argument(
        "--on", type=_day, metavar="DATE", help="the day of the figures (default: the file's last)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and no more")
    try:
        asked = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    return _check(asked.file, asked.on, wants_json=asked.json)


def _check(file: str, on: date | None, *, wants_json: bool) -> int:
    try:
        books = load(file)
    except OSError as error:
        sys.stderr.write(f"{file}: cannot be read: {error.strerror or error}\n")
        return 2
    except BooksError as error:
        sys.stderr.writelines(f"{complaint}\n" for complaint in error.complaints)
        count = len(error.complaints)
        noun = "complaint" if count == 1 else "complaints"
        sys.stderr.write(f"{file}: refused, {count} {noun}; nothing was loaded.\n")
        return 1
    day = on or books.last_date
    if day is None:
        sys.stderr.write(f"{file}: holds no date; say which day with --on.\n")
        return 2
    shown = figures(books, day)
    sys.stdout.write(json.dumps(as_json(shown)) + "\n" if wants_json else _in_words(shown))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'not a date: "{text}"') from None


def _in_words(shown: Figures) -> str:
    counts = (
        f"{shown.customers:,} customers, {shown.invoices:,} invoices, "
        f"{shown.payments:,} payments, {shown.credits:,} credits."
    )
    lines = [f"{counts} On {shown.on}:"]
    for one in shown.currencies:
        lines.append(
            f"{one.currency}  open {one.open:,.2f} in {one.open_count:,} invoices, "
            f"of which late {one.late:,.2f} in {one.late_count:,}; "
            f"unallocated credit {one.unallocated:,.2f}"
        )
        lines += [
            f"  {bucket.name:>7} {bucket.count:>6,} {bucket.amount:>14,.2f}"
            for bucket in one.ageing
        ]
    return "\n".join(lines) + "\n"
