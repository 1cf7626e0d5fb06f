"""A real ledger of 2,466 invoices: console, review, books check and SQL agree to the cent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.books import as_json, figures, load
from connectors.sandbox.from_books import from_books
from plugin.operations.assess import ground
from plugin.queries.figures import ledger_figures
from plugin.review_command import review_document
from plugin.store import Store
from tests.journeys.house import a_house

BOOKS = Path(__file__).parents[2].parent / "shared" / "data" / "ibm_books.json"
DAYS = {
    "2013-06-30": (84, "5119.85", 12, "835.56"),
    "2012-12-31": (99, "5725.06", 13, "788.74"),
    "2013-09-30": (88, "5029.22", 7, "465.48"),
}


@pytest.mark.long
@pytest.mark.skipif(not BOOKS.exists(), reason="the real ledger is not here")
@pytest.mark.parametrize("day", DAYS)
def test_every_account_of_a_real_ledger_agrees(day: str, store: Store) -> None:
    """Read through the local Xero, 84 invoices open on 30 June 2013 are 5,119.85 wherever asked."""
    on = date.fromisoformat(day)
    count, opened, late_count, late = DAYS[day]
    books = load(BOOKS)
    with a_house(store, from_books(books, on)) as house:
        house.connect()
        house.settle()
        with house.doors.store.tenant(house.org_id) as tx:
            stands = replace(ground(tx, now=house.doors.clock.now()), today=on)
            document, _ = review_document(tx, stands)
            shown = {each.currency: each for each in ledger_figures(tx, on=on, base_currency="USD")}
        checked: dict[str, Any] = json.loads(json.dumps(as_json(figures(books, on))))
        assert document["currencies"] == checked["currencies"]
        usd = document["currencies"]["USD"]
        found = (usd["open_count"], usd["open"], usd["late_count"], usd["late"])
        assert found == (count, opened, late_count, late)
        console = shown["USD"]
        assert (console.open_count, str(console.open.amount)) == (count, opened)
        assert (console.late_count, str(console.late.amount)) == (late_count, late)
        assert house.sql(
            "select count(*), cast(sum(balance) as text) from invoices where kind = 'sale'"
            " and state = 'approved' and balance > 0"
        ) == [(count, opened)]
