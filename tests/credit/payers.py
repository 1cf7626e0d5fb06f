"""Ledgers of customers who pay in a known manner, drawn from a seed: what a forecast has to meet.

Each is a list of settled invoices over three years; how they were drawn is nobody's real past.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from plugin.credit.forecast_facts import Settled

START = date(2023, 1, 2).toordinal()
DAYS = 1000
TERMS = 30

#: days late of an invoice: of a customer's own pace, on a day, by chance
Manner = Callable[[float, int, Random], float]


def ledger(
    manner: Manner, *, seed: int, customers: int = 30, each: int = 30, days: int = DAYS
) -> list[Settled]:
    """So many customers with about so many invoices each; nobody pays before the day of issue."""
    chance = Random(seed)
    found = []
    for customer in range(customers):
        pace = chance.gauss(3, 10)
        for number in range(each):
            issued = START + chance.randrange(days)
            late = manner(pace, issued, chance)
            paid = max(issued, issued + TERMS + round(late))
            number_ = f"{customer:03}-{number:03}"
            found.append(Settled(issued, paid, paid - issued - TERMS, f"c{customer:03}", number_))
    return sorted(found)


def steady(pace: float, issued: int, chance: Random) -> float:
    """Always the same pace."""
    return chance.gauss(pace, 5)


def drifting(pace: float, issued: int, chance: Random) -> float:
    """Everybody a day and a half later every quarter."""
    return chance.gauss(pace + (issued - START) / 91 * 1.5, 6)


def stepping(pace: float, issued: int, chance: Random) -> float:
    """Every customer changes once, by nine days in either direction; when, their pace tells."""
    turn = START + int(abs(pace * 7919.0)) % DAYS
    by = 9 if int(pace * 1000) % 2 else -9
    return chance.gauss(pace + (by if issued > turn else 0), 5)


def seasonal(pace: float, issued: int, chance: Random) -> float:
    """Ten days later for what is issued in November and December."""
    return chance.gauss(pace + (10 if date.fromordinal(issued).month > 10 else 0), 5)


def contested(pace: float, issued: int, chance: Random) -> float:
    """One invoice of five is paid three weeks later than the others."""
    return chance.gauss(pace + (21 if chance.random() < 0.2 else 0), 4)


def erratic(pace: float, issued: int, chance: Random) -> float:
    """Mostly steady; one in twelve is forgotten for months."""
    return chance.gauss(pace, 5) + (chance.expovariate(1 / 90) if chance.random() < 1 / 12 else 0)


def thursdays(pace: float, issued: int, chance: Random) -> float:
    """Paid on the Thursday after they get round to it."""
    day = issued + TERMS + round(chance.gauss(pace, 3))
    return day + (4 - date.fromordinal(day).isoweekday()) % 7 - issued - TERMS


def month_end(pace: float, issued: int, chance: Random) -> float:
    """Paid on the last day of the month after the one in which it falls due, or of that month."""
    day = date.fromordinal(issued + TERMS + (20 if pace > 3 else 0))
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first_of_next.toordinal() - 1 - issued - TERMS


MANNERS: dict[str, Manner] = {
    "steady": steady,
    "drifting": drifting,
    "stepping": stepping,
    "seasonal": seasonal,
    "contested": contested,
    "erratic": erratic,
    "thursdays": thursdays,
    "month end": month_end,
}
