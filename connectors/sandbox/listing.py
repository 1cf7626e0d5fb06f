"""Which records a list on the accounting API holds, in which order, and which page of them.

It knows no resource: what each can be filtered by is `fields`, how its records look `render`.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from connectors.sandbox.errors import HighVolumeError, QueryError
from connectors.sandbox.ledger import Ledger, by_update
from connectors.sandbox.query import Fields, named_in, ordered, parse_where, plain_id
from connectors.sandbox.wire import Json, read_date, read_flag, read_instant

DEFAULT_PAGE, LARGEST_PAGE = 100, 1_000
_UNPICKED = frozenset({"page", "pagesize", "unitdp", "summaryonly"})
"""Parameters that do not change which records are found."""

Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """The query of a call, its names in lower case, and If-Modified-Since.

    `most` is the number of records over which an unpaged list, or a filter or order by a field
    that Xero has no index for, is refused.
    """

    values: Mapping[str, str]
    since: datetime | None = None
    client: str = ""
    most: int = 100_000

    def text(self, name: str) -> str:
        """The value, or nothing."""
        return self.values.get(name, "").strip()

    def listed(self, name: str) -> frozenset[str]:
        """A comma-separated list, in lower case, ids with their dashes."""
        return frozenset(plain_id(p.strip()) for p in self.text(name).split(",") if p.strip())

    def flag(self, name: str) -> bool:
        """A boolean."""
        return bool(read_flag(self.text(name)))

    def day(self, name: str) -> date | None:
        """A civil date; None when absent. Raises QueryError when it is none."""
        try:
            return read_date(self.text(name))
        except ValueError as error:
            raise QueryError(f"{name}: {error}") from error

    def number(self, name: str) -> int | None:
        """A whole number; None when absent or unreadable."""
        return int(self.text(name)) if self.text(name).lstrip("-").isdecimal() else None

    @property
    def places(self) -> int:
        """Decimals of unit amounts: 4 with unitdp=4, otherwise 2."""
        return 4 if self.number("unitdp") == 4 else 2

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for calls that find the same records, whichever page of them they ask for."""
        picked = tuple(sorted(p for p in self.values.items() if p[0] not in _UNPICKED))
        return picked, self.since, self.client, self.most


@dataclass(frozen=True, slots=True)
class Indexed:
    """The fields by which Xero filters and sorts without reading everything."""

    filters: frozenset[str]
    orders: frozenset[str]


INVOICES = Indexed(
    frozenset(
        (
            *("status", "type", "date", "duedate", "amountdue", "amountpaid"),
            *("reference", "invoicenumber", "invoiceid"),
            *("contact.contactid", "contact.name", "contact.contactnumber"),
        )
    ),
    frozenset(("invoiceid", "updateddateutc", "date")),
)
CONTACTS = Indexed(
    frozenset(("name", "emailaddress", "accountnumber")),
    frozenset(("contactid", "updateddateutc", "name")),
)


def modified_since(header: str | None) -> datetime | None:
    """If-Modified-Since; an unreadable value counts as none, as HTTP says."""
    if not header:
        return None
    try:
        return read_instant(header)
    except ValueError:
        return None


def select(
    ledger: Ledger,
    kind: str,
    known: Fields,
    query: Query,
    tests: Iterable[Test | None] = (),
    *,
    only: Iterable[str] | None = None,
    indexed: Indexed | None = None,
) -> list[Any]:
    """Records of a kind that pass every test, `where` and If-Modified-Since, in order.

    `only` are the ids among which they lie, if that is known. What was found is kept until a
    record changes, so that the next page costs no second search.
    """

    def found() -> list[Any]:
        records = _candidates(ledger, kind, query, only)
        for test in tests:
            if test is not None:
                records = [each for each in records if test(each)]
        if indexed is not None and len(records) > query.most:
            _refuse_unindexed(query, known, indexed)
        return filtered(records, known, query)

    return ledger.listing((kind, query.identity), found)


def _candidates(ledger: Ledger, kind: str, query: Query, only: Iterable[str] | None) -> list[Any]:
    if only is None:
        records: list[Any] = ledger.ordered(kind)
    else:
        all_of_kind = getattr(ledger, kind)
        some = [all_of_kind[key] for key in only if key in all_of_kind]
        records = sorted(some, key=by_update)
    if query.since is None:
        return records
    return records[bisect_left(records, (query.since, ""), key=by_update) :]


def _refuse_unindexed(query: Query, known: Fields, indexed: Indexed) -> None:
    """Raise HighVolumeError where a large list is filtered or sorted by what has no index."""
    wanted = named_in(query.text("where"), known) - indexed.filters
    orders = {part.split()[0].lower() for part in query.text("order").split(",") if part.split()}
    if wanted or orders - indexed.orders:
        names = ", ".join(sorted(wanted | (orders - indexed.orders)))
        raise HighVolumeError(
            f"Due to the high number of records in this organisation this filter or order cannot "
            f"be used: {names}"
        )


def filtered(found: list[Any], known: Fields, query: Query) -> list[Any]:
    """The records that `where` leaves, by `order`. Raises QueryError."""
    if query.text("where"):
        test = parse_where(query.text("where"), known)
        try:
            found = [each for each in found if test(each)]
        except TypeError as error:
            raise QueryError("Operator incompatible with operand types") from error
    if query.text("order"):
        found = ordered(found, query.text("order"), known)
    return found


def listed(
    collection: str,
    found: list[Any],
    query: Query,
    show: Callable[[Any, bool], Json],
    *,
    is_paged: bool = False,
) -> Json:
    """The collection, with `pagination` when it is paged; pageSize is clamped to 1 to 1,000.

    `show` gets a record and whether the list is paged. Raises HighVolumeError.
    """
    if not is_paged and "page" not in query.values:
        if len(found) > query.most:
            raise HighVolumeError("Too many records: use paging or a filter")
        return {collection: [show(each, False) for each in found]}
    page = max(1, query.number("page") or 1)
    asked = query.number("pagesize")
    size = DEFAULT_PAGE if asked is None else min(LARGEST_PAGE, max(1, asked))
    shown = found[(page - 1) * size : page * size]
    return {
        "pagination": {
            "page": page,
            "pageSize": size,
            "pageCount": -(-len(found) // size),
            "itemCount": len(found),
        },
        collection: [show(each, True) for each in shown],
    }
