"""An answer of Xero's accounting API: decoded, and cut into a page of records.

PURE. It knows the envelope and no resource; those are in `translate` and `translate_people`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import msgspec

from connectors.xero import wire
from connectors.xero.values import Place
from plugin.ports import Malformed, Page

T = TypeVar("T")
S = TypeVar("S")

#: How many records Xero gives a page where it names no page size.
UNSAID_PAGE_SIZE: Final = 100
_DECODER: Final = msgspec.json.Decoder(wire.Envelope, strict=False)


def decode(body: bytes, *, page: int = 1) -> wire.Envelope:
    """The answer as structs. Raises Malformed, naming the field where JSON has the wrong type."""
    try:
        return _DECODER.decode(body)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$.")
        raise Malformed(message, page=page, where=where.rstrip("`") or "body") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}", page=page, where="body") from error


def paged(
    answer: wire.Envelope,
    name: str,
    found: Sequence[S] | None,
    read: Callable[[S, Place], T | None],
    *,
    page: int = 1,
) -> Page[T]:
    """A page of one collection; `read` gives None for what is not kept (a supplier's credit).

    Raises Malformed where the collection `name` is absent: an error in disguise, not an empty page.
    """
    if found is None:
        raise Malformed("missing", page=page, where=name)
    records = tuple(
        record
        for index, element in enumerate(found)
        if (record := read(element, Place(page, f"{name}[{index}]"))) is not None
    )
    said = answer.pagination
    if said is None or said.page_count is None:
        is_full = len(found) >= UNSAID_PAGE_SIZE
        return Page(records, page, page + 1 if is_full else page, len(found))
    return Page(records, page, said.page_count, said.item_count or 0)
