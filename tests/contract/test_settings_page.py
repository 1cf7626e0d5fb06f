"""Settings shows how the connection stands, what Xero last said, and what leaving left undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugin.operations import leave
from plugin.store import complaints, grants
from plugin.store.grants import StoreVault
from tests.contract.visiting import Visit, signed_in
from tests.journeys.house import BY, House

WEB = Path(__file__).parents[2] / "plugin" / "web"
REFUSED = "The contact group cannot be deleted"
MOMENT = r"\d+ \w+, \d\d:\d\d"


@pytest.fixture
def house(flagged_house: House) -> House:
    """The house that this file shares; time runs on from test to test."""
    return flagged_house


@pytest.fixture
def lisa(house: House) -> Visit:
    """Whoever connected the books, signed in."""
    return signed_in(house)


def words(page: str) -> str:
    """A page's words as a person reads them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.long
def test_settings_says_whose_books_are_connected_since_when(lisa: Visit) -> None:
    """The organisation's name, its live state, the last call and the last reading."""
    page = words(lisa.get("settings"))
    assert "Harbour Lane Foods" in page
    assert re.search(rf"State Connected since {MOMENT}", page)
    assert re.search(r"Last synced (just now|\d+ min ago)", page)
    assert re.search(rf"Last call {MOMENT}", page)


def test_the_last_error_stands_in_xeros_own_words(house: House, lisa: Visit) -> None:
    """Under Settings, and with time, meaning and consequence on the page behind it."""
    house.goes_wrong("offline_503", count=3)
    house.catch_up()
    assert "The Organisation is offline" in lisa.get("settings")
    page = words(lisa.get("settings/said"))
    assert "“The Organisation is offline”" in page
    assert re.search(MOMENT, page)
    assert "Xero could not answer just then" in page
    assert "tried again by itself" in page


def test_the_error_page_says_so_where_nothing_went_wrong(house: House, lisa: Visit) -> None:
    """An empty page is an answer too."""
    house.sql("delete from complaints where org_id = :org returning 1")
    assert "Nothing went wrong so far" in lisa.get("settings/said")


def test_what_xero_repeats_is_one_line_and_a_hundred_are_kept(house: House) -> None:
    """A day of 503 fills no page, and no table grows for ever."""
    now = house.doors.clock.now()
    with house.doors.store.tenant(house.org_id) as tx:
        for _ in range(3):
            complaints.note(tx, kind="Unavailable", words="We are away for tea", now=now)
        assert complaints.latest(tx)[0].times == 3
        for n in range(complaints.KEPT + 20):
            complaints.note(tx, kind="Refused", words=f"No {n}", now=now)
        found = complaints.latest(tx)
    assert len(found) == complaints.KEPT
    assert found[0].words == f"No {complaints.KEPT + 19}"


def test_disconnecting_is_one_question_and_says_what_stays(house: House, lisa: Visit) -> None:
    """Groups and dates by choice, yes by default; notes for ever; then what is left, or nothing."""
    page = lisa.get("settings")
    assert re.search(r'id="flags-remove"[^>]*checked', page)
    assert "Notes stay in Xero for ever" in page
    lisa.post("settings/disconnect", flags="remove")
    house.settle()
    page = words(lisa.get("settings"))
    assert "You have left" in page
    assert re.search(r"\d+ notes of ours in Xero stay for ever", page)
    assert "“Goodterms: watch”" not in page
    assert "Disconnected here by Lisa Harding" in page


@pytest.mark.long
def test_while_it_leaves_settings_says_what_waits_and_offers_to_go_now(
    house: House, lisa: Visit
) -> None:
    """With Xero's words for why, and what cannot be done is listed to be done by hand."""
    house.goes_wrong("maintenance_503", count=1000)
    lisa.post("settings/disconnect", flags="remove")
    house.settle()
    page = words(lisa.get("settings"))
    assert "Still to be written into Xero: 2 last notes, the end of 1 group." in page
    assert "currently offline for maintenance" in page
    assert "the next try is at" in page
    assert "Connect to Xero" not in page
    lisa.post("settings/leave-now")
    page = words(lisa.get("settings"))
    assert "In Xero still: the contact group “Goodterms: watch”" in page
    assert "Quay: watch" in page
    assert "Delete group" in page


def test_after_a_disconnect_inside_xero_settings_names_every_remainder(
    house: House, lisa: Visit
) -> None:
    """Since when, what of ours stands there, how to remove it by hand, and the way back."""
    house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
    house.catch_up()
    page = words(lisa.get("settings"))
    assert re.search(rf"Disconnected since {MOMENT}", page)
    assert "“Goodterms: watch”, with 2 flagged contacts" in page
    assert "Options, Delete group" in page
    assert re.search(rf"erased by itself on {MOMENT}", page)
    assert "Connect to Xero" in page


def test_a_group_that_stays_is_told_with_xeros_reason(house: House, lisa: Visit) -> None:
    """The refusal is not repeated for ever: it is shown."""
    house.goes_wrong("refused_400", path="ContactGroups", method="POST", text=REFUSED)
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()
    assert f"Xero said: “{REFUSED}”" in words(lisa.get("settings"))


def test_connecting_keeps_which_terms_were_accepted(house: House, lisa: Visit) -> None:
    """By whom and when, in the chained log; the pages say the same version."""
    kept, *_ = house.sql(
        "select by, refs->>'accepted_terms' from audit where org_id = :org and what = 'connected'"
    )
    assert kept[0] == "Lisa Harding"
    for page in ("/terms", "/privacy"):
        assert f"Version of {kept[1]}" in lisa.client.get(page).get_data(as_text=True)


def test_no_secret_reaches_a_browser(house: House, lisa: Visit) -> None:
    """Neither the app's credentials nor anybody's token stand in a page, a script or a cookie."""
    with house.doors.store.house() as tx:
        (grant,) = grants.of_members(tx, house.org_id)
    tokens = StoreVault(house.doors.store).read(grant.id)
    secrets = (house.xero.client_secret, tokens.access, tokens.refresh)
    sent = [lisa.get(path) for path in ("", "settings", "settings/said", "customers", "timeline")]
    sent += [path.read_text() for path in (WEB / "static").iterdir() if path.suffix != ".png"]
    sent.append(str(lisa.client.get("/oauth/start").headers))
    assert not [page for page in sent for secret in secrets if secret in page]


def test_nobody_meets_a_pop_up_on_the_way_to_xero(lisa: Visit) -> None:
    """The consent page takes the place of ours, in the same window."""
    assert lisa.client.get("/oauth/start").status_code == 302
    for template in (WEB / "templates").rglob("*.html"):
        page = template.read_text()
        for target in re.findall(r'target="([^"]*)"', page):
            # a frame of the page itself is no pop-up
            assert re.search(rf'<iframe[^>]* name="{target}"', page), template.name
    assert "window.open" not in (WEB / "static" / "page.js").read_text()
