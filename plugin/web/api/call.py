"""One call of the API as its views see it, and the pages of a list. It decides nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from plugin.operations.api_keys import Admitted, Scope
from plugin.web.api.problems import Fault, Problem
from plugin.web.api.reading import Unreadable, refuse_unsayable

Line = TypeVar("Line")

#: lines of one page
_USUAL, MOST = 50, 100


@dataclass(frozen=True, slots=True)
class NoQuery:
    """An address without parameters."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list."""

    limit: Annotated[int, "Lines of the page: 1 to 100"] = _USUAL
    cursor: Annotated[str | None, "next_cursor of the page before"] = None


@dataclass(frozen=True, slots=True)
class Listed(Generic[Line]):
    """One page of a list; `next` leads to the next one, None at the end."""

    lines: tuple[Line, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks, for what, with what: parameters of the path, of the query, and the body."""

    admitted: Admitted
    path: Mapping[str, str]
    query: Any
    body: Any

    @property
    def by(self) -> str:
        """Who decides, as the timeline names them."""
        return self.admitted.by

    @property
    def org_id(self) -> UUID:
        """The organisation of the key."""
        return self.admitted.organisation.id

    def may(self, scope: Scope) -> bool:
        """Whether the key has this scope too."""
        return self.admitted.may(scope)

    @property
    def size(self) -> int:
        """How many lines the page holds."""
        limit: int = self.query.limit
        if not 1 <= limit <= MOST:
            raise not_valid("?limit", f"from 1 to {MOST}")
        return limit

    @property
    def after(self) -> str | None:
        """The id behind which the page begins; None at the beginning of the list."""
        cursor: str | None = self.query.cursor
        if cursor is None:
            return None
        try:
            text = base64.urlsafe_b64decode(cursor.encode() + b"==").decode()
            refuse_unsayable(text, "?cursor")
        except (binascii.Error, ValueError, Unreadable):
            raise not_valid("?cursor", "this is no cursor of ours") from None
        return text

    @property
    def after_uuid(self) -> UUID | None:
        """The same, of a list whose ids are UUIDs."""
        after = self.after
        try:
            return UUID(after) if after is not None else None
        except ValueError:
            raise not_valid("?cursor", "this is no cursor of ours") from None

    @property
    def after_number(self) -> int | None:
        """The same, of a list whose ids are numbers."""
        after = self.after
        if after is None:
            return None
        if not (after.isascii() and after.isdecimal() and len(after) < 16):
            raise not_valid("?cursor", "this is no cursor of ours")
        return int(after)

    def id_in(self, name: str) -> UUID:
        """A UUID of the path; no such thing where it is none."""
        try:
            return UUID(self.path[name])
        except ValueError:
            raise not_found() from None


def page(found: Sequence[Line], size: int, id_of: Callable[[Line], object]) -> Listed[Line]:
    """A page out of one line more than it holds."""
    lines = tuple(found[:size])
    if len(found) <= size:
        return Listed(lines, None)
    last = str(id_of(lines[-1])).encode()
    return Listed(lines, base64.urlsafe_b64encode(last).decode().rstrip("="))


def not_valid(where: str, why: str) -> Problem:
    """The problem of one fault in a request."""
    return Problem("not-valid", f"{where}: {why}.", errors=(Fault(where, why),))


def not_found(more: str = "") -> Problem:
    """There is no such thing in the organisation of this key; `more` says what became of it."""
    said = "There is no such thing in the organisation of this key."
    return Problem("not-found", f"{said} {more}".strip())
