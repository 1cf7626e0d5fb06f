"""A table that somebody brings in, read line by line: what each line asks for, or why it cannot.

Pure: customers are matched and changes made in `table_imports`. An empty cell asks for nothing; the
word *none* takes away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType

#: lines of one file
MOST_LINES = 5_000
_MOST_LIMIT = Decimal(10) ** 9
_NONE = "none"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")


class Unusable(Exception):
    """A file that cannot be read as a table of customers; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text; a formula is never worked out."""

    text: str
    is_formula: bool = False


class Field(StrEnum):
    """What a table can set of a customer."""

    LIMIT = "limit"
    HOLD = "hold"
    DIRECT_DEBIT = "direct_debit"
    NEVER_CHASE = "never_chase"
    SALES = "sales"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one line asks for: whose, and each field with its value ("" takes it away).

    `refused` says why the line cannot be used; then it asks for nothing.
    """

    line: int
    id: str = ""
    number: str = ""
    name: str = ""
    wanted: Mapping[Field, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def called(self) -> str:
        """How the line names its customer."""
        return self.id or self.number or self.name


#: the heads that are understood, in any case; others are left alone and said so
_HEADS: Mapping[str, str] = MappingProxyType(
    {
        "id": "id", "customer id": "id", "contact id": "id", "contactid": "id",
        "number": "number", "customer number": "number", "account number": "number",
        "customer": "name", "name": "name", "contact": "name", "contact name": "name",
        "credit limit": "limit", "limit": "limit", "new limit": "limit",
        "currency": "currency", "credit limit, currency": "currency",
        "hold until": "hold", "direct debit": "direct_debit", "never chase": "never_chase",
        "salesperson": "sales", "sales": "sales",
    }
)  # fmt: skip


def read_lines(
    rows: Sequence[Sequence[Cell]], *, base_currency: str, today: date, team: Mapping[str, str]
) -> tuple[tuple[Asked, ...], tuple[str, ...]]:
    """What each line asks for, and the heads that nothing is done with.

    `team` are the ids of the team by their email address in lower case. Raises Unusable where the
    heads name no customer or nothing to set.
    """
    heads = [each.text.strip() for each in rows[0]] if rows else []
    columns = [_HEADS.get(" ".join(head.lower().split()), "") for head in heads]
    known = [each for each in columns if each]
    twice = {each for each in known if known.count(each) > 1}
    if twice:
        raise Unusable(f"Two columns mean the same: {', '.join(sorted(twice))}. Take one out.")
    if not {"id", "number", "name"} & set(known):
        raise Unusable("The first line has to name the columns, and one has to be Customer.")
    if not {each.value for each in Field} & set(known):
        raise Unusable(
            "There is no column to bring in. Name one Credit limit, Hold until, Direct debit, "
            "Never chase or Salesperson."
        )
    rules = _rules(today, team)
    read = [
        _line(at, {name: cell for name, cell in zip(columns, row, strict=False) if name},
              base_currency, rules)
        for at, row in enumerate(rows[1:], start=2)
        if any(cell.text for cell in row)
    ]  # fmt: skip
    unknown = [head for head, name in zip(heads, columns, strict=True) if head and not name]
    return tuple(read), tuple(unknown)


_Rule = Callable[[str], str]


class _Refused(Exception):
    """Why a cell cannot be used."""


def _line(
    at: int, cells: Mapping[str, Cell], base_currency: str, rules: Mapping[Field, _Rule]
) -> Asked:
    texts = {name: cell.text for name, cell in cells.items()}
    whose = Asked(at, texts.get("id", ""), texts.get("number", ""), texts.get("name", ""))
    try:
        if any(cell.is_formula for cell in cells.values()):
            raise _Refused("a cell holds a formula: write the value itself")
        if not whose.called:
            raise _Refused("no customer is named")
        currency = texts.get("currency", "").upper()
        if currency and texts.get("limit") and currency != base_currency:
            raise _Refused(f"limits are in {base_currency} here, not in {currency[:10]}")
        wanted = {
            each: "" if texts[each].lower() == _NONE else rule(texts[each])
            for each, rule in rules.items()
            if texts.get(each)
        }
        if not wanted:
            raise _Refused("nothing to change")
    except _Refused as problem:
        return Asked(at, whose.id, whose.number, whose.name, refused=str(problem))
    return Asked(at, whose.id, whose.number, whose.name, wanted)


def _rules(today: date, team: Mapping[str, str]) -> Mapping[Field, _Rule]:
    return {
        Field.LIMIT: _amount,
        Field.HOLD: lambda text: _day(text, today),
        Field.DIRECT_DEBIT: _yes_or_no,
        Field.NEVER_CHASE: _yes_or_no,
        Field.SALES: lambda text: _person(text, team),
    }


def _amount(text: str) -> str:
    """Zero or more, with a point and at most two places: 1.500 could be either, so it is asked."""
    plain = _THOUSANDS.sub("", text.lstrip("£$€ ").replace(" ", "").replace("\u00a0", ""))
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise _Refused(f"“{text[:40]}” is no amount: write it as 1500.00") from None
    if not amount.is_finite() or amount > _MOST_LIMIT:
        raise _Refused(f"“{text[:40]}” is no limit")
    if amount < 0:
        raise _Refused("a limit is zero or more")
    if amount != amount.quantize(Decimal("0.01")) or re.fullmatch(r"\d{1,3}\.\d{3}", plain):
        raise _Refused(f"“{text[:40]}” is unclear: write it as 1500.00")
    return f"{amount.quantize(Decimal('0.01')):f}"


def _day(text: str, today: date) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise _Refused(f"“{text[:40]}” is no day: write it as 2026-11-27") from None
    if found <= today:
        raise _Refused("the day on which reminders go on has to be after today")
    return found.isoformat()


_WORDS = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


def _yes_or_no(text: str) -> str:
    found = _WORDS.get(text.lower())
    if found is None:
        raise _Refused(f"“{text[:40]}” is neither yes nor no")
    return found


def _person(text: str, team: Mapping[str, str]) -> str:
    found = team.get(text.lower())
    if found is None:
        raise _Refused(f"nobody of the team has the address {text[:80]}")
    return found
