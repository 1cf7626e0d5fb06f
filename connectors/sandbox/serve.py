"""`goodterms sandbox`: serves a local Xero until it is told to stop.

It parses the command line and prints; what it serves stands in `server`.
"""

import argparse
import gc
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from connectors.books import load
from connectors.sandbox.from_books import from_books
from connectors.sandbox.generator import generate
from connectors.sandbox.seed import SeedWorld
from connectors.sandbox.server import REDIRECT, Sandbox

DEMO_DAY = date(2026, 11, 24)


def serve(argv: Sequence[str]) -> int:
    """Print how to reach it, then READY, and serve until SIGTERM or SIGINT; the exit code.

    2 means that the command line, the books file or the port is not usable; it was said why.
    """
    arguments = parser().parse_args(argv)
    try:
        with _large_ledger():
            seed = _seed(arguments)
            sandbox = Sandbox(
                seed,
                port=arguments.port,
                salt=str(arguments.seed),
                redirects=tuple(arguments.redirect_uri or (REDIRECT,)),
                webhook_url=arguments.webhook_url,
                has_limits=arguments.limits == "on",
                tier=arguments.tier,
                record=arguments.record,
            )
    except (ValueError, OSError) as error:
        print(f"The local Xero did not start: {error}", file=sys.stderr)
        return 2
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    with sandbox:
        for name, value in sandbox.environment().items():
            print(f"{name}={value}")
        print("READY", flush=True)
        stop.wait()
    return 0


@contextmanager
def _large_ledger() -> Iterator[None]:
    """Keeps the collector from walking millions of records that stay, now and at every call."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _seed(arguments: argparse.Namespace) -> SeedWorld:
    if arguments.books is None:
        return generate(arguments.seed, arguments.on or DEMO_DAY)
    books = load(arguments.books)
    on = arguments.on or books.last_date
    if on is None:
        raise ValueError(f"{arguments.books}: there is no date in it; say --on DATE")
    return from_books(books, on)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    found = argparse.ArgumentParser(
        prog="goodterms sandbox", description="Serve a ledger as a local Xero on loopback."
    )
    found.add_argument("--books", help="a books file; without it the generated demo books")
    found.add_argument(
        "--on",
        type=date.fromisoformat,
        help=f"the first day (default {DEMO_DAY}, or the last date in the books)",
    )
    found.add_argument("--port", type=int, default=9000, help="0 takes a free one")
    found.add_argument("--seed", type=int, default=1, help="which demo books, which ids")
    found.add_argument(
        "--redirect-uri", action="append", help=f"allowed redirect (default {REDIRECT})"
    )
    found.add_argument("--webhook-url", help="where webhooks are sent")
    found.add_argument("--limits", choices=("on", "off"), default="on")
    found.add_argument("--tier", choices=("starter", "core"), default="core")
    found.add_argument(
        "--record", type=Path, metavar="FILE", help="write every answer and webhook, a JSON a line"
    )
    return found
