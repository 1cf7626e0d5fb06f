"""Quarterly reviews on the pages: planned, looked at, invited to; what is no meeting is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from plugin.operations import passport
from tests.builders import TODAY, House
from tests.letters.papers import pages_of, title_of, words_of
from tests.web.conftest import Browser

MEETING = {
    "quarter": "2026-07-01",
    "on": (TODAY + timedelta(days=14)).isoformat(),
    "at": "10:30",
    "minutes": "30",
    "email": "lisa@customer.test",
    "place": "at your shop",
    "agenda": "Fridays\n\n  A second delivery  ",
}


def planned(ann: Browser) -> str:
    """The path of a review that Ann planned with Lisa's Deli."""
    reply = ann.post("customers/lisa/reviews", **MEETING)
    assert reply.status_code == 200
    found = re.search(r"reviews/([0-9a-f-]{36})\.pdf", reply.get_data(as_text=True))
    assert found is not None
    return f"reviews/{found.group(1)}"


def test_a_review_is_planned_looked_at_and_let_go(ann: Browser, house: House) -> None:
    """From the customer's page to the yes; the mail is shown as it will go."""
    house.paid("lisa", "INV-0801", "120.00", ago=80, days_late=0)
    there = ann.get("customers/lisa").get_data(as_text=True)
    assert "customers/lisa/reviews" in there
    path = planned(ann)
    page = ann.get(path).get_data(as_text=True)
    assert "Tuesday 8 December 2026 at 10:30, 30 minutes, at your shop" in page
    assert "Nobody is invited yet." in page
    assert "Their limit does not stand on it" in page
    assert "look back on July to September 2026 with you" in page
    pdf = ann.get(f"{path}.pdf").data
    words = words_of(pdf)
    assert title_of(pdf) == "Quarterly review: Lisa’s Deli, July to September 2026"
    assert pages_of(pdf) == 1
    for said in ("Fridays", "A second delivery", "£120.00", "100 %", "What we agreed"):
        assert said in words
    asked = ann.post(f"{path}/invite").get_data(as_text=True)
    assert "The invitation goes, with the page, in their hours." in asked
    assert ann.post(f"{path}/invite").status_code == 409
    assert "Called off" in ann.post(f"{path}/call-off").get_data(as_text=True)
    assert ann.post(f"{path}/change", **MEETING).status_code == 409


def test_the_page_tells_what_their_passport_tells_and_nothing_else(
    ann: Browser, house: House
) -> None:
    """The limit once the owner shows it to them; never score, segment or a person's reason."""
    ann.post("customers/lisa/limit", limit="750", currency="GBP", reason="She is a good egg")
    path = planned(ann)
    assert "£750" not in words_of(ann.get(f"{path}.pdf").data)
    for segment in ("new", "good", "standard", "slipping", "poor"):
        passport.switch(house.doors, org_id=house.org_id, by="Ann Lee", name=segment, on=True)
    house.review()
    words = words_of(ann.get(f"{path}.pdf").data)
    assert "£750" in words
    assert "What would raise it" in words
    for secret in ("good egg", "segment", "score", "standard", "watch"):
        assert secret not in words.lower()


@pytest.mark.parametrize(
    ("field", "wrong", "status"),
    [
        ("email", "somebody@else.test", 409),
        ("on", TODAY.replace(day=1).isoformat(), 409),
        ("quarter", "2026-08-01", 409),
        ("minutes", "5", 409),
        ("minutes", "soon", 400),
        ("at", "half past", 400),
    ],
)
def test_what_is_no_meeting_is_refused(ann: Browser, field: str, wrong: str, status: int) -> None:
    """With a sentence; nothing is planned."""
    assert ann.post("customers/lisa/reviews", **{**MEETING, field: wrong}).status_code == status


def test_whoever_is_in_hardship_is_not_invited(ann: Browser) -> None:
    """The page says why, and the form does not go round it."""
    path = planned(ann)
    ann.post("customers/lisa/notes", note="hardship")
    assert "A silence stands" in ann.get(path).get_data(as_text=True)
    assert ann.post(f"{path}/invite").status_code == 409


@pytest.mark.long
def test_words_that_may_not_go_hold_the_invitation(ann: Browser) -> None:
    """What the linter of every letter refuses is refused in the owner's own lines too."""
    path = planned(ann)
    ann.post(f"{path}/change", **{**MEETING, "agenda": "Get 10% off if you order today!"})
    assert ann.post(f"{path}/invite").status_code == 409
