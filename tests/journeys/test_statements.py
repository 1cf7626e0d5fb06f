"""Statements on a schedule, lived: proposed on their day, sent at most once, kept word for word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from connectors.sandbox.seed import SeedAddress, SeedTerms
from plugin.credit.account import Calendar, StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.credit.statements import StatementKind, Statements, StatementWish
from plugin.credit.terms import Terms, TermsKind
from plugin.jobs import What
from plugin.letters.paper import letter_pdf
from plugin.letters.statement import paper_pdf
from plugin.operations import policy, preview, respond, statements
from plugin.operations.doors import NotPossible
from plugin.store import Store, accounts, outbox
from plugin.store.messages import Message
from tests.credit.builders import days
from tests.journeys.books import DAY, Customer, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.letters.papers import words_of


def owing(key: str, name: str, *debts: tuple[str, str], **more: object) -> Customer:
    """A customer with debts that are not due for weeks."""
    owed = (a_debt(number, amount, late=-25) for number, amount in debts)
    return a_customer(key, name, *owed, **more)


def begun(house: House, mode: Mode = Mode.ASK_FIRST, **schedule: object) -> None:
    """Settle the past, with statements on the very day on which everything begins."""
    house.begin(mode)
    plan = Statements(**{"scheduled": True, "day": DAY.day, **schedule})  # type: ignore[arg-type]
    document = as_document(replace(DEFAULT_POLICY, statements=plan))
    policy.change_policy(house.doors, org_id=house.org_id, by=BY, document=document, mode=mode)
    house.settle()


def stated(house: House, *states: StepState) -> dict[str, Message]:
    """The statements in these states, by customer."""
    found = [each for each in house.messages(*states) if each.kind == "statement"]
    assert len({each.customer_id for each in found}) == len(found)
    return {each.customer_id: each for each in found}


def approve(house: House, waiting: Iterable[Message]) -> None:
    """Say yes; the ten minutes pass, the proof is shown, and half an hour after it they leave."""
    for message in waiting:
        respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=message.id)
    for _ in range(2):
        house.advance(0.6)


def paper(house: House, message: Message) -> str:
    """The words of a statement's paper, as a person downloads it."""
    kept = statements.paper_of(house.doors, org_id=house.org_id, message_id=message.id)
    return words_of(paper_pdf(kept))


@pytest.mark.long
def test_statements_are_mailed_as_they_are_true_and_kept_word_for_word(store: Store) -> None:
    """One invoice is paid after the yes: it stands on nothing; and nothing of another customer is
    ever on it. What went can be shown again after all of it was paid."""
    seed = books(
        [
            owing("kettle", "Copper Kettle", ("INV-1", "100.00"), ("INV-2", "40.50")),
            owing("quay", "Quay Bistro", ("INV-9", "777.00")),
        ]
    )
    with a_house(store, seed) as house:
        begun(house, kind=StatementKind.ACTIVITY)
        kettle, quay = house.customer("kettle"), house.customer("quay")
        waiting = stated(house, StepState.PROPOSED)
        assert waiting[kettle].total == Decimal("140.50")
        house.pays("INV-2", "40.50")
        approve(house, waiting.values())
        (proof,) = house.proofs()
        assert "This is how the first message will look" in proof.text
        sent = stated(house, StepState.DONE)
        for key, own, amount, others in (
            (kettle, "INV-1", "£100.00", ("INV-9", "Quay Bistro", "777.00")),
            (quay, "INV-9", "£777.00", ("INV-1", "INV-2", "Copper Kettle", "100.00")),
        ):
            (mail,) = [each for each in house.mails() if amount in each.subject]
            assert mail.attachments == ("statement-2026-11-24-GBP.pdf",)
            words = f"{paper(house, sent[key])} {mail.text} {mail.html}"
            assert own in words
            assert not [other for other in others if other in words]
        assert "Payment of INV-2, thank you" in paper(house, sent[kettle])
        assert house.sql(
            "select summary, by from events where org_id = :org and kind = 'statement_sent'"
            " and customer_id = :id",
            id=kettle,
        ) == [("Statement of account with one invoice: £100.00 open", BY)]
        before = paper(house, sent[quay])
        house.pays("INV-9", "777.00")
        house.catch_up()
        assert paper(house, sent[quay]) == before


@pytest.mark.long
def test_every_answer_to_a_statement_ends_its_month(store: Store) -> None:
    """Not this time, done by me, paid meanwhile, never for this customer, and a run that died."""
    keys = ("skipped", "handed", "paid", "never", "died")
    seed = books([owing(key, key.title(), (f"INV-{key}", "100.00")) for key in keys])
    with a_house(store, seed) as house:
        begun(house)
        waiting = stated(house, StepState.PROPOSED)
        skipped, handed, paid, never, died = (waiting[house.customer(key)] for key in keys)
        doors, org_id = house.doors, house.org_id
        for what in (respond.soften, respond.paid_already):
            with pytest.raises(NotPossible):
                what(doors, org_id=org_id, by=BY, message_id=handed.id)
        respond.not_this_time(doors, org_id=org_id, by=BY, message_id=skipped.id)
        respond.done_by_me(doors, org_id=org_id, by=BY, message_id=handed.id)
        statements.choose_wish(
            doors, org_id=org_id, by=BY, customer_id=never.customer_id, wish=StatementWish.NEVER
        )
        respond.approve(doors, org_id=org_id, by=BY, message_id=died.id)
        with doors.store.tenant(org_id) as tx:
            states = {"to": StepState.CLAIMED, "frm": (StepState.APPROVED,)}
            assert outbox.move(tx, died.id, now=doors.clock.now(), **states)  # type: ignore[arg-type]
        house.work(What.SEND)
        house.pays("INV-paid", "100.00")
        approve(house, [paid])
        assert not house.mails()
        assert {each.id: each.state for each in stated(house).values()} == {
            skipped.id: StepState.REFUSED,
            handed.id: StepState.DONE,
            paid.id: StepState.DROPPED,
            never.id: StepState.DROPPED,
            died.id: StepState.UNCONFIRMED,
        }
        assert house.tasks(TaskKind.UNCONFIRMED)
        assert "£100.00" in paper(house, handed)
        with pytest.raises(NotPossible):
            paper(house, paid)


@pytest.mark.long
def test_addresses_and_terms_come_from_xero(store: Store) -> None:
    """The post box before the street, sealed, in the order of its country; the 20th following."""
    street = SeedAddress("1 Dock Road", "Bristol", "BS1 1AA", "United Kingdom")
    box = SeedAddress("PO Box 7", "Harwich", "CO12 3HH", "United Kingdom", type="POBOX")
    terms = SeedTerms(20, "OFFOLLOWINGMONTH")
    debt = a_debt("INV-1", "100.00", late=4)
    seed = books(
        [a_customer("kettle", "Copper Kettle", debt, addresses=(street, box), sales_terms=terms)]
    )
    with a_house(store, seed) as house:
        house.begin(Mode.ASK_FIRST)
        kettle = house.customer("kettle")
        ((sealed,),) = house.sql(
            "select address from contacts where org_id = :org and id = :id", id=kettle
        )
        assert b"Harwich" not in sealed
        with house.doors.store.tenant(house.org_id) as tx:
            on = house.doors.clock.now().date()
            (account,) = accounts.load_accounts(
                tx, on=on, customer_ids=[kettle], calendar_of=lambda _: Calendar()
            )
        assert account.statements.pays_by == Terms(20, TermsKind.OF_NEXT_MONTH)
        assert account.customer.reach.may_post
        (message,) = house.messages(StepState.PROPOSED)
        opened = preview.opened(house.doors, org_id=house.org_id, message_id=message.id)
        words = words_of(letter_pdf(opened.facts, opened.envelope))
        assert "Copper Kettle PO Box 7 Harwich CO12 3HH" in words
        assert "Your account kettle" in words


@pytest.mark.long
def test_twelve_invoices_due_on_the_twentieth_one_statement_no_courtesies(store: Store) -> None:
    """Four weeks lived through, by the contact's own terms in Xero."""
    debts = [
        a_debt(f"INV-{day}", "100.00", late=-26, issued=date(2026, 11, day)) for day in range(2, 14)
    ]
    terms = SeedTerms(20, "OFFOLLOWINGMONTH")
    seed = books([a_customer("kettle", "Copper Kettle", *debts, sales_terms=terms)])
    with a_house(store, seed) as house:
        begun(house)
        approve(house, stated(house, StepState.PROPOSED).values())
        house.advance(24 * 26, step=24)
        (mail,) = house.mails()
        assert mail.subject == "Statement of account, 24 November 2026: £1,200.00 open"
        assert [each.kind for each in house.messages()] == ["statement"]
        # level one would come on the 23rd: the next statement, on the 24th, stands in its place
        house.advance(24 * 4, step=24)
        assert [each.kind for each in house.messages(StepState.PROPOSED)] == ["statement"]


@pytest.mark.long
def test_in_automatic_mode_it_goes_by_itself_once_they_know_us(store: Store) -> None:
    """The first message waits for a yes; the statement a week later does not."""
    seed = books(
        [
            owing("quay", "Quay Bistro", ("INV-7", "10.00")),
            a_customer(
                "kettle",
                "Copper Kettle",
                a_debt("INV-1", "100.00", late=4),
                a_debt("INV-2", "50.00", late=-25),
            ),
        ]
    )
    with a_house(store, seed) as house:
        begun(house, Mode.AUTOMATIC, day=(DAY + days(8)).day)
        house.approve_all()
        house.advance(2)
        assert len(house.mails()) == 1
        house.advance(24 * 7, step=12)
        # somebody's payment is reconciled, so the books are fresh (rule 21)
        house.pays("INV-7", "10.00")
        house.catch_up()
        house.advance(28, step=4)
        subjects = [mail.subject for mail in house.mails()]
        assert subjects[1:] == ["Statement of account, 2 December 2026: £150.00 open"]
