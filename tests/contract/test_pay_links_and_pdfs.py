"""Pay links and invoice PDFs, in sentences: asked for when needed, and never sent half."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from connectors.sandbox import documents
from connectors.sandbox.mailbox import Mail
from connectors.sandbox.seed_documents import InvoiceStatus
from plugin.bootstrap import console
from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.operations import respond
from plugin.store import Store
from tests.contract.visiting import signed_in
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

LINK = "OnlineInvoice"


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay owes two late invoices and has a draft; Mill owes one that nobody writes about."""
    quay = a_customer(
        "quay",
        "Quay Bistro",
        a_debt("INV-1", "250.00", late=5),
        a_debt("INV-2/A", "80.00", late=5),
        a_debt("INV-3", "70.00", late=-9, status=InvoiceStatus.DRAFT),
    )
    mill = a_customer("mill", "The Mill", a_debt("INV-9", "90.00", late=-40))
    with a_house(store, books([quay, mill])) as house:
        house.begin()
        house.forget_calls()
        yield house


def pages(house: House) -> list[str]:
    """The numbers of the invoices whose payment page was asked for."""
    ids = [call.path.split("/")[-2] for call in house.calls("GET", LINK)]
    return sorted(house.ledger.invoice(each).number for each in ids)


def attach(house: House, *, yes: bool = True) -> None:
    """A person ticks that the invoices go with the one message that waits."""
    (message,) = house.messages(StepState.PROPOSED)
    respond.attach_invoices(house.doors, org_id=house.org_id, by=BY, message_id=message.id, yes=yes)


def go(house: House) -> None:
    """A person says yes, looks at the proof, and the message leaves."""
    assert house.approve_all() == 1
    house.advance(2, step=1)


def parts(mail: Mail) -> list[tuple[str, str]]:
    """What the message is made of: content type and file name."""
    parsed = message_from_bytes(mail.raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return [(part.get_content_type(), part.get_filename() or "") for part in parsed.walk()]


def test_a_pay_link_is_asked_for_once_and_only_where_a_message_names_the_invoice(
    house: House,
) -> None:
    """Never for a draft, never in advance, and not again by the next message."""
    assert pages(house) == []
    go(house)
    assert pages(house) == ["INV-1", "INV-2/A"]
    (mail,) = house.mails()
    links = [row[0] for row in house.sql("select pay_link from invoices where pay_link <> ''")]
    assert len(links) == 2
    assert all(link in mail.text for link in links)
    house.advance(24 * 13, step=24 * 13)
    assert house.approve_all() == 1
    house.advance(2)
    assert len(house.mails()) == 2
    assert pages(house) == ["INV-1", "INV-2/A"]


def test_a_link_that_cannot_be_had_stops_no_message(house: House) -> None:
    """It goes without, and says how to pay; the next message asks for the link again."""
    house.goes_wrong("error_500", path=LINK, count=50)
    go(house)
    (mail,) = house.mails()
    assert "Sort code 12-34-56" in mail.text
    assert house.sql("select id from invoices where pay_link is not null") == []


def test_the_link_of_a_voided_invoice_is_dropped(house: House) -> None:
    """It would lead to nothing."""
    go(house)
    documents.void_invoice(house.ledger, "INV-1")
    house.catch_up()
    kept = house.sql("select number from invoices where org_id = :org and pay_link is not null")
    assert kept == [("INV-2/A",)]


def test_invoices_go_as_pdfs_where_a_person_asked_for_them(house: House) -> None:
    """Only what the message asks for, fetched just before it leaves, in a well-formed mail."""
    attach(house)
    go(house)
    (mail,) = house.mails()
    assert parts(mail) == [
        ("multipart/mixed", ""),
        ("multipart/alternative", ""),
        ("text/plain", ""),
        ("text/html", ""),
        ("application/pdf", "INV-1.pdf"),
        ("application/pdf", "INV-2-A.pdf"),
    ]
    parsed = message_from_bytes(mail.raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    (proof,) = house.proofs()
    assert proof.attachments == mail.attachments, "its own user sees what will go"
    first, second = (bytes(part.get_content()) for part in parsed.iter_attachments())
    assert b"INV-1" in first and b"INV-2/A" in second
    assert first.startswith(b"%PDF-")
    assert "The invoices are attached." in mail.text
    stored = [str(row) for row in house.sql("select * from messages where org_id = :org")]
    assert not any("%PDF" in row for row in stored)


def test_without_being_asked_nothing_is_attached_or_fetched(house: House) -> None:
    """Also where a person changed their mind."""
    attach(house)
    attach(house, yes=False)
    go(house)
    (mail,) = house.mails()
    assert mail.attachments == ()
    asked = [call for call in house.calls("GET", "Invoices/") if LINK not in call.path]
    assert asked == []


@pytest.mark.long
def test_a_pdf_that_passes_by_holds_the_message_until_it_can_be_had(house: House) -> None:
    """Not sent without what was promised; it waits in sight, and goes by itself."""
    attach(house)
    house.approve_all()
    house.advance(1)
    house.goes_wrong("unavailable_503", path=f"Invoices/{house.invoice('INV-2/A')}", count=1)
    house.xero.advance(1)
    house.settle()
    assert house.mails() == []
    (waiting,) = house.messages(StepState.APPROVED)
    assert "cannot be had as PDF yet" in (waiting.outcome or "")
    assert "temporarily unavailable" in (waiting.outcome or "")
    house.advance(0.2)
    (mail,) = house.mails()
    assert mail.attachments == ("INV-1.pdf", "INV-2-A.pdf")
    (done,) = house.messages(StepState.DONE)
    assert done.outcome is None


def test_a_pdf_that_is_none_stops_the_message_and_asks_a_person(house: House) -> None:
    """Xero answers with something else: back to the stack with a task, once, and no loop."""
    attach(house)
    house.approve_all()
    house.advance(1)
    house.goes_wrong("truncated", path=f"Invoices/{house.invoice('INV-1')}", count=1)
    house.advance(24, step=12)
    assert house.mails() == []
    (waiting,) = house.messages(StepState.PROPOSED)
    assert "cannot be had as PDF" in (waiting.outcome or "")
    assert len(house.tasks(TaskKind.PERSON_DECIDES)) == 1


def test_a_signed_in_person_gets_the_pdf_of_this_customers_invoice_and_of_no_other(
    house: House,
) -> None:
    """From Xero, now, and no copy stays; what is another customer's is not even asked for."""
    visit, quay = signed_in(house), house.customer("quay")
    address = f"customers/{quay}/invoices/{house.invoice('INV-1')}.pdf"
    assert address in visit.get(f"customers/{quay}")
    reply = visit.client.get(f"{visit.at}/{address}")
    assert reply.mimetype == "application/pdf"
    assert reply.headers["Content-Disposition"] == 'inline; filename="INV-1.pdf"'
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.get_data().startswith(b"%PDF-")
    house.forget_calls()
    other = visit.client.get(f"{visit.at}/customers/{quay}/invoices/{house.invoice('INV-9')}.pdf")
    assert "no such invoice" in other.get_data(as_text=True)
    stranger = console(house.settings, house.doors).test_client()
    assert stranger.get(f"{visit.at}/{address}").status_code == 302
    assert house.calls() == []


def test_the_card_and_the_message_say_what_goes_with_it(house: House) -> None:
    """One button each way, and the message page names the invoices."""
    visit = signed_in(house)
    (message,) = house.messages(StepState.PROPOSED)
    assert "Attach the invoices as PDF" in visit.get("reminders")
    visit.post(f"reminders/{message.id}/attach")
    page = visit.get("reminders")
    assert "nothing is sent" in page
    assert "Do not attach" in page
    assert "INV-1, INV-2/A as PDF" in visit.get(f"reminders/{message.id}")
    visit.post(f"reminders/{message.id}/attach-none")
    assert "Attach the invoices as PDF" in visit.get("reminders")
