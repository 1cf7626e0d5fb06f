"""`goodterms log verify FILE`: follows a log file that came with an evidence pack, link by link.

It needs no database and no key; whoever holds the file can check it, and with what other tool so
ever: docs/hand-off.md says how.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from plugin.chain import verify

_MOST_BYTES = 200_000_000


def cli_log(argv: Sequence[str]) -> int:
    """0 where the log holds together, 1 where it does not, 2 where the file cannot be read."""
    parser = argparse.ArgumentParser(prog="goodterms log", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    command = commands.add_parser(
        "verify", help="follow a log file from its first link to its head"
    )
    command.add_argument("file", type=Path)
    command.add_argument("--head", default="", help="the head that the paper names")
    given = parser.parse_args(list(argv))
    try:
        if given.file.stat().st_size > _MOST_BYTES:
            raise ValueError("it is too large to be such a file")
        document = json.loads(given.file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as odd:
        print(f"{given.file} cannot be read as a log: {odd}", file=sys.stderr)
        return 2
    found = verify(document)
    if not found.wrong and given.head and found.head != given.head:
        print(f"It holds together, and leads to another head: {found.head}", file=sys.stderr)
        return 1
    if found.wrong:
        print(f"It does not hold together. {found.wrong}", file=sys.stderr)
        return 1
    print(f"It holds together: {found.links} links, {found.read} of them readable here.")
    print(f"Head: {found.head}")
    return 0
