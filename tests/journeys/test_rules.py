"""Rules of the house that only the whole house can keep, each with its own case."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
import requests

from connectors.sandbox import contacts, documents
from connectors.sandbox.seed import SeedLine, SeedPerson, SeedRepeating
from plugin.bootstrap import console
from plugin.credit.account import CreditStatus, Placement, StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.policy import Mode
from plugin.operations import decide, limits, settle
from plugin.store import Store, placements
from tests.journeys.books import DAY, Customer, a_customer, a_debt, books
from tests.journeys.house import BY, OWNER, URL, House, a_house

WATCH, STOP = "Goodterms: watch", "Goodterms: stop"


def mails_a_day(house: House) -> Counter[date]:
    """How many reminders went on each day."""
    return Counter(mail.received.date() for mail in house.mails())


@pytest.mark.long
def test_rule_2_old_debt_is_silent_until_a_person_has_placed_it(store: Store) -> None:
    """300 invoices late by 1 to 900 days, automatic, a week: nothing; then 20 customers a day."""
    customers = [
        a_customer(
            f"c{n}",
            f"Customer {n}",
            *(a_debt(f"INV-{n}-{k}", "90.00", late=1 + (n * 5 + k) * 3) for k in range(5)),
        )
        for n in range(60)
    ]
    with a_house(store, books(customers)) as house:
        house.connect()
        house.settle()
        house.start(Mode.AUTOMATIC)
        # looked at in the hours when mail may go, and at night
        house.advance(7 * 24, step=12)
        assert house.mails() + house.proofs() == []
        assert house.ledger.groups == {}
        assert house.calls("PUT") == []
        with house.doors.store.tenant(house.org_id) as tx:
            found = placements.unplaced(tx, on=house.ledger.today())
        waiting = [debt.invoice_id for debt in found]
        assert len(waiting) == 300

        settle.place(
            house.doors,
            org_id=house.org_id,
            by=BY,
            invoice_ids=waiting,
            placement=Placement.GENTLE,
        )
        house.settle()
        for _ in range(2):
            house.approve_all()
            house.pass_a_day()
        days = mails_a_day(house)
        assert days, "nobody was written to"
        assert max(days.values()) <= 20
        assert len(days) >= 2
        first = min(house.mails() + house.proofs(), key=lambda mail: mail.place)
        assert first.recipients == (OWNER,), "the very first message goes to our own user"
        assert len(house.proofs()) == 1
        levels = {message.level for message in house.messages(StepState.DONE)}
        assert levels == {1}, "the first contact is level one, however late"


@pytest.mark.long
def test_rule_23_one_address_gets_two_a_day_and_never_two_customers_in_one(store: Store) -> None:
    """14 customers with one address: at most two mails a day, none names two customers."""
    names = [f"Branch {letter}" for letter in "ABCDEFGHIJKLMN"]
    customers = [
        a_customer(f"b{n}", name, a_debt(f"INV-{n}", "120.00", late=5), email="pay@group.example")
        for n, name in enumerate(names)
    ]
    with a_house(store, books(customers)) as house:
        house.begin()
        assert house.approve_all() == 14
        for _ in range(3):
            house.pass_a_day()
        days = mails_a_day(house)
        assert len(days) >= 3
        assert max(days.values()) == 2
        for mail in house.mails():
            assert sum(name in mail.text for name in names) == 1


def test_rule_25_the_included_people_get_a_copy_and_the_others_do_not(store: Store) -> None:
    """The contact and its *include in emails* people; a person left out stays out."""
    people = (
        SeedPerson("Ada", "Low", "ada@quay.example", include_in_emails=True),
        SeedPerson("Ben", "Hay", "ben@quay.example", include_in_emails=False),
    )
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=5), people=people)
    with a_house(store, books([quay])) as house:
        house.begin()
        house.approve_all()
        house.advance(3)
        (mail,) = house.mails()
        assert mail.recipients == ("quay@quay.example", "ada@quay.example")


def test_rule_25_no_address_is_a_task_and_never_a_silent_skip(store: Store) -> None:
    """A late customer without an email: a task, no message."""
    mute = a_customer("mute", "No Address Stores", a_debt("INV-1", "88.00", late=9), email="")
    with a_house(store, books([mute])) as house:
        house.begin()
        assert [task.kind for task in house.tasks()] == [TaskKind.NO_EMAIL]
        assert house.messages() == ()


@pytest.mark.parametrize(
    ("reply_to", "address"),
    [(OWNER, OWNER), ("lisa@unverified.example", "reminders@goodterms.example")],
)
def test_rule_26_only_a_domain_with_its_records_is_sent_as(
    store: Store, reply_to: str, address: str
) -> None:
    """SPF, DKIM and DMARC in place: from one's own address; else from ours, in one's name."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=5))
    with a_house(store, books([quay])) as house:
        house.connect()
        house.settle()
        house.place()
        house.start(reply_to=reply_to)
        house.settle()
        house.approve_all()
        house.advance(3)
        (mail,) = [each for each in house.mails() if "quay@quay.example" in each.recipients]
        assert f"<{address}>" in mail.header("From")
        assert BY in mail.header("From")
        assert mail.header("Reply-To").split(", ")[-1] == reply_to


def test_rule_27_opening_every_link_twice_changes_nothing(store: Store) -> None:
    """A scanner opens every link of every mail, twice: store and ladder are as before."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=5))
    with a_house(store, books([quay])) as house:
        house.begin()
        house.approve_all()
        house.advance(3)
        mails = house.mails() + house.proofs()
        links = {link for mail in mails for link in re.findall(r'href="(http[^"]+)"', mail.html)}
        assert links
        before, ours = everything(house), console(house.settings, house.doors).test_client()
        for link in sorted(links) * 2:
            if link.startswith(URL):
                assert ours.get(link.removeprefix(URL)).status_code in {200, 302}, link
            else:
                requests.get(link, timeout=10, allow_redirects=False)
        house.settle()
        assert everything(house) == before


def everything(house: House) -> list[tuple[object, ...]]:
    """States of the outbox, the ladder and the tasks."""
    return [
        *house.sql("select id, state, outcome from messages where org_id = :org order by id"),
        *house.sql("select invoice_id, level, state from steps where org_id = :org order by 1, 2"),
        *house.sql("select id, state from tasks where org_id = :org order by id"),
    ]


def limited(house: House, key: str, amount: str) -> None:
    """A person sets a limit."""
    limits.set_limit(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer(key),
        limit=Money.of(amount, "GBP"),
        reason="as agreed",
    )
    house.settle()


@pytest.mark.long
def test_rule_30_six_crossings_in_a_day_are_one_flag_and_one_note(store: Store) -> None:
    """Over and under the limit three times in a day: flagged once, noted once, cleared once."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=-20))
    with a_house(store, books([quay])) as house:
        house.begin()
        limited(house, "quay", "300")
        for n in range(3):
            documents.raise_invoice(house.ledger, "quay", Decimal("200.00"), number=f"INV-X{n}")
            house.catch_up()
            documents.void_invoice(house.ledger, f"INV-X{n}")
            house.catch_up()
        assert len(house.calls("PUT", "ContactGroups/")) == 1
        notes = house.notes_on("quay")
        assert len([note for note in notes if "clear" not in note.lower()]) == 1
        assert len(notes) <= 2
        assert house.groups_of("quay") == []
        house.advance(26, step=2)
        assert len(house.notes_on("quay")) == len(notes)


@pytest.mark.long
def test_rule_30_a_rise_on_the_same_day_waits_for_the_morning(store: Store) -> None:
    """Cleared and over again within a day: the flag comes back the next morning, not before."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=-20))
    with a_house(store, books([quay])) as house:
        house.begin()
        limited(house, "quay", "100")
        limited(house, "quay", "1000")
        limited(house, "quay", "100")
        assert house.groups_of("quay") == []
        house.advance(24, step=3)
        assert house.groups_of("quay") == [WATCH]


def test_rule_31_a_flag_taken_off_in_xero_is_asked_about_and_never_put_back(store: Store) -> None:
    """Somebody takes the customer out of the group: one question, no flag until it is answered."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        (group,) = house.ledger.groups.values()
        contacts.remove_member(house.ledger, group.id, house.customer("quay"))
        house.advance(48, step=6)
        assert house.groups_of("quay") == []
        (task,) = house.tasks(TaskKind.FLAG_REMOVED)
        decide.close_task(
            house.doors, org_id=house.org_id, by=BY, task_id=task.id, answer="put_back"
        )
        house.settle()
        assert house.groups_of("quay") == [WATCH]


def test_rule_31_a_renamed_group_is_asked_about(store: Store) -> None:
    """Somebody renames our group: its members are asked about, and not put anywhere else."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        (group,) = house.ledger.groups.values()
        contacts.rename_group(house.ledger, group.id, "Careful with these")
        house.advance(48, step=6)
        assert house.groups_of("quay") == ["Careful with these"]
        assert len(house.tasks(TaskKind.FLAG_REMOVED)) == 1


def forty(late: int) -> Customer:
    """A customer with forty invoices."""
    return a_customer(
        "big", "Big Buyer Ltd", *(a_debt(f"INV-{n}", "10.00", late=late) for n in range(40))
    )


@pytest.mark.long
def test_rule_32_one_message_naming_forty_invoices_costs_two_note_calls(store: Store) -> None:
    """40 invoices, one mail: one note on the contact lists their numbers."""
    with a_house(store, books([forty(5)])) as house:
        house.begin()
        house.approve_all()
        house.advance(3)
        assert len(house.mails()) == 1
        assert 1 <= len(house.calls("PUT", "History")) <= 2
        (note,) = house.notes_on("big")
        assert "INV-39" in note


@pytest.mark.long
def test_rule_32_what_follows_the_days_note_stands_in_the_next_days(store: Store) -> None:
    """Watch in the morning, first chase before noon: two notes on two days, and nothing is lost."""
    with a_house(store, books([forty(20)])) as house:
        house.begin()
        house.approve_all()
        house.advance(3)
        assert len(house.mails()) == 1
        assert len(house.notes_on("big")) == 1
        house.advance(24, step=3)
        flag, chase = house.notes_on("big")
        assert "watch" in flag.lower()
        assert "INV-39" in chase


def test_rule_19_and_33_stop_waits_for_a_person_and_repeating_invoices_are_named(
    store: Store,
) -> None:
    """67 days late: watch at once, stop after a yes; a task names what Xero goes on issuing."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=67))
    weekly = SeedRepeating(
        "r1",
        "quay",
        (SeedLine("Oil", Decimal(1), Decimal("45.00")),),
        "GBP",
        DAY + timedelta(days=20),
        reference="Weekly oil",
    )
    with a_house(store, books([quay], repeating=(weekly,))) as house:
        house.begin(Mode.AUTOMATIC)
        house.advance(24, step=6)
        assert house.groups_of("quay") == [WATCH]
        assert len(house.tasks(TaskKind.PROPOSE_STOP)) == 1
        decide.decide_stop(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_id=house.customer("quay"),
            stop=True,
        )
        house.settle()
        assert house.groups_of("quay") == [STOP]
        (task,) = house.tasks(TaskKind.REPEATING_WHILE_STOPPED)
        assert any("Weekly oil" in name for name in task.names)
        house.pays("INV-1", "250.00")
        house.catch_up()
        assert house.groups_of("quay") == []
        assert house.sql(
            "select status from assessments where customer_id = :id", id=house.customer("quay")
        ) == [(CreditStatus.OPEN.value,)]
