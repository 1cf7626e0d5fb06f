"""What the console reads: SQL in, rows out. One statement a question, never one a row."""

from typing import Any, TypeAlias

from sqlalchemy import Row

#: one row of an answer, with its columns as attributes
Record: TypeAlias = Row[Any]

__all__ = ["Record"]
