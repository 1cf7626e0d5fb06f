"""Plain values as JSON, and their schemas, both from the same types.

A dataclass is an object with every field; money is an amount as a decimal string beside its
currency; days and instants are ISO 8601. Requests are read in `plugin.web.api.reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

from plugin.credit.money import Money

_AMOUNT = r"^-?\d{1,15}(\.\d{1,8})?$"

_MONEY: Mapping[str, Any] = {
    "type": "object",
    "description": "An exact amount: a decimal string, and an ISO 4217 currency beside it.",
    "properties": {
        "amount": {"type": "string", "pattern": _AMOUNT, "examples": ["1250.00"]},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["GBP"]},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}

_PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
    Decimal: {"type": "string", "pattern": _AMOUNT},
}


# --- out ------------------------------------------------------------------------------------------


def as_json(value: object) -> Any:
    """A value as JSON writes it."""
    for kind, written in _WRITTEN:
        if isinstance(value, kind):
            return written(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value)}
    return [as_json(each) for each in value] if isinstance(value, tuple | list) else value


def _money(value: Money) -> dict[str, str]:
    """At least two places, and never fewer than the ledger has."""
    places = value.amount.normalize().as_tuple().exponent
    is_finer = isinstance(places, int) and places < -2
    amount = value.amount.normalize() if is_finer else value.amount.quantize(_CENT)
    return {"amount": f"{amount:f}", "currency": value.currency}


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


_CENT = Decimal("0.01")
#: an instant is a day too, so it stands before it
_WRITTEN: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Money, _money),
    (datetime, _instant),
    (date, date.isoformat),
    (Decimal, lambda value: f"{value:f}"),
    (UUID, str),
)


# --- the description ------------------------------------------------------------------------------


def schema_of(hint: Any) -> dict[str, Any]:
    """The JSON Schema of a type; dataclasses are referred to by name."""
    if is_named(hint):
        return {"$ref": f"#/components/schemas/{hint.__name__}"}
    return _composed(hint) if get_args(hint) else dict(_PLAIN[hint])


def _composed(hint: Any) -> dict[str, Any]:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return {**schema_of(inside[0]), "description": inside[1]}
    if origin is Literal:
        return {"type": "string", "enum": list(inside)}
    found = schema_of(inside[0] if origin is tuple else one_of(hint))
    if origin is tuple:
        return {"type": "array", "items": found}
    if "$ref" in found or "enum" in found:
        return {"anyOf": [found, {"type": "null"}]}
    return {**found, "type": [found["type"], "null"]}


def one_of(hint: Any) -> Any:
    """The type that may be null, without the null."""
    (one,) = [each for each in get_args(hint) if each is not type(None)]
    return one


def is_named(hint: Any) -> bool:
    """Whether a type has a schema of its own name."""
    return isinstance(hint, type) and is_dataclass(hint)


def object_schema(cls: type) -> dict[str, Any]:
    """The schema of a dataclass, with all its fields; those with a default may be left out."""
    if cls is Money:
        return dict(_MONEY)
    hints = hints_of(cls)
    told: dict[str, Any] = {
        "type": "object",
        "properties": {name: schema_of(hint) for name, hint in hints.items()},
        "required": [each.name for each in fields(cls) if not may_lack(each)],
        "additionalProperties": False,
    }
    if cls.__doc__:
        told["description"] = " ".join(cls.__doc__.replace("`", "").split())
    return told


def named_in(hint: Any) -> Iterator[type]:
    """Every dataclass that a type is made of, itself first."""
    if is_named(hint):
        yield hint
        if hint is not Money:
            for each in hints_of(hint).values():
                yield from named_in(each)
        return
    for inside in get_args(hint):
        if not isinstance(inside, str):
            yield from named_in(inside)


@cache
def hints_of(cls: type) -> dict[str, Any]:
    """The fields of a dataclass with their types."""
    hints = get_type_hints(cls, include_extras=True)
    return {each.name: hints[each.name] for each in fields(cls)}


def may_lack(field: Field[Any]) -> bool:
    """Whether a field may be left out of what is sent."""
    return field.default is not MISSING or field.default_factory is not MISSING
