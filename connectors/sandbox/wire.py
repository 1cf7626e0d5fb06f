"""Xero's JSON on the wire: `/Date()/`, two-decimal numbers, no nulls.

It knows no resource: it turns plain values into bytes and bodies into plain values.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.sandbox.errors import MalformedBodyError
from connectors.sandbox.xml_bodies import decode_xml, is_xml

Json = dict[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER_MARK = "\x01"
_MARKED_NUMBER = re.compile(r'"\\u0001([^"]*)"')
_MS_DATE = re.compile(r"^/Date\((-?\d+)([+-]\d{4})?\)/$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def instant(value: datetime) -> str:
    """An instant (any zone) in Xero's form, milliseconds since 1970 in UTC."""
    milliseconds = (value - _EPOCH) // timedelta(milliseconds=1)
    return f"/Date({milliseconds}+0000)/"


def day(value: date) -> str:
    """A document's civil date in Xero's form: midnight UTC of that calendar day."""
    return f"/Date({(value.toordinal() - 719163) * 86_400_000}+0000)/"


def day_text(value: date) -> str:
    """The sibling of `day`, as `DateString` prints it."""
    return f"{value.isoformat()}T00:00:00"


def instant_text(value: datetime) -> str:
    """The sibling of `instant` to the second, as `UpdatedDateUTCString` prints it."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def number(value: Decimal) -> str:
    """A marked number, which `encode` prints bare with the decimals that it has."""
    return f"{_NUMBER_MARK}{value}"


def money(value: Decimal) -> str:
    """A marked amount with two decimals."""
    return f"{_NUMBER_MARK}{value:.2f}"


class Encoded(bytes):
    """A record that is already in Xero's form."""


def encode(body: Mapping[str, Any]) -> bytes:
    """The body as Xero sends it: bare decimals, slashes escaped within `/Date()/`.

    Nulls never come here: what has no value is left out by whoever builds the body. A list whose
    first element is Encoded holds nothing else and is joined as it is.
    """
    parts = []
    for name, value in body.items():
        if isinstance(value, list) and value and isinstance(value[0], Encoded):
            listed = b"[" + b",".join(value) + b"]"
        else:
            listed = encode_value(value)
        parts.append(encode_value(name) + b":" + listed)
    return b"{" + b",".join(parts) + b"}"


def encode_value(value: Any) -> Encoded:
    """One value in Xero's form."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    text = _MARKED_NUMBER.sub(r"\1", text)
    return Encoded(text.replace("/Date(", "\\/Date(").replace(')/"', ')\\/"').encode())


def present(**fields: Any) -> Json:
    """The fields that have a value, in order: Xero leaves nulls out."""
    return {name: value for name, value in fields.items() if value is not None}


def decode(body: bytes) -> Json:
    """The record of a request, its numbers as Decimal, without control characters.

    JSON or XML, by how it begins. Raises MalformedBodyError when it is neither, or no object.
    """
    if is_xml(body):
        read: Json = without_marks(decode_xml(body))
        return read
    try:
        found = json.loads(_CONTROL.sub("", body.decode("utf-8")), parse_float=Decimal)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise MalformedBodyError(str(error)) from error
    if not isinstance(found, dict):
        raise MalformedBodyError("the body is not an object")
    clean: Json = without_marks(found)
    return clean


def without_marks(value: Any) -> Any:
    """The same value with the number mark taken out of every text, so that none can be forged."""
    if isinstance(value, str):
        return value.replace(_NUMBER_MARK, "")
    if isinstance(value, dict):
        return {key: without_marks(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_marks(inner) for inner in value]
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
        return Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"not a number: {value!r}") from error


def read_flag(value: object) -> bool | None:
    """A boolean or quoted boolean of a request or query; None when absent."""
    if value is None or value == "":
        return None
    return str(value).strip().lower() in {"true", "1"}
