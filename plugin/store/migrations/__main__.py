"""Writes a migration from what is declared, for as long as nothing has shipped.

python -m plugin.store.migrations --write 0001     the tables of plugin/store/schema
python -m plugin.store.migrations --write 0002     the queue's own, as its package ships it
python -m plugin.store.migrations --write 0003     how grown tables are analysed
python -m plugin.store.migrations --write 0004     how the log of a departed organisation goes
"""

from __future__ import annotations

import argparse
from pathlib import Path

from plugin.store.migrating import (
    erasing_function,
    queue_schema,
    render,
    statistics_function,
)


def main() -> None:
    """Write one of them."""
    parser = argparse.ArgumentParser(prog="python -m plugin.store.migrations", description=__doc__)
    parser.add_argument("--write", required=True, choices=("0001", "0002", "0003", "0004"))
    number = parser.parse_args().write
    name, script = {
        "0001": ("0001_tables.sql", render()),
        "0002": ("0002_queue.sql", queue_schema()),
        "0003": ("0003_statistics.sql", statistics_function()),
        "0004": ("0004_erasing.sql", erasing_function()),
    }[number]
    (Path(__file__).parent / name).write_text(script, encoding="utf-8")


if __name__ == "__main__":
    main()
