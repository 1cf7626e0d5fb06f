"""The local Xero's clock, through the door of business time. It knows nothing of Xero's books."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import requests


class LocalXeroClock:
    """Business time of the local Xero, whose days a person can advance.

    Asked at most every `fresh` seconds of machine time; between, it runs at the wall clock's pace,
    as the local Xero's does. Raises requests.RequestException when it cannot be asked.
    """

    def __init__(self, url: str, *, fresh: float = 0.2) -> None:
        self._url = url
        self._fresh = fresh
        self._lock = threading.Lock()
        self._asked = 0.0
        self._answer = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """This instant on the local Xero's clock, in UTC."""
        with self._lock:
            machine = time.monotonic()
            if machine - self._asked > self._fresh:
                answer = requests.get(self._url, timeout=5)
                answer.raise_for_status()
                self._answer = datetime.fromisoformat(answer.json()["now"]).astimezone(UTC)
                self._asked = machine = time.monotonic()
            return self._answer + timedelta(seconds=machine - self._asked)
