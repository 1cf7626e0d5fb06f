"""Reads the fields of one JSON object at a time, collecting complaints with their paths.

It does not know what the objects mean. A field that is missing or wrong yields a stand-in of the
right type and a complaint, so that one reading finds everything that is wrong.
"""

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from connectors.books.records import Complaint

_AMOUNT = re.compile(r"-?\d{1,13}(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MISSING = object()


@dataclass(slots=True)
class Reading:
    """What one reading of a document has found so far."""

    complaints: list[Complaint] = field(default_factory=list)
    last_date: date | None = None

    def complain(self, path: str, message: str) -> None:
        """Notes one thing that is wrong."""
        self.complaints.append(Complaint(path, message))


def shown(value: object) -> str:
    """A JSON value as it stood in the file, cut short where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


class Fields:
    """The fields of one JSON object, read by name; `is_sound` until one of them is wrong."""

    def __init__(self, reading: Reading, path: str, value: object, known: frozenset[str]) -> None:
        self.path = path
        self.is_sound = True
        self._reading = reading
        self._values: dict[str, object] = {}
        self._is_object = isinstance(value, dict)
        if not isinstance(value, dict):
            self.is_sound = False
            reading.complain(path, f"not an object: {shown(value)}")
            return
        self._values = value
        if not value.keys() <= known:
            self._refuse_misspellings(value.keys() - known, known)

    def _refuse_misspellings(self, unknown: set[str], known: frozenset[str]) -> None:
        """A key that nobody reads is ignored, unless it looks like a slip of the pen.

        An invoice marked "recievable": false would otherwise be chased all the same.
        """
        for key in sorted(unknown):
            meant = get_close_matches(key, known, n=1, cutoff=0.85)
            if meant:
                self.complain(key, f'unknown key; did you mean "{meant[0]}"?')

    def complain(self, key: str, message: str) -> None:
        """Notes a complaint about one field."""
        self.is_sound = False
        path = f"{self.path}.{key}" if self.path else key
        self._reading.complain(path, message)

    def has(self, key: str) -> bool:
        """Whether the field is there; null is as good as absent."""
        return self._values.get(key) is not None

    def text(self, key: str) -> str:
        """A string that is not empty."""
        value = self._required(key)
        if value is _MISSING:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.complain(key, f"not a text: {shown(value)}")
            return ""
        return value

    def optional_text(self, key: str) -> str:
        """A string, empty where there is none."""
        value = self._values.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.complain(key, f"not a text: {shown(value)}")
            return ""
        return value.strip()

    def letters(self, key: str, count: int, what: str, *, optional: bool = False) -> str:
        """Exactly `count` capital letters, as in GB or GBP."""
        value = self.optional_text(key) if optional else self.text(key)
        is_given = self.has(key) and (value or not optional)
        if is_given and value and not re.fullmatch(rf"[A-Z]{{{count}}}", value):
            self.complain(key, f"not {what}: {shown(value)}")
        return value

    def timezone(self, key: str) -> str:
        """The name of a time zone of the IANA database."""
        value = self.text(key)
        if not value:
            return value
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError):
            # ZoneInfo looks the name up as a file, so a wrong one may end in any of these
            self.complain(key, f"not a time zone: {shown(value)}")
        return value

    def amount(self, key: str, *, zero_allowed: bool = False) -> Decimal:
        """A decimal string with at most two decimals, above zero unless zero is allowed."""
        value = self._required(key)
        if value is _MISSING:
            return Decimal(0)
        if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
            self.complain(key, f"not an amount as a decimal string: {shown(value)}")
            return Decimal(0)
        amount = Decimal(value)
        if amount != round(amount, 2):
            self.complain(key, f"more than two decimals: {shown(value)}")
        elif amount < 0 or (amount == 0 and not zero_allowed):
            bound = "must not be below zero" if zero_allowed else "must be above zero"
            self.complain(key, f"{bound}: {shown(value)}")
        return amount

    def day(self, key: str) -> date:
        """A civil date as YYYY-MM-DD."""
        value = self._required(key)
        if value is _MISSING:
            return date.min
        day = _read_day(value)
        if day is None:
            self.complain(key, f"not a date: {shown(value)}")
            return date.min
        if self._reading.last_date is None or day > self._reading.last_date:
            self._reading.last_date = day
        return day

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._values.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.complain(key, f"not true or false: {shown(value)}")
            return default
        return value

    def count(self, key: str) -> int | None:
        """A whole number from 0; None where the field is absent."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 36_500:
            self.complain(key, f"not a whole number from 0: {shown(value)}")
            return None
        return value

    def each(
        self, key: str, known: frozenset[str], *, optional: bool = False
    ) -> Iterator["Fields"]:
        """The objects of a list, each with its own path; its complaints are not this object's."""
        value = self._values.get(key) if optional else self._required(key)
        if value is None or value is _MISSING:
            return
        if not isinstance(value, list):
            self.complain(key, f"not a list: {shown(value)}")
            return
        path = f"{self.path}.{key}" if self.path else key
        for index, element in enumerate(value):
            yield Fields(self._reading, f"{path}[{index}]", element, known)

    def inner(self, key: str, known: frozenset[str]) -> "Fields":
        """One object inside this one."""
        value = self._required(key)
        path = f"{self.path}.{key}" if self.path else key
        if value is _MISSING:
            # the complaint is noted; an object without complaints would ask for every field
            return Fields(Reading(), path, {}, known)
        return Fields(self._reading, path, value, known)

    def _required(self, key: str) -> object:
        value = self._values.get(key)
        if value is not None:
            return value
        if self._is_object:
            self.complain(key, "missing")
        return _MISSING


def _read_day(value: object) -> date | None:
    return _day_of(value) if isinstance(value, str) else None


@functools.lru_cache(maxsize=4_096)
def _day_of(text: str) -> date | None:
    """A large ledger names few days, each many times."""
    # fromisoformat alone would take 20130102 and 2013-W01-3 too
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # terms are added to dates, and no ledger is older or reaches further
    return day if 1900 <= day.year <= 2199 else None
