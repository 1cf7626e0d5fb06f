"""From the link in a reminder to the policy, the passport and a letter that anybody can check."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pypdf import PdfReader

from connectors.sandbox.seed import SeedPayment
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.operations import good_payer, limits, passport
from plugin.store import Store
from tests.consoles import a_console
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, URL, House, a_house
from tests.web.visiting import Caller


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay Bistro owes 1,000, four days late, and has paid four invoices on time before."""
    before = [a_debt(f"OLD-{n}", "300.00", late=40 + 20 * n) for n in range(4)]
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "1000.00", late=4), *before)
    paid = tuple(
        SeedPayment(f"pay-{n}", f"OLD-{n}", DAY - timedelta(days=40 + 20 * n), Decimal("300.00"))
        for n in range(4)
    )
    with a_house(store, books([replace(quay, payments=paid)])) as house:
        house.begin()
        yield house


def found(pattern: str, text: str) -> str:
    """The first group of the only thing like this in a text."""
    match = re.search(pattern, text)
    assert match is not None, text
    return match.group(1)


def newest(house: House) -> str:
    """The text of the newest mail that reached the customer."""
    return house.mails()[-1].text


@pytest.mark.long
def test_a_customer_reads_policy_and_credit_and_gets_a_letter(house: House) -> None:
    """Everything by the link of one reminder, with a person of the business in between."""
    quay = house.customer("quay")
    limits.set_limit(
        house.doors, org_id=house.org_id, by=BY, customer_id=quay,
        limit=Money.of(2500, "GBP"), reason="their uncle is a friend",
    )  # fmt: skip
    passport.publish(house.doors, org_id=house.org_id, by=BY, is_public=True, slug="harbour")
    passport.switch(house.doors, org_id=house.org_id, by=BY, name="good", on=True)
    house.settle()
    house.approve_all()
    house.advance(2)

    # the reminder names the policy at its public address, and the way into the account
    policy = found(rf"{URL}(/policy/harbour\?v=\d+)", newest(house))
    app = a_console(house.doors)
    assert "How Harbour Lane Foods handles payment" in app.test_client().get(policy).text
    caller = Caller(app.test_client(), URL + found(rf"{URL}(/p/l/[\w=-]{{64}})", newest(house)))
    assert "Your credit limit and record" in caller.open().text
    page = caller.get("passport").text
    assert "£1,000.00 of your limit of £2,500.00 is used, and £1,500.00 is free." in page
    assert "uncle" not in page

    # asked for in the account, given by a person, told by mail to the address on file
    assert caller.post("passport/letter").status_code == 200
    (task,) = house.tasks(TaskKind.GOOD_PAYER_LETTER)
    letter = good_payer.look(house.doors, org_id=house.org_id, letter_id=UUID(task.subject), by=BY)
    assert letter is not None
    assert ("Of these paid on time", "4 (80 %)") in letter.rows
    good_payer.approve(house.doors, org_id=house.org_id, letter_id=letter.letter.id, by=BY)
    house.settle()
    told = house.mails()[-1]
    assert told.subject == "The letter about your record is ready"
    assert told.recipients == ("quay@quay.example",)
    assert f"{URL}/policy/harbour?v=" in told.text

    # a forwarded link gets no paper; a code from the address on file does
    there = Caller(app.test_client(), URL + found(rf"{URL}(/p/l/[\w=-]{{64}})", told.text))
    path = found(r'href="/p/(passport/letter/[\w-]+\.pdf)"', there.open("passport").text)
    asked = there.client.get(f"/p/{path}", follow_redirects=True).text
    key = found(r'name="address" value="(\w+)"', asked)
    there.post("code/send", address=key, onward=f"/p/{path}")
    code = found(r"(?m)^ +(\d{6})\r?$", newest(house))
    pdf = there.post("code", code=code, onward=f"/p/{path}").data

    # whoever holds the paper can check it, without an account
    (link,) = (
        note.get_object()["/A"]["/URI"]
        for sheet in PdfReader(io.BytesIO(pdf)).pages
        for note in sheet.get("/Annots", ())
    )
    checked = app.test_client().get(str(link).removeprefix(URL)).text
    assert "Genuine, and good until 22 February 2027" in checked
    assert "4 (80 %)" in checked
    assert "1,000" not in checked
