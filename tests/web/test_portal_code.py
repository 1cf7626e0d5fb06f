"""Papers and settings ask for a code from an address on file: a forwarded link reads no PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from flask import Flask

from plugin.ports import OutgoingMail, Unavailable
from plugin.store import portal_links
from tests.builders import NOW, House
from tests.consoles import a_console
from tests.doors import HeldClock
from tests.web.visiting import Caller, a_caller, path_of

KETTLE = "kettle@customer.test"
PAPERS = ("invoices/INV-1041.pdf", "statement.pdf?currency=GBP", "preferences")


@dataclass
class Postbox:
    """Keeps the mails, or carries none."""

    mails: list[OutgoingMail] = field(default_factory=list)
    is_closed: bool = False

    def send(self, mail: OutgoingMail) -> None:
        """Keep it."""
        if self.is_closed:
            raise Unavailable("no mail system just now")
        self.mails.append(mail)

    def code(self) -> str:
        """The code in the newest mail."""
        found = re.search(r"^ +(\d{6})$", self.mails[-1].text, re.MULTILINE)
        assert found is not None
        return found.group(1)


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def house(settled_house: House, postbox: Postbox) -> House:
    """A wholesaler whose mail is kept."""
    settled_house.doors = replace(settled_house.doors, mailer=postbox)
    return settled_house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def kettle(app: Flask, house: House) -> Caller:
    """Somebody with a link, who may have had it forwarded."""
    return a_caller(app, house.doors, house.org_id, "kettle", KETTLE)


def ask(kettle: Caller, onward: str = "/p/preferences") -> str:
    """Have a code mailed to the first address; the page that then takes it."""
    page = kettle.get(f"code?onward={onward}").get_data(as_text=True)
    key = re.search(r'name="address" value="(\w+)"', page)
    assert key is not None
    sent = kettle.post("code/send", address=key.group(1), onward=onward)
    return sent.get_data(as_text=True)


def test_a_forwarded_link_reads_no_paper(kettle: Caller) -> None:
    """Every paper and every setting leads to the code, and none is shown on the way."""
    for path in PAPERS:
        reply = kettle.get(path)
        assert reply.status_code == 303, path
        assert reply.location.startswith("/p/code?onward=/p/"), path
    for path in ("preferences/language", "preferences/channel", "preferences/paying"):
        assert kettle.post(path, language="fr").request.path == "/p/code"


def test_the_code_goes_to_an_address_on_file_and_opens_the_statement(
    kettle: Caller, postbox: Postbox
) -> None:
    """Six digits, from the mail, in the browser that asked."""
    shown = ask(kettle, "/p/statement.pdf?currency=GBP")
    assert "k•••@customer.test" in shown
    assert KETTLE not in shown
    assert postbox.mails[-1].to == (KETTLE,)
    assert postbox.code() not in shown
    reply = kettle.post("code", code=postbox.code(), onward="/p/statement.pdf?currency=GBP")
    assert reply.mimetype == "application/pdf"
    assert reply.data.startswith(b"%PDF")


def test_a_proof_ends_and_is_of_one_browser(
    app: Flask, house: House, kettle: Caller, postbox: Postbox
) -> None:
    """Another browser with the same link has to show its own code; and so has this one, later."""
    ask(kettle)
    kettle.post("code", code=postbox.code(), onward="/p/preferences")
    assert kettle.get("preferences").status_code == 200
    other = Caller(app.test_client(), kettle.link)
    other.open()
    assert other.get("preferences").status_code == 303
    _later(house, timedelta(hours=2))
    assert kettle.get("preferences").status_code == 303


def test_a_wrong_code_opens_nothing_and_five_use_it_up(kettle: Caller, postbox: Postbox) -> None:
    """After five tries not even the right one opens."""
    ask(kettle)
    right = postbox.code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(5):
        reply = kettle.post("code", code=wrong, onward="/p/preferences")
        assert "That was not the code" in reply.get_data(as_text=True)
    kettle.post("code", code=right, onward="/p/preferences")
    assert kettle.get("preferences").status_code == 303


def test_a_code_lapses(house: House, kettle: Caller, postbox: Postbox) -> None:
    """A quarter of an hour later it opens nothing."""
    ask(kettle)
    _later(house, timedelta(minutes=15))
    kettle.post("code", code=postbox.code(), onward="/p/preferences")
    assert kettle.get("preferences").status_code == 303


def test_a_code_is_kept_as_a_hash_alone(house: House, kettle: Caller, postbox: Postbox) -> None:
    """Neither the code nor the address stands in its row."""
    ask(kettle)
    with house.doors.store.tenant(house.org_id) as tx:
        (row,) = tx.sql("select * from portal_codes where org_id = :org").all()
    kept = " ".join(bytes(v).decode() if isinstance(v, memoryview | bytes) else str(v) for v in row)
    assert postbox.code() not in kept
    assert KETTLE not in kept


@pytest.mark.long
def test_codes_are_rationed_across_browsers(app: Flask, kettle: Caller, postbox: Postbox) -> None:
    """The sixth within an hour is not mailed, whichever browser asks with this link."""
    for _ in range(5):
        other = Caller(app.test_client(), kettle.link)
        other.open()
        ask(other)
    assert "Too many codes" in ask(kettle)
    assert len(postbox.mails) == 5


@pytest.mark.long
def test_guesses_are_rationed_across_browsers(app: Flask, kettle: Caller) -> None:
    """Twenty tries an hour with one link, however many codes were asked for."""
    for at in range(20):
        other = Caller(app.test_client(), kettle.link)
        other.open()
        assert other.post("code", code=f"{at:06}").status_code == 200
    assert kettle.post("code", code="123456").status_code == 409


def test_a_link_that_has_run_out_is_replaced_by_mail(
    app: Flask, house: House, kettle: Caller, postbox: Postbox
) -> None:
    """To the very address that it was sent to, three times a day; one taken back is not."""
    live = Caller(app.test_client(), kettle.link)
    assert app.test_client().post(f"{path_of(kettle.link)}/renew").status_code == 409
    _later(house, timedelta(days=60))
    for caller in (live, kettle):
        page = caller.open().get_data(as_text=True)
        assert "Send a new link to k•••@customer.test" in page
    for _ in range(3):
        reply = app.test_client().post(f"{path_of(kettle.link)}/renew")
        assert "is on its way" in reply.get_data(as_text=True)
    assert app.test_client().post(f"{path_of(kettle.link)}/renew").status_code == 409
    assert [mail.to for mail in postbox.mails] == [(KETTLE,)] * 3
    link = re.search(r"^http\S+$", postbox.mails[-1].text, re.MULTILINE)
    assert link is not None
    assert "£801.40" in Caller(app.test_client(), link.group(0)).open().get_data(as_text=True)


def test_a_link_taken_back_is_replaced_by_nobody(
    app: Flask, house: House, kettle: Caller, postbox: Postbox
) -> None:
    """Nor one of an address that is not written to any more, nor one that we never made."""
    with house.doors.store.tenant(house.org_id) as tx:
        portal_links.revoke(tx, "kettle", by="Ann Lee", at=NOW)
    _later(house, timedelta(days=60))
    assert "Send a new link" not in kettle.open().get_data(as_text=True)
    assert app.test_client().post(f"{path_of(kettle.link)}/renew").status_code == 409
    assert app.test_client().post(f"/p/l/{'A' * 64}/renew").status_code == 404
    assert postbox.mails == []


def test_a_code_goes_to_no_address_that_is_not_on_file(kettle: Caller, postbox: Postbox) -> None:
    """Whatever the form says."""
    assert kettle.post("code/send", address="thief@elsewhere.test").status_code == 409
    assert postbox.mails == []


def test_without_a_mail_system_it_says_so(kettle: Caller, postbox: Postbox) -> None:
    """And no code waits that nobody has."""
    postbox.is_closed = True
    assert "could not be mailed" in ask(kettle)
    assert "The six digits" not in kettle.get("code").get_data(as_text=True)


@pytest.mark.parametrize(
    "onward",
    ["https://elsewhere.test/", "//elsewhere.test", "/o/x", "/p//elsewhere.test", "/p/\\x"],
)
def test_the_code_leads_to_pages_of_the_portal_alone(
    kettle: Caller, postbox: Postbox, onward: str
) -> None:
    """Anything else leads to the first page."""
    ask(kettle)
    reply = kettle.client.post(
        "/p/code", data={"csrf": kettle.csrf, "code": postbox.code(), "onward": onward}
    )
    assert reply.location == "/p/"


@pytest.mark.parametrize("number", ["INV-1012", "INV-nothing", "INV-0901"])
def test_another_customers_invoice_is_no_page(
    kettle: Caller, postbox: Postbox, number: str
) -> None:
    """Neither its PDF nor its page to pay, with or without a code."""
    ask(kettle)
    kettle.post("code", code=postbox.code(), onward="/p/preferences")
    assert kettle.get(f"invoices/{number}.pdf").status_code == 404
    assert kettle.get(f"invoices/{number}/pay").status_code == 404


def _later(house: House, by: timedelta) -> None:
    assert isinstance(house.doors.clock, HeldClock)
    house.doors.clock.move(by)
