"""The commands by which the keeper of a running Goodterms keeps it: reseal, lapsed.

They wire nothing themselves and print what they did.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from plugin.settings import read_settings
from plugin.store import open_store
from plugin.store.lapsed import lapsed
from plugin.store.resealing import reseal
from plugin.store.sealing import CannotUnseal

#: whose word it is when nobody of the organisation gave it
KEEPER = "the keeper of Goodterms"


def cli_keep(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one of the commands; returns its exit status. Raises WrongSettings."""
    parser = argparse.ArgumentParser(prog="goodterms", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command", dest="command")
    words = "seal everything with the first of GOODTERMS_KEYS, so that the others may go"
    commands.add_parser("reseal", help=words, description=words)
    words = "list organisations that nobody looks at any more; disconnect one"
    command = commands.add_parser("lapsed", help=words, description=words)
    command.add_argument("--days", type=int, default=180, help="nobody for so long (180)")
    command.add_argument("--disconnect", type=UUID, metavar="ID", help="take leave of this one")
    parsed = parser.parse_args(argv)
    try:
        return _reseal(environ) if parsed.command == "reseal" else _lapsed(parsed, environ)
    except CannotUnseal as lost:
        sys.stderr.write(f"{lost}; put the key that does back into GOODTERMS_KEYS\n")
        return 2


def _reseal(environ: Mapping[str, str]) -> int:
    """Seal everything with the first of GOODTERMS_KEYS; then the others may go."""
    settings = read_settings(environ, needs_ledger=False)
    store = open_store(data=settings.data, keys=settings.keys, database_url=settings.database_url)
    try:
        done = reseal(store)
    finally:
        store.close()
    for table, count in done.items():
        _say(f"{table}: {count} sealed anew")
    _say("Everything is sealed with the first key. The others may be taken out of GOODTERMS_KEYS.")
    return 0


def _lapsed(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """List organisations that nobody looks at any more, or disconnect one as its people would.

    Xero counts a connection until its app removes it. What is disconnected here takes the whole
    farewell: our groups go, the last notes are written, thirty days later everything is erased.
    """
    # the whole product is behind them: who asks for help only need not wait for it
    from plugin.bootstrap import build  # noqa: PLC0415
    from plugin.operations import leave  # noqa: PLC0415
    from plugin.operations.doors import NotPossible  # noqa: PLC0415

    house = build(read_settings(environ))
    try:
        if arguments.disconnect is not None:
            try:
                leave.disconnect(
                    house.doors, org_id=arguments.disconnect, by=KEEPER, remove_flags=True
                )
            except NotPossible as why:
                _say(str(why))
                return 1
            _say("It takes its leave now; a worker does it, `goodterms serve` is one.")
            return 0
        before = house.doors.clock.now() - timedelta(days=arguments.days)
        with house.doors.store.house() as tx:
            found = lapsed(tx, before=before)
        for each in found:
            seen = f"last seen {each.last_seen:%Y-%m-%d}" if each.last_seen else "never seen"
            _say(f"{each.org_id}  {seen}  {each.name}")
        _say(f"{len(found)} with nobody for {arguments.days} days")
    finally:
        house.close()
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
