"""Roads of answers by mail: advice beside the books, over HTTP, and where answers are read."""

from __future__ import annotations

import pytest
import requests
import typst

from plugin.credit.decisions import TaskKind
from plugin.operations import conversations
from plugin.operations.conversations import AnswersRead
from plugin.queries import mail as shown
from plugin.store import Store
from tests.journeys.books import DAY, a_customer, a_debt
from tests.journeys.house import BY, OWNER, open_to_the_web, until
from tests.journeys.mail_of import (
    QUAY,
    a_house_with_replies,
    a_mail,
    arrives,
    chased,
    kept,
    post,
    reply_address,
)


@pytest.mark.long
def test_advice_is_shown_beside_what_is_open_and_allocates_nothing(store: Store) -> None:
    """Out of the words, a table and a PDF; from a machine it is read by a person all the same."""
    quay = a_customer(
        "quay",
        "Quay Bistro",
        a_debt("INV-1041", "250.00", late=37),
        a_debt("INV-1055", "90.00", late=3),
    )
    with a_house_with_replies(store, quay) as house:
        address = chased(house)
        advice = a_mail("Remittance advice attached.", to=address, Auto_Submitted="auto-generated")
        advice.add_attachment(
            b"Invoice;Paid\nINV-1041;240,00\nINV-1055;90,00\nTotal;330,00\n",
            maintype="application",
            subtype="octet-stream",
            filename="advice.csv",
        )
        arrives(house, advice)
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]
        with house.doors.store.tenant(house.org_id) as tx:
            page = shown.mail_page(tx, kept(house).id, on=DAY)
        assert page is not None
        assert page.suggested is not None
        assert [
            (line.invoice.number, str(line.paid), str(line.difference))
            for line in page.suggested.lines
        ] == [("INV-1041", "240.00 GBP", "10.00 GBP"), ("INV-1055", "90.00 GBP", "0.00 GBP")]
        assert not page.may_answer
        assert house.sql("select count(*) from promises where org_id = :org") == [(0,)]


@pytest.mark.long
def test_an_advice_as_pdf_is_read_apart_from_the_hook(store: Store) -> None:
    """A machine's, which without its paper would be nobody's to read; a broken one is only kept."""
    with a_house_with_replies(store) as house:
        address = chased(house)
        source = b"#table(columns: 2, [Invoice], [Paid], [INV-1041], [250.00])"
        advice = a_mail("See attached.", to=address, Auto_Submitted="auto-generated")
        for name, pdf in (("a.pdf", typst.compile(source)), ("b.pdf", b"%PDF-1.7 broken")):
            advice.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
        assert arrives(house, advice) == 1
        with house.doors.store.tenant(house.org_id) as tx:
            page = shown.mail_page(tx, kept(house).id, on=DAY)
        assert page is not None
        assert page.suggested is not None
        assert str(page.suggested.allocated) == "250.00 GBP"
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]


@pytest.mark.long
def test_the_whole_road_over_http(store: Store) -> None:
    """The local Xero's customer answers a mail, a provider posts it, and the overview shows it."""
    with a_house_with_replies(store) as house:
        chased(house)
        with open_to_the_web(house) as web:
            mail = house.mails()[0]
            assert house.xero.sandbox.correspondent.answer(mail, "Can we split it?") == 200
            until(lambda: house.sql("select id from mails where org_id = :org"))
            assert kept(house).content.said == "Can we split it?"
            assert kept(house).message_id is not None
            assert house.xero.sandbox.correspondent.answer(mail, "Gone", kind="bounce") == 200
            control = f"{house.xero.url}/sandbox/mail/{mail.place}/answer"
            said = {"words": "Back on Monday", "kind": "away"}
            assert requests.post(control, json=said, timeout=60).json() == {"status": 200}
            page = f"{house.xero.url}/mail/{mail.place}"
            assert "Answer as the customer" in requests.get(page, timeout=60).text
            told = requests.post(
                f"{page}/answer", data={"words": "Hm", "kind": "reply"}, timeout=60
            )
            assert "Answered as quay@quay.example" in told.text
            assert post(house, web, a_mail("x", to="y@z.example"), key="wrong") == 401
            house.settle()
        kinds = {row[0] for row in house.sql("select kind from mails where org_id = :org")}
        assert kinds == {"reply", "bounce", "away"}


@pytest.mark.long
def test_where_answers_are_read_is_the_organisations_choice(store: Store) -> None:
    """Here alone, or by whoever signs alone, as it was before there was a domain for them."""
    with a_house_with_replies(store) as house:
        house.begin()
        for read, expected in ((AnswersRead.HERE, ""), (AnswersRead.OWN, OWNER)):
            conversations.choose_where_read(house.doors, org_id=house.org_id, by=BY, read=read)
            house.approve_all()
            house.pass_a_day()
            if read is AnswersRead.OWN:
                house.advance(14 * 24, step=24)
                house.approve_all()
                house.pass_a_day()
            asked = house.mails()[-1].header("Reply-To")
            assert (OWNER in asked) == bool(expected)
            assert ("reply+" in asked) == (read is AnswersRead.HERE)


@pytest.mark.long
def test_what_cannot_be_delivered_comes_back_to_the_conversation(store: Store) -> None:
    """Where it leaves from our own domain; from the user's it comes back to the user (rule 26)."""
    with a_house_with_replies(store) as house:
        house.connect()
        house.settle()
        house.place()
        house.start(reply_to="lisa@unverified.example")
        house.settle()
        house.approve_all()
        house.pass_a_day()
        mail = next(each for each in house.xero.sandbox.mailbox.all() if QUAY in each.recipients)
        assert mail.sender == reply_address(mail)
        assert "reminders@goodterms.example" in mail.header("From")
