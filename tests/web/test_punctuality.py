"""A customer's page shows how early or late they paid, as a picture and in figures."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree

from plugin.credit.money import Money
from plugin.operations import decide
from plugin.queries.punctuality import punctuality
from tests.builders import TODAY, House
from tests.web.conftest import Browser


def test_the_last_invoices_stand_in_the_order_of_their_due_dates(house: House) -> None:
    """Paid ones by their days, late open ones as far as they have come; nothing that is not due."""
    with house.doors.store.tenant(house.org_id) as tx:
        kettle = punctuality(tx, "kettle", on=TODAY)
        lisa = punctuality(tx, "lisa", on=TODAY)
    assert [(each.number, each.days_late, each.is_open) for each in kettle] == [
        ("INV-1041", 37, True), ("INV-0950", 8, False), ("INV-1058", 4, True),
    ]  # fmt: skip
    assert [(each.number, each.days_late) for each in lisa] == [("INV-0901", 0)]


def test_what_became_of_a_promise_stands_at_its_invoice(ann: Browser, house: House) -> None:
    """One that was not kept is marked, in the picture by a cross."""
    with house.doors.store.tenant(house.org_id) as tx:
        [invoice] = [
            row.id for row in tx.sql("select id from invoices where org_id = :org"
                                     " and number = 'INV-1012'")
        ]  # fmt: skip
    decide.note_promise(
        house.doors, org_id=house.org_id, by="Ann Lee", customer_id="quay",
        invoice_ids=[invoice], amount=Money.of("2810.00", "GBP"), due=TODAY + timedelta(days=1),
    )  # fmt: skip
    with house.doors.store.tenant(house.org_id) as tx:
        before = punctuality(tx, "quay", on=TODAY)
        after = punctuality(tx, "quay", on=TODAY + timedelta(days=30))
    assert [each.promise for each in before] == [""]
    assert [each.promise for each in after] == ["broken"]


def test_the_page_shows_it_and_its_files_say_the_same(ann: Browser) -> None:
    """The picture has an address of its own; the table beside it is the file."""
    page = ann.get("customers/kettle").get_data(as_text=True)
    assert "customers/kettle/punctuality.svg?size=narrow" in page
    assert "How they pay" in page
    picture = ann.get("customers/kettle/punctuality.svg")
    words = "".join(ElementTree.fromstring(picture.get_data()).itertext())
    assert "Of one paid invoice, none by the due date." in words
    assert "still open" in words
    text = ann.get("tables/customer-punctuality.csv?customer=kettle").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["Invoice"], row["Days after due"], row["State"]) for row in rows] == [
        ("INV-1041", "37", "open"), ("INV-0950", "8", "paid"), ("INV-1058", "4", "open"),
    ]  # fmt: skip
    assert ann.get("customers/nobody/punctuality.svg").status_code == 404
    assert ann.get("tables/customer-punctuality.csv?customer=nobody").status_code == 404
