"""What customers needed and did not get: each kind has its rows and what to do, or says none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from plugin.credit.agreements import DisputeReason
from plugin.credit.policy_parts import Channel
from plugin.operations import disputes
from plugin.store import asked, calls
from plugin.store.asked import Line
from plugin.store.calls import Reply
from tests.builders import NOW, TODAY, House
from tests.web.conftest import Browser


def test_a_quiet_house_says_so_kind_by_kind(ann: Browser) -> None:
    """Nobody waits, nothing was contested; but one owes who cannot be written to."""
    page = ann.get("insight/needs").get_data(as_text=True)
    assert "Nobody waits for an answer." in page
    assert "Nothing was contested in a year." in page
    assert "The assistant had to pass nothing on." in page
    assert "No Address Stores" in page
    assert "Ask for an address and put it on the contact in Xero." in page


def test_each_need_names_whose_it_is_and_what_to_do(ann: Browser, house: House) -> None:
    """A reply of five days ago, a question passed on, and two disputes for want of a number."""
    for number in ("INV-1041", "INV-1058"):
        disputes.open_dispute(
            house.doors, org_id=house.org_id, by="Ann Lee", customer_id="kettle",
            invoice_id=number, reason=DisputeReason.ORDER_NUMBER, amount=None, words="",
            owner="Ann Lee", deadline=None,
        )  # fmt: skip
    with house.doors.store.tenant(house.org_id) as tx:
        reply = Reply(
            id=uuid4(), customer_id="quay", channel=Channel.EMAIL, said="When do you open?",
            replied_at=NOW - timedelta(days=5), replied_on=TODAY - timedelta(days=5),
        )  # fmt: skip
        calls.note_reply(tx, reply)
        for once in ("a", "b"):
            asked.add_line(
                tx, "bell", Line(words="Do you deliver on Sundays?", reply="I pass it on."),
                visit="v", once=once, did="handover", intent="delivery_days", at=NOW,
            )  # fmt: skip
    page = ann.get("insight/needs").get_data(as_text=True)
    assert "Read it and answer: until then nothing else goes to them" in page
    assert "delivery days" in page
    assert "Contested again for the same reason" in page
    assert "they contested one for its lack" in page
    assert "Ask for the number with the order" in page
    for private in ("When do you open?", "Sundays"):
        assert private not in page
    written = ann.get("tables/needs-unanswered.csv").get_data(as_text=True)
    assert "Quay Bistro,by mail,2026-11-19,5" in written
