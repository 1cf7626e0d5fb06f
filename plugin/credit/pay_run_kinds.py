"""What a pay run is: a weekday or a day of the month, counted from payments or said by them.

Values only; how one is found is in `pay_run`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeeklyRun:
    """They usually pay on this ISO weekday: `agreed` of the last `counted` payment days.

    One that they named themselves was counted from nothing.
    """

    weekday: int
    agreed: int
    counted: int

    @property
    def is_said(self) -> bool:
        """They named it themselves."""
        return self.counted == 0


@dataclass(frozen=True, slots=True)
class MonthlyRun:
    """They usually pay on this day of the month; 31 is its last day."""

    day: int
    agreed: int
    counted: int

    @property
    def is_said(self) -> bool:
        """They named it themselves."""
        return self.counted == 0


PayRun = WeeklyRun | MonthlyRun
