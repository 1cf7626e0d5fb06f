"""A person plays the other side on the local Xero's own pages, over real HTTP."""

import re
import smtplib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage

import pytest
import requests

from connectors.sandbox.generator import generate
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Contact, Invoice
from connectors.sandbox.server import Sandbox

TODAY = date(2026, 11, 24)
SHORT = "!hL4Nf"


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """The wholesaler on a free port; each test uses customers of its own."""
    with Sandbox(generate(1, TODAY)) as sandbox:
        yield sandbox


class Person:
    """Somebody with a browser and no JavaScript."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._session = requests.Session()

    @property
    def ledger(self) -> Ledger:
        """The books behind the pages."""
        return self.sandbox.world.first

    def customer(self, label: str) -> Contact:
        """The customer with this awkward label."""
        key = next(one.contact for one in self.ledger.awkward if one.label == label)
        return self.ledger.contacts[self.ledger.id_of("contact", key)]

    def late(self, label: str) -> Invoice:
        """The oldest open invoice of that customer."""
        contact = self.customer(label)
        mine = (self.ledger.invoices[key] for key in self.ledger.invoices_of[contact.id])
        return min(
            (one for one in mine if one.kind == "ACCREC" and one.status == "AUTHORISED"),
            key=lambda one: one.due,
        )

    def read(self, path: str, status: int = 200) -> str:
        """A page."""
        answer = self._session.get(self.sandbox.url + path, timeout=10)
        assert answer.status_code == status, answer.text[:300]
        return answer.text

    def press(self, where: str, /, **form: str) -> str:
        """A button with what stands in its form; the page that follows."""
        answer = self._session.post(self.sandbox.url + where, data=form, timeout=60)
        assert answer.status_code == 200, answer.text[:300]
        assert self._session.cookies.get_dict() == {}, "no cookie reaches the other ports"
        return answer.text

    def press_invoice(self, invoice: Invoice, deed: str, **form: str) -> str:
        """A button of an invoice's page."""
        return self.press(f"/app/{SHORT}/invoicing/view/{invoice.id}/{deed}", **form)

    def press_contact(self, contact: Contact, deed: str, **form: str) -> str:
        """A button of a contact's page."""
        return self.press(f"/app/{SHORT}/contacts/contact/{contact.id}/{deed}", **form)


@pytest.fixture
def person(served: Sandbox) -> Person:
    """Somebody new."""
    return Person(served)


def test_every_page_can_be_read_and_asks_no_other_host(person: Person) -> None:
    """Each says where one is, carries a strict policy and names no other origin."""
    invoice, contact = person.late("overpayment"), person.customer("five people")
    for path in (
        "/",
        f"/app/{SHORT}/contacts",
        f"/app/{SHORT}/contacts?show=awkward",
        f"/app/{SHORT}/contacts?q=kettle",
        f"/app/{SHORT}/contacts/contact/{contact.id}",
        f"/app/{SHORT}/contacts/groups",
        f"/app/{SHORT}/invoicing/list?show=all&page=2",
        f"/app/{SHORT}/invoicing/view/{invoice.id}",
        f"/app/{SHORT}/invoicing/new",
        f"/online-invoice/{invoice.id}",
        "/apps",
        "/mail",
        "/faults",
    ):
        answer = requests.get(person.sandbox.url + path, timeout=10)
        assert answer.status_code == 200, path
        assert "Local Xero, for trying things out." in answer.text
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', answer.text), path
        assert "<script" not in answer.text
        assert " style=" not in answer.text
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_contacts_are_found_by_word_and_by_what_they_owe(person: Person) -> None:
    """A search narrows; awkward ones show their label; archived ones stand apart."""
    found = person.read(f"/app/{SHORT}/contacts?q=copper+kettle")
    assert "The Copper Kettle Café" in found
    assert "Quay Bistro" not in found
    assert "5p residue" in person.read(f"/app/{SHORT}/contacts?show=awkward")
    assert "The Old Smithy Tearoom" not in person.read(f"/app/{SHORT}/contacts")
    assert "The Old Smithy Tearoom" in person.read(f"/app/{SHORT}/contacts?show=archived")


def test_a_contact_shows_what_an_accountant_looks_for(person: Person) -> None:
    """Balance, late days, people, groups and notes on one page."""
    page = person.read(f"/app/{SHORT}/contacts/contact/{person.customer('with the solicitor').id}")
    for shown in ("£2,605.50", "430 days late", "Solicitor", "Passed to Hartley Reed LLP"):
        assert shown in page
    page = person.read(f"/app/{SHORT}/contacts/contact/{person.customer('five people').id}")
    assert page.count("trelawney-schools.example") >= 6
    page = person.read(f"/app/{SHORT}/contacts/contact/{person.customer('we owe them').id}")
    assert "We owe them £1,200.00" in page


def test_a_part_payment_and_then_the_rest(person: Person) -> None:
    """The rest stays open; an empty amount pays all that is left; too much is refused."""
    invoice = person.late("part payment")
    refused = person.press_invoice(invoice, "pay", amount="340.01")
    assert "Not done: Payment amount exceeds" in refused
    page = person.press_invoice(invoice, "pay", amount="£100.00")
    assert "Payment recorded." in page
    assert person.ledger.invoices[invoice.id].amount_due == Decimal("240.00")
    person.press_invoice(invoice, "pay", amount="")
    assert person.ledger.invoices[invoice.id].status == "PAID"


@pytest.mark.parametrize("typed", ["", "ten", "NaN", "1e3000", "0", "-5", "1.005"])
def test_an_amount_that_is_none_changes_nothing(person: Person, typed: str) -> None:
    """Whatever is typed as a credit, the page says that nothing was done."""
    invoice = person.late("disputed")
    page = person.press_invoice(invoice, "credit", amount=typed)
    assert "Not done" in page
    assert person.ledger.invoices[invoice.id] == invoice


def test_a_payment_can_be_taken_back(person: Person) -> None:
    """The bank returns it: the payment is struck out and the invoice is open again."""
    invoice = person.late("old debts")
    person.press_invoice(invoice, "pay", amount="")
    (payment,) = person.ledger.live_payments(invoice.id)
    page = person.press_invoice(invoice, "take-back", payment=payment.id)
    assert "the invoice is open again" in page
    assert "taken back" in page
    assert person.ledger.invoices[invoice.id].status == "AUTHORISED"


def test_a_credit_is_used_and_a_rest_written_off(person: Person) -> None:
    """The overpayment of 120 goes against 510; the remaining 390 become a bad debt."""
    invoice = person.late("overpayment")
    credit = next(
        one for one in person.ledger.credits.values()
        if one.contact == invoice.contact and one.remaining
    )  # fmt: skip
    person.press_invoice(invoice, "use-credit", credit=credit.id)
    assert person.ledger.invoices[invoice.id].amount_due == Decimal("390.00")
    page = person.press_invoice(invoice, "write-off")
    assert "Written off" in page
    assert person.ledger.invoices[invoice.id].status == "PAID"


def test_an_expected_date_is_entered_and_emptied(person: Person) -> None:
    """As the accountant does by hand in Xero's own screen."""
    invoice = person.late("no email address")
    friday = TODAY + timedelta(days=10)
    person.press_invoice(invoice, "expect", expected=friday.isoformat())
    assert person.ledger.invoices[invoice.id].expected == friday
    person.press_invoice(invoice, "expect", expected="")
    assert person.ledger.invoices[invoice.id].expected is None
    page = person.press_invoice(invoice, "expect", expected="someday")
    assert "Not done" in page


def test_an_invoice_is_raised_sent_and_voided(person: Person) -> None:
    """From the form to VOIDED, each step in the history."""
    contact = person.customer("voided")
    page = person.press(
        f"/app/{SHORT}/invoicing/new", contact=contact.id, amount="1,234.50", status="DRAFT"
    )
    assert "£1,234.50" in page
    assert "draft" in page
    invoice = next(
        one for one in person.ledger.invoices.values() if one.total == Decimal("1234.50")
    )
    person.press_invoice(invoice, "submit")
    person.press_invoice(invoice, "approve")
    page = person.press_invoice(invoice, "sent")
    assert "This invoice has been sent" in page
    person.press_invoice(invoice, "void")
    assert person.ledger.invoices[invoice.id].status == "VOIDED"
    page = person.press_invoice(invoice, "pay", amount="5")
    assert "Not done" in page


def test_groups_and_notes_are_kept_by_hand(person: Person) -> None:
    """Into a new group, out again; a note stands for ever under the person's name."""
    contact = person.customer("accepted quote")
    page = person.press_contact(contact, "join", new="Weddings")
    assert "Added to the group." in page
    group = next(one for one in person.ledger.groups.values() if one.name == "Weddings")
    assert group.members == (contact.id,)
    person.press_contact(contact, "leave", group=group.id)
    assert person.ledger.groups[group.id].members == ()
    page = person.press_contact(contact, "note", details="Rang <b>twice</b>.")
    assert "Rang &lt;b&gt;twice&lt;/b&gt;." in page
    assert "Lisa Harding" in page
    assert "Not done" in person.press_contact(contact, "note", details=" ")
    page = person.press(f"/app/{SHORT}/contacts/groups", deed="rename", group=group.id, name="VIP")
    assert "Not done" in page
    person.press(f"/app/{SHORT}/contacts/groups", deed="delete", group=group.id)
    assert person.ledger.groups[group.id].is_deleted


def test_a_contact_is_archived_and_comes_back(person: Person) -> None:
    """And its address of mail can be mended."""
    contact = person.customer("write-off by credit note")
    person.press_contact(contact, "archive")
    assert person.ledger.contacts[contact.id].status == "ARCHIVED"
    person.press_contact(contact, "restore")
    person.press_contact(contact, "email", email="new@salt.example")
    changed = person.ledger.contacts[contact.id]
    assert (changed.status, changed.email) == ("ACTIVE", "new@salt.example")


def test_the_pay_link_pays(person: Person) -> None:
    """What the customer sees: the amount and one button; afterwards nothing is left."""
    invoice = person.late("French customer")
    page = person.read(f"/online-invoice/{invoice.id}")
    assert "Pay €1,045.60 now" in page
    page = person.press(f"/online-invoice/{invoice.id}")
    assert "Your payment is made." in page
    assert person.ledger.invoices[invoice.id].status == "PAID"


def test_mail_is_read_in_a_frame_that_runs_nothing(person: Person) -> None:
    """Text and HTML; the frame's policy lets no script, form or foreign picture through."""
    invoice = person.late("two customers, one address")
    message = EmailMessage()
    message["Subject"] = f"{invoice.number} <script>"
    message["From"] = "Lisa <lisa@harbourlane.example>"
    message["To"] = "office@copper-kettle.example"
    message.set_content("In words")
    coloured = "<!doctype html><head></head><p>In colour</p><script>alert(1)</script>"
    message.add_alternative(coloured, subtype="html")
    with smtplib.SMTP("localhost", person.sandbox.mailbox.port, timeout=60) as connection:
        connection.send_message(message)
    place = len(person.sandbox.mailbox.all())
    assert "office@copper-kettle.example" in person.read("/mail?q=in+words")
    page = person.read(f"/mail/{place}")
    assert "In words" in page
    assert "<script>" not in page
    assert invoice.number in person.read(f"/app/{SHORT}/invoicing/view/{invoice.id}")
    framed = requests.get(f"{person.sandbox.url}/mail/{place}/html", timeout=60)
    assert framed.text.startswith('<!doctype html><head><base target="_blank"></head>')
    assert "In colour" in framed.text
    policy = framed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    person.read("/mail/99999", status=404)
    person.read("/mail/99999/html", status=404)


def test_what_is_not_there_says_so(person: Person) -> None:
    """A link of an earlier demo leads to a page that explains it, not to an error."""
    for path in ("contacts/contact/nobody", "invoicing/view/none"):
        assert "This is not there" in person.read(f"/app/{SHORT}/{path}", status=404)
    assert "This is not there" in person.read("/app/!other/contacts", status=404)


def test_the_clock_moves_on_and_one_stays_where_one_was(person: Person) -> None:
    """An hour later by the button, back on the page on which it was pressed."""
    before = person.ledger.now()
    url = person.sandbox.url
    answer = requests.post(
        f"{url}/clock", data={"step": "hour"}, headers={"Referer": f"{url}/mail?q=x"}, timeout=30
    )
    assert answer.url.startswith(f"{url}/mail?q=x&said=")
    assert "moved on by one hour" in answer.text
    assert timedelta(hours=1) <= person.ledger.now() - before < timedelta(hours=1, minutes=1)
    elsewhere = requests.post(
        f"{url}/clock",
        data={"step": "year"},
        headers={"Referer": "http://elsewhere.example/mail"},
        timeout=30,
    )
    assert elsewhere.url.startswith(f"{url}/?said=")
    assert "Not done" in elsewhere.text


def test_a_form_of_another_site_is_refused(person: Person) -> None:
    """Another site open in the same browser cannot press our buttons."""
    answer = requests.post(
        f"{person.sandbox.url}/clock",
        data={"step": "week"},
        headers={"Sec-Fetch-Site": "cross-site"},
        timeout=60,
    )
    assert answer.status_code == 403


def test_faults_are_set_and_cleared(person: Person) -> None:
    """Each switch is named in words; an unknown one changes nothing."""
    page = person.press("/faults", kind="maintenance_503", count="3", path="Invoices")
    assert "<strong>Maintenance</strong>: the next 3 with Invoices" in page
    assert "Not done" in person.press("/faults", kind="earthquake", count="1")
    assert "Not done" in person.press("/faults", kind="slow", count="many")
    person.press("/faults", deed="clear")
    assert person.sandbox.faults.shown() == []


def test_the_app_is_disconnected_inside_xero(person: Person) -> None:
    """The button ends the connection; the page says that the app is told nothing."""
    identity, world = person.sandbox.identity, person.sandbox.world
    identity.consent(
        world.users[0], [person.ledger.tenant], frozenset({"accounting.contacts"}),
        "http://localhost/x", None,
    )  # fmt: skip
    assert "Goodterms to Harbour Lane Foods" in person.read("/apps")
    page = person.press("/apps/disconnect", tenant=person.ledger.tenant)
    assert "Xero tells the app nothing" in page
    assert not identity.is_connected(identity.app.client_id, person.ledger.tenant)
