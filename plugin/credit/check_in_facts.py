"""A check-in: a call without a reason of money, every so many weeks. `check_ins` says when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.complaints import Table


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A person chose that this customer is rung every so many weeks, next on a day; 0 is never."""

    every_weeks: int
    next_on: date


@dataclass(frozen=True, slots=True)
class CheckInRules:
    """How often key accounts are rung of whom nobody chose anything else; 0 weeks is never."""

    key_weeks: int = 8


def read_check_ins(table: Table) -> CheckInRules:
    """Read them."""
    read = CheckInRules(key_weeks=table.whole("key_weeks", CheckInRules().key_weeks))
    table.close()
    return read
