"""Requests of the API read into plain values; a fault names where it is and what is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin
from uuid import UUID

from plugin.credit.money import Money
from plugin.web.api.shapes import hints_of, is_named, may_lack, one_of

_GIVEN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_LETTERS = 2_000
_MOST_IN_A_LIST = 200
_MOST_NUMBER = 2**53


class Unreadable(Exception):
    """Something in a request is not what its description says; `where` is a JSON pointer."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(why)
        self.where = where
        self.why = why


def read(hint: Any, value: Any, where: str = "") -> Any:
    """A value of that type out of JSON. Raises Unreadable, with where and why."""
    if hint is Money:
        return _money(value, where)
    if is_named(hint):
        return _object(hint, value, where)
    if not get_args(hint):
        return _plain(hint, value, where)
    return _composed(hint, value, where)


def read_query(cls: type, given: Mapping[str, str]) -> Any:
    """A dataclass out of query parameters. Raises Unreadable; `where` is ?name."""
    hints = hints_of(cls)
    strange = sorted(set(given) - set(hints))
    if strange:
        raise Unreadable("?", f"there is no parameter {strange[0][:60]!r} here")
    found = {}
    for name, text in given.items():
        found[name] = read(hints[name], _typed(hints[name], text), f"?{name}")
    return cls(**found)


def _typed(hint: Any, text: str) -> Any:
    """What a parameter's text stands for, where its type is none of text."""
    wanted = set(_inside(hint))
    if int in wanted and text.isascii() and text.isdecimal() and len(text) < 16:
        return int(text)
    return {"true": True, "false": False}.get(text, text) if bool in wanted else text


def _inside(hint: Any) -> Iterator[Any]:
    yield hint
    for each in get_args(hint) if get_origin(hint) is not Literal else ():
        if not isinstance(each, str):
            yield from _inside(each)


def _composed(hint: Any, value: Any, where: str) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return read(inside[0], value, where)
    if origin is Literal:
        if not isinstance(value, str) or value not in inside:
            raise Unreadable(where, f"one of: {', '.join(inside)}")
        return value
    if origin is tuple:
        if not isinstance(value, list) or len(value) > _MOST_IN_A_LIST:
            raise Unreadable(where, f"a list of at most {_MOST_IN_A_LIST} is needed")
        return tuple(read(inside[0], each, f"{where}/{at}") for at, each in enumerate(value))
    return None if value is None else read(one_of(hint), value, where)


def _object(cls: type, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise Unreadable(where, "an object is needed")
    hints = hints_of(cls)
    strange = sorted(set(value) - set(hints))
    if strange:
        raise Unreadable(where, f"there is no field {strange[0][:60]!r} here")
    found = {}
    for field in fields(cls):
        if field.name in value:
            found[field.name] = read(hints[field.name], value[field.name], f"{where}/{field.name}")
        elif not may_lack(field):
            raise Unreadable(f"{where}/{field.name}", "this field is needed")
    return cls(**found)


def _money(value: Any, where: str) -> Money:
    """Zero or more, with at most two places: nothing is rounded."""
    if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
        raise Unreadable(where, "an amount and a currency are needed")
    amount, currency = value["amount"], value["currency"]
    if not isinstance(amount, str) or _GIVEN.fullmatch(amount) is None:
        raise Unreadable(f"{where}/amount", "a decimal string of zero or more, as “1250.00”")
    if not isinstance(currency, str) or _CURRENCY.fullmatch(currency) is None:
        raise Unreadable(f"{where}/currency", "three capital letters, as “GBP”")
    return Money(Decimal(amount), currency)


def _plain(hint: Any, value: Any, where: str) -> Any:
    if hint is bool and isinstance(value, bool):
        return value
    if hint is int and isinstance(value, int) and not isinstance(value, bool):
        if abs(value) < _MOST_NUMBER:
            return value
    elif isinstance(value, str) and len(value) <= _MOST_LETTERS:
        refuse_unsayable(value, where)
        if hint is str:
            return value
        try:
            return _FROM_TEXT[hint](value)
        except (KeyError, ValueError):
            raise Unreadable(where, f"{_NEEDED[hint]} is needed") from None
    raise Unreadable(where, f"{_NEEDED[hint]} is needed")


def refuse_unsayable(text: str, where: str) -> None:
    """Raise Unreadable for a character that no text can hold: a null, or half of a pair."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Unreadable(where, "there is a character in it that no text can hold")


def _day(text: str) -> date:
    if len(text) != 10:
        raise ValueError(text)
    found = date.fromisoformat(text)
    if not 1970 <= found.year <= 2200:
        raise ValueError(text)
    return found


_FROM_TEXT: Mapping[Any, Callable[[str], Any]] = {date: _day, UUID: UUID}
_NEEDED: Mapping[Any, str] = {
    str: f"a text of at most {_MOST_LETTERS} characters",
    int: "a whole number",
    bool: "true or false",
    date: "a day, as 2026-11-27,",
    UUID: "an id",
}
