"""The pages of mail: what waits, one to read and answer, files that are only ever downloads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from plugin.operations import arrivals, conversations
from plugin.store import conversations as addresses
from plugin.store import mail as mails
from tests.builders import House
from tests.consoles import a_console
from tests.journeys.mail_of import a_mail
from tests.web.conftest import Browser, browser_of

DOMAIN = "reply.goodterms.example"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def house(house: House) -> House:
    """The same with a domain for answers."""
    house.doors = replace(house.doors, reply_domain=DOMAIN)
    return house


def arrives(house: House, customer: str, words: str, **how: Any) -> UUID:
    """A mail of this customer arrives; its id."""
    with house.doors.store.tenant(house.org_id) as tx:
        to = addresses.address_of(tx, customer, DOMAIN, at=house.doors.clock.now())
    files = how.pop("files", ())
    mail = a_mail(words, to=to, **how)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="x", filename=name)
    assert arrivals.take_mail(house.doors, raw=mail.as_bytes()) == 1
    with house.doors.store.tenant(house.org_id) as tx:
        return mails.of_customer(tx, customer)[0].id


OURS = "kettle@customer.test"


def test_what_waits_stands_on_top_and_can_be_read(house: House, ann: Browser) -> None:
    """The overview, the list, the customer's page and the mail itself say the same."""
    mail = arrives(house, "kettle", "Can we split INV-1041?", sender=OURS)
    overview = ann.get("").text
    assert "1 reply, of today" in overview
    assert f"mail/{mail}" in overview
    for path in ("mail", "customers/kettle", f"mail/{mail}"):
        assert "Can we split INV-1041?" in ann.get(path).text
    answer = ann.post(f"mail/{mail}/read")
    assert "Noted as read" in answer.text
    assert "1 reply" not in ann.get("").text
    assert ann.post(f"mail/{mail}/read").status_code == 409


def test_an_answer_is_held_shown_and_taken_back(house: House, ann: Browser) -> None:
    """To the address that wrote, in this person's name; whoever answers has read it."""
    mail = arrives(house, "kettle", "Which bank?", sender=OURS)
    page = ann.post(f"mail/{mail}/answer", text="The one on the invoice.").text
    assert "leaves in ten minutes" in page
    assert OURS in page
    assert "The one on the invoice." in page
    with house.doors.store.tenant(house.org_id) as tx:
        ((answer,),) = tx.sql("select id from mail_answers where org_id = :org").all()
    assert "Taken back" in ann.post(f"mail/{mail}/answers/{answer}/take-back").text
    assert ann.post(f"mail/{mail}/answer", text="  ").status_code == 400


def test_nothing_of_a_mail_is_ever_a_page(house: House, ann: Browser) -> None:
    """Words are text whatever they look like; files are downloads of their own type, or of none."""
    mail = arrives(
        house, "kettle", f"{EVIL} hello", sender=OURS, subject=f"Re: {EVIL}",
        files=[("a\r\nb\"é.html", b"<html><script>x</script>"), ("p.pdf", b"%PDF-1.4 x"),
               ("pic.png", b"<svg onload=x>")],
    )  # fmt: skip
    page = ann.get(f"mail/{mail}").text
    assert EVIL not in page
    assert "&lt;script&gt;alert(1)" in page
    types = []
    for place in (1, 2, 3):
        file = ann.get(f"mail/{mail}/files/{place}")
        types.append(file.content_type)
        assert file.headers["Content-Disposition"].startswith('attachment; filename="')
        assert "sandbox" in file.headers["Content-Security-Policy"]
        assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert types == ["application/octet-stream", "application/pdf", "application/octet-stream"]
    assert ann.get(f"mail/{mail}/files/4").status_code == 404


def test_a_stranger_is_shown_as_one(house: House, ann: Browser) -> None:
    """Whoever knows the address may write; the page says that nothing more is known of them."""
    mail = arrives(house, "kettle", "Please use our new bank", sender="mallory@else.example")
    page = ann.get(f"mail/{mail}").text
    assert "This address is not on file" in page
    assert "address not on file" in ann.get("mail").text


def test_an_advice_stands_beside_what_is_open(house: House, ann: Browser) -> None:
    """Line by line with sums and differences, and what it does not name."""
    words = "Remittance\nINV-1041  400.00\nINV-9999  50.00\nTotal paid  450.00"
    mail = arrives(house, "kettle", words, sender=OURS)
    page = ann.get(f"mail/{mail}").text
    for part in ("What it says was paid", "£400.00", "£12.40", "short", "no invoice of theirs"):
        assert part in page
    assert "the lines add up to it" in page
    assert "1 open invoice that it does not name" in page


def test_mail_of_nobody_is_given_to_its_customer_or_put_aside(house: House, ann: Browser) -> None:
    """By name; it is no customer's before a person says so."""
    copy = conversations.copy_address(house.doors, org_id=house.org_id)
    for number in ("1", "2"):
        mail = a_mail(f"Hello {number}", to="x@else.example", sender="x@else.example",
                      message_id=f"<{number}@x>")  # fmt: skip
        assert arrivals.take_mail(house.doors, raw=mail.as_bytes(), recipients=[copy]) == 1
    with house.doors.store.tenant(house.org_id) as tx:
        found = {each.content.said: each.id for each in mails.of_nobody(tx)}
    one, other = found["Hello 1"], found["Hello 2"]
    assert "Whose is it?" in ann.get("mail").text
    assert "No customer has" in ann.post(f"mail/{one}/whose", whose="customer", customer="Q").text
    given = ann.post(f"mail/{one}/whose", whose="customer", customer="quay bistro").text
    assert "Quay Bistro’s conversation" in given
    assert "Put aside" in ann.post(f"mail/{other}/whose", whose="nobody").text
    assert "Hello 2" not in ann.get("mail").text


def test_without_a_domain_the_page_says_where_answers_go(house: House, ann: Browser) -> None:
    """And offers nothing that would do nothing."""
    page = ann.get("mail").text
    assert "Blind-copy your own mail" in page
    changed = ann.post("mail/where", read="here").text
    assert "holds for what is sent" in changed
    house.doors = replace(house.doors, reply_domain="")
    app = a_console(house.doors)
    page = browser_of(app, ann.token, house.org_id).get("mail").text
    assert "Answers do not arrive here" in page
    assert "Blind-copy" not in page


def test_the_policy_page_sets_how_copies_are_rationed(house: House, ann: Browser) -> None:
    """As every other number of the policy."""
    page = ann.get("policy").text
    assert 'name="mail_copies_a_week"' in page
    assert 'name="mail_copies" value="on" checked' in page


def test_mail_of_another_organisation_does_not_exist(house: House, ann: Browser) -> None:
    """Neither to be read nor to be answered."""
    other = "00000000-0000-0000-0000-000000000009"
    assert ann.get(f"mail/{other}").status_code == 404
    assert ann.get(f"mail/{other}/files/1").status_code == 404
    assert ann.post(f"mail/{other}/answer", text="x").status_code == 409
