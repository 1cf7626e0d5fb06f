"""Memory in MB: the most that we held, and what the database server's processes hold now."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def our_peak() -> float:
    """The most that this process has held."""
    return _peak(resource.RUSAGE_SELF)


def lanes_peak() -> float:
    """The most that any process of ours that has ended had held; 0 where there was none."""
    return _peak(resource.RUSAGE_CHILDREN)


def _peak(whose: int) -> float:
    peak = resource.getrusage(whose).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def server_memory(pid: int | None) -> float | None:
    """What PostgreSQL's processes hold now, shared pages once; None where nobody says."""
    if pid is None or not Path("/proc/self/smaps_rollup").exists():
        return None
    held = 0
    for folder_ in Path("/proc").iterdir():
        if not folder_.name.isdigit() or not _is_of(folder_, pid):
            continue
        try:
            told = (folder_ / "smaps_rollup").read_text()
        except OSError:
            continue
        held += next(int(line.split()[1]) for line in told.splitlines() if line[:4] == "Pss:")
    return held / 2**10


def _is_of(process: Path, server: int) -> bool:
    try:
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
    except OSError:
        return False
    return process.name == str(server) or parent == str(server)
