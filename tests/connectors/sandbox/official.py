"""Xero's own descriptions as JSON Schema: bodies are held to them field by field.

Draft 2020-12 over the original files with their recursion, closed: a field that a schema does not
name is a complaint, unless it stands in `DEVIATIONS` with its reason. Which operation a body
belongs to is `official_operations`'.
"""

import functools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FOLDER = Path(__file__).parents[4] / "shared" / "openapi"
FILES = {
    "accounting": FOLDER / "xero_accounting.yaml",
    "identity": FOLDER / "xero-identity.yaml",
    "webhooks": FOLDER / "xero-webhooks.yaml",
}
OFFICIAL = FILES["accounting"]

DEVIATIONS: dict[str, tuple[str, str]] = {
    "DateString": ("Invoice CreditNote Overpayment Prepayment", "Date once more, readable"),
    "DueDateString": ("Invoice", "DueDate once more, readable"),
    "DateUTCString": ("HistoryRecord", "DateUTC once more, readable"),
    "ID": ("CreditNote Overpayment Prepayment", "the record's own id once more"),
    "HasValidationErrors": ("ContactGroup", "as in every other record"),
}
"""Fields that Xero's schemas leave out though its own examples carry them: in which, and what.

Beyond them: dates are `/Date()/` where the description says ISO and marks them so; the envelope
(`official_operations`) stands in every example and in no schema.
"""

_MS_DATE = r"^/Date\(-?\d+([+-]\d{4})?\)/$"
_ON_THE_WIRE = {"type": "string", "pattern": _MS_DATE}
"""Where the description says date or date-time and marks it so, Xero sends this."""
_AS_SENT = {"type": "string", "pattern": rf"{_MS_DATE}|^\d{{4}}-\d\d-\d\d(T.*)?$"}
"""An app may send either form."""
_DECIMALS = {
    **dict.fromkeys(("UnitAmount", "Quantity", "Rate", "DisplayTaxRate", "EffectiveRate"), 4),
    "CurrencyRate": 10,
}
"""What the description marks as money and is none: as many decimals as its examples have."""
_USUAL_DECIMALS = 2
_SKIPPED = {"example", "properties"}


class _Loader(yaml.SafeLoader):
    """YAML in which timestamps stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, test) for tag, test in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _loader() -> type[Any]:
    fast = getattr(yaml, "CSafeLoader", None)
    if fast is None:
        return _Loader
    return type("_Fast", (fast,), {"yaml_implicit_resolvers": _Loader.yaml_implicit_resolvers})


@functools.cache
def description(of: str = "accounting") -> dict[str, Any]:
    """A description as it is written, timestamps as text; skips the test where it is not there."""
    if not FILES[of].exists():
        pytest.skip("the official description is not beside the repository")
    with FILES[of].open(encoding="utf-8") as file:
        found: dict[str, Any] = yaml.load(file, _loader())  # a SafeLoader, timestamps aside
    return found


def allowed_beyond(schema: str) -> frozenset[str]:
    """The fields of `DEVIATIONS` that a record of this schema may carry."""
    return frozenset(
        field for field, (schemas, _) in DEVIATIONS.items() if schema in schemas.split()
    )


def _as_schema(node: Any, *, dates: dict[str, Any], name: str = "") -> Any:
    """OpenAPI 3.0 as JSON Schema: dates as on the wire, nullable, amounts, nothing beyond."""
    if isinstance(node, list):
        return [_as_schema(each, dates=dates) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("x-is-msdate") or node.get("x-is-msdate-time"):
        return dates
    found = {
        key: _as_schema(value, dates=dates) for key, value in node.items() if key not in _SKIPPED
    }
    if found.pop("nullable", False) and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    properties = node.get("properties")
    if isinstance(properties, dict):
        found["properties"] = {
            field: _property(field, value, dates=dates) for field, value in properties.items()
        } | dict.fromkeys(allowed_beyond(name), True)
        found["additionalProperties"] = False
    return found


def _property(field: str, node: Any, *, dates: dict[str, Any]) -> Any:
    found = _as_schema(node, dates=dates)
    if isinstance(node, dict) and node.get("x-is-money"):
        found["mostDecimals"] = _DECIMALS.get(field, _USUAL_DECIMALS)
    return found


@functools.cache
def _registry(of: str, *, is_sent: bool) -> Registry[Any]:
    dates = _AS_SENT if is_sent else _ON_THE_WIRE
    schemas = description(of)["components"]["schemas"]
    if of != "webhooks":  # which is OpenAPI 3.1, plain JSON Schema
        schemas = {name: _as_schema(each, dates=dates, name=name) for name, each in schemas.items()}
    resource: Resource[Any] = DRAFT202012.create_resource({"components": {"schemas": schemas}})
    empty: Registry[Any] = Registry()
    # the name of the document for `#/...` within it is the empty one
    return empty.with_resources([("", resource), ("urn:xero", resource)])


def _most_decimals(
    validator: Any, most: int, instance: object, schema: object
) -> Iterator[ValidationError]:
    """An amount has no more decimals on the wire than its currency; bodies come as Decimal."""
    del validator, schema
    if isinstance(instance, Decimal) and -int(instance.as_tuple().exponent) > most:
        yield ValidationError(f"{instance} has more than {most} decimals")


_Validator: Any = extend(Draft202012Validator, {"mostDecimals": _most_decimals})  # type: ignore[no-untyped-call]
_FORMATS = FormatChecker(formats=("uuid",))


def _text(pattern: str) -> Callable[[object], bool]:
    expected = re.compile(pattern)
    return lambda value: not isinstance(value, str) or bool(expected.fullmatch(value))


# both descriptions say date-time and their examples carry no offset: 2019-12-07T18:46:19.5165400
_FORMATS.checks("date-time")(_text(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?"))
_FORMATS.checks("uri")(_text(r"https?://[^/\s]+/\S+"))


@functools.cache
def validator(schema: str, *, of: str = "accounting", is_sent: bool = False) -> Any:
    """Validates against a schema of a description, by its name; `is_sent` for what an app sends."""
    root = {"$ref": f"urn:xero#/components/schemas/{schema}"}
    registry = _registry(of, is_sent=is_sent)
    return _Validator(root, registry=registry, format_checker=_FORMATS)


def complaints(
    schema: str, body: Any, *, of: str = "accounting", is_sent: bool = False
) -> list[str]:
    """Where a body breaks the description; empty when it holds. Amounts are best Decimal."""
    found = validator(schema, of=of, is_sent=is_sent).iter_errors(body)
    return [f"{error.json_path}: {error.message[:300]}" for error in found]
