"""The OpenAPI 3.1 description of the API, made of its routes and of the values that they tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from plugin.credit.money import Money
from plugin.operations.api_keys import MOST_A_MINUTE, SCOPE_WORDS, Scope
from plugin.web.api.contract import PREFIX, ROUTES, Route
from plugin.web.api.problems import KINDS, ProblemDetails
from plugin.web.api.shapes import hints_of, named_in, object_schema, schema_of

_ABOUT = f"""Goodterms for your own tools: what customers owe, where their credit stands, and the
decisions that a tool may make for you. A key is of one organisation, made by an owner under
Settings, *API and webhooks*; it may do what it was made for and nothing else.

Money is a decimal string beside its currency. Days are civil days of the organisation; instants
are in UTC. Every answer says as of when the books were last read (`as_of`) and for which day it
counts (`on`). Lists are read page by page: give `next_cursor` as `cursor` until it is null. GET
answers carry an ETag. A POST may carry an `Idempotency-Key`: the same request with the same key is
carried out once, and answered alike for a day. A key may make {MOST_A_MINUTE} requests a minute;
the RateLimit headers say how many are left. What was not done is told as problem details
(RFC 9457)."""

_HEADERS: Mapping[str, Any] = {
    "RateLimit-Policy": {"schema": {"type": "string"}, "description": "Requests a minute"},
    "RateLimit": {"schema": {"type": "string"}, "description": "What is left of this minute"},
}
_ALWAYS = ("no-key", "too-often", "broken")


def description(url: str) -> dict[str, Any]:
    """The description, with our own address `url`; a fresh copy of its outermost parts."""
    return {**_made(), "servers": [{"url": f"{url.rstrip('/')}{PREFIX}"}]}


@cache
def _made() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Goodterms", "version": "1.0.0", "description": _ABOUT},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {
            "schemas": dict(sorted(_schemas())),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of the organisation. Its scopes: "
                    + "; ".join(f"{scope.value}: {SCOPE_WORDS[scope]}" for scope in Scope)
                    + ".",
                }
            },
        },
    }


def _schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    named = {each for route in ROUTES for each in named_in(route.answer)}
    named |= {each for route in ROUTES if route.body for each in named_in(route.body)}
    for each in named | {Money} | set(named_in(ProblemDetails)):
        yield each.__name__, object_schema(each)


def _operation(route: Route) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "security": [{"key": [route.scope.value] if route.scope else []}],
        "parameters": list(_parameters(route)),
        "responses": _responses(route),
    }
    if route.body is not None:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema_of(route.body)}},
        }
    return found


def _parameters(route: Route) -> Iterator[dict[str, Any]]:
    for name in route.named:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    hints = hints_of(route.query)
    for field in fields(route.query):
        schema = schema_of(hints[field.name])
        words = schema.pop("description", "")
        yield {
            "name": field.name,
            "in": "query",
            "required": False,
            "description": words,
            "schema": schema,
        }
    if route.method == "POST":
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "At most 100 visible characters, your own: carried out once for each",
            "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        }


def _responses(route: Route) -> dict[str, Any]:
    answered: dict[str, Any] = {
        str(route.status): {
            "description": route.summary,
            "headers": _HEADERS,
            "content": {"application/json": {"schema": envelope(route)}},
        }
    }
    if route.method == "GET":
        answered["304"] = {"description": "Nothing has changed since the ETag that was given"}
    for kind in _kinds(route):
        status, title = KINDS[kind]
        problem = {"schema": schema_of(ProblemDetails)}
        said = answered.get(str(status), {}).get("description")
        answered[str(status)] = {
            "description": f"{said}; or: {title}" if said else title,
            "content": {"application/problem+json": problem},
        }
    return answered


def _kinds(route: Route) -> Iterator[str]:
    yield from _ALWAYS
    if route.scope is not None:
        yield "no-scope"
    if route.named or route.name == "answer_order":
        yield "not-found"
    if route.lists or route.query or route.body:
        yield "not-valid"
    if route.method != "GET":
        yield from ("not-done", "repeated")
    if route.body is not None:
        yield from ("unreadable", "too-large", "not-json")


def envelope(route: Route) -> dict[str, Any]:
    """The schema of what a route answers: `data`, and as of when."""
    one = schema_of(route.answer)
    told: dict[str, Any] = {
        "as_of": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "When the books were last read; null while they are read for the first "
            "time",
        },
        "on": {"type": "string", "format": "date", "description": "The day that it counts for"},
        "data": {"type": "array", "items": one} if route.lists else one,
    }
    if route.lists:
        told["next_cursor"] = {"type": ["string", "null"]}
    return {
        "type": "object",
        "properties": told,
        "required": list(told),
        "additionalProperties": False,
    }
