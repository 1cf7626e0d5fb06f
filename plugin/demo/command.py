"""`goodterms demo`: the whole product on this machine, with a person at it or without.

It parses the command line, prints, and sees that nothing is left behind.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TextIO

from plugin.demo.driver import Driver
from plugin.demo.household import DidNotStop, Household, Plan, household
from plugin.demo.pages import Unexpected
from plugin.demo.processes import DidNotStart
from plugin.demo.report import contradictions, document
from plugin.demo.screen import screen

#: where the data of a demo with a person lies, unless GOODTERMS_DATA says otherwise
DATA = Path(".data/demo")

_STOPPED, _FAILED = 0, 1


class Interrupted(BaseException):
    """SIGINT or SIGTERM: everything is stopped, in order."""


def demo(
    arguments: Sequence[str], environ: Mapping[str, str], *, empty: Callable[[Path], None]
) -> int:
    """Run the demo; its exit status. `empty` stops and removes the database of a data folder.

    `empty` raises OSError where somebody is using it.
    """
    asked = _parser().parse_args(arguments)
    if asked.days is not None and asked.days < 1:
        print("--days takes a number of days from 1", file=sys.stderr)
        return 2
    try:
        with _interruptible():
            if asked.days is None:
                return _with_a_person(asked, environ, empty)
            return _without_a_person(asked, environ, empty)
    except Interrupted:
        _tell("stopped")
        return _STOPPED if asked.days is None else 130
    except (DidNotStart, DidNotStop, Unexpected, OSError) as problem:
        _tell(f"The demo ended early: {problem}")
        return _FAILED


def _with_a_person(
    asked: argparse.Namespace, environ: Mapping[str, str], empty: Callable[[Path], None]
) -> int:
    """Start both, say where they are, wait to be stopped."""
    named = environ.get("GOODTERMS_DATA")
    data = Path(named or DATA).expanduser().absolute()
    plan = Plan(data=data, books=asked.books, on=_on(asked), record=asked.record)
    if named is None:
        # the local Xero begins its days anew each time, and time runs forward only
        empty(data)
    with household(plan, environ) as home:
        out = sys.stderr if asked.json else sys.stdout
        _print_variables(home, out)
        print(
            f"\nGoodterms   {home.url}\nLocal Xero  {home.xero_url}\nLogs        {plan.logs}\n\n"
            "Open Goodterms and sign in. Ctrl-C stops everything.",
            file=out,
            flush=True,
        )
        if asked.json:
            print(json.dumps(dict(home.variables)), flush=True)
        while not home.dead():
            threading.Event().wait(0.5)
        raise DidNotStart(home.dead())


def _without_a_person(
    asked: argparse.Namespace, environ: Mapping[str, str], empty: Callable[[Path], None]
) -> int:
    """Live the days on free ports, sum them up, leave nothing behind."""
    with _own_folder(environ, empty) as (data, is_kept):
        plan = Plan(
            data=data, books=asked.books, on=_on(asked), on_free_ports=True,
            has_own_key=not is_kept, record=asked.record,
        )  # fmt: skip
        with household(plan, environ) as home:
            _print_variables(home, sys.stderr if asked.json else sys.stdout)
            try:
                lived = Driver(home, _tell).live(asked.days)
            except (Unexpected, OSError) as problem:
                raise Unexpected(f"{problem}{home.last_words()}") from problem
    wrong = contradictions(lived)
    out = json.dumps(document(lived), ensure_ascii=False) if asked.json else screen(lived, wrong)
    print(out, flush=True)
    for each in wrong:
        _tell(f"wrong: {each}")
    return _FAILED if wrong else 0


@contextmanager
def _own_folder(
    environ: Mapping[str, str], empty: Callable[[Path], None]
) -> Iterator[tuple[Path, bool]]:
    """The folder that GOODTERMS_DATA names, to be kept; else one that is gone afterwards."""
    named = environ.get("GOODTERMS_DATA")
    if named:
        data = Path(named).expanduser().absolute()
        if data.is_dir() and any(data.iterdir()):
            raise Unexpected(
                f"GOODTERMS_DATA={data} is not empty, and days that were lived in it cannot be "
                "lived again. Nothing was started. Name an empty folder, or none."
            )
        yield data, True
        return
    with tempfile.TemporaryDirectory(prefix="goodterms-demo-") as folder:
        data = Path(folder) / "data"
        try:
            yield data, False
        finally:
            empty(data)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into Interrupted; later ones find us stopping already."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    is_stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        if not is_stopping.is_set():
            is_stopping.set()
            raise Interrupted

    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _print_variables(home: Household, out: TextIO) -> None:
    for name, value in home.variables.items():
        print(f"{name}={value}", file=out, flush=True)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _on(asked: argparse.Namespace) -> str | None:
    return asked.on.isoformat() if asked.on else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="goodterms demo",
        description="The whole product on this machine: a local Xero and Goodterms, nothing else.",
        epilog=f"Data lies in GOODTERMS_DATA, else in ./{DATA}, which is emptied at each start; "
        "with --days and no GOODTERMS_DATA in a folder that is gone afterwards.",
    )
    parser.add_argument("--books", type=Path, help="a books file; without it the demo books")
    parser.add_argument("--on", type=date.fromisoformat, help="the first day, as 2026-11-24")
    parser.add_argument("--days", type=int, help="live so many days without a person, and sum up")
    parser.add_argument(
        "--json",
        action="store_true",
        help="print the sum, or with a person the variables, as one JSON object",
    )
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="write every answer and webhook of the local Xero, one JSON object a line",
    )
    return parser
