"""What a person agrees, contests and silences on the pages, end to end on the real database."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from tests.builders import TODAY, House
from tests.store.facts import a_payment, a_sale
from tests.web.conftest import Browser


def page_of(ann: Browser, path: str = "customers/bell") -> str:
    """The text of a page, with the tags of its amounts and days taken out."""
    text = ann.get(path).get_data(as_text=True)
    return re.sub(r"</?(data|time|strong|span|label|td|th)\b[^>]*>", "", text)


def asked(house: House, customer: str = "bell") -> list[tuple[str, int, Decimal]]:
    """What open proposals ask of a customer: invoice, instalment and amount."""
    rows = house.books.all(
        "select invoice_id, instalment, amount from steps where customer_id = :c"
        " and state = 'proposed' order by 1, 2",
        c=customer,
    )
    return [(row[0], row[1], row[2]) for row in rows]


def dispute(ann: Browser, amount: str = "80", **more: str) -> str:
    """Contest a part of INV-1033; the page that follows."""
    fields = {
        "invoice": "INV-1033", "amount": amount, "currency": "GBP", "reason": "wrong_price",
        "words": "We agreed on £11 a case", "owner": "Ann Lee", **more,
    }  # fmt: skip
    return ann.post("customers/bell/dispute", **fields).get_data(as_text=True)


def test_of_an_invoice_with_80_contested_the_rest_is_asked(ann: Browser, house: House) -> None:
    """The proposal asks the balance less 80, and the page says what is contested and by when."""
    before = dict((each[0], each[2]) for each in asked(house))["INV-1033"]
    dispute(ann)
    house.review()
    assert dict((each[0], each[2]) for each in asked(house))["INV-1033"] == before - 80
    page = page_of(ann)
    assert "£80.00 of INV-1033 is contested: wrong price." in page
    assert "We agreed on £11 a case" in page
    tasks = page_of(ann, "tasks")
    assert "contests £80.00 of INV-1033 (wrong price)" in tasks
    assert "£80.00 of INV-1033" in page_of(ann, "disputes")
