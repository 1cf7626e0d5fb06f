"""The page of figures: as of today it is the console's own, and every number opens."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from plugin.credit.money import Money
from plugin.queries.figures import ledger_figures
from plugin.store import promises
from tests.builders import NOW, TODAY, House
from tests.store.facts import a_payment, later
from tests.web.conftest import Browser


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_as_of_today_the_figures_are_those_of_the_overview(ann: Browser, house: House) -> None:
    """DSO, the buckets and what is owed agree with the live ledger, to the cent."""
    with house.doors.store.tenant(house.org_id) as tx:
        live = ledger_figures(tx, on=TODAY, base_currency="GBP")[0]
    page = ann.get("insight/figures").get_data(as_text=True)
    for bucket in live.buckets:
        assert f'<data value="{bucket.amount.amount:.2f}">' in page
    assert f'<data value="{live.net.amount:.2f}">' in page
    assert f"{live.dso} days" in _text(page)
    assert f"{live.best_dso} days" in _text(page)


@pytest.mark.long
def test_each_figure_opens_into_what_it_is_made_of(ann: Browser, house: House) -> None:
    """Every link of the page opens; the first row is what stands in the formula."""
    page = ann.get("insight/figures").get_data(as_text=True)
    links = re.findall(r'href="(/o/[^"]+/insight/figures/[a-z0-9_]+\?[^"]*)"', page)
    assert len(links) >= 8
    for link in links:
        opened = ann.client.get(link.replace("&amp;", "&"))
        assert opened.status_code == 200, link
    dso = _text(ann.get("insight/figures/dso").get_data(as_text=True))
    assert "INV-1012" in dso
    assert "CN-n1" in dso
    assert "INV-1044" not in dso, "that one is in euros"
    rows = _csv(ann, "figure-invoices", figure="dso")
    owed = sum(Decimal(row["Receivables"] or 0) for row in rows[1:])
    assert owed == Decimal(rows[0]["Receivables"])
    with house.doors.store.tenant(house.org_id) as tx:
        live = ledger_figures(tx, on=TODAY, base_currency="GBP")[0]
    assert owed == live.net.amount


def test_a_past_day_knows_nothing_of_what_came_later(ann: Browser, house: House) -> None:
    """Two weeks ago what was paid since was open; a payment of today changes nothing then."""
    then = (TODAY - timedelta(days=14)).isoformat()
    before, now = _csv(ann, "figures", on=then), _csv(ann, "figures")
    assert "INV-0901" in _text(ann.get(f"insight/figures/dso?on={then}").get_data(as_text=True))
    house.books.payments(
        a_payment("now", document_id="INV-1012", amount="2810.00", on=TODAY, updated_at=later(1))
    )
    assert _csv(ann, "figures", on=then) == before
    assert _csv(ann, "figures") != now, "a file is no older than the page"


def test_a_payment_dated_ahead_is_named(ann: Browser, house: House) -> None:
    """Money of next week is not here yet, though the ledger has taken it off: the page says so."""
    before = _csv(ann, "figures")
    house.books.payments(
        a_payment("soon", document_id="INV-1012", amount="10.00", on=TODAY + timedelta(days=7))
    )
    page = _text(ann.get("insight/figures").get_data(as_text=True))
    assert "1 payment of £10.00 is dated after today" in page
    assert _csv(ann, "figures") == before


def test_customers_and_segments_add_up_to_everybody(ann: Browser) -> None:
    """The customers' receivables are the first row, and everybody's of the page."""
    rows = _csv(ann, "figures-by-customer", currency="all")
    owed = [Decimal(row["Receivables"]) for row in rows]
    assert sum(owed[1:]) == owed[0]
    segments = _csv(ann, "figures-by-segment", currency="all")
    assert sum(Decimal(row["Receivables"]) for row in segments) == owed[0]
    page = _text(ann.get("insight/figures?currency=all").get_data(as_text=True))
    assert "one EUR was 0.85 GBP" in page
    one = ann.get("insight/figures?customer=quay").get_data(as_text=True)
    assert "Figures of Quay Bistro" in one
    assert '<data value="2810.00">' in one


def test_promises_touches_and_their_cost(ann: Browser, house: House) -> None:
    """A promise of 505 kept in time, one of 100 broken; the cost is n/a until somebody says it."""
    made = date(2026, 11, 10)
    with house.doors.store.tenant(house.org_id) as tx:
        for customer, amount, due in (
            ("kettle", "505.00", date(2026, 11, 19)),
            ("quay", "100.00", date(2026, 11, 16)),
        ):
            promises.add_promise(
                tx,
                customer,
                Money.of(amount, "GBP"),
                invoice_ids=(),
                made_on=made,
                due=due,
                by="Ann Lee",
                at=NOW - timedelta(days=9),
            )
    page = _text(ann.get("insight/figures").get_data(as_text=True))
    assert "505.00 ÷ 605.00 × 100 = 83.5 %" in page
    assert "n/a: you have not said what a touch costs" in page
    ann.post(
        "insight/figures/costs",
        per_message="0.50",
        message_minutes="3",
        call_minutes="10",
        per_hour="24",
    )
    page = _text(ann.get("insight/figures").get_data(as_text=True))
    assert "(0 × 0.50 + 0 ÷ 60 × 24.00) ÷ 815.00 × 1,000 = £0.00" in page
    for key in ("promises", "cost", "touches"):
        assert ann.get(f"insight/figures/{key}").status_code == 200


def test_the_page_refuses_what_it_cannot_answer(ann: Browser) -> None:
    """A day to come, nonsense, somebody else's customer and an unknown figure are refused."""
    assert ann.get(f"insight/figures?on={TODAY + timedelta(days=1)}").status_code == 400
    assert ann.get("insight/figures?on=soon").status_code == 400
    assert ann.get("insight/figures?customer=nobody").status_code == 404
    assert ann.get("insight/figures?segment=rich").status_code == 404
    assert ann.get("insight/figures/guess").status_code == 404


def test_pictures_stand_beside_their_tables(ann: Browser) -> None:
    """DSO and its parts, and the ageing, are drawn; the same figures come as files."""
    for name in ("dso", "ageing"):
        answer = ann.get(f"insight/figures/{name}.svg")
        assert answer.mimetype == "image/svg+xml"
        assert b"<svg" in answer.data
    trend = _csv(ann, "figures-by-month")
    assert len(trend) == 25
    assert trend[0]["As of"] == TODAY.isoformat()
    assert len(_csv(ann, "figures-ageing")) == 25


def _csv(ann: Browser, name: str, **asked: str) -> list[dict[str, str]]:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    text = ann.get(f"tables/{name}.csv?{query}").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_a_customer_s_page_leads_to_their_figures(ann: Browser) -> None:
    """One step from the customer to every figure of them."""
    page = ann.get("customers/quay").get_data(as_text=True)
    found = re.search(r'href="([^"]+insight/figures\?customer=quay)"', page)
    assert found is not None
    assert "Figures of Quay Bistro" in ann.client.get(found[1]).get_data(as_text=True)
