"""A claim's whole road: told in a letter, drafted in Xero on a person's yes, paid, in no figure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pytest

from connectors.sandbox import documents
from plugin.credit.account import InvoiceState, StepState
from plugin.credit.claims import CHARGE_MARK, ClaimState
from plugin.credit.decisions import TaskKind
from plugin.credit.law import Kind, Law
from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.operations import (
    charge_invoices,
    charge_settings,
    charges,
    decide,
    policy,
    preview,
    standing,
)
from plugin.operations.assess import ground
from plugin.operations.doors import NotPossible
from plugin.queries.customer import customer_page
from plugin.store import Store, accounts
from plugin.store import charges as kept
from plugin.store.charges import Charge
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """One company in England, 30 days late with 1,000.00, charged by the law."""
    quay = a_customer("quay", "Quay Bistro Ltd", a_debt("INV-1", "1000.00", late=30))
    with a_house(store, books([quay])) as house:
        house.begin()
        document = {**as_document(DEFAULT_POLICY), "interest": {"regime": "statutory"}}
        policy.change_policy(
            house.doors, org_id=house.org_id, by=BY, document=document, mode=Mode.ASK_FIRST
        )
        standing.say(
            house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
            kind=Kind.COMPANY, law=Law.ENGLAND_WALES,
        )  # fmt: skip
        house.settle()
        yield house


def claim(house: House) -> Charge:
    """Somebody claims what INV-1 has earned: 9.66 for thirty days, and 70.00."""
    charges.claim(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
        invoice_ids=[house.invoice("INV-1")],
    )  # fmt: skip
    house.settle()
    return charge(house)


def charge(house: House) -> Charge:
    """The one charge, as it stands."""
    with house.doors.store.tenant(house.org_id) as tx:
        (found,) = kept.of_customer(tx, house.customer("quay"))
    return found


def book(house: House) -> None:
    """Read the tax rates and choose account and rate."""
    charge_settings.read_tax_rates(house.doors, org_id=house.org_id)
    charge_settings.choose_booking(
        house.doors, org_id=house.org_id, by=BY, account="200", tax="OUTPUT2"
    )


def draft(house: House, charge_id: UUID) -> None:
    """Somebody says yes to an invoice."""
    charge_invoices.draft_invoice(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
        charge_ids=[charge_id],
    )  # fmt: skip


def drafts(house: House) -> list[str]:
    """The numbers of drafts that carry our mark, as an accountant sees them."""
    return [
        each.number
        for each in house.ledger.invoices.values()
        if each.reference.startswith(CHARGE_MARK) and each.status != "DELETED"
    ]


def test_a_claim_stands_beside_the_debt_and_stays_when_that_is_paid(house: House) -> None:
    """£79.66 beside the £1,000.00, never in it; a yes to the letter before was no yes to this.

    When the invoice itself is paid the claim does not vanish with it.
    """
    (message,) = house.messages(StepState.PROPOSED)
    before = preview.preview(house.doors, org_id=house.org_id, message_id=message.id)
    claim(house)
    after = preview.preview(house.doors, org_id=house.org_id, message_id=message.id)
    text = after.letter.text.replace("\n", " ")
    assert "we also claim £9.66 interest to 24 November 2026 and £70.00 compensation" in text
    assert "£1,000.00" in after.letter.subject
    assert "1,079.66" not in text
    assert before.seen != after.seen
    house.pays("INV-1", "1000.00")
    house.catch_up()
    found = charge(house)
    assert (str(found.total), found.state) == ("79.66 GBP", ClaimState.CLAIMED)
    with house.doors.store.tenant(house.org_id) as tx:
        page = customer_page(tx, house.customer("quay"), on=DAY)
    assert page is not None
    assert page.figures == ()


def test_an_invoice_is_drafted_only_on_a_yes_with_account_and_tax_from_the_settings(
    house: House,
) -> None:
    """Two lines, 20 per cent of tax, a mark; a draft that nobody but a person approves."""
    found = claim(house)
    with pytest.raises(NotPossible, match="choose the account and the tax rate"):
        draft(house, found.id)
    book(house)
    house.settle()
    assert drafts(house) == []
    draft(house, found.id)
    with pytest.raises(NotPossible, match="choose claims that stand open"):
        draft(house, found.id)
    house.settle()
    (number,) = drafts(house)
    made = house.ledger.invoice(number)
    assert (made.status, made.is_sent, made.currency) == ("DRAFT", False, "GBP")
    assert [(line.account, line.amount, line.tax) for line in made.lines] == [
        ("200", Decimal("9.66"), Decimal("1.93")),
        ("200", Decimal("70.00"), Decimal("14.00")),
    ]
    assert made.lines[0].description.startswith("Interest on INV-1 to 24 November 2026, at 11.75 %")
    found = charge(house)
    assert (found.state, found.ledger_number) == (ClaimState.INVOICED, number)
    ((told,),) = house.sql(
        "select summary from events where org_id = :org and summary like 'Drafted %'"
    )
    assert told == (
        f"Drafted {number} in Xero: £95.59 of interest and fees on INV-1; it waits there for"
        " approval"
    )


@pytest.mark.parametrize("kind", ["timeout_after_commit", "dropped_before_commit"])
@pytest.mark.long
def test_a_draft_without_an_answer_is_looked_for_and_never_made_twice(
    house: House, kind: str
) -> None:
    """Whether Xero had made it or not: one draft in the end, and the claim points to it."""
    found = claim(house)
    book(house)
    house.goes_wrong(kind, path="Invoices", method="PUT")
    draft(house, found.id)
    house.settle()
    assert charge(house).state is ClaimState.DRAFTING
    house.advance(1, step=0.25)
    assert len(drafts(house)) == 1
    assert charge(house).state is ClaimState.INVOICED


@pytest.mark.long
def test_a_refused_draft_is_told_in_xeros_words_taken_back_or_tried_again(house: House) -> None:
    """The account is gone from the chart: a task; no draft after all, or another attempt."""
    found = claim(house)
    book(house)
    gone = next(key for key, each in house.ledger.accounts.items() if each.code == "200")
    account = house.ledger.accounts.pop(gone)
    draft(house, found.id)
    house.settle()
    refused = charge(house)
    assert refused.refused == "Account code '200' is not a valid code for this document."
    assert refused.write_id is not None
    charge_invoices.take_back(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
        write_id=refused.write_id,
    )  # fmt: skip
    assert charge(house).state is ClaimState.CLAIMED
    assert house.tasks(TaskKind.LEDGER_REFUSED) == []
    draft(house, found.id)
    house.settle()
    (task,) = house.tasks(TaskKind.LEDGER_REFUSED)
    assert task.names[0] == "a draft invoice for interest and fees on INV-1"
    house.ledger.accounts[gone] = account
    decide.close_task(house.doors, org_id=house.org_id, by=BY, task_id=task.id, answer="try_again")
    house.settle()
    assert len(drafts(house)) == 1


def test_a_charge_earns_no_interest_and_stands_in_no_figure_and_its_payment_pays_the_claim(
    house: House,
) -> None:
    """Rule 36: no interest on interest; approved, sent, paid late: on-time figures know nothing."""
    found = claim(house)
    book(house)
    draft(house, found.id)
    house.settle()
    (number,) = drafts(house)
    documents.approve_invoice(house.ledger, number)
    house.catch_up()
    with house.doors.store.tenant(house.org_id) as tx:
        is_charge, state = tuple(
            tx.sql(
                "select is_charge, state from invoices where org_id = :org and number = :n",
                n=number,
            ).one()
        )
        on = ground(tx, now=house.doors.clock.now())
        earned = charges.look(tx, on, house.customer("quay"))
        told = accounts.load_accounts(
            tx, on=DAY, customer_ids=[house.customer("quay")], calendar_of=on.calendar_of
        )[0].claims
    assert (is_charge, state) == (True, InvoiceState.APPROVED)
    assert told == ()
    assert earned is not None
    assert number not in {each.number for each in earned.found}
    house.pays(number, "95.59")
    house.catch_up()
    assert charge(house).state is ClaimState.PAID


def test_a_draft_that_is_deleted_in_xero_leaves_the_claim_standing(house: House) -> None:
    """Somebody thought better of it in Xero: it may be waived or drafted anew."""
    found = claim(house)
    book(house)
    draft(house, found.id)
    house.settle()
    (number,) = drafts(house)
    documents.void_invoice(house.ledger, number)
    house.catch_up()
    assert charge(house).state is ClaimState.CLAIMED
    assert charge(house).ledger_state == InvoiceState.DELETED
    draft(house, found.id)
    house.settle()
    (again,) = drafts(house)
    assert again != number
