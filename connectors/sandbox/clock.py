"""The local Xero's clock: it starts on a day, runs as the wall clock does, and can be advanced.

It makes nothing happen; `world` looks at it.
"""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

OPENING = time_of_day(9, 0)


class SandboxClock:
    """Instants in UTC: the start plus what has passed on the machine plus what was added."""

    def __init__(self, on: date, timezone: str) -> None:
        self.zone = ZoneInfo(timezone)
        self._start = datetime.combine(on, OPENING, self.zone).astimezone(UTC)
        self._began = time.monotonic()
        self._added = timedelta()
        self._changed = threading.Condition()

    @property
    def start(self) -> datetime:
        """09:00 organisation time on the first day, in UTC."""
        return self._start

    def now(self) -> datetime:
        """The instant, in UTC."""
        with self._changed:
            return self._start + self._added + timedelta(seconds=time.monotonic() - self._began)

    def add(self, amount: timedelta) -> datetime:
        """Move forward by `amount` (never back) and wake whoever waits; the new instant."""
        if amount < timedelta():
            raise ValueError("the clock does not run backwards")
        with self._changed:
            self._added += amount
            self._changed.notify_all()
        return self.now()

    def wait(self, seconds: float) -> None:
        """Wait on the machine for `seconds`, or until the clock is advanced."""
        with self._changed:
            self._changed.wait(seconds)
