"""What a person agrees, contests and silences on the pages, end to end on the real database."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from werkzeug.test import TestResponse

from tests.builders import TODAY, House
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
    before = {each[0]: each[2] for each in asked(house)}["INV-1033"]
    dispute(ann)
    house.review()
    assert {each[0]: each[2] for each in asked(house)}["INV-1033"] == before - 80
    page = page_of(ann)
    assert "£80.00 of INV-1033 is contested: wrong price." in page
    assert "We agreed on £11 a case" in page
    tasks = page_of(ann, "tasks")
    assert "contests £80.00 of INV-1033 (wrong price)" in tasks
    assert "£80.00 of INV-1033" in page_of(ann, "disputes")


def test_a_dispute_is_decided_in_part_and_its_credit_awaited(ann: Browser, house: House) -> None:
    """30 of 80 are credited: the other 50 are asked again, and the credit note is a task."""
    before = {each[0]: each[2] for each in asked(house)}["INV-1033"]
    found = re.search(r"/dispute/([0-9a-f-]{36})/decide", dispute(ann))
    assert found is not None
    path = f"customers/bell/dispute/{found[1]}"
    refused = ann.post(f"{path}/decide", outcome="in_part", upheld="80", currency="GBP")
    assert "less than all of it" in refused.get_data(as_text=True)
    ann.post(f"{path}/put-off", owner="Ann Lee", deadline=(TODAY + timedelta(days=3)).isoformat())
    ann.post(f"{path}/decide", outcome="in_part", upheld="30", currency="GBP")
    house.review()
    assert {each[0]: each[2] for each in asked(house)}["INV-1033"] == before - 30
    assert "is to be credited £30.00 of INV-1033" in page_of(ann, "tasks")
    page = page_of(ann)
    assert "£30.00 is to be credited; £30.00 of it is not in Xero yet" in page
    assert page_of(ann, "disputes").count("INV-1033") == 0
    again = ann.post(f"{path}/decide", outcome="not_upheld").get_data(as_text=True)
    assert "not open any more" in again


def test_no_more_than_is_unpaid_can_be_contested(ann: Browser, house: House) -> None:
    """Nothing is written down, and the page says how much may be."""
    assert "is not contested yet, so no more than that can be" in dispute(ann, "99999")
    assert house.books.all("select 1 from disputes") == []


def test_splitting_it_proposes_equal_parts_and_shows_them_with_what_is_paid(
    ann: Browser, house: House
) -> None:
    """Three equal instalments; agreed, they stand as a table, and the invoice's ladder rests."""
    page = page_of(ann, "customers/bell/plan?invoice=INV-1033&count=3&every=month")
    rows = _rows(page)
    assert len(rows) == 3
    assert sum(Decimal(amount) for _, amount in rows) == Decimal("1200.00")
    reply = agree(ann, rows).get_data(as_text=True)
    assert "The plan stands" in reply
    house.review()
    assert [each for each in asked(house) if each[0] == "INV-1033" and each[1] == 0] == []
    page = page_of(ann)
    assert "£1,200.00 for INV-1033" in page
    assert "3 of 3" in page
    assert "on a payment plan, whose instalments are asked for one by one" in page
    found = re.search(r"/plan/([0-9a-f-]{36})/end", page)
    assert found is not None
    ann.post(f"customers/bell/plan/{found[1]}/end", why="they asked for it")
    house.review()
    page = page_of(ann)
    assert "Ended by Ann Lee on 24 November 2026: they asked for it." in page
    assert "on a payment plan, whose instalments" not in page


def test_a_plan_beyond_the_bounds_says_why_and_asks_for_a_persons_word(
    ann: Browser, house: House
) -> None:
    """Eight payments are too many; amounts that do not add up are refused whoever says so."""
    rows = _rows(page_of(ann, "customers/bell/plan?invoice=INV-1033&count=8&every=week"))
    refused = agree(ann, rows)
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "It has more than 6 payments." in text
    assert "Agree to it all the same" in text
    assert "The plan stands" in agree(ann, rows, anyway="yes").get_data(as_text=True)
    assert house.books.all("select beyond from plans") == [("too_many",)]
    short = agree(ann, [(day, "1.00") for day, _ in rows[:2]], anyway="yes", invoice="INV-1071")
    assert "do not add up to what is owed" in short.get_data(as_text=True)


def test_a_promise_shows_what_became_of_it_and_how_reliable_they_are(
    ann: Browser, house: House
) -> None:
    """Open: no promise has fallen due yet. The customer took it back: it counts nowhere."""
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    ann.post(
        "customers/bell/promise", invoice="INV-1033", amount="100", currency="GBP", due=tomorrow
    )
    page = page_of(ann)
    assert "No promise has fallen due yet." in page
    assert "Open: £100.00" in page
    assert "Counts as kept up to" in page
    house.books.all(
        "update promises set due = :due, made_on = :due returning 1",
        due=TODAY - timedelta(days=30),
    )
    page = page_of(ann)
    assert "0 % reliable: £0.00 of £100.00" in page
    assert "Not kept: £100.00" in page


def test_each_silence_has_its_own_end_on_the_page(ann: Browser, house: House) -> None:
    """Says paid: five working days. With a solicitor: until somebody ends it, asked after again."""
    ann.post("customers/bell/hold", kind="says_paid", invoice="INV-1033")
    ann.post("customers/bell/hold", kind="agency")
    page = page_of(ann)
    assert "(INV-1033), up to and including Tue 1 Dec" in page
    assert "until somebody ends it; asked after again on Mon 22 Feb 2027" in page
    found = re.search(r"/hold/([0-9a-f-]{36})/end", page)
    assert found is not None
    ann.post("customers/bell/hold", kind="direct_debit")
    assert "Pays by direct debit: nothing is asked until" in page_of(ann)
    ann.post("customers/bell/direct-debit/end")
    assert "Pays by direct debit: nothing is asked until" not in page_of(ann)


def test_a_retention_leaves_the_rest_to_be_chased(ann: Browser, house: House) -> None:
    """50 of 1,200 until the spring: 1,150 is asked. Without its invoice or its day: refused."""
    spring = (TODAY + timedelta(days=120)).isoformat()
    refused = ann.post("customers/bell/hold", kind="retention", until=spring)
    assert "needs its invoice and its day" in refused.get_data(as_text=True)
    ann.post("customers/bell/hold", kind="retention", invoice="INV-1033", amount="50", until=spring)
    house.review()
    assert ("INV-1033", 0, Decimal("1150.00")) in asked(house)
    assert "£50.00 (INV-1033), up to and including" in page_of(ann)


def test_a_silence_that_still_holds_is_asked_after_again(ann: Browser, house: House) -> None:
    """The task offers *still so*, which names the next day."""
    ann.post("customers/bell/hold", kind="claim")
    house.books.all("update holds set review_on = :day returning 1", day=TODAY)
    house.books.all("update assessments set changed_seq = changed_seq + 1 returning 1")
    house.review()
    page = page_of(ann, "tasks")
    assert "has been silent since 24 November 2026: a claim has been issued" in page
    found = re.search(r"/hold/([0-9a-f-]{36})/still-so", page)
    assert found is not None
    reply = ann.post(f"customers/bell/hold/{found[1]}/still-so").get_data(as_text=True)
    assert "It is asked after again on 22 February 2027." in reply


def _rows(page: str) -> list[tuple[str, str]]:
    days = re.findall(r'name="due-\d+" value="([^"]+)"', page)
    amounts = re.findall(r'name="amount-\d+" inputmode="decimal" value="([^"]+)"', page)
    return list(zip(days, amounts, strict=True))


def agree(
    ann: Browser, rows: list[tuple[str, str]], *, invoice: str = "INV-1033", **more: str
) -> TestResponse:
    """Send the form of the plan page with these rows."""
    fields = {f"due-{n}": day for n, (day, _) in enumerate(rows, 1)}
    fields |= {f"amount-{n}": amount for n, (_, amount) in enumerate(rows, 1)}
    return ann.post("customers/bell/plan", invoice=invoice, currency="GBP", **fields, **more)
