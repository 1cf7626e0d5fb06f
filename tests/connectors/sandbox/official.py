"""The official description as JSON Schema: responses are held to it field by field.

Draft 2020-12 over the original file with its recursion; OpenAPI 3.0's `nullable` and Xero's own
wire form of dates (`/Date(ms+zzzz)/` where the description says ISO) are taken into account.
"""

import functools
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

OFFICIAL = Path(__file__).parents[4] / "shared" / "openapi" / "xero_accounting.yaml"
_MS_DATE = {"type": "string", "pattern": r"^/Date\(-?\d+([+-]\d{4})?\)/$"}


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


def _as_schema(node: Any) -> Any:
    if isinstance(node, list):
        return [_as_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("x-is-msdate") or node.get("x-is-msdate-time"):
        return _MS_DATE
    found = {key: _as_schema(value) for key, value in node.items() if key != "example"}
    if found.pop("nullable", False) and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found


@functools.cache
def _description() -> dict[str, Any]:
    with OFFICIAL.open(encoding="utf-8") as file:
        found: dict[str, Any] = yaml.load(file, _loader())  # a SafeLoader, timestamps aside
    return found


@functools.cache
def _registry() -> Registry[Any]:
    body = {"components": {"schemas": _as_schema(_description()["components"]["schemas"])}}
    resource: Resource[Any] = DRAFT202012.create_resource(body)
    empty: Registry[Any] = Registry()
    found: Registry[Any] = empty.with_resource("urn:xero", resource)
    return found


@functools.cache
def validator(schema: str) -> Draft202012Validator:
    """Validates against a schema of the official description, by its name."""
    root = {"$ref": f"urn:xero#/components/schemas/{schema}"}
    return Draft202012Validator(root, registry=_registry())


def known_fields(schema: str) -> set[str]:
    """The field names that the description gives a schema."""
    return set(_description()["components"]["schemas"][schema]["properties"])


def complaints(schema: str, body: Any) -> list[str]:
    """Where a body breaks the description; empty when it holds."""
    return [
        f"{error.json_path}: {error.message[:200]}" for error in validator(schema).iter_errors(body)
    ]
