"""What a sentence names, each taken out of the text with a mark in its place. It finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from plugin.assistant.named_days import Named


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money as it was named; `currency` empty where only a figure stands."""

    value: Decimal
    currency: str = ""
    #: nothing but a figure: it may be a number of something else
    is_bare: bool = False
    was_words: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what is owed: half, a third, 50 %, all of it, or what is left over."""

    of_whole: Decimal
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many instalments, and how far apart where that was said."""

    number: int
    every: str = ""


@dataclass(slots=True)
class Slots:
    """What one sentence names, each in the order of the words."""

    invoices: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    days: list[Named] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    every: str = ""
    has_address: bool = False
    has_account: bool = False


@dataclass(slots=True)
class Marked:
    """A text with marks in place of what it names; a mark is its kind and place in its list."""

    text: str
    slots: Slots = field(default_factory=Slots)

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str | None]) -> None:
        """Put the mark that `read` names in place of each match; None leaves it."""

        def put(match: re.Match[str]) -> str:
            mark = read(match)
            return match.group(0) if mark is None else f" {mark} "

        self.text = re.sub(r" {2,}", " ", pattern.sub(put, self.text))
