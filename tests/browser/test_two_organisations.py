"""Two organisations, three people: an accountant of both, and two owners who see one each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from plugin.operations import portfolio
from plugin.operations.tell_team import tell_team
from plugin.store import Store, people, team
from plugin.store.people import Role, Via
from plugin.web.doorkeeper import cookie_name
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, chromium_path
from tests.browser.waiting import press
from tests.builders import NOW, House, a_house
from tests.web.test_portal_code import Postbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]

#: words that stand in the one organisation's books and nowhere else
OF_HARBOUR = ("Harbour Lane", "Kettle", "Quay Bistro", "Bell & Sons", "INV-10")


@dataclass
class Street:
    """Both organisations, and whoever sits in front of them."""

    both: Both
    kiln: House
    chromium: Browser
    postbox: Postbox

    @property
    def harbour(self) -> House:
        """The wholesaler, whose owner is Una."""
        return self.both.house

    def sits_down(self, name: str, *houses: House, role: Role) -> Page:
        """Somebody with this role in each of these, in a browser of their own."""
        with self.harbour.doors.store.house() as tx:
            address = f"{name.partition(' ')[0].lower()}@books.example"
            user = team.note_by_mail(tx, name=name, email=address, now=NOW)
            for house in houses:
                people.let_in(tx, house.org_id, user.id, role=role, via=Via.INVITATION, now=NOW)
            token = people.open_session(tx, user.id, now=NOW, expires_at=NOW + timedelta(days=9))
        context = self.chromium.new_context(viewport={"width": DESKTOP, "height": 850})
        cookie = cookie_name(secure=False)
        context.add_cookies([{"name": cookie, "value": token, "url": self.both.address}])
        return context.new_page()

    def of_harbour(self, path: str) -> str:
        """An address of the wholesaler's console."""
        return f"{self.both.address}/o/{self.harbour.org_id}/{path}"


@pytest.fixture
def street(store: Store, chromium: Browser) -> Iterator[Street]:
    """A busy wholesaler; next door a pottery with one customer."""
    postbox = Postbox()
    with both_sides(store, chromium, postbox) as both:
        kiln = replace(a_house(store, "Kiln Pottery"), doors=both.house.doors)
        kiln.customer("nettle", "Nettle & Fern Florists")
        kiln.owes("nettle", "KP-31", "240.00", late=12)
        kiln.settle()
        for house in (both.house, kiln):
            portfolio.take_snapshot(both.house.doors, house.org_id)
        yield Street(both, kiln, chromium, postbox)


def the_accountant_writes_to_una(street: Street, theo: Page) -> None:
    """From both organisations into the one, with a note that its owner is told of by mail."""
    theo.goto(f"{street.both.address}/home")
    expect(theo.get_by_role("heading", level=1)).to_have_text("Your organisations")
    expect(theo.get_by_role("main")).to_contain_text("Kiln Pottery")
    looks_right(theo, DESKTOP)
    press(theo, theo.get_by_role("main").get_by_role("link", name="Harbour Lane Foods").first)
    theo.goto(street.of_harbour("customers/quay"))
    theo.get_by_label("Note to a colleague").fill("@Una is their director away until Monday?")
    press(theo, theo.get_by_role("button", name="Leave the note"))
    expect(theo.get_by_role("status")).to_contain_text("Una Ward is told by mail")
    tell_team(street.harbour.doors, street.harbour.org_id)
    assert [mail.to for mail in street.postbox.mails] == [("una@books.example",)]
    assert "director" not in street.postbox.mails[0].text


def una_reads_it(street: Street, una: Page) -> None:
    """On the customer's page, with the name of who wrote it."""
    una.goto(street.of_harbour("customers/quay"))
    notes = una.get_by_role("main")
    expect(notes).to_contain_text("is their director away until Monday?")
    expect(notes).to_contain_text("Theo Marsh")


def the_neighbour_sees_nothing(street: Street, nell: Page) -> None:
    """No page, no file, no picture and no link of the wholesaler opens to the potter."""
    nell.goto(f"{street.both.address}/home")
    expect(nell.get_by_role("main")).not_to_contain_text("Harbour Lane")
    visited = ["", "customers", "customers/quay", "tasks", "cards", "team", "second", "tidy"]
    visited += ["insight/figures", "insight/forecast", "settings", "orders", "policies"]
    for path in visited:
        reply = nell.goto(street.of_harbour(path))
        assert reply is not None
        assert reply.status == 404, path
        words = nell.locator("body").inner_text()
        assert not any(each in words for each in OF_HARBOUR), path
    looks_right(nell, DESKTOP)
    link = street.postbox.mails[0].text.partition(f"/o/{street.harbour.org_id}/")[2].split()[0]
    reply = nell.goto(street.of_harbour(link))
    assert reply is not None
    assert reply.status == 404
    nell.goto(f"{street.both.address}/o/{street.kiln.org_id}/customers")
    expect(nell.get_by_role("main")).to_contain_text("Nettle & Fern Florists")


def una_lets_the_accountant_go(street: Street, una: Page, theo: Page) -> None:
    """From the next click on he stands before a closed door, and the other one stays open."""
    una.goto(street.of_harbour("team"))
    una.get_by_text("Change what Theo Marsh is").click()
    press(una, una.get_by_role("button", name="Let Theo Marsh go"))
    expect(una.get_by_role("main")).not_to_contain_text("theo@books.example")
    reply = theo.goto(street.of_harbour("customers/quay"))
    assert reply is not None
    assert reply.status == 404
    theo.goto(f"{street.both.address}/home")
    expect(theo.get_by_role("main")).not_to_contain_text("Harbour Lane")
    theo.goto(f"{street.both.address}/o/{street.kiln.org_id}/customers")
    expect(theo.get_by_role("main")).to_contain_text("Nettle & Fern Florists")


def test_three_people_and_the_door_between_two_organisations(street: Street) -> None:
    """What is shared is seen by both; what is not is seen by nobody else, by no address."""
    una = street.sits_down("Una Ward", street.harbour, role=Role.OWNER)
    theo = street.sits_down("Theo Marsh", street.harbour, street.kiln, role=Role.ACCOUNTANT)
    nell = street.sits_down("Nell Fry", street.kiln, role=Role.OWNER)
    the_accountant_writes_to_una(street, theo)
    una_reads_it(street, una)
    the_neighbour_sees_nothing(street, nell)
    una_lets_the_accountant_go(street, una, theo)
