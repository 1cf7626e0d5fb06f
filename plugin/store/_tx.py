"""A transaction bound to the organisations it may see. Opening one is the Store's matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Executable

from plugin.store.sealing import Seal

#: a name after one colon; `a::type` and `a[1:n]` with a blank before neither side are none
_PARAMETER = re.compile(r"(?<![:\w]):(\w+)(?!:)")


@lru_cache(maxsize=4096)
def written(statement: str) -> str:
    """SQL text as the driver takes it: `:name` as `%(name)s`, a sign of per cent doubled.

    It goes to the driver as it is: to compile it as an expression at every call would take longer
    than most statements take. Each is rewritten once.
    """
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%"))


@dataclass(frozen=True, slots=True)
class Tx:
    """One database transaction of one organisation (or, for a portfolio, of several).

    Row-level security lets it see rows of `org_ids` only; every store function takes a Tx first,
    so there is no way to forget the tenant.
    """

    connection: Connection
    org_ids: tuple[UUID, ...]
    seal: Seal

    @property
    def org_id(self) -> UUID:
        """The one organisation of this transaction; ValueError where it spans several."""
        if len(self.org_ids) != 1:
            raise ValueError("this transaction spans several organisations")
        return self.org_ids[0]

    def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()
    ) -> CursorResult[Any]:
        """Execute a statement in this transaction."""
        return self.connection.execute(statement, values or None)

    def sql(self, statement: str, /, **values: Any) -> CursorResult[Any]:
        """Execute SQL text with `:name` parameters; `:org` is always this organisation."""
        if len(self.org_ids) == 1:
            values.setdefault("org", self.org_ids[0])
        return self.connection.exec_driver_sql(written(statement), values)


@dataclass(frozen=True, slots=True)
class HouseTx:
    """A transaction on the tables that have no tenant; tenant tables look empty to it."""

    connection: Connection
    seal: Seal

    def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()
    ) -> CursorResult[Any]:
        """Execute a statement in this transaction."""
        return self.connection.execute(statement, values or None)

    def sql(self, statement: str, /, **values: Any) -> CursorResult[Any]:
        """Execute SQL text with `:name` parameters."""
        return self.connection.exec_driver_sql(written(statement), values)


def uuids(values: Iterable[str | UUID]) -> list[UUID]:
    """Parse identifiers; ValueError where one is not a UUID."""
    return [value if isinstance(value, UUID) else UUID(value) for value in values]


def array_text(values: Iterable[str]) -> str:
    """Texts as the text of a PostgreSQL array, for a parameter that goes to many statements."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
