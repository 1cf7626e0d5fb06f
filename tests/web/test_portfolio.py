"""A person's organisations side by side: each with its own, and never one that is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import ProgrammingError

from plugin.credit.account import CreditStatus
from plugin.operations import portfolio
from plugin.store import Store, people, timeline, writes
from plugin.store import portfolio as store
from plugin.store.people import Role
from tests.builders import NOW, House, a_house, sign_in
from tests.connecting import connect
from tests.doors import HeldClock
from tests.store.facts import BAD_DEBTS, a_payment
from tests.web.conftest import Browser, browser_of


@pytest.fixture
def house(store: Store) -> House:
    """One organisation of the person's; others are connected by the tests."""
    house = a_house(store, "Harbour Lane Foods")
    house.settle()
    return house


def other(house: House, name: str) -> House:
    """One more organisation in the same database, of people of its own."""
    found = a_house(house.doors.store, name)
    found = replace(found, doors=house.doors)
    found.settle()
    return found


def join(house: House, ann: Browser, role: Role = Role.ACCOUNTANT) -> None:
    """Ann is let into an organisation."""
    with house.doors.store.house() as tx:
        session = people.read_session(tx, ann.token, now=NOW)
        assert session is not None
        people.let_in(
            tx, house.org_id, session.user_id, role=role, via=people.Via.INVITATION, now=NOW
        )


def flag(house: House, customer: str, status: CreditStatus, before: CreditStatus) -> None:
    """Our flag was written into the ledger now, as the write-back records it."""
    with house.doors.store.tenant(house.org_id) as tx:
        writes.flag_written(tx, customer, status, on=NOW.date())
        timeline.record(
            tx,
            timeline.Event(
                at=house.doors.clock.now(),
                kind="flag",
                by="Goodterms",
                customer_id=customer,
                summary="Flag in the ledger",
                refs={"before": before.value, "after": status.value},
            ),
        )


def shown(ann: Browser, **asked: str) -> str:
    """The list as text, blanks pressed together."""
    page = ann.client.get("/organisations", query_string=asked)
    assert page.status_code == 200, page.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def counted(*houses: House) -> None:
    """Each is counted, as after its work."""
    for each in houses:
        portfolio.take_snapshot(each.doors, each.org_id)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *more: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_each_organisation_stands_with_its_own_flags_and_counts(ann: Browser, house: House) -> None:
    """Flags as written into Xero, small balances and lines to tidy, each organisation its own."""
    kiln = other(house, "Kiln Pottery")
    join(kiln, ann)
    kiln.customer("quay", "Quay Bistro")
    kiln.owes("quay", "INV-7", "0.05", late=40)
    flag(kiln, "quay", CreditStatus.STOP, CreditStatus.OPEN)
    counted(house, kiln)
    page = shown(ann)
    assert page.index("Harbour Lane Foods") < page.index("Kiln Pottery")
    assert "1 set to stop" in page
    assert "Quay Bistro : Open to stop" in page
    assert "1, £0.05" in page
    assert "total" not in page.lower()


def test_a_person_in_two_of_three_organisations_never_sees_the_third(
    ann: Browser, house: House
) -> None:
    """Neither on the list, nor by its id in an address or a form; its rows stay as they were."""
    mine, theirs = other(house, "Kiln Pottery"), other(house, "Secret Stores")
    join(mine, ann)
    theirs.customer("x", "Nobody You Know")
    theirs.owes("x", "S-1", "0.05", late=40)
    flag(theirs, "x", CreditStatus.STOP, CreditStatus.OPEN)
    counted(house, mine, theirs)
    page = shown(ann, sort="changed")
    assert "Kiln Pottery" in page
    assert "Secret" not in page
    assert "Nobody You Know" not in page
    guessed = str(theirs.org_id)
    for path, fields in (
        ("/organisations/seen", {"organisation": guessed}),
        ("/organisations/mail", {"shown": guessed, "month": guessed}),
        ("/organisations/mail", {"shown": str(mine.org_id), "tidy": guessed}),
        (f"/o/{guessed}/tidy/mail", {"on": "yes"}),
    ):
        reply = ann.client.post(path, data={"csrf": ann.csrf, **fields})
        assert reply.status_code == 404, path
    for path in ("tidy", "tidy/bad-debts", "tables/tidy.csv", "insight/months/2026-10.pdf"):
        assert ann.client.get(f"/o/{guessed}/{path}").status_code == 404, path
    with house.doors.store.tenant(theirs.org_id) as tx:
        assert tx.sql("select count(*) from portfolio_visits").scalar_one() == 0
        assert tx.sql("select count(*) from month_letters").scalar_one() == 0


def test_snapshots_are_read_of_the_named_organisations_only(house: House) -> None:
    """Row-level security holds, whatever ids the statement itself would ask for."""
    theirs = other(house, "Secret Stores")
    counted(house, theirs)
    with house.doors.store.portfolio((house.org_id,)) as tx:
        asked_too_much = replace(tx, org_ids=(house.org_id, theirs.org_id))
        assert set(store.snapshots(asked_too_much)) == {house.org_id}
        assert set(store.readings(asked_too_much)) == {house.org_id}
        with pytest.raises(ProgrammingError, match="row-level security"):
            store.visit(asked_too_much, uuid4(), now=NOW)


def test_who_sells_somewhere_gets_the_order_page_and_none_of_its_figures(
    ann: Browser, house: House
) -> None:
    """The books are not open to a salesperson, on this page neither."""
    shop = other(house, "Kiln Pottery")
    join(shop, ann, Role.SALES)
    shop.customer("quay", "Quay Bistro")
    flag(shop, "quay", CreditStatus.STOP, CreditStatus.OPEN)
    counted(shop)
    page = shown(ann)
    assert "Where you take orders Kiln Pottery" in page
    assert "Quay Bistro" not in page
    reply = ann.client.post(
        "/organisations/seen", data={"csrf": ann.csrf, "organisation": str(shop.org_id)}
    )
    assert reply.status_code == 404


def test_a_change_is_news_until_the_next_visit_and_for_each_person_by_themselves(
    ann: Browser, house: House, app: Flask
) -> None:
    """Within the hour it still is; at the next visit it is not, but for a colleague it is."""
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    house.customer("quay", "Quay Bistro")
    flag(house, "quay", CreditStatus.WATCH, CreditStatus.OPEN)
    assert "1 set to watch" in shown(ann)
    clock.move(timedelta(minutes=20))
    assert "1 set to watch" in shown(ann)
    clock.move(timedelta(hours=2))
    assert "1 set to watch" not in shown(ann)
    tom = browser_of(app, sign_in(house.doors.store, house.org_id, name="Tom Reed"), house.org_id)
    assert "1 set to watch" in shown(tom)
    flag(house, "quay", CreditStatus.OPEN, CreditStatus.WATCH)
    page = shown(ann)
    assert "1 cleared" in page
    assert "Quay Bistro : Watch to open" in page


def test_seen_is_said_of_one_organisation_and_of_no_other(ann: Browser, house: House) -> None:
    """What is pressed away in one stays news in the other; the filter shows that one only."""
    kiln = other(house, "Kiln Pottery")
    join(kiln, ann)
    for each in (house, kiln):
        each.customer("quay", "Quay Bistro")
        flag(each, "quay", CreditStatus.STOP, CreditStatus.OPEN)
    assert shown(ann).count("1 set to stop") == 2
    ann.client.post(
        "/organisations/seen", data={"csrf": ann.csrf, "organisation": str(house.org_id)}
    )
    page = shown(ann, show="changed")
    assert page.count("1 set to stop") == 1
    assert "Kiln Pottery" in page
    assert "Harbour Lane Foods" not in page
    ann.client.post("/organisations/seen", data={"csrf": ann.csrf})
    assert "Nothing has changed since you last looked" in shown(ann, show="changed")


def test_write_offs_and_plans_are_news_too(ann: Browser, house: House) -> None:
    """What was given up in the books, with its amount; a plan in the words of the timeline."""
    house.customer("quay", "Quay Bistro")
    house.owes("quay", "INV-9", "900.00", late=200)
    house.books.payments(
        a_payment(
            "p9",
            document_id="INV-9",
            amount="900.00",
            on=NOW.date(),
            account_id=BAD_DEBTS,
            updated_at=NOW,
        )
    )
    with house.doors.store.tenant(house.org_id) as tx:
        told = timeline.Event(
            at=NOW, kind="planned", by="Ann Lee", customer_id="quay", summary="Agreed a plan"
        )
        timeline.record(tx, told)
    page = shown(ann)
    assert "one write-off, one plan agreed" in page
    assert "Quay Bistro : £900.00 of INV-9 written off" in page
    assert "Quay Bistro : Agreed a plan" in page


def test_search_finds_by_name_and_order_is_by_name_or_by_news(ann: Browser, house: House) -> None:
    """Never by anybody's figures: an order that asks for them is the order by name."""
    kiln = other(house, "Kiln Pottery")
    join(kiln, ann)
    kiln.customer("quay", "Quay Bistro")
    flag(kiln, "quay", CreditStatus.STOP, CreditStatus.OPEN)
    assert "Harbour Lane" not in shown(ann, search="pottery kiln")
    newest = shown(ann, sort="changed")
    assert newest.index("Kiln Pottery") < newest.index("Harbour Lane Foods")
    assert shown(ann, sort="over_limit").index("Harbour") < shown(ann, sort="stop").index("Kiln")


def test_more_organisations_ask_the_database_no_more_often(ann: Browser, house: House) -> None:
    """Two or twelve: the same number of statements (200 are measured in the bench)."""
    join(other(house, "Kiln Pottery"), ann)
    shown(ann)
    with statements() as two:
        shown(ann)
    for at in range(10):
        org = connect(house.doors.store, f"Client {at}")
        join(House(house.doors, org, house.books), ann)
    with statements() as twelve:
        page = shown(ann)
    assert "Client 9" in page
    assert len(twelve) == len(two)


def test_mail_is_chosen_for_many_organisations_at_once(ann: Browser, house: House) -> None:
    """The months of one, the tidy lists of both; what is not ticked stops, nobody else is asked."""
    kiln = other(house, "Kiln Pottery")
    join(kiln, ann)
    both = [str(house.org_id), str(kiln.org_id)]
    for months, tidy in (([both[1]], both), ([], [both[0]])):
        reply = ann.client.post(
            "/organisations/mail",
            data={"csrf": ann.csrf, "shown": both, "month": months, "tidy": tidy},
            follow_redirects=True,
        )
        assert "ann@acme.test" in reply.text
        ticked = set(re.findall(r'name="(\w+)" value="([0-9a-f-]+)" checked', reply.text))
        assert ticked == {("month", each) for each in months} | {("tidy", each) for each in tidy}


def test_each_month_on_one_page_is_one_press_away(ann: Browser, house: House) -> None:
    """The PDF of the last whole month of each organisation that was read."""
    page = ann.client.get("/organisations").text
    found = re.search(r'href="(/o/[^"]+/insight/months/2026-10\.pdf)"', page)
    assert found is not None
    assert ann.client.get(found[1]).data.startswith(b"%PDF")
