"""Reads typed values out of a decoded document and collects every complaint with its path.

It opens no files and knows no format: the names and bounds of the elements are its callers'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

_Choice = TypeVar("_Choice", bound=StrEnum)
_Default = TypeVar("_Default")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one element of a document, and where it stands."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


class PolicyComplaints(ValueError):
    """A policy document breaks its format; `complaints` lists every fault, nothing was taken."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


def shown(value: object) -> str:
    """A found value as a complaint quotes it: text in double quotes, all else as written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return str(value)


class Table:
    """One table of a document; a wrong value is noted, and the default stands in for it.

    `close` complains about every element that nobody asked for.
    """

    def __init__(
        self, path: str, elements: Mapping[str, object], complaints: list[Complaint]
    ) -> None:
        self.path = path
        self.complaints = complaints
        self._elements = elements
        self._asked: set[str] = set()

    def at(self, name: str) -> str:
        """The path of the element `name`."""
        return f"{self.path}.{name}" if self.path else name

    def complain(self, name: str, what: str) -> None:
        """Note a fault of the element `name`."""
        self.complaints.append(Complaint(self.at(name), what))

    def has(self, name: str) -> bool:
        """Whether the element is present."""
        return name in self._elements

    def peek(self, name: str) -> object:
        """The element as written, unjudged; None where it is absent."""
        return self._elements.get(name)

    def names(self) -> Iterator[str]:
        """The names of all elements, as written."""
        return iter(self._elements)

    def text(self, name: str, default: str) -> str:
        """A text, or `default`."""
        value = self._take(name, default)
        return value if isinstance(value, str) else self._wrong(name, "not a text", value, default)

    def flag(self, name: str, default: bool) -> bool:
        """True or false, or `default`."""
        value = self._take(name, default)
        if isinstance(value, bool):
            return value
        return self._wrong(name, "not true or false", value, default)

    def whole(self, name: str, default: int, at_least: int | None = 0) -> int:
        """A whole number not below `at_least` (None = any), or `default`."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            return self._wrong(name, "not a whole number", value, default)
        if at_least is not None and value < at_least:
            return self._wrong(name, f"below {at_least}", value, default)
        return value

    def decimal(self, name: str, default: Decimal) -> Decimal:
        """An exact number of zero or more, as decimal text or a whole number, or `default`."""
        if not self.has(name):
            return default
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return self._wrong(name, "not a decimal text", value, default)
        try:
            number = Decimal(value)
        except InvalidOperation:
            return self._wrong(name, "not a decimal text", value, default)
        if not number.is_finite() or number < 0:
            return self._wrong(name, "not an amount of zero or more", value, default)
        return number

    def clock_time(self, name: str, default: time) -> time:
        """A time of day, as TOML's own or as "08:00", or `default`."""
        value = self._take(name, default)
        if isinstance(value, time):
            return value
        try:
            return time.fromisoformat(value) if isinstance(value, str) else self._no_time(value)
        except ValueError:
            return self._wrong(name, "not a time of day", value, default)

    def choice(self, name: str, default: _Choice) -> _Choice:
        """One of the words of an enumeration, or `default`."""
        value = self._take(name, default)
        kind = type(default)
        for word in kind:
            if value == word.value:
                return word
        words = ", ".join(word.value for word in kind)
        return self._wrong(name, f"not one of {words}", value, default)

    def table(self, name: str) -> Table:
        """A table within this one; an empty one where it is absent or no table."""
        value = self._take(name, {})
        if not isinstance(value, Mapping):
            self._wrong(name, "not a table", value, None)
            value = {}
        return Table(self.at(name), value, self.complaints)

    def tables(self, name: str) -> list[Table]:
        """A list of tables, each with its index in the path; wrong ones are noted and left out."""
        value = self._take(name, [])
        if not isinstance(value, list | tuple):
            self._wrong(name, "not a list", value, None)
            return []
        found: list[Table] = []
        for index, element in enumerate(value):
            path = f"{name}[{index}]"
            if isinstance(element, Mapping):
                found.append(Table(self.at(path), element, self.complaints))
            else:
                self._wrong(path, "not a table", element, None)
        return found

    def close(self) -> None:
        """Complain about elements that nobody asked for: a misspelt name must not pass."""
        for name in self._elements:
            if name not in self._asked:
                self.complain(name, "not known here")

    def _take(self, name: str, default: object) -> object:
        self._asked.add(name)
        return self._elements.get(name, default)

    def _no_time(self, value: object) -> time:
        raise ValueError(value)

    def _wrong(self, name: str, what: str, value: object, default: _Default) -> _Default:
        self.complain(name, f"{what}: {shown(value)}")
        return default
