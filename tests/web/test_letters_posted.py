"""A level by letter: printed, posted by a person, and taken as of the day they name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.credit.policy import DEFAULT_POLICY, Channel, Level, Mode, Tone, as_document
from plugin.operations import policy
from plugin.ports import LedgerAddress
from plugin.store import Store
from tests.builders import TODAY, House
from tests.builders import a_house as an_empty_house
from tests.web.conftest import Browser

BY_LETTER = replace(
    DEFAULT_POLICY,
    levels=(Level(1, 3, channel=Channel.LETTER), Level(2, 14, tone=Tone.FINAL)),
)


@pytest.fixture
def house(store: Store) -> House:
    """A customer who is due a letter, proposed on Friday; today is Tuesday."""
    house = an_empty_house(store)
    home = LedgerAddress(lines=("12 Quay Street",), city="Harwich", postcode="CO12 3HH")
    house.customer("quay", "Quay Bistro", address=home)
    house.owes("quay", "INV-1012", "2810.00", late=71)
    house.settle()
    policy.change_policy(
        house.doors,
        org_id=house.org_id,
        by="Ann Lee",
        document=as_document(BY_LETTER),
        mode=Mode.ASK_FIRST,
    )
    house.review()
    with house.doors.store.tenant(house.org_id) as tx:
        tx.sql(
            "update messages set proposed_on = :day where org_id = :org",
            day=TODAY - timedelta(days=4),
        )
    return house


def card(ann: Browser) -> str:
    """The id of the one card."""
    found = re.search(r"reminders/([0-9a-f-]{36})/posted", ann.get("reminders").text)
    assert found is not None
    return found[1]


def test_a_letter_is_posted_on_a_day_and_its_level_is_taken_then(
    ann: Browser, house: House
) -> None:
    """The card offers the PDF and the day, no approval; the step carries the day of posting."""
    page = ann.get("reminders").text
    assert "Print the letter (PDF)" in page
    assert "/approve" not in page.replace("/approve-all", "")
    message = card(ann)
    letter = ann.get(f"reminders/{message}/letter.pdf")
    assert letter.data.startswith(b"%PDF")
    yesterday = TODAY - timedelta(days=1)
    said = ann.post(f"reminders/{message}/posted", day=yesterday.isoformat()).text
    assert "It counts as sent on that day." in said
    assert house.books.all("select state, stepped_on from steps") == [("done", yesterday)]
    assert "posted on 23 November 2026 by Ann Lee" in ann.get("customers/quay").text


@pytest.mark.parametrize("days", [-5, 1])
def test_no_letter_is_posted_before_it_was_proposed_or_tomorrow(
    ann: Browser, house: House, days: int
) -> None:
    """The form refuses with the days that are possible; nothing is taken."""
    day = TODAY + timedelta(days=days)
    said = ann.post(f"reminders/{card(ann)}/posted", day=day.isoformat()).text
    assert "20 November 2026" in said
    assert house.books.all("select state from steps") == [("proposed",)]
