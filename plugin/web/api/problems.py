"""What the API answers where something was not done: problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from flask import Response

#: each kind of problem: its status and its title
KINDS: Mapping[str, tuple[int, str]] = {
    "unreadable": (400, "That could not be read"),
    "no-key": (401, "No key, or one that opens nothing"),
    "no-scope": (403, "This key may not do that"),
    "not-found": (404, "There is no such thing here"),
    "no-method": (405, "This address takes no such request"),
    "not-done": (409, "That was not done"),
    "repeated": (409, "This was asked for before"),
    "too-large": (413, "That is too much at once"),
    "not-json": (415, "JSON is needed"),
    "not-valid": (422, "That is not what the description says"),
    "too-often": (429, "Too many requests"),
    "broken": (500, "Something of ours broke"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a request."""

    pointer: Annotated[str, "Where: a JSON pointer, or ?name for a query parameter"]
    detail: str


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """What was not done and why, as application/problem+json."""

    type: Annotated[str, "What a program may go by: urn:goodterms:problem: and the kind"]
    title: str
    status: int
    detail: str
    errors: tuple[Fault, ...]


class Problem(Exception):
    """Ends a request; `kind` is one of KINDS, `detail` a sentence for a person."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        errors: tuple[Fault, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """Its HTTP status."""
        return KINDS[self.kind][0]

    def body(self) -> dict[str, object]:
        """As JSON."""
        status, title = KINDS[self.kind]
        return {
            "type": f"urn:goodterms:problem:{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "errors": [{"pointer": each.pointer, "detail": each.detail} for each in self.errors],
        }

    def reply(self) -> Response:
        """As an answer."""
        told = json.dumps(self.body(), ensure_ascii=False)
        reply = Response(told, self.status, mimetype="application/problem+json")
        reply.headers.update(self.headers)
        return reply
