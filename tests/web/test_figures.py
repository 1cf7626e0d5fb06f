"""Every figure of the console equals the books, to the cent."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from xml.etree import ElementTree

from plugin.queries.figures import ledger_figures
from plugin.store import Store
from plugin.web.csv_file import quoted
from tests.builders import TODAY, House, a_busy_house, a_house
from tests.web.conftest import Browser


def _values(page: str) -> list[str]:
    return re.findall(r'<data value="(-?[\d.]+)">', page)


def test_totals_of_the_overview_equal_sql(ann: Browser, house: House) -> None:
    """Open, late and every bucket, per currency, are the sums that SQL finds."""
    page = ann.get("").get_data(as_text=True)
    rows = house.books.all(
        "select currency, sum(balance), coalesce(sum(balance) filter (where due < :on), 0)"
        " from invoices where kind = 'sale' and state = 'approved' and balance > 0"
        " group by currency",
        on=TODAY,
    )
    assert len(rows) == 2
    for _, owed, late in rows:
        assert f"{owed:.2f}" in _values(page)
        assert f"{late:.2f}" in _values(page)


def test_buckets_add_up_and_late_begins_the_day_after(store: Store) -> None:
    """Due today is not late; 30, 60 and 90 days close their buckets; 91 is over ninety."""
    house = a_house(store)
    house.customer("c", "Customer")
    for days, name in ((0, "a"), (1, "b"), (30, "c"), (31, "d"), (60, "e"), (61, "f"), (90, "g"),
                       (91, "h")):  # fmt: skip
        house.owes("c", f"INV-{name}", "10.01", late=days)
    with store.tenant(house.org_id) as tx:
        [figures] = ledger_figures(tx, on=TODAY, base_currency="GBP")
    assert [bucket.count for bucket in figures.buckets] == [1, 2, 2, 2, 1]
    assert figures.late.amount == Decimal("70.07")
    assert figures.open.amount == sum(bucket.amount.amount for bucket in figures.buckets)


def test_write_offs_are_no_credit_and_no_invoice_of_tomorrow_counts(store: Store) -> None:
    """Only what is issued by today is open; deposits count as unallocated, write-offs do not."""
    house = a_busy_house(store)
    house.books.all("update credits set is_write_off = true where id = 'n1' returning id")
    with store.tenant(house.org_id) as tx:
        figures = ledger_figures(tx, on=TODAY, base_currency="GBP")
        before = ledger_figures(tx, on=TODAY.replace(year=2020), base_currency="GBP")
    assert figures[0].currency == "GBP"
    assert figures[0].unallocated.amount == 0
    assert before == ()


def test_days_of_sales_is_ar_over_sales_times_days(store: Store) -> None:
    """DSO is net of unallocated credit; without sales there is no figure, never zero."""
    house = a_house(store)
    house.customer("c", "Customer")
    house.owes("c", "INV-1", "900.00", late=-10)
    with store.tenant(house.org_id) as tx:
        [figures] = ledger_figures(tx, on=TODAY, base_currency="GBP")
        [later] = ledger_figures(tx, on=TODAY.replace(year=2027), base_currency="GBP")
    assert figures.dso == Decimal("90.0")
    assert figures.best_dso == Decimal("90.0")
    assert later.dso is None


def test_a_bucket_leads_to_exactly_its_invoices(ann: Browser) -> None:
    """The drill below a total names its invoices and repeats its sum."""
    page = ann.get("invoices?currency=GBP&bucket=61-90").get_data(as_text=True)
    assert "INV-1012" in page
    assert "INV-1041" not in page
    assert "2810.00" in _values(page)
    assert ann.get("invoices?bucket=nonsense").status_code == 404


def test_the_list_as_csv_has_the_same_sums_and_runs_nothing(ann: Browser, house: House) -> None:
    """One row a customer and currency; a name that begins like a formula is quoted."""
    house.customer("evil", "=HYPERLINK(1)")
    house.owes("evil", "INV-9", "1.00", late=2)
    text = ann.get("tables/customers.csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    owed = sum(Decimal(row["Owed"]) for row in rows if row["Currency"] == "GBP")
    [(books,)] = house.books.all(
        "select sum(balance) from invoices where kind = 'sale' and currency = 'GBP'"
        " and state = 'approved'"
    )
    assert owed == books
    assert {row["Customer"] for row in rows} >= {"'=HYPERLINK(1)", "Quay Bistro"}
    cells = ("=x", "+1", "-a", "@x", "a=b", 7)
    assert [quoted(cell) for cell in cells] == ["'=x", "'+1", "'-a", "'@x", "a=b", "7"]


def test_the_chart_carries_no_script_and_loads_nothing(ann: Browser) -> None:
    """The SVG is still: no script, no handler, no address but its namespace; its own policy."""
    reply = ann.get("charts/ageing-GBP.svg")
    root = ElementTree.fromstring(reply.get_data())
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert "script" not in tags
    assert "foreignObject" not in tags
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert "href" not in name.lower()
            assert "//" not in value
    assert "script" not in reply.headers["Content-Security-Policy"].replace("'none'", "")
    assert "£2,810.00" in "".join(root.itertext())
    assert ann.get("charts/ageing-JPY.svg").status_code == 404
