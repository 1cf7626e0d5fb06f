"""A ledger that nobody uses any more holds no connection, whatever the collector does."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tests.connectors.xero.connected import connected

OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="open files cannot be counted here")
def test_connections_end_with_the_object_and_not_with_the_collector() -> None:
    """Thirty jobs leave nothing open although nothing is collected."""
    with connected() as there:
        gc.collect()
        gc.disable()
        try:
            before = len(list(OPEN_FILES.iterdir()))
            for _ in range(30):
                there.opened().organisation()
            assert len(list(OPEN_FILES.iterdir())) < before + 10
        finally:
            gc.enable()
