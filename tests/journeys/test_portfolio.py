"""What an accountant sees of an organisation stands inside the ledger too, link by link."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import requests
from pypdf import PdfReader

from connectors.sandbox import contacts, documents
from connectors.sandbox import credits as sandbox_credits
from connectors.sandbox.mailbox import Mail
from connectors.sandbox.seed import CreditKind, SeedCredit, SeedLine, SeedPayment, SeedTerms
from plugin.jobs import What
from plugin.operations import decide, tidying
from plugin.store import Store, due, people, reference
from tests.builders import sign_in
from tests.consoles import a_console
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.web.conftest import Browser, browser_of

WATCH, STOP = "Goodterms: watch", "Goodterms: stop"


@contextmanager
def settled(house: House) -> Iterator[Browser]:
    """The house has begun; somebody of it is signed in."""
    house.begin()
    yield signed_in(house)


def signed_in(house: House) -> Browser:
    """Somebody of the house at their browser, signed in now."""
    token = sign_in(house.doors.store, house.org_id, name=BY, at=house.doors.clock.now())
    return browser_of(a_console(house.doors), token, house.org_id)


def words(page: str) -> str:
    """A page as text, blanks pressed together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def shown(ann: Browser) -> str:
    """The list of organisations, as text."""
    return words(ann.client.get("/organisations").text)


@pytest.mark.long
def test_the_flags_of_the_page_are_the_groups_inside_xero(store: Store) -> None:
    """Set by us, taken off by hand in Xero: page, groups and notes say the same each time."""
    slow = a_customer("quay", "Quay Bistro", a_debt("INV-1", "950.00", late=37))
    slower = a_customer("bell", "Bell & Sons", a_debt("INV-2", "4200.00", late=75))
    with a_house(store, books([slow, slower])) as house, settled(house):
        house.advance(2)
        decide.decide_stop(
            house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("bell"), stop=True
        )
        # a customer's flag changes once a day (rule 30)
        house.advance(24, step=24)
        ann = signed_in(house)
        page = shown(ann)
        assert "1 stop" in page
        assert "1 watch" in page
        assert "Bell &amp; Sons : Watch to stop" in page
        assert house.groups_of("bell") == [STOP]
        assert house.groups_of("quay") == [WATCH]
        assert any("stop" in note.lower() for note in house.notes_on("bell"))
        (group,) = (each for each in house.ledger.groups.values() if each.name == WATCH)
        contacts.remove_member(house.ledger, group.id, house.customer("quay"))
        with store.house() as tx:
            due.put(tx, What.WRITE_BACK, house.doors.clock.now(), org_id=house.org_id)
        house.settle()
        assert house.groups_of("quay") == []
        assert "1 watch" not in shown(ann)


@pytest.mark.long
def test_every_line_of_the_tidy_list_leads_into_xero_and_leaves_when_it_is_done(
    store: Store,
) -> None:
    """A credit, a rest, an invoice never sent, a due date, two of one name: each with its link."""
    quay = a_customer(
        "quay", "Quay Bistro", a_debt("INV-1", "120.00", late=-20), a_debt("INV-2", "90.00", late=9)
    )
    rest = a_customer("rest", "Lisa’s Deli", a_debt("INV-3", "200.00", late=40))
    rest = replace(
        rest, payments=(SeedPayment("p3", "INV-3", DAY - timedelta(days=3), Decimal("199.95")),)
    )
    kettle = a_customer(
        "kettle", "The Copper Kettle Café", a_debt("INV-4", "75.00", late=-20, is_sent=False)
    )
    twin = a_customer(
        "twin", "Copper Kettle Cafe Ltd", a_debt("INV-5", "60.00", late=-15, issued=DAY),
        sales_terms=SeedTerms(14),
    )  # fmt: skip
    paid_twice = SeedCredit(
        "over", CreditKind.OVERPAYMENT, "quay", DAY - timedelta(days=4),
        (SeedLine("Paid twice", Decimal(1), Decimal("90.00")),), "GBP",
    )  # fmt: skip
    seed = books([quay, rest, kettle, twin], credits=(paid_twice,))
    with a_house(store, seed) as house, settled(house) as ann:
        house.advance(1)
        page = ann.get("tidy").text
        said = words(page)
        assert "It clears INV-2 to the penny." in said
        assert "INV-3: what is left of £200.00" in said
        assert "INV-4, dated" in said
        assert "their terms (14 days) give 8 Dec, so it is 1 day later" in said
        assert "They have the same name." in said
        links = set(re.findall(rf'href="({re.escape(house.settings.login_url)}/app/[^"]+)"', page))
        assert len(links) >= 6
        for link in links:
            assert requests.get(link, timeout=10).status_code == 200, link
        line = re.search(r'name="line" value="(twins [^"]+)"', page)
        assert line is not None
        aside = ann.post("tidy/aside", line=line[1], reason="Two cafés of one family")
        assert "Put aside" in aside.text
        assert "“Two cafés of one family”" in aside.text
        house.advance(1)
        assert "To tidy" in shown(ann)
        documents.mark_sent(house.ledger, "INV-4")
        documents.set_due_date(house.ledger, "INV-5", DAY + timedelta(days=14))
        house.pays("INV-3", "0.05")
        credit = next(iter(house.ledger.credits.values()))
        sandbox_credits.allocate(
            house.ledger, credit.id, house.invoice("INV-2"), Decimal("90.00"), on=DAY
        )
        house.catch_up()
        later = words(ann.get("tidy").text)
        assert "Nothing to put in order" in later
        assert "Two cafés of one family" in later
        back = ann.post("tidy/back", line=line[1])
        assert "1 line to put in order" in words(back.text)


@pytest.mark.long
def test_the_week_comes_by_mail_once_and_only_where_there_is_something(store: Store) -> None:
    """To whoever asked for it, on the first working day of a week; an empty list sends nothing."""
    rest = a_customer("rest", "Lisa’s Deli", a_debt("INV-3", "4.00", late=40))
    with a_house(store, books([rest])) as house, settled(house):
        with store.house() as tx:
            (lisa,) = [
                each.user
                for each in people.members_of(tx, house.org_id)
                if each.user.email == "lisa@harbour.example"
            ]
        tidying.switch(house.doors, org_id=house.org_id, user_id=lisa.id, on=True)
        house.advance(6 * 24, step=6 * 24)
        (mail,) = weekly(house)
        assert mail.subject == "Harbour Lane Foods: one line to tidy in the books"
        assert f"{house.settings.login_url}/app/!hL4Nf/invoicing/view/" in mail.text
        assert house.when(What.TIDY) is not None
        house.connect()
        house.settle()
        assert house.when(What.TIDY) is not None, "connecting again keeps it going"
        house.pays("INV-3", "4.00")
        house.advance(7 * 24, step=7 * 24)
        assert len(weekly(house)) == 1


def weekly(house: House) -> list[Mail]:
    """The mails of weeks, oldest first."""
    return [
        mail
        for mail in house.xero.sandbox.mailbox.all()
        if mail.header("Message-ID").startswith("<tidy-")
    ]


@pytest.mark.long
def test_tax_on_a_debt_that_was_written_off_in_xero_is_told_with_its_days(store: Store) -> None:
    """The tax of the invoice as Xero has it, its basis and its year's end from Xero too."""
    old = a_debt("INV-9", "1000.00", late=250)
    taxed = replace(
        old, lines=(SeedLine("Olive oil", Decimal(1), Decimal("1000.00"), tax=Decimal("200.00")),)
    )
    open_ = replace(taxed, key="INV-8", number="INV-8", due=DAY - timedelta(days=200))
    gone = a_customer("gone", "Gone Ltd", taxed, open_)
    with a_house(store, books([gone])) as house, settled(house) as ann:
        with store.tenant(house.org_id) as tx:
            (account,) = tx.sql("select id from chart where code = '404'").scalars()
            reference.name_bad_debt_accounts(tx, [account])
        documents.record_payment(
            house.ledger, "INV-9", Decimal("1200.00"), account="404", is_reconciled=False
        )
        house.catch_up()
        said = words(ann.get("tidy/bad-debts").text)
        ready = said.index("May go into the next return £200.00")
        assert ready < said.index("Could, once written off in the books £200.00")
        assert "Doubtful" in said
        assert "31 March 2026" in said
        paper = ann.get("tidy/bad-debts/2026-03-31.pdf")
        told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages)
        assert "Bad debts at 31 March 2026" in told
        assert "Gone Ltd" in told
        assert "May go into the next return" in told
        assert ann.get("tidy/bad-debts/2026-03-30.pdf").status_code == 404
        reply = ann.post("tidy/bad-debts/basis", basis="cash")
        assert "there is nothing to reclaim" in words(reply.text)
        csv = ann.get("tables/doubtful-debts.csv").text
        assert "INV-9,Gone Ltd,2026-03-19,12,GBP,1200.00,0.00,1200.00,Written off since." in csv
