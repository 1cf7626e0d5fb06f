"""A demo company that Xero reset is a new organisation: its settings may come along, if asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from connectors.sandbox import contacts
from plugin.credit.account import HoldKind
from plugin.credit.law import Kind, Law
from plugin.credit.money import Money
from plugin.credit.pay_run import MonthlyRun
from plugin.credit.policy import Mode, as_document
from plugin.credit.rates import Reference
from plugin.credit.recipients import Role
from plugin.credit.segment_held import Segment
from plugin.letters.specimen import digest
from plugin.operations import (
    charge_settings,
    decide,
    limits,
    loss_budget,
    passport,
    policy,
    portal_wishes,
    recipients,
    silence,
    standing,
)
from plugin.operations import languages as speaking
from plugin.operations import policies as several
from plugin.operations.assess import ground
from plugin.operations.carry_over import same_customers
from plugin.store import (
    Store,
    charge_facts,
    holds,
    languages,
    limit_refusals,
    organisations,
    policies,
    policy_pages,
    terms,
    wishes,
)
from plugin.store import recipients as store_recipients
from plugin.store import standing as store_standing
from plugin.store.carried_relationship import all_between
from plugin.store.carrying import Chosen, Known
from plugin.store.organisations import OrgState
from plugin.store.policy_pages import PolicyAddress
from tests.contract.carried import came_along_between, came_along_said, decides_between
from tests.contract.visitors import (
    LISA,
    TOM,
    Street,
    Visitor,
    a_street,
    connected,
    organisation_in,
    plain,
)
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY


@pytest.fixture
def street(store: Store) -> Iterator[Street]:
    """A demo company with three customers, and two people."""
    demo = books(
        [
            a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37)),
            a_customer("dock", "Dock Street", a_debt("INV-2", "80.00", late=12)),
            a_customer("mole", "Mole & Co", a_debt("INV-3", "40.00", late=3)),
        ],
        is_demo=True,
    )
    with a_street(store, replace(demo, users=(LISA, TOM))) as street:
        yield street


@pytest.fixture
def lisa(street: Street) -> Visitor:
    """Lisa, who decided of her customers, her policy and how she is paid."""
    visitor = connected(street)
    house = street.house
    house.settle()
    policy.change_settings(
        house.doors, org_id=house.org_id, by=BY, sender_name=BY, reply_to=LISA.email,
        how_to_pay=("Sort code 12-34-56", "Account 12345678"),
    )  # fmt: skip
    for key, amount in (("quay", "500"), ("dock", "80"), ("mole", "90")):
        limits.set_limit(
            house.doors, org_id=house.org_id, by=BY, customer_id=house.customer(key),
            limit=Money(Decimal(amount), "GBP"), reason="agreed by phone",
        )  # fmt: skip
    decide.never_chase(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("dock"), yes=True
    )
    silence.begin(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("dock"),
        kind=HoldKind.BREATHING_SPACE, until=date(2030, 1, 1),
    )  # fmt: skip
    standing.say(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("dock"),
        kind=Kind.COMPANY, law=Law.SCOTLAND,
    )  # fmt: skip
    speaking.speak(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("dock"),
        language="fr-FR",
    )  # fmt: skip
    speaking.approve_texts(
        house.doors, org_id=house.org_id, by=BY, language="fr-FR", seen=digest("fr-FR")
    )
    recipients.choose_role(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("dock"),
        email="dock@dock.example", role=Role.ESCALATION,
    )  # fmt: skip
    portal_wishes.say_how_we_pay(
        house.doors, org_id=house.org_id, customer_id=house.customer("quay"),
        pay_run=MonthlyRun(25, 0, 0), order_route="ask Tom",
    )  # fmt: skip
    with house.doors.store.tenant(house.org_id) as tx:
        store_recipients.add_person(
            tx, house.customer("quay"), name="Tom Ash", email="tom@quay.example", role=Role.TO,
            by=BY, at=house.doors.clock.now(),
        )  # fmt: skip
    loss_budget.set_loss_budget(
        house.doors, org_id=house.org_id, by=BY, amount=Decimal(400), why="agreed at the bank"
    )
    charge_settings.enter_rate(
        house.doors, org_id=house.org_id, by=BY, whose=Reference.ECB_REFINANCING,
        since=date(2025, 7, 1), per_cent=Decimal("2.15"), source="ECB", read_on=date(2026, 11, 2),
    )  # fmt: skip
    with house.doors.store.tenant(house.org_id) as tx:
        mine = replace(ground(tx, now=house.doors.clock.now()).house, stale_books_days=9)
    policy.change_policy(
        house.doors, org_id=house.org_id, by=BY, document=as_document(mine), mode=Mode.AUTOMATIC
    )
    passport.publish(house.doors, org_id=house.org_id, by=BY, is_public=True, slug="harbour")
    several.create_policy(house.doors, org_id=house.org_id, by=BY, name="Mild", copy_of="standard")
    several.cover(
        house.doors, org_id=house.org_id, by=BY, default="standard",
        segments={Segment.SLIPPING: "Mild"},
    )  # fmt: skip
    decides_between(house, house.customer("quay"))
    several.choose_segment(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
        segment=Segment.KEY, until=date(2030, 1, 1),
    )  # fmt: skip
    return visitor


def is_reset(street: Street) -> str:
    """Xero resets the demo company; noticed at the next call. The id that it has now."""
    house = street.house
    house.xero.sandbox.reset_demo_company(house.xero.tenant_id)
    house.catch_up()
    assert street.organisation(house.org_id).state is OrgState.DISCONNECTED
    return house.xero.tenant_id


def connects_anew(street: Street, visitor: Visitor) -> tuple[UUID, str]:
    """The visitor connects what came in its place; its id with us, and the page they land on."""
    landed = visitor.connects(street.house.xero.tenant_id)
    return organisation_in(landed), plain(landed.get_data(as_text=True))


def test_a_reset_demo_company_comes_back_as_another_organisation_and_is_offered_its_settings(
    street: Street, lisa: Visitor
) -> None:
    """A calm question: until when it was connected, what comes along and what does not."""
    old = street.house.org_id
    is_reset(street)
    new, words = connects_anew(street, lisa)
    assert new != old
    assert "This looks like Harbour Lane Foods" in words
    assert re.search(r"was connected here until \w*,? ?24 Nov", words), words
    assert "How to pay Sort code 12-34-56" in words
    assert "standard, starting as: automatic" in words
    assert "still being read" in words
    assert "Harbour Lane Foods (not connected)" in words, "the old one is still one step away"
    assert "Carry over" not in words.replace("Carry settings over", "").split("What does not")[1]


def test_what_was_shown_comes_along_and_nothing_else(street: Street, lisa: Visitor) -> None:
    """Policy with its versions, mode, sender, how to pay; limits of customers known again."""
    house, old = street.house, street.house.org_id
    is_reset(street)
    stranger = house.ledger.contact("mole")
    contacts.change_contact(house.ledger, stranger.id, name="Mole Holdings", email="m@new.example")
    renumbered(street, "mole")
    new, _ = connects_anew(street, lisa)
    house.settle()
    page = f"/o/{new}/start/before"
    words = lisa.reads(page)
    assert "2 customers are known again without doubt" in words
    assert "Mole & Co" in words.split("What does not")[1]
    landed = lisa.sends(page, page, answer="carry", **hidden(lisa, page))
    assert "were carried over" in landed.get_data(as_text=True)

    with house.doors.store.tenant(old) as tx:
        before, history = organisations.settings(tx), policies.policy_history(tx)
    with house.doors.store.tenant(new) as tx:
        after = organisations.settings(tx)
        assert after.how_to_pay == before.how_to_pay != ()
        assert (after.sender_name, after.reply_to) == (before.sender_name, before.reply_to)
        stored = policies.active_policy(tx)
        assert (stored.document["stale_books_days"], stored.mode) == (9, "automatic")
        assert [(v.by, v.at) for v in policies.policy_history(tx)] == [
            (v.by, v.at) for v in history
        ]
        quay = terms.terms(tx, house.customer("quay"))
        assert quay.limit == Money(Decimal(500), "GBP")
        assert quay.limit_reason == "carried over from Harbour Lane Foods: agreed by phone"
        assert terms.terms(tx, house.customer("dock")).never_chase
        (held,) = holds.holds(tx, house.customer("dock"), on=date(2026, 12, 1))
        assert (held.kind, held.until) == (HoldKind.BREATHING_SPACE, date(2030, 1, 1))
        assert (quay.segment, quay.segment_until) == (Segment.KEY, date(2030, 1, 1))
        assert policies.cover(tx) == {"": "standard", "slipping": "Mild"}
        assert policy_pages.address(tx) == PolicyAddress("harbour", is_public=True)
        said = store_standing.said(tx, house.customer("dock"))
        assert (said.kind, said.law) == (Kind.COMPANY, Law.SCOTLAND)
        assert languages.language_of(tx, house.customer("dock")) == "fr-FR"
        roles = store_recipients.roles_chosen(tx)
        assert roles[house.customer("dock")] == (("dock@dock.example", Role.ESCALATION),)
        assert roles[house.customer("quay")] == (("tom@quay.example", Role.TO),)
        added = store_recipients.people_added(tx)
        assert added[house.customer("quay")] == (("Tom Ash", "tom@quay.example"),)
        came_along_between(all_between(tx)[house.customer("quay")])
        came_along_said(wishes.read(tx, house.customer("quay")))
        assert [each.language for each in after.approved_texts] == ["fr-FR"]
        assert [rate.source for rate in charge_facts.entered_rates(tx)] == ["ECB"]
        budget = limit_refusals.loss_budget(tx)
        assert (budget and budget.amount) == Money(Decimal(400), "GBP")
        assert terms.terms(tx, stranger.id).limit is None
        assert tx.sql("select count(*) from messages where org_id = :org").scalar_one() == 0
    assert "This looks like" not in lisa.reads(page), "it is asked once"
    assert "Settings carried over from Harbour Lane Foods" in lisa.reads(f"/o/{new}/timeline")


def renumbered(street: Street, key: str) -> None:
    """The reset books give a customer another number."""
    ledger = street.house.ledger
    found = ledger.contact(key)
    ledger.contacts[found.id] = replace(found, number="")


def hidden(visitor: Visitor, page: str) -> dict[str, str]:
    """The hidden fields of the form on a page, but its token."""
    html = visitor.client.get(page).get_data(as_text=True)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html)
    return {name: value for name, value in fields if name != "csrf"}


def test_what_changed_since_it_was_shown_or_comes_too_late_is_not_carried_over(
    street: Street, lisa: Visitor
) -> None:
    """A confirmation is for what was on the page; how to pay asks for a fresh sign-in as well."""
    house = street.house
    is_reset(street)
    new, _ = connects_anew(street, lisa)
    house.settle()
    page = f"/o/{new}/start/before"
    shown = hidden(lisa, page)
    quay = house.customer("quay")
    renumbered(street, "quay")
    contacts.change_contact(house.ledger, quay, email="q@q.test")
    house.org_id = new
    house.catch_up()
    answer = lisa.sends(page, page, answer="carry", **shown)
    assert answer.status_code == 409
    assert "has changed since you looked" in answer.get_data(as_text=True)

    # rule 26 holds here too: a page left open must not redirect anybody's money
    house.xero.advance(timedelta(minutes=20) / timedelta(hours=1))
    answer = lisa.sends(page, page, answer="carry", **hidden(lisa, page))
    assert answer.status_code == 409
    assert "within a quarter of an hour" in answer.get_data(as_text=True)
    with house.doors.store.tenant(new) as tx:
        assert organisations.settings(tx).how_to_pay == ()


def test_starting_afresh_carries_nothing_and_ends_the_question(
    street: Street, lisa: Visitor
) -> None:
    """Whoever wants a clean start gets one, and is not asked again."""
    is_reset(street)
    new, _ = connects_anew(street, lisa)
    page = f"/o/{new}/start/before"
    lisa.sends(page, page, answer="afresh")
    street.house.settle()
    assert "This looks like" not in lisa.reads(page)
    with street.house.doors.store.tenant(new) as tx:
        assert organisations.settings(tx).how_to_pay == ()
        assert policies.active_policy(tx).version == 0


def test_who_could_not_see_the_old_one_is_offered_nothing_of_it(
    street: Street, lisa: Visitor
) -> None:
    """Tom never connected it: neither the question nor a forged form shows or carries anything."""
    house, old = street.house, street.house.org_id
    is_reset(street)
    tom = street.visitor(TOM)
    new, words = connects_anew(street, tom)
    house.settle()
    assert "This looks like" not in words
    assert "Sort code" not in tom.reads(f"/o/{new}/start/before")
    answer = tom.sends(
        f"/o/{new}/start/ledger", f"/o/{new}/start/before", answer="carry", seen="x",
        **{"from": str(old)},
    )  # fmt: skip
    assert answer.status_code == 409
    with house.doors.store.tenant(new) as tx:
        assert organisations.settings(tx).how_to_pay == ()


def test_a_customer_is_known_again_by_number_or_by_name_and_address_and_never_by_half() -> None:
    """Whoever fits two, or is fitted by two, is nobody's: a limit must not reach a stranger."""

    def known(key: str, number: str = "", name: str = "Quay", email: str = "q@q") -> Known:
        return Known(key, number, name, email, email)

    def chosen(contact: Known) -> Chosen:
        return Chosen(
            contact=contact, limit=None, limit_reason="", policy=None, segment=None,
            never_chase=True, direct_debit=False,
        )  # fmt: skip

    def pairs(old: list[Known], new: list[Known]) -> list[tuple[str, str]]:
        found = same_customers([chosen(each) for each in old], new)
        return [(each.chosen.contact.id, each.contact.id) for each in found]

    assert pairs([known("a", "7", "Quay", "q@q")], [known("x", "7", "Other", "o@o")]) == [
        ("a", "x")
    ]
    assert pairs([known("a", "7")], [known("x", "8")]) == [("a", "x")]
    assert pairs([known("a")], [known("x", email="o@o")]) == []
    assert pairs([known("a", email="")], [known("x", email="")]) == []
    assert pairs([known("a")], [known("x"), known("y")]) == []
    assert pairs([known("a"), known("b")], [known("x")]) == []
    assert pairs([known("a", "7")], [known("x", "7", "Other", "o@o"), known("y")]) == []
