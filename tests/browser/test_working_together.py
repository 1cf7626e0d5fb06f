"""Owner, credit controller and salesperson: who looks after whom, two days, and a second yes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from plugin.credit.money import Money
from plugin.operations import limits
from plugin.operations.tell_team import tell_team
from plugin.store import Store, people, team
from plugin.store.people import Role, Via
from plugin.web.doorkeeper import cookie_name
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.waiting import press
from tests.builders import NOW
from tests.web.test_portal_code import Postbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def both(store: Store, chromium: Browser, postbox: Postbox) -> Iterator[Both]:
    """Ann, the owner, at her desk; a telephone that belongs to whoever picks it up."""
    with both_sides(store, chromium, postbox) as both:
        yield both


def joins(both: Both, name: str, role: Role) -> str:
    """Somebody of the team; the token of their session."""
    store, org_id = both.house.doors.store, both.house.org_id
    with store.house() as tx:
        address = f"{name.partition(' ')[0].lower()}@harbour.example"
        user = team.note_by_mail(tx, name=name, email=address, now=NOW)
        people.let_in(tx, org_id, user.id, role=role, via=Via.INVITATION, now=NOW)
        return people.open_session(tx, user.id, now=NOW, expires_at=NOW + timedelta(days=9))


def looked_at(page: Page, width: int) -> None:
    """It fits both widths, and axe has no complaint."""
    looks_right(page, width)


def the_owner_arranges_it(both: Both) -> None:
    """A stop wants two people; Quay Bistro is Eva's and Sam's."""
    desk = both.desk
    both.opens_at_the_desk("team")
    desk.get_by_label("A stop on sales on terms").check()
    press(desk, desk.get_by_role("button", name="Save"))
    expect(desk.get_by_role("status")).to_contain_text("Two people agree before those steps")
    looked_at(desk, DESKTOP)

    both.opens_at_the_desk("customers-of")
    desk.get_by_label("Tick Quay Bistro").check()
    desk.get_by_label("Credit controller").select_option(label="Eva North")
    desk.get_by_label("Salesperson").select_option(label="Sam Vale")
    press(desk, desk.get_by_role("button", name="Give them the ticked"))
    expect(desk.get_by_role("status")).to_contain_text("One customer changed hands")
    looked_at(desk, DESKTOP)


def the_salesperson_holds_it_back(both: Both, postbox: Postbox) -> None:
    """Asked by mail, on a telephone, with a reason; the link says afterwards what was done."""
    phone, house = both.phone, both.house
    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann Lee", customer_id="quay",
        limit=Money.of(100, "GBP"), reason="A small one for now",
    )  # fmt: skip
    house.review()
    tell_team(house.doors, house.org_id)
    link = re.search(r"https?://[^/\s]+(/sales/asked/\S+)", postbox.mails[-1].text)
    assert link is not None
    assert postbox.mails[-1].to == ("sam@harbour.example",)
    phone.goto(both.address + link[1])
    expect(phone.get_by_role("heading", level=1)).to_have_text("Quay Bistro")
    looked_at(phone, PHONE)
    phone.get_by_label("Why it should wait").fill("They pay half on Friday.")
    phone.get_by_label("Until").fill((NOW + timedelta(days=7)).date().isoformat())
    both.taps("Hold it back")
    expect(phone.get_by_role("main")).to_contain_text("You held a stop on sales on terms back")
    looked_at(phone, PHONE)
    phone.goto(both.address + link[1])
    expect(phone.get_by_role("main")).to_contain_text("You held it back until")


def the_owner_reads_why_and_ends_it(both: Both) -> None:
    """On top of the customer's page; with a note to the controller."""
    desk, house = both.desk, both.house
    house.review()
    both.opens_at_the_desk("customers/quay")
    expect(desk.get_by_role("main")).to_contain_text(
        "Sam Vale holds a stop back until Tue 1 Dec: “They pay half on Friday.”"
    )
    desk.get_by_label("Note to a colleague").fill("@Eva please ring them first.")
    press(desk, desk.get_by_role("button", name="Leave the note"))
    expect(desk.get_by_role("status")).to_contain_text("Eva North is told by mail")
    looked_at(desk, DESKTOP)
    press(desk, desk.get_by_role("button", name="End this veto"))
    expect(desk.get_by_role("status")).to_contain_text("The veto has ended")
    house.review()


def two_people_agree(both: Both, eva: str) -> None:
    """The controller proposes on a telephone, the owner agrees at the desk."""
    desk, phone, house = both.desk, both.phone, both.house
    name = cookie_name(secure=False)
    phone.context.add_cookies([{"name": name, "value": eva, "url": both.address}])
    phone.goto(f"{both.address}/o/{house.org_id}/?whose=mine")
    expect(phone.get_by_role("main")).to_contain_text("1 stop proposed")
    looked_at(phone, PHONE)
    phone.goto(f"{both.address}/o/{house.org_id}/tasks?whose=mine")
    looked_at(phone, PHONE)
    both.taps("Stop")
    expect(phone.get_by_role("status")).to_contain_text("Somebody else has to agree")
    looked_at(phone, PHONE)

    both.opens_at_the_desk("")
    expect(desk.get_by_role("main")).to_contain_text("wants a second person")
    both.opens_at_the_desk("second")
    looked_at(desk, DESKTOP)
    press(desk, desk.get_by_role("button", name="Agree and do it"))
    expect(desk.get_by_role("status")).to_contain_text("Agreed by Eva North and Ann Lee")
    both.opens_at_the_desk("customers/quay")
    expect(desk.get_by_role("main")).to_contain_text("Eva North and Ann Lee")


def test_two_days_a_reason_and_a_second_yes(both: Both, postbox: Postbox) -> None:
    """The owner gives a customer to two people; one holds a stop back, the other proposes it."""
    eva = joins(both, "Eva North", Role.CONTROLLER)
    joins(both, "Sam Vale", Role.SALES)
    the_owner_arranges_it(both)
    the_salesperson_holds_it_back(both, postbox)
    the_owner_reads_why_and_ends_it(both)
    two_people_agree(both, eva)
