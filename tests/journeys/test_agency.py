"""A debt on its way to an agency, with a real ledger: sent, promised, contested, charged, handed.

What the evidence says is held against what happened, and what follows against what must be silent.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from plugin import chain
from plugin.bootstrap import console
from plugin.credit.account import StepState
from plugin.credit.agreements import DisputeReason
from plugin.credit.decisions import TaskKind
from plugin.credit.law import Kind, Law
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.jobs import What
from plugin.operations import charges, decide, disputes, policy, standing
from plugin.operations.portal_links import PATH
from plugin.store import Store
from tests.builders import sign_in
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.letters.papers import words_of
from tests.web.conftest import Browser, browser_of


@dataclass
class Scene:
    """The house, somebody signed in to it, and the page of the hand-off."""

    house: House
    lisa: Browser
    page: str

    def pack(self) -> bytes:
        """The evidence of the one debt."""
        found = self.lisa.get(f"{self.page}.pdf?invoice={self.house.invoice('INV-1')}")
        assert found.status_code == 200
        return bytes(found.data)

    def hand_over(self) -> str:
        """Say yes to all that is to be known, and hand it over."""
        invoice = self.house.invoice("INV-1")
        page = self.lisa.get(f"{self.page}?invoice={invoice}").get_data(as_text=True)
        yes = [part.split('"')[0] for part in page.split('name="yes" value="')[1:]]
        return self.lisa.post(
            self.page, invoice=invoice, yes=yes, agency="Straight & Fair Ltd",
            address="new@straight.example", why="Two promises, nothing came",
        ).get_data(as_text=True)  # fmt: skip


@pytest.fixture
def scene(store: Store) -> Iterator[Scene]:
    """A company 40 days late in two invoices: reminded, its promise broken, part of it contested,
    statutory interest claimed."""
    quay = a_customer(
        "quay", "Quay Bistro Ltd",
        a_debt("INV-1", "1000.00", late=40), a_debt("INV-2", "55.00", late=12),
    )  # fmt: skip
    with a_house(store, books([quay])) as house:
        house.begin()
        document = {**as_document(DEFAULT_POLICY), "interest": {"regime": "statutory"}}
        policy.change_policy(
            house.doors, org_id=house.org_id, by=BY, document=document, mode=Mode.ASK_FIRST
        )
        customer = house.customer("quay")
        about: Any = {"org_id": house.org_id, "by": BY, "customer_id": customer}
        standing.say(house.doors, **about, kind=Kind.COMPANY, law=Law.ENGLAND_WALES)
        house.settle()
        house.approve_all()
        house.xero.advance(1.5)
        house.work(What.SEND)
        house.advance(4.5, step=4.5)
        assert len(house.mails()) == 1
        decide.note_promise(
            house.doors, **about, invoice_ids=[house.invoice("INV-1")],
            amount=Money.of("500.00", "GBP"), due=DAY + timedelta(days=1),
        )  # fmt: skip
        house.advance(6 * 24, step=72)
        disputes.open_dispute(
            house.doors, **about, invoice_id=house.invoice("INV-1"), owner=BY, deadline=None,
            reason=DisputeReason.FAULTY, amount=Money.of("80.00", "GBP"), words="Two tins leaked.",
        )  # fmt: skip
        charges.claim(house.doors, **about, invoice_ids=[house.invoice("INV-1")])
        house.settle()
        yield Scene(house, signed_in(house), f"customers/{customer}/hand-off")


def signed_in(house: House) -> Browser:
    """Lisa, today: whom her consent does not list any more is out by tomorrow."""
    token = sign_in(house.doors.store, house.org_id, name=BY, at=house.doors.clock.now())
    return browser_of(console(house.settings, house.doors), token, house.org_id)


@pytest.mark.long
def test_the_evidence_says_what_happened_and_the_hand_off_ends_it(scene: Scene) -> None:
    """Every exhibit has its facts; then silence, a note, a task for money, and a way back."""
    house = scene.house
    pack = scene.pack()
    words = " ".join(words_of(pack).replace("\xa0", " ").split())
    (sent,) = [each for each in house.mails() if "INV-1" in each.text]
    for fact in (
        "owes Harbour Lane Foods £1,083.62 for one invoice, 46 days late",
        "£80.00 of it is disputed by the customer and undecided",
        f"Its carrier knows it as {sent.header('Message-ID')}",
        "Email to quay@quay.example",
        "Nothing came by",
        "Two tins leaked.",
        "11.75 % a year",
        "£13.62 interest and £70.00 fixed",
        "hold together",
        "INV-1, page 1 of 1",
    ):
        assert fact in words, fact
    assert "INV-2" not in words.partition("Exhibit 1: The invoices")[2].partition("Exhibit 2")[0]
    assert PATH in sent.text, "the letter had a way in, so that its lack here means something"
    assert PATH not in words
    last = PdfReader(io.BytesIO(pack)).pages[-1].extract_text()
    assert "Olive oil" in last, "the invoice itself is laid in, as the ledger prints it"

    assert "Handed over." in scene.hand_over()
    house.settle()
    notes = "\n".join(house.notes_on("quay"))
    assert "handed to an outside collector: INV-1 (£1,000.00, due" in notes
    for private in ("Straight", "promises", "tins"):
        assert private not in notes
    before = len(house.mails())
    house.advance(9 * 24, step=72)
    assert house.messages(StepState.PROPOSED, StepState.APPROVED) == ()
    assert len(house.mails()) == before
    house.pays("INV-1", "300.00")
    house.catch_up()
    (task,) = house.tasks(TaskKind.TELL_AGENCY)
    assert task.names[0] == "INV-1"

    scene.lisa = signed_in(house)
    page = scene.lisa.get(scene.page).get_data(as_text=True)
    back = page.partition(f"{scene.page}/")[2].partition('"')[0]
    said = scene.lisa.post(f"{scene.page}/{back}", why="They paid a part to us")
    assert "Taken back." in said.get_data(as_text=True)
    house.settle()
    assert "no longer with an outside collector" in house.notes_on("quay")[-1]
    assert house.tasks(TaskKind.TELL_AGENCY) == []
    log = json.loads(scene.lisa.get(f"{scene.page}-log.json").data)
    assert chain.verify(log).wrong == ""
