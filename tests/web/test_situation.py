"""The situation page in front of a customer: what each form does, and what a stale one does not."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from plugin.store import portal_answers
from tests.builders import TODAY, House
from tests.web.conftest import Browser
from tests.web.visiting import Caller, a_caller

KETTLE = "kettle@customer.test"


@pytest.fixture
def kettle(app: Flask, house: House) -> Caller:
    """Somebody of the Copper Kettle, who has opened a link."""
    return a_caller(app, house.doors, house.org_id, "kettle", KETTLE)


def text(reply: TestResponse) -> str:
    """The page."""
    return reply.get_data(as_text=True)


def fields(page: str) -> dict[str, object]:
    """What the last form of a page carries by itself; its invoices as a list."""
    form = page[page.rindex('<form method="post"') :]
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form)
    carried: dict[str, object] = {name: value for name, value in found if name != "csrf"}
    carried["invoice"] = [value for name, value in found if name == "invoice"]
    return carried


def open_form(caller: Caller, answer: str) -> dict[str, object]:
    """Open one of the four answers; what its form carries."""
    reply = caller.get(f"situation/{answer}")
    assert reply.status_code == 200, text(reply)
    return fields(text(reply))


def answers(house: House) -> list[str]:
    """What was noted, by kind and result."""
    with house.doors.store.tenant(house.org_id) as tx:
        found = portal_answers.answers(tx, "kettle")
    return [f"{each.kind} {each.result.word}" for each in reversed(found)]


def test_the_page_asks_one_question_with_four_answers(kettle: Caller) -> None:
    """For all that is late, or chosen invoices; a link's ?to= leads to the answer filled in."""
    page = text(kettle.get("situation"))
    assert "For all that is late" in page
    for answer in ("I have paid", "I will pay on…", "I need to split it", "Something is wrong"):
        assert answer in page
    for to in ("paid", "promise", "split", "wrong"):
        reply = kettle.open(to)
        assert reply.status_code == 200
        assert reply.request.path == f"/p/situation/{to}"


@pytest.mark.long
def test_opening_every_page_changes_nothing(kettle: Caller, house: House) -> None:
    """Rule 27: the answer is filled in, and a button makes it."""
    for to in ("", "/paid", "/promise", "/split", "/wrong"):
        assert kettle.get(f"situation{to}").status_code == 200
    assert answers(house) == []


@pytest.mark.long
def test_paid_leads_to_a_page_that_says_what_happens_next(
    kettle: Caller, house: House, ann: Browser
) -> None:
    """With what was noted and until when nothing is asked; the business finds it on its pages."""
    form = open_form(kettle, "paid")
    page = text(kettle.post("situation/paid", **form, amount="801.40", paid_on=str(TODAY)))
    assert "What happens next" in page
    assert "£801.40 was paid" in page
    assert answers(house) == ["paid done"]
    house.settle()
    assert "They say that it is paid" in text(ann.get(""))
    assert "1 answer of customers" in text(ann.get(""))
    for path in ("talks", "customers/kettle"):
        assert "nothing is asked before 2 December 2026" in text(ann.get(path))


def test_a_form_sent_twice_is_one_answer(kettle: Caller, house: House) -> None:
    """A double press leads to the same last page."""
    form = open_form(kettle, "promise")
    day = str(TODAY + timedelta(days=3))
    first = kettle.post("situation/promise", **form, due="another", another=day)
    second = kettle.post("situation/promise", **form, due="another", another=day)
    assert text(first) == text(second)
    assert answers(house) == ["promise done"]


def test_a_second_tab_is_told_that_something_changed(kettle: Caller, house: House) -> None:
    """Two tabs were open: what the second shows is not so any more, and nothing is done by it."""
    tab, other = open_form(kettle, "promise"), open_form(kettle, "paid")
    kettle.post("situation/paid", **other, amount="801.40", paid_on=str(TODAY))
    day = str(TODAY + timedelta(days=3))
    reply = kettle.post("situation/promise", **tab, due="another", another=day)
    assert reply.status_code == 409
    assert "has changed since" in text(reply)
    assert answers(house) == ["paid done"]
    again = kettle.post("situation/promise", **fields(text(reply)), due="another", another=day)
    assert "What happens next" in text(again)


@pytest.mark.long
def test_a_day_too_far_ahead_is_a_proposal_with_a_talk(kettle: Caller, house: House) -> None:
    """The last page says who decides, and leads to the talk."""
    form = open_form(kettle, "promise")
    day = str(TODAY + timedelta(days=40))
    page = text(kettle.post("situation/promise", **form, due="another", another=day))
    assert "Your proposal has gone to" in page
    assert "more than 14 days ahead" in page
    talk = UUID(re.search(r"/p/talks/([\w-]{36})", page)[1])  # type: ignore[index]
    assert "the customer" not in text(kettle.get(f"talks/{talk}"))
    assert "Take it back" in text(kettle.get(f"talks/{talk}"))


@pytest.mark.long
def test_a_split_is_worked_out_and_agreed_on_the_spot(kettle: Caller, house: House) -> None:
    """Three payments that sum to what is owed; each may be changed before."""
    page = text(kettle.get("situation/split"))
    rows = dict(re.findall(r'name="((?:due|amount)-\d)"[^>]*? value="([^"]+)"', page))
    assert len(rows) == 6
    page = text(kettle.post("situation/split", **fields(page), **rows))
    assert "Agreed: £801.40 in three instalments" in page
    assert answers(house) == ["split done"]


@pytest.mark.long
def test_a_split_that_does_not_add_up_says_so_beside_what_was_typed(kettle: Caller) -> None:
    """Nothing is lost of what was typed."""
    page = text(kettle.get("situation/split"))
    rows = dict(re.findall(r'name="((?:due|amount)-\d)"[^>]*? value="([^"]+)"', page))
    reply = kettle.post("situation/split", **fields(page), **{**rows, "amount-1": "1.23"})
    assert reply.status_code == 409
    assert "have to add up to £801.40" in text(reply)
    assert 'value="1.23"' in text(reply)


def test_something_wrong_takes_a_paper_by_its_content(
    kettle: Caller, house: House, ann: Browser
) -> None:
    """A picture is kept and downloaded by the business; a program that calls itself one is not."""
    form = {**open_form(kettle, "wrong"), "reason": "faulty", "words": "Two jars were broken"}
    bad = (io.BytesIO(b"MZ\x90\x00" + b"x" * 50), "photo.png")
    reply = kettle.post("situation/wrong", **form, paper=bad)
    assert reply.status_code == 409
    assert "something else by its content" in text(reply)
    good = (io.BytesIO(b"\xff\xd8\xff\xe0" + b"j" * 2_000_000), "../../jars <b>.exe")
    page = text(kettle.post("situation/wrong", **fields(text(reply)), reason="faulty", paper=good,
                            words="Two jars were broken"))  # fmt: skip
    assert "What happens next" in page
    talk = re.search(r"/p/talks/([\w-]{36})", page)[1]  # type: ignore[index]
    seen = text(ann.get(f"talks/{talk}"))
    assert "Two jars were broken" in seen
    paper = re.search(r"papers/([\w-]{36})", seen)[1]  # type: ignore[index]
    got = ann.get(f"talks/{talk}/papers/{paper}")
    assert got.mimetype == "image/jpeg"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert len(got.data) == 2_000_004
    with house.doors.store.tenant(house.org_id) as tx:
        raw = tx.sql("select content, name from talk_papers where org_id = :org").one()
    assert b"j" * 40 not in bytes(raw.content)
    assert b"jars" not in bytes(raw.name)


def test_another_customers_invoices_answers_and_talks_are_not_known(
    app: Flask, kettle: Caller, house: House
) -> None:
    """Whatever a form names: only this visitor's own."""
    form = open_form(kettle, "promise")
    day = str(TODAY + timedelta(days=40))
    page = text(kettle.post("situation/promise", **form, due="another", another=day))
    talk = re.search(r"/p/talks/([\w-]{36})", page)[1]  # type: ignore[index]
    with house.doors.store.tenant(house.org_id) as tx:
        (answer,) = portal_answers.answers(tx, "kettle")
    quay = a_caller(app, house.doors, house.org_id, "quay", "quay@customer.test")
    assert quay.get(f"talks/{talk}").status_code == 404
    assert quay.get(f"situation/said/{answer.id}").status_code == 404
    for verb in ("accept", "end", "counter", "write"):
        assert quay.post(f"talks/{talk}/{verb}", offer="1", words="x", once="o").status_code in {
            404,
            409,
        }
    theirs = {**open_form(quay, "paid"), "invoice": form["invoice"]}
    reply = quay.post("situation/paid", **theirs, amount="5", paid_on=str(date(2026, 11, 1)))
    assert reply.status_code in {404, 409}
    assert "£801.40" not in text(reply)


@pytest.mark.long
def test_an_offer_that_waits_stands_on_the_first_page(
    kettle: Caller, ann: Browser, house: House
) -> None:
    """The business offers another day: the customer sees it, and both see the same agreement."""
    form = open_form(kettle, "promise")
    day = str(TODAY + timedelta(days=40))
    page = text(kettle.post("situation/promise", **form, due="another", another=day))
    talk = re.search(r"/p/talks/([\w-]{36})", page)[1]  # type: ignore[index]
    sooner = {"due-1": str(TODAY + timedelta(days=20)), "amount-1": "801.40", "currency": "GBP"}
    reply = ann.post(f"talks/{talk}/counter", offer="1", **sooner)
    assert "the customer is told by mail" in text(reply)
    assert "Harbour Lane Foods offers £801.40 on 14 December 2026" in text(kettle.get())
    page = text(kettle.post(f"talks/{talk}/accept", offer="2"))
    record = "£801.40 on 14 December 2026, for INV-1041 and INV-1058"
    assert record in page
    assert record in text(ann.get(f"talks/{talk}"))
    assert "offers £801.40" not in text(kettle.get())
    stale = ann.post(f"talks/{talk}/end", offer="1")
    assert stale.status_code == 409
    assert "settled or over already" in text(stale)
