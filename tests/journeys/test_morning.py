"""The morning letter on the real road: by the clock of the local Xero, real mail, real HTTP."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import requests

from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import OWNER, a_house, open_to_the_web


@pytest.mark.long
def test_a_morning_and_the_next_by_the_letter_alone(store: Store) -> None:
    """Nothing on the first day; a letter on the second whose link holds; money on the third."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house, open_to_the_web(house) as address:
        house.begin()
        assert house.when(What.MORNING) == datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
        house.advance(22, step=22)
        assert house.morning_letters() == []
        house.advance(0.5, step=0.5)
        [letter] = house.morning_letters()
        assert letter.recipients == (OWNER,)
        assert "Quay Bistro (first reminder, £250.00)" in letter.text
        for _ in range(3):
            house.advance(1)
        assert len(house.morning_letters()) == 1

        hold = re.search(r"Hold Quay Bistro for today:\s+https?://[^/\s]+(/m/\S+)", letter.text)
        assert hold is not None
        browser = requests.Session()
        browser.trust_env = False
        link = address + hold.group(1)
        for _ in range(2):
            page = browser.get(link, timeout=30)
        assert house.approve_all() == 1
        form = dict(re.findall(r'name="(csrf|seen)" value="(\w+)"', page.text))
        assert "Quay Bistro hears nothing today." in browser.post(link, data=form, timeout=30).text
        house.advance(3)
        assert house.messages(StepState.PROPOSED, StepState.APPROVED, StepState.DONE) == ()
        again = browser.post(link, data=form, timeout=30)
        assert again.status_code == 409
        assert "This link was used already." in again.text

        house.pays("INV-1", "250.00")
        house.catch_up()
        house.advance(18, step=18)
        [_, third] = house.morning_letters()
        assert "One payment, £250.00: Quay Bistro." in third.text
        assert house.mails() == []
        assert house.sql("select by from events where kind = 'held'") == [("Lisa Harding",)]
