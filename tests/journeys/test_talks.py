"""Negotiation from both sides: offers to and fro, an agreement that both see, words and mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from plugin.credit.account import StepState
from plugin.credit.agreements import DisputeOutcome, DisputeReason, PlanPart
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.negotiation import Side
from plugin.operations import decide, disputes, plans, situation, talks
from plugin.operations.answering import Answerer
from plugin.operations.doors import NotPossible
from plugin.operations.talk_opening import Upload
from plugin.operations.talks import Speaker
from plugin.queries.talks import TalkShown, talk_shown
from plugin.store import Store, portal_answers
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

PDF = Upload("delivery note.pdf", b"%PDF-1.4\n" + b"x" * 500 + b"\n%%EOF\n")


def gbp(amount: str | int) -> Money:
    """An amount in pounds."""
    return Money.of(amount, "GBP")


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay Bistro owes 1,000 and 200, late by 37 and 30 days, and nobody has been asked yet."""
    quay = a_customer(
        "quay",
        "Quay Bistro",
        a_debt("INV-1", "1000.00", late=37),
        a_debt("INV-2", "200.00", late=30),
    )
    with a_house(store, books([quay])) as house:
        house.begin()
        yield house


def us(house: House) -> Speaker:
    """Lisa, at the console."""
    return Speaker(org_id=house.org_id, side=Side.BUSINESS, by=BY)


def them(house: House) -> Speaker:
    """Somebody of Quay Bistro, on their page."""
    return Speaker(org_id=house.org_id, side=Side.CUSTOMER, customer_id=house.customer("quay"))


def payments(first: date, *amounts: int) -> list[PlanPart]:
    """These amounts, four weeks apart."""
    return [
        PlanPart(first + timedelta(days=28 * n), gbp(amount)) for n, amount in enumerate(amounts)
    ]


def propose(house: House, parts: Sequence[PlanPart], *numbers: str) -> UUID:
    """The customer proposes terms beyond the bounds; the talk that begins."""
    who = Answerer(org_id=house.org_id, customer_id=house.customer("quay"), once=uuid4().hex)
    ids = [house.invoice(number) for number in numbers or ("INV-1", "INV-2")]
    if len(parts) == 1:
        answer = situation.promise(
            house.doors, who, invoice_ids=ids, due=parts[0].due, amount=parts[0].amount
        )
    else:
        answer = situation.split(house.doors, who, invoice_ids=ids, parts=parts)
    with house.doors.store.tenant(house.org_id) as tx:
        given = portal_answers.read(tx, house.customer("quay"), answer)
    assert given is not None
    assert given.result.talk_id is not None
    house.settle()
    return given.result.talk_id


def shown(house: House, talk_id: UUID) -> TalkShown:
    """The talk as pages show it today."""
    with house.doors.store.tenant(house.org_id) as tx:
        on = house.doors.clock.now().date()
        found = talk_shown(tx, talk_id, organisation="Harbour Lane Foods", on=on)
    assert found is not None
    return found


def subjects(house: House) -> list[str]:
    """What the customer was told by mail, the latest last."""
    return [mail.subject for mail in house.mails()]


EIGHT = payments(DAY + timedelta(days=7), *[150] * 8)


def test_a_counter_offer_is_accepted_and_both_sides_see_the_same_record(house: House) -> None:
    """Eight payments are proposed, four offered, four accepted: a plan, told by mail and noted."""
    talk = propose(house, EIGHT)
    assert len(house.tasks(TaskKind.TALK_WAITS)) == 1
    four = payments(DAY + timedelta(days=7), 300, 300, 300, 300)
    talks.counter(house.doors, us(house), talk_id=talk, seen=1, parts=four)
    house.settle()
    assert house.tasks(TaskKind.TALK_WAITS) == [], "it is their turn"
    assert "offers other terms: £1,200.00 in four instalments" in subjects(house)[-1]
    talks.accept(house.doors, them(house), talk_id=talk, offer=2)
    house.settle()
    found = shown(house, talk)
    assert found.record.startswith("£1,200.00 in four instalments")
    assert [offer.became for offer in found.offers] == ["another offer took its place", "agreed"]
    assert [str(row[0]) for row in house.sql("select plan_id from talks where org_id = :org")] == [
        str(row[0]) for row in house.sql("select id from plans where org_id = :org")
    ]
    assert subjects(house)[-1].startswith("Agreed: £1,200.00 in four instalments")
    assert {message.outcome for message in house.messages()} == {"proposed"}


@pytest.mark.long
def test_a_business_may_say_yes_beyond_its_own_bounds(house: House) -> None:
    """Eight payments where six are allowed: the bound stands beside the plan."""
    talk = propose(house, EIGHT)
    talks.accept(house.doors, us(house), talk_id=talk, offer=1)
    house.settle()
    assert house.sql("select beyond from plans where org_id = :org") == [("too_many too_long",)]


@pytest.mark.long
def test_a_customer_who_comes_back_within_the_bounds_is_agreed_with_at_once(house: House) -> None:
    """They offered eight, then three themselves: the owner's bounds say yes."""
    talk = propose(house, EIGHT)
    three = payments(DAY + timedelta(days=7), 400, 400, 400)
    talks.counter(house.doors, them(house), talk_id=talk, seen=1, parts=three)
    house.settle()
    assert shown(house, talk).record.startswith("£1,200.00 in three instalments")


@pytest.mark.long
def test_a_declined_proposal_lets_the_ladder_go_on(house: House) -> None:
    """And the customer is told; a second press of the button changes nothing."""
    talk = propose(house, EIGHT)
    assert house.messages(StepState.PROPOSED) == ()
    for _ in range(2):
        talks.end(house.doors, us(house), talk_id=talk, seen=1)
    house.advance(24.0, step=24.0)
    assert len(house.messages(StepState.PROPOSED)) == 1
    assert subjects(house)[-1].startswith("About your proposal for INV-1 and INV-2")
    with pytest.raises(NotPossible, match="settled or over"):
        talks.accept(house.doors, them(house), talk_id=talk, offer=1)


@pytest.mark.long
def test_nobody_accepts_an_offer_that_was_changed_meanwhile(house: House) -> None:
    """The page showed eight payments; the customer has asked for nine since."""
    talk = propose(house, EIGHT)
    nine = payments(DAY + timedelta(days=9), *[130] * 8, 160)
    talks.counter(house.doors, them(house), talk_id=talk, seen=1, parts=nine)
    with pytest.raises(NotPossible, match="Another offer has been made"):
        talks.accept(house.doors, us(house), talk_id=talk, offer=1)
    with pytest.raises(NotPossible, match="your own"):
        talks.accept(house.doors, them(house), talk_id=talk, offer=2)
    talks.accept(house.doors, us(house), talk_id=talk, offer=2)
    talks.accept(house.doors, us(house), talk_id=talk, offer=2)
    assert len(house.sql("select 1 from plans where org_id = :org")) == 1


@pytest.mark.long
def test_changing_ones_own_offer_wins_no_more_silence(house: House) -> None:
    """It rests for five working days from the first offer, however often that is changed."""
    talk = propose(house, EIGHT)
    for day in range(1, 6):
        house.xero.advance(24)
        other = payments(DAY + timedelta(days=8 + day), *[150] * 8)
        talks.counter(house.doors, them(house), talk_id=talk, seen=day, parts=other)
    house.xero.advance(24 * 3)
    house.settle()
    assert len(house.messages(StepState.PROPOSED)) == 1
    again = propose(house, payments(DAY + timedelta(days=50), *[150] * 8))
    assert again != talk
    assert len(house.messages(StepState.PROPOSED)) == 1, "nor does another proposal"


@pytest.mark.long
def test_what_was_paid_meanwhile_pays_the_first_instalment(house: House) -> None:
    """400 of the 1,200 came in while the offer stood: what is agreed still sums to its cover."""
    talk = propose(house, EIGHT)
    house.pays("INV-1", "400.00")
    house.catch_up()
    talks.accept(house.doors, us(house), talk_id=talk, offer=1)
    house.settle()
    covered = house.sql("select sum(owed) from plan_invoices where org_id = :org")
    assert covered == house.sql("select sum(amount) from plan_instalments where org_id = :org")


@pytest.mark.long
def test_nothing_is_agreed_about_what_has_been_paid(house: House) -> None:
    """Paid in full meanwhile: the task goes, and a yes is refused."""
    talk = propose(house, EIGHT)
    house.pays("INV-1", "1000.00")
    house.pays("INV-2", "200.00")
    house.catch_up()
    assert house.tasks(TaskKind.TALK_WAITS) == []
    with pytest.raises(NotPossible, match="has been paid"):
        talks.accept(house.doors, us(house), talk_id=talk, offer=1)


@pytest.mark.long
def test_an_offer_that_nobody_answers_lapses(house: House) -> None:
    """After fourteen days it cannot be accepted any more, and no task asks for it."""
    talk = propose(house, payments(DAY + timedelta(days=40), 1200))
    house.xero.advance(24 * 14)
    house.settle()
    assert house.tasks(TaskKind.TALK_WAITS) == []
    assert "lapsed" in shown(house, talk).state_words
    with pytest.raises(NotPossible, match="settled or over"):
        talks.accept(house.doors, us(house), talk_id=talk, offer=1)


@pytest.mark.long
def test_a_part_by_a_day_is_agreed_as_a_promise(house: House) -> None:
    """I can do 300 on a day: a promise of 300, and its date in Xero."""
    talk = propose(house, payments(DAY + timedelta(days=9), 300), "INV-1")
    talks.accept(house.doors, us(house), talk_id=talk, offer=1)
    house.settle()
    assert house.sql("select amount, source from promises where org_id = :org") == [
        (gbp(300).amount, "customer")
    ]
    assert any("payment of £300.00 expected" in note for note in house.notes_on_invoice("INV-1"))


@pytest.mark.long
def test_another_plan_takes_the_place_of_the_one_that_stands(house: House) -> None:
    """A plan is changed whole: the old one ends with the new one's yes, and not before."""
    first = plans.agree(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
        invoice_ids=[house.invoice("INV-1"), house.invoice("INV-2")],
        parts=payments(DAY + timedelta(days=7), 600, 600),
    )  # fmt: skip
    with pytest.raises(NotPossible, match="same payment plan"):
        propose(house, payments(DAY + timedelta(days=30), 500, 500), "INV-1")
    talk = propose(house, payments(DAY + timedelta(days=30), 400, 400, 400))
    assert house.sql("select ended_on from plans where org_id = :org") == [(None,)]
    talks.accept(house.doors, us(house), talk_id=talk, offer=1)
    ended = house.sql(
        "select ended_why from plans where org_id = :org and id = :id", id=first.plan_id
    )
    assert ended == [("changed",)]


def test_a_private_thread_about_what_is_wrong(house: House) -> None:
    """Words and papers of theirs, an answer of ours by mail, and the decision once it falls."""
    who = Answerer(org_id=house.org_id, customer_id=house.customer("quay"), once=uuid4().hex)
    situation.say_wrong(
        house.doors, who, invoice_ids=[house.invoice("INV-1")], amount=gbp(80),
        reason=DisputeReason.NOT_RECEIVED, words="Two jars are missing", papers=[PDF],
    )  # fmt: skip
    house.settle()
    ((talk, dispute),) = house.sql("select talk_id, dispute_id from talk_invoices")
    assert house.tasks(TaskKind.TALK_UNREAD) == [], "the dispute itself asks for the answer"
    talks.write(house.doors, them(house), talk_id=talk, words="Any news?", once="a form")
    talks.write(house.doors, them(house), talk_id=talk, words="Any news?", once="a form")
    house.settle()
    assert len(house.tasks(TaskKind.TALK_UNREAD)) == 1
    with pytest.raises(NotPossible, match="your sentence"):
        talks.write(
            house.doors, us(house), talk_id=talk, words="PAY NOW or we go to court!", once="b"
        )
    talks.write(house.doors, us(house), talk_id=talk, words="We look into it today.", once="b")
    house.settle()
    assert house.tasks(TaskKind.TALK_UNREAD) == []
    assert "We look into it today." in house.mails()[-1].text
    disputes.decide_dispute(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
        dispute_id=dispute, outcome=DisputeOutcome.CREDIT_DUE,
    )  # fmt: skip
    house.settle()
    assert "£80.00 of it will be credited" in " ".join(house.mails()[-1].text.split())
    found = shown(house, talk)
    assert [line.words for line in found.lines] == [
        "Two jars are missing", "Any news?", "We look into it today.",
    ]  # fmt: skip
    assert [paper.name for paper in found.lines[0].papers] == ["delivery note.pdf"]
    assert found.state_words == "answered"


@pytest.mark.long
def test_a_customer_gets_at_most_six_such_mails_a_day(house: House) -> None:
    """What is more stands on their page; each of the six was said once."""
    talk = propose(house, EIGHT)
    for number in range(9):
        talks.write(
            house.doors, us(house), talk_id=talk, words=f"Word number {number}.", once=str(number)
        )
    house.settle()
    assert len(house.mails()) == 6
    assert house.sql("select count(*) from told where org_id = :org and state = 'dropped'") == [
        (4,)
    ]


@pytest.mark.long
def test_while_everything_is_stopped_nobody_is_told(house: House) -> None:
    """Rule 28: it waits, and goes when the stop ends."""
    decide.stop_everything(house.doors, org_id=house.org_id, by=BY, until=DAY + timedelta(days=2))
    propose(house, EIGHT)
    assert house.mails() == []
    house.xero.advance(48)
    house.settle()
    assert len(house.mails()) == 1
