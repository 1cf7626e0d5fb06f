"""A table as plain values, so that a page, a CSV and a spreadsheet show the same.

It draws nothing and knows no address; `plugin.web.tables` writes it in each of the three ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from plugin.credit.money import Money


class Kind(Enum):
    """What the cells of a column are, which says how they are written and where they stand."""

    TEXT = "text"
    #: Money; the files carry its currency in a column of its own
    MONEY = "money"
    #: a date, or an instant where the hour matters
    DAY = "day"
    #: int or Decimal, as it is
    NUMBER = "number"
    #: int or Decimal, in days
    DAYS = "days"
    #: int or Decimal of a hundred: 12.5 is an eighth
    PER_CENT = "per cent"


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a customer, which on a page opens that customer; in a file it is the name."""

    words: str
    customer_id: str


#: nothing known is None; what cannot be computed is a text that begins with "n/a: "
Cell = Money | Decimal | int | date | datetime | str | Named | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `own_currency` where its currency may differ from the rest of the row's."""

    name: str
    kind: Kind = Kind.TEXT
    own_currency: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether its cells stand to the right, under each other."""
        return self.kind not in (Kind.TEXT, Kind.DAY)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; `note` is the sentence beside the title: the formula, or as of when.

    ValueError where a row has not one cell a column.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    def __post_init__(self) -> None:
        width = len(self.columns)
        for row in self.rows:
            if len(row) != width:
                raise ValueError(f"“{self.title}”: {len(row)} cells under {width} columns")


def text(name: str) -> Column:
    """A column of words."""
    return Column(name)


def amount(name: str, *, own_currency: bool = False) -> Column:
    """A column of Money."""
    return Column(name, Kind.MONEY, own_currency)


def day(name: str) -> Column:
    """A column of days."""
    return Column(name, Kind.DAY)


def number(name: str) -> Column:
    """A column of plain numbers."""
    return Column(name, Kind.NUMBER)


def days(name: str) -> Column:
    """A column of numbers of days."""
    return Column(name, Kind.DAYS)


def per_cent(name: str) -> Column:
    """A column of shares, in per cent."""
    return Column(name, Kind.PER_CENT)
