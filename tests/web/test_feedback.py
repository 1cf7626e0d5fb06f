"""How it went, over HTTP: one tap after a closed case, and what the business sees of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from plugin.credit.agreements import DisputeReason
from plugin.credit.policy import DEFAULT_POLICY, as_document
from plugin.operations import disputes
from plugin.operations.account_now import account_now
from plugin.operations.feedback import may_ask_by_mail, note_asked
from plugin.operations.ground import ground
from plugin.web import policy_form
from tests.builders import House
from tests.doors import HeldClock
from tests.web.conftest import Browser
from tests.web.visiting import Caller, a_caller


def caller(app: Flask, house: House, customer: str) -> Caller:
    """Somebody of this customer, who has opened a link."""
    return a_caller(app, house.doors, house.org_id, customer, f"{customer}@customer.test")


def asked_by_mail(house: House, customer: str) -> bool:
    """Whether a mail of now to this customer may ask."""
    with house.doors.store.tenant(house.org_id) as tx:
        on = ground(tx, now=house.doors.clock.now())
        account = account_now(tx, on, customer)
        case = may_ask_by_mail(tx, on, account, on.policy_of(account.customer))
        if case is not None:
            note_asked(tx, on, customer, case)
        return case is not None


def rows(house: House) -> list[tuple[object, ...]]:
    """Score, chased, by what way; of every question."""
    return house.books.all("select score, is_chased, via from feedback order by asked_at")


@pytest.fixture
def lisa(app: Flask, house: House) -> Caller:
    """Lisa paid twelve days ago, and owes what is not due yet."""
    return caller(app, house, "lisa")


def test_one_tap_counts_and_opening_the_page_counts_nothing(lisa: Caller, house: House) -> None:
    """The link leads to the question; only the button there writes anything."""
    for _ in range(2):
        page = lisa.open("feedback").get_data(as_text=True)
        assert "How did it go?" in page
    assert rows(house) == []
    page = lisa.post("feedback", score="4").get_data(as_text=True)
    assert "4 of 5, well" in page
    assert rows(house) == [(4, False, "portal")]


def test_whoever_thinks_again_taps_again(lisa: Caller, house: House) -> None:
    """The last tap counts, once."""
    lisa.post("feedback", score="1")
    lisa.post("feedback", score="5")
    assert rows(house) == [(5, False, "portal")]


def test_words_lie_sealed_and_the_business_reads_them(
    lisa: Caller, ann: Browser, house: House
) -> None:
    """They need a score first; the console shows them, and asks to read them."""
    assert lisa.post("feedback/words", words="Lovely").status_code == 409
    lisa.post("feedback", score="5")
    page = lisa.post("feedback/words", words="Lovely olives").get_data(as_text=True)
    assert "Lovely olives" in page
    [(words,)] = house.books.all("select words from feedback")
    assert b"Lovely" not in bytes(words)
    page = ann.get("feedback").get_data(as_text=True)
    assert "Lovely olives" in page
    assert "I have read it" in page


def test_the_overview_says_who_was_not_happy_until_somebody_has_read_it(
    lisa: Caller, ann: Browser, house: House
) -> None:
    """A low score is told without words too; *read* takes it away."""
    lisa.post("feedback", score="2")
    assert "scored 2 of 5" in ann.get("").get_data(as_text=True)
    [(id_,)] = house.books.all("select id from feedback")
    assert "Noted as read" in ann.post("feedback/read", answer=id_).get_data(as_text=True)
    assert "scored 2 of 5" not in ann.get("").get_data(as_text=True)
    assert ann.post("feedback/read", answer="no id").status_code == 404


def test_the_score_stands_by_month_and_split(lisa: Caller, ann: Browser, house: House) -> None:
    """With the answers it is made of; nothing to compare where nobody was chased."""
    empty = ann.get("feedback").get_data(as_text=True)
    assert "Nobody has been asked yet" in empty
    lisa.post("feedback", score="4")
    page = ann.get("feedback").get_data(as_text=True)
    assert "November 2026" in page
    assert "1 question since" in page
    assert "The score is 4.0 of 5" in page
    assert "Lisa’s Deli" in page


def test_nothing_is_asked_of_somebody_who_owes_late_money(app: Flask, house: House) -> None:
    """Not by mail, not on the page; a tap sent all the same counts nothing."""
    kettle = caller(app, house, "kettle")
    assert "Nothing to score" in kettle.get("feedback").get_data(as_text=True)
    reply = kettle.post("feedback", score="1")
    assert reply.status_code == 409
    assert "Nothing was counted" in reply.get_data(as_text=True)
    assert not asked_by_mail(house, "kettle")
    assert rows(house) == []


def test_nothing_is_asked_during_a_dispute(lisa: Caller, house: House) -> None:
    """Not even where the question had gone out before."""
    assert asked_by_mail(house, "lisa")
    disputes.open_dispute(
        house.doors,
        org_id=house.org_id,
        by="Ann Lee",
        customer_id="lisa",
        invoice_id="INV-1060",
        reason=DisputeReason.FAULTY,
    )
    assert "Nothing to score" in lisa.get("feedback").get_data(as_text=True)
    assert lisa.post("feedback", score="1").status_code == 409
    assert rows(house) == [(None, False, "mail")]


def test_a_mail_asks_at_most_once_in_ninety_days(lisa: Caller, house: House) -> None:
    """The answer to a question of a mail is written to that question."""
    assert asked_by_mail(house, "lisa")
    assert not asked_by_mail(house, "lisa")
    lisa.post("feedback", score="3")
    assert rows(house) == [(3, False, "mail")]


def test_a_score_that_is_none_of_five_is_refused(lisa: Caller, house: House) -> None:
    """Whatever was sent."""
    for score in ("0", "6", "", "x", "4.5", "１"):
        assert lisa.post("feedback", score=score).status_code == 400
    assert rows(house) == []


def test_after_a_month_the_case_is_history(app: Flask, house: House) -> None:
    """Thirty days after the last payment there is nothing to score."""
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=17))
    assert "How did it go?" in caller(app, house, "lisa").get("feedback").get_data(as_text=True)
    clock.move(timedelta(days=1))
    assert "Nothing to score" in caller(app, house, "lisa").get("feedback").get_data(as_text=True)


def test_the_policy_says_whether_and_how_often_customers_are_asked(
    ann: Browser, lisa: Caller, house: House
) -> None:
    """Switched off, the customer's page asks nothing; more often than monthly is refused."""
    shown = policy_form.from_document(as_document(DEFAULT_POLICY), "ask_first")
    fields = {name: value for name, value in shown.items() if value is not False}
    for row, level in enumerate(fields.pop("levels")):
        fields |= {f"level-{row}-{part}": value for part, value in level.items() if value != ""}
    refused = ann.post("policy", **{**fields, "feedback_days_between": "7"})
    assert refused.status_code == 422
    assert "feedback_days_between-wrong" in refused.get_data(as_text=True)
    fields.pop("feedback_asks")
    assert ann.post("policy", **fields).status_code == 200
    assert "Nothing to score" in lisa.get("feedback").get_data(as_text=True)
