"""A store whose key is known, so that a second process can open what the first one sealed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from cryptography.fernet import Fernet

from plugin.store import Seal, Store
from tests.conftest import Database
from tests.journeys.house import URL, House

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def key() -> str:
    """The key that seals in these journeys."""
    return Fernet.generate_key().decode()


@pytest.fixture(scope="session")
def opened_with_key(database: Database, key: str) -> Iterator[Store]:
    """A store that a second process can read."""
    opened = Store(database.app_url, Seal([key]))
    yield opened
    opened.close()


@pytest.fixture
def shared_store(store: Store, opened_with_key: Store) -> Store:
    """The same empty database as `store`, sealed with the known key."""
    return opened_with_key


@dataclass
class Mortals:
    """Lives that end where they are told to."""

    orders: IO[str]
    answers: IO[str]
    url: str
    key: str

    def live(self, house: House, *, die_at: int) -> str:
        """Work in a process of its own that is killed at this step; the step, empty if it lived."""
        environment = {
            **house.xero.environment,
            "GOODTERMS_KEYS": self.key,
            "GOODTERMS_URL": URL,
        }
        order = {"url": self.url, "environment": environment, "die_at": die_at}
        self.orders.write(json.dumps(order) + "\n")
        self.orders.flush()
        step = str(json.loads(self.answers.readline())["died_at"])
        assert not step.startswith("it ended by itself"), step
        return step


@pytest.fixture(scope="module")
def mortals(database: Database, key: str) -> Iterator[Mortals]:
    """Forks lives; see `mortal`."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.mortal"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as zygote:
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        yield Mortals(zygote.stdin, zygote.stdout, database.app_url, key)
        zygote.stdin.close()
        zygote.wait(60)
