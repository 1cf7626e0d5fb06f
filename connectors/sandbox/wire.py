"""Xero's JSON on the wire: `/Date()/`, two-decimal numbers, no nulls.

It knows no resource: it turns plain values into bytes and bodies into plain values.
"""

import functools
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from connectors.sandbox.errors import MalformedBodyError
from connectors.sandbox.xml_bodies import decode_xml, is_xml

Json = dict[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS_DATE = re.compile(r"^/Date\((-?\d+)([+-]\d{4})?\)/$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_CENT, _RATE = Decimal("0.01"), Decimal("1.0000000000")
LARGEST_AMOUNT = Decimal("1e13")
_BARE = msgspec.json.Encoder(decimal_format="number")
_QUOTED = msgspec.json.Encoder(decimal_format="string")


@functools.lru_cache(maxsize=16_384)
def instant(value: datetime) -> msgspec.Raw:
    """An instant (any zone) in Xero's form, milliseconds since 1970 in UTC, slashes escaped."""
    milliseconds = (value - _EPOCH) // timedelta(milliseconds=1)
    return _ms_date(milliseconds)


@functools.lru_cache(maxsize=16_384)
def day(value: date) -> msgspec.Raw:
    """A document's civil date in Xero's form: midnight UTC of that calendar day."""
    return _ms_date((value.toordinal() - 719163) * 86_400_000)


def moment(value: datetime) -> msgspec.Raw:
    """An instant in Xero's form without an offset, as an envelope has it."""
    milliseconds = (value - _EPOCH) // timedelta(milliseconds=1)
    return msgspec.Raw(f'"\\/Date({milliseconds})\\/"'.encode())


def _ms_date(milliseconds: int) -> msgspec.Raw:
    return msgspec.Raw(f'"\\/Date({milliseconds}+0000)\\/"'.encode())


@functools.lru_cache(maxsize=16_384)
def day_text(value: date) -> str:
    """The sibling of `day`, as `DateString` prints it."""
    return f"{value.isoformat()}T00:00:00"


@functools.lru_cache(maxsize=16_384)
def instant_text(value: datetime) -> str:
    """The sibling of `instant` to the second, as `UpdatedDateUTCString` prints it."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def money(value: Decimal) -> Decimal:
    """An amount with two decimals."""
    return value.quantize(_CENT)


@functools.lru_cache(maxsize=1_024)
def rate(value: Decimal) -> Decimal:
    """A CurrencyRate as Xero prints it, with ten decimals."""
    return value.quantize(_RATE)


def encode(body: Mapping[str, Any], *, is_quoted: bool = False) -> bytes:
    """The body as Xero sends it: decimals bare with the digits that they have, dates escaped.

    Nulls never come here: what has no value is left out by whoever builds the body. `is_quoted`
    puts the decimals in quotation marks, as some of Xero's own examples have them.
    """
    return (_QUOTED if is_quoted else _BARE).encode(body)


def present(**fields: Any) -> Json:
    """The fields that have a value, in order: Xero leaves nulls out."""
    return {name: value for name, value in fields.items() if value is not None}


def decode(body: bytes) -> Json:
    """The record of a request, its numbers as Decimal, without control characters.

    JSON or XML, by how it begins. Raises MalformedBodyError when it is neither, or no object.
    """
    if is_xml(body):
        return decode_xml(body)
    try:
        text = _CONTROL.sub("", body.decode("utf-8"))
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise MalformedBodyError(str(error)) from error
    if not isinstance(found, dict):
        raise MalformedBodyError("the body is not an object")
    clean: Json = _whole(found) if "\\ud" in text.lower() else found
    return clean


def _no_number(text: str) -> None:
    raise ValueError(f"not a number: {text}")


def _whole(value: Any) -> Any:
    """The same value without halves of characters, which no answer could carry."""
    if isinstance(value, str):
        return _HALF_CHARACTER.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return value


def part(element: Json, name: str) -> Json:
    """A nested record of a request; empty when absent. Raises MalformedBodyError otherwise."""
    found = element.get(name) or {}
    if not isinstance(found, dict):
        raise MalformedBodyError(f"{name} is not an object")
    return found


def parts(element: Json, name: str) -> list[Json]:
    """A nested list of records; empty when absent. Raises MalformedBodyError otherwise."""
    found = element.get(name) or []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise MalformedBodyError(f"{name} is not a list of objects")
    return found


def read_date(value: object) -> date | None:
    """The calendar day of `YYYY-MM-DD`, an ISO instant, or `/Date(ms+zzzz)/`; None for "" or null.

    Raises ValueError for anything else.
    """
    if value is None or value == "":
        return None
    text = str(value)
    matched = _MS_DATE.match(text)
    if matched:
        return (_EPOCH + timedelta(milliseconds=int(matched[1]))).date()
    return date.fromisoformat(text[:10])


def read_instant(text: str) -> datetime:
    """An If-Modified-Since value: ISO with or without offset, or an HTTP date. UTC when unsaid.

    Raises ValueError for anything else.
    """
    cleaned = text.strip().strip('"').replace("Z", "+00:00")
    try:
        found = datetime.fromisoformat(cleaned)
    except ValueError:
        found = datetime.strptime(text.strip(), "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def read_amount(value: object) -> Decimal | None:
    """A number or quoted number of a request; None when absent. Raises ValueError otherwise."""
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"not a number: {value!r}") from error
    if not found.is_finite() or abs(found) >= LARGEST_AMOUNT:
        raise ValueError(f"out of range: {value!r}")
    return found


def read_flag(value: object) -> bool | None:
    """A boolean or quoted boolean of a request or query; None when absent."""
    if value is None or value == "":
        return None
    return str(value).strip().lower() in {"true", "1"}
