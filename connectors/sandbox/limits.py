"""Xero's call limits: per app and organisation by minute, day and at once, per app by minute.

Windows are fixed (a doubt lets the day roll) and live on the local Xero's clock; each
organisation's start at its own second.
It answers no HTTP: `gate` turns a refusal into a 429.
"""

import math
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

MINUTE, DAY = 60, 86_400
DAY_LIMITS = {"starter": 1_000, "core": 5_000}
RAPID_SYNC = timedelta(minutes=30)
_DAWN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left after a call: the three numbers that every response carries."""

    day: int
    minute: int
    app_minute: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call may pass; `retry_after` in seconds only for minute and day problems."""

    remaining: Remaining
    problem: str | None = None
    retry_after: int | None = None


class Limits:
    """Counters of every (app, organisation); thread-safe.

    `is_on` False lifts minute and day limits; calls at once and the app's minute stay.
    """

    def __init__(
        self,
        *,
        is_on: bool = True,
        tier: str = "core",
        rolls: Callable[[], bool] = lambda: False,
    ) -> None:
        """`rolls` says whether the day is the last 24 hours and no fixed window."""
        self.is_on = is_on
        self._rolls = rolls
        self.has_rapid_sync = False
        """Minute and day limits do not hold in the first 30 minutes of a connection, as for
        certified apps; nor are those calls counted against them."""
        self.per_minute = 60
        self.per_day = DAY_LIMITS[tier]
        self.at_once = 5
        self.per_app_minute = 10_000
        self._lock = threading.Lock()
        self._counts: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._windows: dict[tuple[str, str], int] = {}
        self._last_day: defaultdict[str, deque[datetime]] = defaultdict(deque)
        """When each call of the last 24 hours was counted, by app and organisation."""
        self._open: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._most: defaultdict[tuple[str, str], int] = defaultdict(int)

    def enter(
        self, client: str, tenant: str, now: datetime, connected: datetime | None = None
    ) -> Verdict:
        """Count a call about to be answered, or say which limit it hits.

        `connected` is when the organisation was connected, which matters for rapid sync only.
        Every call that is let in must be followed by `leave`; a refused one must not.
        """
        pair = f"{client}/{tenant}"
        is_rapid = self.has_rapid_sync and connected is not None and now < connected + RAPID_SYNC
        holds = self.is_on and not is_rapid
        with self._lock:
            minute, minute_left = self._window(pair, "minute", MINUTE, now)
            day, day_left = self._day(pair, now)
            app, _ = self._window(client, "app", MINUTE, now)
            problem: str | None = None
            retry_after: int | None = None
            if self._open[client, tenant] >= self.at_once:
                problem = "concurrent"
            elif app >= self.per_app_minute:
                problem = "appminute"
            elif holds and day >= self.per_day:
                problem, retry_after = "day", day_left
            elif holds and minute >= self.per_minute:
                problem, retry_after = "minute", minute_left
            if problem is None:
                self._open[client, tenant] += 1
                most = max(self._most[client, tenant], self._open[client, tenant])
                self._most[client, tenant] = most
                self._count(f"{client}/app")
                app += 1
                if not is_rapid:
                    self._count(f"{pair}/minute")
                    self._count(f"{pair}/day")
                    self._last_day[pair].append(now)
                    minute, day = minute + 1, day + 1
            return Verdict(self._remaining(minute, day, app), problem, retry_after)

    def _count(self, name: str) -> None:
        self._counts[name, "", self._windows[name, ""]] += 1

    def leave(self, client: str, tenant: str) -> None:
        """A call that was let in has been answered."""
        with self._lock:
            self._open[client, tenant] -= 1

    def most_at_once(self, client: str, tenant: str) -> int:
        """How many calls were ever being answered at the same time."""
        with self._lock:
            return self._most[client, tenant]

    def look(self, client: str, tenant: str, now: datetime) -> Remaining:
        """What is left, without counting anything."""
        pair = f"{client}/{tenant}"
        with self._lock:
            minute, _ = self._window(pair, "minute", MINUTE, now)
            day, _ = self._day(pair, now)
            app, _ = self._window(client, "app", MINUTE, now)
            return self._remaining(minute, day, app)

    def spend(self, client: str, tenant: str, now: datetime, *, minute: int, day: int) -> None:
        """Count calls that were not made, so that a test need not make them."""
        pair = f"{client}/{tenant}"
        with self._lock:
            for name, span, number in (("minute", MINUTE, minute), ("day", DAY, day)):
                self._window(pair, name, span, now)
                key = f"{pair}/{name}"
                self._counts[key, "", self._windows[key, ""]] += number
            self._last_day[pair].extend([now] * day)

    def _remaining(self, minute: int, day: int, app: int) -> Remaining:
        if not self.is_on:
            minute = day = 0
        return Remaining(
            max(0, self.per_day - day),
            max(0, self.per_minute - minute),
            max(0, self.per_app_minute - app),
        )

    def _day(self, pair: str, now: datetime) -> tuple[int, int]:
        """(calls of the day, seconds until one more may pass)."""
        window = self._window(pair, "day", DAY, now)
        calls = self._last_day[pair]
        while calls and calls[0] <= now - timedelta(seconds=DAY):
            calls.popleft()
        if not self._rolls():
            return window
        left = (calls[0] - now).total_seconds() + DAY if calls else 0
        return len(calls), max(1, math.ceil(left))

    def _window(self, owner: str, name: str, span: int, now: datetime) -> tuple[int, int]:
        """(calls in the current window, seconds until it ends)."""
        key = f"{owner}/{name}"
        passed = (now - _DAWN).total_seconds() + crc32(key.encode()) % span
        index = int(passed // span)
        before = self._windows.get((key, ""))
        if before is not None and before != index:
            self._counts.pop((key, "", before), None)
        self._windows[key, ""] = index
        return self._counts[key, "", index], max(1, math.ceil((index + 1) * span - passed))
