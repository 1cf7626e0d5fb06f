"""Lines that were put aside: kept, brought back, and gone with whom they speak of."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from plugin.store import Store, tidying
from tests.store.facts import Books, a_contact, later

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def books(store: Store, org: UUID) -> Books:
    """The books of an organisation."""
    return Books(store, org)


def aside(books: Books, line: str, *customers: str) -> bool:
    """Somebody puts a line about these customers aside."""
    with books.tx() as tx:
        return tidying.put_aside(
            tx, line, customer_ids=customers, reason="Maya’s mother runs it", by="Ann", at=NOW
        )


def test_a_line_is_put_aside_once_and_brought_back_once(books: Books) -> None:
    """Whoever comes second is told so; the reason is sealed where it lies."""
    assert aside(books, "unsent i1", "acme")
    assert not aside(books, "unsent i1", "acme")
    with books.tx() as tx:
        assert tidying.asides(tx)["unsent i1"].reason == "Maya’s mother runs it"
    ((kept,),) = books.all("select reason from tidy_asides")
    assert b"mother" not in bytes(kept)
    with books.tx() as tx:
        assert tidying.bring_back(tx, "unsent i1")
        assert not tidying.bring_back(tx, "unsent i1")


def test_the_reason_goes_with_the_contact_that_asks_to_be_forgotten(books: Books) -> None:
    """Also where it stands beside another contact; lines of others stay."""
    books.contacts(a_contact(), a_contact("quay"))
    aside(books, "twins acme quay", "acme", "quay")
    aside(books, "unsent i2", "quay")
    books.contacts(a_contact(status="erase", updated_at=later(1)))
    with books.tx() as tx:
        assert tidying.aside_lines(tx) == {"unsent i2"}
