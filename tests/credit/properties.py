"""How hard the properties are searched: a few dozen examples, and thousands in `make thorough`.

A property is written once; `always` makes it a test, and keeps it for the long search. The short
searches try the same ledgers every time, so that what fails has a cause; the thorough one wanders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

#: examples of a property that looks at one day, in each of the three searches
QUICK, LONGER, THOROUGH = 20, 100, 2_000
#: generated ledgers are large; that one is slow to make is no fault of what is shown
_ALLOWED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@dataclass(frozen=True)
class Property:
    """A property with the facts it is asked for; one that walks `days` has fewer examples."""

    shown: Callable[..., None]
    facts: tuple[st.SearchStrategy[Any], ...]
    walks: bool

    def searched(self, examples: int) -> Callable[..., None]:
        """The property as something to run with so many examples."""
        among = settings(
            max_examples=max(15, examples // 6) if self.walks else examples,
            deadline=None,
            derandomize=examples < THOROUGH,
            suppress_health_check=_ALLOWED,
        )
        return among(given(*self.facts)(self.shown))


PROPERTIES: list[Property] = []


def always(
    *facts: st.SearchStrategy[Any], walks: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Says that a property holds for all facts of these kinds."""

    def note(shown: Callable[..., None]) -> Callable[..., None]:
        found = Property(shown, facts, walks)
        PROPERTIES.append(found)
        return found.searched(QUICK)

    return note
