"""What was changed for everybody leaves a mark for every trend."""

from __future__ import annotations

from plugin.queries.change_marks import change_marks
from tests.builders import CONNECTED, TODAY, House
from tests.web.conftest import Browser


def test_a_policy_put_in_force_and_the_connection_leave_a_mark(ann: Browser, house: House) -> None:
    """A copy that covers nobody leaves none; that it covers a segment does."""
    ann.post("policies", name="gentle", copy_of="standard")
    with house.books.tx() as tx:
        before = change_marks(tx)
    assert before == [
        (CONNECTED, "Connected to Xero"),
        (TODAY, "The work begins: ask first"),
    ]
    ann.post("policies/cover", **{"default": "standard", "segment-poor": "gentle"})
    with house.books.tx() as tx:
        [*_, (day, words)] = change_marks(tx)
    assert (day, words) == (TODAY, "Cover: poor: gentle; everybody else: standard")
