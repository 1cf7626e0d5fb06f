"""Xero's `where` and `order`: parsed into a test on a record and a way to sort.

It holds the grammar only; which fields a resource has is handed in as functions on its records.
Forms: ==, !=, >, >=, <, <=, AND/&&, OR/||, brackets, Guid("..."), DateTime(2026,01,31), text in
double quotes, numbers, true/false/null, .Contains/.StartsWith/.EndsWith, .ToLower()/.ToUpper()
before a comparison, and a bare boolean field.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from connectors.sandbox.errors import QueryError

Fields = Mapping[str, Callable[[Any], Any]]
"""Xero's field name in lower case to the function that reads it from a record."""
Test = Callable[[Any], bool]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_.]*)
    | (?P<sign>==|!=|>=|<=|&&|\|\||[=<>(),!])
    )""",
    re.VERBOSE,
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
}
_TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda a, b: b in a,
    "startswith": str.startswith,
    "endswith": str.endswith,
}
_CASES = {"tolower", "toupper"}
_UNDASHED = re.compile(r"[0-9A-Fa-f]{32}")
_WORDS = {"true": True, "false": False, "null": None}


def parse_where(text: str, fields: Fields) -> Test:
    """A test for records. Raises QueryError with Xero's kind of message."""
    reader = _Reader(text, fields)
    test = reader.either()
    if reader.peek() is not None:
        raise QueryError(f"Syntax error at '{reader.peek()}'")
    return test


def named_in(text: str, fields: Fields) -> frozenset[str]:
    """The fields that a `where` reads, in lower case. Raises QueryError when it cannot be read."""
    if not text:
        return frozenset()
    reader = _Reader(text, fields)
    reader.either()
    return frozenset(reader.named)


def parse_order(text: str, fields: Fields) -> list[tuple[Callable[[Any], Any], bool]]:
    """(reader, is descending) for each part of `Field [ASC|DESC], ...`. Raises QueryError."""
    parts = []
    for part in text.split(","):
        words = part.split()
        direction = words[1].upper() if len(words) == 2 else "ASC"
        if len(words) not in {1, 2} or direction not in {"ASC", "DESC"}:
            raise QueryError(f"Order by clause cannot be parsed: '{part.strip()}'")
        parts.append((_field(words[0], fields), direction == "DESC"))
    return parts


def ordered(records: list[Any], text: str, fields: Fields) -> list[Any]:
    """The records sorted by an `order`, absent values first."""
    for read, is_descending in reversed(parse_order(text, fields)):
        records = sorted(records, key=lambda r: _sortable(read(r)), reverse=is_descending)
    return records


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else "")


def _field(name: str, fields: Fields) -> Callable[[Any], Any]:
    read = fields.get(name.lower())
    if read is None:
        raise QueryError(f"No property or field '{name}' exists")
    return read


class _Reader:
    """A recursive-descent reader over the tokens of one `where`."""

    def __init__(self, text: str, fields: Fields) -> None:
        self._tokens = _tokens(text)
        self._place = 0
        self._fields = fields
        self.named: set[str] = set()
        """The fields read so far, in lower case."""

    def peek(self) -> str | None:
        """The token that comes next."""
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def either(self) -> Test:
        """Tests joined by OR."""
        test = self._both()
        while self._is_next("or", "||"):
            left, right = test, self._both()
            test = _either(left, right)
        return test

    def _both(self) -> Test:
        test = self._one()
        while self._is_next("and", "&&"):
            left, right = test, self._one()
            test = _both(left, right)
        return test

    def _one(self) -> Test:
        if self._is_next("("):
            test = self.either()
            self._expect(")")
            return test
        if self._is_next("!", "not"):
            inner = self._one()
            return lambda r: not inner(r)
        return self._comparison()

    def _comparison(self) -> Test:
        name = self._take()
        method = name.rpartition(".")[2].lower()
        if method in _TEXT_TESTS and self.peek() == "(":
            return self._text_test(name.rpartition(".")[0], method)
        if method in _CASES and self._is_next("("):
            self._expect(")")
            # text is compared without case anyway
            name = name.rpartition(".")[0]
        read = self._field(name)
        sign = self.peek()
        if sign is None or sign.lower() in {"and", "or", "&&", "||", ")"}:
            return lambda r: read(r) is True
        self._place += 1
        if sign not in _COMPARE:
            raise QueryError(f"Syntax error at '{sign}'")
        return _comparison(read, sign, self._value())

    def _text_test(self, name: str, method: str) -> Test:
        read = self._field(name)
        self._expect("(")
        wanted = self._value()
        self._expect(")")
        if not isinstance(wanted, str):
            raise QueryError(f"{method} needs text")
        test, lowered = _TEXT_TESTS[method], wanted.lower()
        return lambda r: test((read(r) or "").lower(), lowered)

    def _field(self, name: str) -> Callable[[Any], Any]:
        read = _field(name, self._fields)
        self.named.add(name.lower())
        return read

    def _value(self) -> Any:
        token = self._take()
        lowered = token.lower()
        if token.startswith('"'):
            return re.sub(r"\\(.)", r"\1", token[1:-1])
        if lowered in _WORDS:
            return _WORDS[lowered]
        if lowered in {"guid", "datetime"}:
            self._expect("(")
            arguments = [self._take()]
            while self._is_next(","):
                arguments.append(self._take())
            self._expect(")")
            return _guid(arguments) if lowered == "guid" else _moment(arguments)
        try:
            return Decimal(token)
        except ArithmeticError as error:
            raise QueryError(f"No property or field '{token}' exists") from error

    def _take(self) -> str:
        token = self.peek()
        if token is None:
            raise QueryError("Expression expected")
        self._place += 1
        return token

    def _is_next(self, *wanted: str) -> bool:
        token = self.peek()
        if token is None or token.lower() not in wanted:
            return False
        self._place += 1
        return True

    def _expect(self, wanted: str) -> None:
        token = self._take()
        if token != wanted:
            raise QueryError(f"'{wanted}' expected but found '{token}'")


def _either(left: Test, right: Test) -> Test:
    return lambda r: left(r) or right(r)


def _both(left: Test, right: Test) -> Test:
    return lambda r: left(r) and right(r)


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    while place < len(text.rstrip()):
        matched = _TOKEN.match(text, place)
        if matched is None:
            raise QueryError(f"Syntax error (at index {place})")
        tokens.append(matched[0].strip())
        place = matched.end()
    return tokens


def _guid(arguments: list[str]) -> str:
    if len(arguments) != 1 or not arguments[0].startswith('"'):
        raise QueryError("Guid needs one text")
    return plain_id(arguments[0].strip('"'))


def plain_id(text: str) -> str:
    """An id in lower case with its four dashes, which some clients leave out."""
    return str(UUID(text)) if _UNDASHED.fullmatch(text) else text.lower()


def _moment(arguments: list[str]) -> date | datetime:
    try:
        numbers = [int(each) for each in arguments]
        year, month, dayth, *time = numbers
        if not time:
            return date(year, month, dayth)
        return datetime(year, month, dayth, *time[:3], tzinfo=UTC)  # type: ignore[misc,arg-type]
    except (TypeError, ValueError) as error:
        raise QueryError(f"DateTime({','.join(arguments)}) is no date") from error


def _comparison(read: Callable[[Any], Any], sign: str, wanted: Any) -> Test:
    compare = _COMPARE[sign]

    def test(record: Any) -> bool:
        found = read(record)
        if wanted is None or found is None:
            is_same = (found is None or found == "") and wanted is None
            return is_same if sign in {"==", "="} else (sign == "!=" and not is_same)
        value, other = _alike(found, wanted)
        return compare(value, other)

    return test


def _alike(found: Any, wanted: Any) -> tuple[Any, Any]:
    """Both values in one type, so that a day compares with an instant and text without case."""
    if isinstance(found, datetime) and not isinstance(wanted, datetime):
        if isinstance(wanted, date):
            return found, datetime(wanted.year, wanted.month, wanted.day, tzinfo=UTC)
    elif isinstance(wanted, datetime) and not isinstance(found, datetime):
        wanted = wanted.date()
    if isinstance(found, str) and isinstance(wanted, str):
        return found.lower(), wanted.lower()
    if isinstance(found, Decimal | int) and isinstance(wanted, Decimal | int):
        return found, wanted
    if type(found) is not type(wanted):
        raise QueryError("Operator incompatible with operand types")
    return found, wanted
