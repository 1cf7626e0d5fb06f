"""Changed bank details are told to everybody of the organisation (rule 26)."""

from __future__ import annotations

from plugin.store import organisations, timeline
from tests.builders import House
from tests.security.test_sender import FORM
from tests.web.conftest import Browser


def test_changed_bank_details_are_told_to_everybody_of_the_organisation(
    house: House, ann: Browser, bob: Browser
) -> None:
    """Rule 26: for a week every page says that they changed, and who did it."""
    assert "How to pay was changed" not in bob.get("").get_data(as_text=True)
    assert ann.post("settings", **FORM, how_to_pay="Account 99999999").status_code == 200
    assert _how_to_pay(house) == ("Account 99999999",)
    page = bob.get("customers").get_data(as_text=True)
    assert "How to pay was changed" in page
    assert "Ann Lee" in page
    with house.doors.store.tenant(house.org_id) as tx:
        assert timeline.broken_link(tx) is None
    assert "How to pay was changed" in bob.get("timeline").get_data(as_text=True)


def _how_to_pay(house: House) -> tuple[str, ...]:
    with house.doors.store.tenant(house.org_id) as tx:
        return organisations.settings(tx).how_to_pay
