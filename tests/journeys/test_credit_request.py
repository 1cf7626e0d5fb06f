"""From a stranger's form to a customer in Xero with terms, and a limit with the first invoice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pytest

from connectors.sandbox import documents
from connectors.sandbox.seed import SeedPerson, SeedTerms
from plugin.credit.application import Granted, RequestState
from plugin.credit.decisions import TaskKind
from plugin.credit.leaving_findings import NoOrderNumber, OverTheLimit, read_finding
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.credit.terms import Terms
from plugin.operations import (
    credit_deciding,
    credit_letters,
    credit_looking,
    credit_writing,
    loss_budget,
    policy,
)
from plugin.operations.doors import NotPossible
from plugin.store import Store, credit_requests, standing, terms, wishes
from plugin.store.credit_requests import CreditRequest
from tests.consoles import a_console
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.web.applying import Applicant, open_the_form

MAYA = "maya@pier.example"
GRANTED = Granted(Money.of(500, "GBP"), Terms(14))


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """A wholesaler with one customer, who has 30 days and two people."""
    people = (
        SeedPerson("Ada", "Quay", "ada@quay.example", include_in_emails=True),
        SeedPerson("Bo", "Quay", "bo@quay.example", include_in_emails=False),
    )
    quay = a_customer(
        "quay", "Quay Bistro Ltd", a_debt("INV-1", "90.00", late=-9), people=people,
        sales_terms=SeedTerms(30),
    )  # fmt: skip
    with a_house(store, books([quay])) as house:
        house.begin()
        yield house


def asked(house: House, **changes: str) -> CreditRequest:
    """Maya asks by the form, and shows that the address is hers; the request."""
    path = open_the_form(house.doors, house.org_id)
    maya = Applicant(a_console(house.doors).test_client(), path)
    assert maya.sends(**changes).status_code == 200
    mail = [each for each in house.mails() if MAYA in each.recipients][-1]
    assert maya.confirms(mail.text).status_code == 200
    return newest(house)


def newest(house: House) -> CreditRequest:
    """The newest request as it is kept."""
    with house.doors.store.tenant(house.org_id) as tx:
        return credit_requests.newest(tx, limit=1)[0]


def granted(house: House, request: CreditRequest, contact_id: str = "") -> None:
    """A yes, and a yes to what goes into Xero."""
    credit_deciding.decide(
        house.doors, org_id=house.org_id, by=BY, request_id=request.id, state=RequestState.YES,
        why="Known in town", granted=GRANTED, contact_id=contact_id,
    )  # fmt: skip
    credit_writing.approve(house.doors, org_id=house.org_id, by=BY, request_id=request.id)
    house.settle()


def undone(house: House, request_id: UUID) -> None:
    """Put Xero back."""
    credit_writing.undo(house.doors, org_id=house.org_id, by=BY, request_id=request_id)
    house.settle()


def test_a_yes_makes_a_contact_in_xero_and_its_first_invoice_puts_the_limit_in_force(
    house: House,
) -> None:
    """Terms from the start; the limit, the accepted terms and the order number with the invoice."""
    request = asked(house)
    assert [task.names for task in house.tasks(TaskKind.CREDIT_REQUEST)] == [
        ("Pier Street Coffee Ltd",)
    ]
    granted(house, request)
    (contact,) = [c for c in house.ledger.contacts.values() if c.name == request.name]
    assert (contact.sales_terms.days, contact.sales_terms.type) == (14, "DAYSAFTERBILLDATE")
    assert (contact.email, contact.company_number) == ("accounts@pier.example", "08123456")
    assert contact.tax_number == "GB980780684"
    assert [(p.email, p.include_in_emails) for p in contact.people] == [(MAYA, False)]
    assert contact.number == contact.account_number == ""
    kept = "select vat_number from contacts where org_id = :org and id = :id"
    assert house.sql(kept, id=contact.id) == [("GB980780684",)]
    with house.doors.store.tenant(house.org_id) as tx:
        assert terms.terms(tx, contact.id).limit is None
    credit_letters.approve(house.doors, org_id=house.org_id, by=BY, request_id=request.id)
    house.advance(1)
    answers = [each for each in house.mails() if "Your request to" in each.subject]
    assert [each.recipients for each in answers] == [(MAYA,)]

    documents.raise_invoice(
        house.ledger, contact.id, Decimal(620), number="INV-900", status="DRAFT", is_sent=False
    )
    house.catch_up()
    with house.doors.store.tenant(house.org_id) as tx:
        assert terms.terms(tx, contact.id).limit == GRANTED.limit
        assert standing.said(tx, contact.id).agreed.accepted_on == DAY
        assert wishes.read(tx, contact.id).order_route == "With each order, from Maya"
    assert newest(house).in_force_on == DAY
    (task,) = house.tasks(TaskKind.BEFORE_LEAVING)
    assert [type(read_finding(each)) for each in task.names] == [NoOrderNumber, OverTheLimit]
    with pytest.raises(NotPossible, match="invoices stand on the contact"):
        undone(house, request.id)


@pytest.mark.long
def test_a_contact_without_invoices_is_archived_again(house: House) -> None:
    """Undone before anything was sold: it is laid aside, and can be brought back in Xero."""
    request = asked(house)
    granted(house, request)
    undone(house, request.id)
    (contact,) = [c for c in house.ledger.contacts.values() if c.name == request.name]
    assert contact.status == "ARCHIVED"
    assert [p.email for p in contact.people] == [MAYA]


@pytest.mark.long
def test_somebody_in_the_books_keeps_their_people_and_gets_new_terms_and_back(
    house: House,
) -> None:
    """Xero would drop people who are not sent along; the limit holds at once."""
    quay = house.customer("quay")
    request = asked(house, name="Quay Bistro")
    granted(house, request, contact_id=quay)
    contact = house.ledger.contact("quay")
    assert contact.sales_terms.days == 14
    assert [p.email for p in contact.people] == ["ada@quay.example", "bo@quay.example"]
    with house.doors.store.tenant(house.org_id) as tx:
        assert terms.terms(tx, quay).limit == GRANTED.limit
    undone(house, request.id)
    assert house.ledger.contact("quay").sales_terms.days == 30
    house.forget_calls()
    house.settle()
    assert house.calls("POST", "Contacts") == []


@pytest.mark.long
def test_a_name_in_use_is_told_in_xeros_words_and_can_be_taken_back(house: House) -> None:
    """Nothing of it is done; the other choice is to say that they are the same."""
    request = asked(house, name="Quay Bistro Ltd")
    granted(house, request)
    (task,) = house.tasks(TaskKind.LEDGER_REFUSED)
    assert "already assigned" in task.names[1]
    credit_writing.take_back(house.doors, org_id=house.org_id, by=BY, request_id=request.id)
    assert house.tasks(TaskKind.LEDGER_REFUSED) == []
    credit_deciding.open_again(house.doors, org_id=house.org_id, by=BY, request_id=request.id)
    granted(house, newest(house), contact_id=house.customer("quay"))
    assert house.ledger.contact("quay").sales_terms.days == 14


@pytest.mark.long
def test_an_attempt_without_an_answer_makes_no_second_contact(house: House) -> None:
    """It was written, and nobody heard: it is looked for before it is tried again."""
    request = asked(house)
    house.goes_wrong("timeout_after_commit", path="Contacts", method="PUT")
    granted(house, request)
    house.advance(1)
    house.settle()
    made = [c for c in house.ledger.contacts.values() if c.name == request.name]
    assert len(made) == 1
    assert newest(house).contact_id == made[0].id


@pytest.mark.long
def test_the_offer_is_the_starter_limit_within_what_the_loss_budget_has_left(
    house: House,
) -> None:
    """1,500 was asked for, 400 is the policy's; a budget of ten pounds does not carry it."""
    document = {**as_document(DEFAULT_POLICY), "starter_limit": "400"}
    policy.change_policy(
        house.doors, org_id=house.org_id, by=BY, document=document, mode=Mode.ASK_FIRST
    )
    request = asked(house)

    def offer() -> Money | None:
        found = credit_looking.suggested(house.doors, org_id=house.org_id, request_id=request.id)
        assert found is not None
        assert found.offer is not None
        return found.offer.limit

    assert offer() == Money.of(400, "GBP")
    loss_budget.set_loss_budget(
        house.doors, org_id=house.org_id, by=BY, amount=Decimal(10), why="small"
    )
    assert offer() is None
