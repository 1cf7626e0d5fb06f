"""Figures of repeated measurements: medians and how far they spread. It measures nothing itself."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of the same piece of work, done several times."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of them."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float | None:
        """The slowest less the quickest as a share of the median: 0.2 is twenty per cent.

        None where it was done only once.
        """
        if len(self.seconds) == 1:
            return None
        return (max(self.seconds) - min(self.seconds)) / self.median if self.median else 0.0

    def rate(self, count: int) -> float:
        """How many of `count` a second, at the median."""
        return count / self.median


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what, how much, its unit, how far it spread, times its floor."""

    what: str
    value: float
    unit: str
    spread: float | None = None
    floor: float | None = None
    """The same figure with the bare tool (COPY, a plain select, json); None where there is none."""
    floor_is: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def times_floor(self) -> float | None:
        """How many times the floor's work this costs; 1.0 is as quick as the bare tool."""
        if not self.floor or not self.value:
            return None
        return self.floor / self.value if self.unit.endswith("/s") else self.value / self.floor

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        found: dict[str, Any] = {"what": self.what, "value": _short(self.value), "unit": self.unit}
        if self.spread is not None:
            found["spread"] = _short(self.spread)
        if self.times_floor is not None and self.floor is not None:
            found["floor"] = _short(self.floor)
            found["floor_is"] = self.floor_is
            found["times_floor"] = _short(self.times_floor)
        return found | {name: _plain(value) for name, value in self.more.items()}


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return _short(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """The seconds that a piece of work took, and what it gave."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def several(work: Callable[[], T], times: int, *, within: float = 40.0) -> list[T]:
    """What a piece of work gives, at most `times` times: none is begun after `within` seconds."""
    began = time.perf_counter()
    found = [work()]
    while len(found) < times and time.perf_counter() - began < within:
        found.append(work())
    return found


def repeated(work: Callable[[], object], times: int) -> Times:
    """Do it several times, one after the other."""
    return Times(tuple(timed(work)[0] for _ in range(times)))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]
