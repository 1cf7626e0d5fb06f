"""Limits from the ledger to the decision and back: suggested, answered, remembered, judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest

from connectors.sandbox import documents
from connectors.sandbox.seed import SeedPayment
from plugin.bootstrap import console
from plugin.credit.account import StepState
from plugin.credit.money import Money
from plugin.operations import limits, respond
from plugin.store import Store
from plugin.store.reference import name_bad_debt_accounts
from tests.builders import sign_in
from tests.journeys.books import DAY, Customer, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.web.conftest import Browser, browser_of


def a_past(key: str, name: str, *paid_after: int, amount: str = "200.00") -> Customer:
    """A customer with one invoice a fortnight, each paid so many days after it fell due."""
    count = len(paid_after)
    debts = [
        a_debt(f"{key}-{n}", amount, late=14 * (count - n)) for n in range(count)
    ]  # the oldest first
    found = a_customer(key, name, *debts)
    payments = tuple(
        SeedPayment(
            f"{debt.number}-paid",
            debt.number,
            DAY - timedelta(days=14 * (count - n)) + timedelta(days=after),
            Decimal(amount),
        )
        for n, (debt, after) in enumerate(zip(found.invoices, paid_after, strict=True))
    )
    return Customer(found.contact, found.invoices, payments)


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Lisa's Deli pays on time, Quay Bistro has begun to slip, Barrow & Co. has a limit too."""
    seed = books(
        [
            a_past("lisa", "Lisa’s Deli", *[0] * 13),
            a_past("quay", "Quay Bistro", *[0] * 6, 9, 9, 9, 9),
            a_past("barrow", "Barrow & Co.", 0, 0, 0, amount="300.00"),
        ]
    )
    with a_house(store, seed) as house:
        house.begin()
        for key, limit in (("lisa", "500"), ("quay", "1000"), ("barrow", "300")):
            _had_limit(house, key, limit)
        house.settle()
        yield house


def _had_limit(house: House, key: str, limit: str) -> None:
    """A person set this limit long ago."""
    limits.set_limit(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer(key),
        limit=Money.of(limit, "GBP"), reason="as agreed",
    )  # fmt: skip
    house.sql(
        "update terms set limit_set_at = limit_set_at - interval '400 days'"
        " where org_id = :org and customer_id = :id returning 1",
        id=house.customer(key),
    )


def console_of(house: House) -> Browser:
    """The owner's browser."""
    app = console(house.settings, house.doors)
    now = house.doors.clock.now()
    return browser_of(app, sign_in(house.doors.store, house.org_id, at=now), house.org_id)


def words(page: str) -> str:
    """A page as it is read, without its marks."""
    main = page.partition('<main id="main">')[2].partition("</main>")[0]
    plain = re.sub(r"<[^>]+>", " ", main)
    return " ".join(unescape(plain).split())


def limit_of(house: House, key: str) -> Decimal:
    """The limit in force."""
    rows = house.sql(
        "select credit_limit from terms where org_id = :org and customer_id = :id",
        id=house.customer(key),
    )
    return Decimal(rows[0][0])


@pytest.mark.long
def test_suggested_accepted_refused_and_judged_ninety_days_later(house: House) -> None:
    """A loyalty step with thanks, a refusal that is remembered, and what became of a raise."""
    owner = console_of(house)
    page = words(owner.get("insight/limits").text)
    assert "Lisa’s Deli : £500.00 → £750.00 (loyalty step)" in page
    assert "13 invoices in a row paid on time since the limit was last changed" in page
    assert "Quay Bistro : £1,000.00 → £600.00 (cut)" in page
    assert "Slipping: 0 of the last 4 on time." in page
    used = Decimal(page.split("expected to lose £")[1].split(" ")[0].replace(",", ""))
    _a_budget_holds_back(house, owner, used)
    owner.post("insight/limits/budget", amount=str(used + 50))
    _one_tap_and_thanks(house, owner)
    _a_refusal_rests(house, owner)
    _another_amount(house, console_of(house))
    _ninety_days_on(house)
    page = words(console_of(house).get("insight/limits").text)
    assert "Of 2 raises, 1 went well, 1 lost £300.00." in page
    # nobody is raised in the year after a loss, whatever stood before and was paid on time
    assert "Barrow & Co. : £600.00" not in page
    assert "Of 1 refused suggestion, 1 had nothing bought or paid since." in page
    rows = house.sql(
        "select policy, policy_version, exposure, words is not null from credit_decisions"
        " where org_id = :org and kind = 'limit' order by id"
    )
    assert rows == [("standard", 1, [], True)] * 5


def _a_budget_holds_back(house: House, owner: Browser, used: Decimal) -> None:
    """A budget that carries nothing more holds the raise back, says why, and means it."""
    lisa = f"c:{house.customer('lisa')}"
    owner.post("insight/limits/budget", amount=str(used + 1), why="two per mille of sales")
    held = words(owner.get("insight/limits").text).split("Held back by the budget")[1]
    assert "Lisa’s Deli" in held
    assert "It adds £1.25 to the expected loss, and £1.00 of the budget is left for it." in held
    said = owner.post("insight/limits/accept", **{"one": lisa, f"to:{lisa}": "750"}).text
    assert "the loss budget has £1.00 left" in unescape(said)
    assert limit_of(house, "lisa") == 500


def _one_tap_and_thanks(house: House, owner: Browser) -> None:
    """Set, and a thank-you waits for its yes; it says the limit and nothing of a score."""
    lisa = f"c:{house.customer('lisa')}"
    owner.post("insight/limits/accept", **{"one": lisa, f"to:{lisa}": "750"})
    house.settle()
    assert limit_of(house, "lisa") == 750
    (draft,) = [each for each in house.messages(StepState.PROPOSED) if each.kind == "loyalty"]
    respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=draft.id)
    house.advance(3)
    thanks = [mail for mail in house.mails() if "lisa@lisa.example" in mail.recipients]
    assert [mail.subject for mail in thanks] == ["Thank you for paying on time"]
    assert "your credit limit with us has been £750.00" in " ".join(thanks[0].text.split())
    assert "score" not in thanks[0].text.lower()


def _a_refusal_rests(house: House, owner: Browser) -> None:
    """With its reason, also on the next day, and nothing is set."""
    quay = f"c:{house.customer('quay')}"
    owner.post(f"insight/limits/{quay}/refuse", why="their kitchen reopens next week")
    house.pass_a_day()
    tomorrow = console_of(house)
    suggested, refused = words(tomorrow.get("insight/limits").text).split("Refused, and resting")
    assert "Quay Bistro" not in suggested
    assert "Refused by Ann Lee" in refused
    assert "their kitchen reopens next week" in refused
    assert limit_of(house, "quay") == 1000


def _another_amount(house: House, owner: Browser) -> None:
    """Another amount than the suggested one, side by side and with a reason."""
    barrow = f"c:{house.customer('barrow')}"
    page = words(owner.get(f"insight/limits/{barrow}?amount=600").text)
    assert "£300.00 → £900.00 is suggested (raise by the record)" in page
    assert "As it is As suggested As you typed" in page
    owner.post(f"insight/limits/{barrow}/set", amount="600", why="a big order")
    assert limit_of(house, "barrow") == 600


def _ninety_days_on(house: House) -> None:
    """From tomorrow on Lisa buys and pays on time; what Barrow & Co. buys is written off."""
    house.advance(24, step=24)
    for key, amount in (("lisa", "400.00"), ("barrow", "300.00")):
        documents.raise_invoice(
            house.ledger, key, Decimal(amount), number=f"NEW-{key}", due=DAY + timedelta(days=30)
        )
    house.catch_up()
    documents.record_payment(house.ledger, "NEW-lisa", Decimal(400), is_reconciled=True)
    with house.doors.store.tenant(house.org_id) as tx:
        chart = tx.sql("select id from chart where org_id = :org and code = '404'").scalar_one()
        name_bad_debt_accounts(tx, {chart: "404 Bad debts"})
    documents.record_payment(house.ledger, "NEW-barrow", Decimal(300), account="404")
    house.catch_up()
    house.advance(24 * 91, step=24 * 13)
