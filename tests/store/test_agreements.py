"""Disputes, plans and retentions as they are kept: read with the account, merged, erased."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from plugin.credit.account import HoldKind
from plugin.credit.agreements import (
    DisputeOutcome,
    DisputeReason,
    PlanCover,
    PlanPart,
    Retention,
)
from plugin.credit.money import Money
from plugin.store import disputes, plans
from plugin.store.holds import add_hold, look_again
from tests.store.facts import NOON, TODAY, Books, a_contact, a_payment, a_sale, later


def gbp(amount: str) -> Money:
    """An amount in pounds."""
    return Money.of(amount, "GBP")


def contested(books: Books, amount: str | None = "80.00", words: str = "") -> UUID:
    """A part of *i1* is contested; the id of the dispute."""
    with books.tx() as tx:
        return disputes.open_dispute(
            tx, "acme", "i1", amount=gbp(amount) if amount else None, currency="GBP",
            reason=DisputeReason.FAULTY, words=words, owner="Ann", opened_on=TODAY,
            deadline=TODAY, by="Ann", at=NOON,
        )  # fmt: skip


def credited(books: Books, amount: str, hours: int) -> None:
    """The ledger has credited so much to *i1* in all."""
    credit = Decimal(amount)
    books.invoices(a_sale(balance=100 - credit, credited=credit, updated_at=later(hours)))


def silent_part(books: Books) -> Money | None:
    """What of *i1* is not asked for."""
    return next(each.disputed for each in books.account().invoices if each.id == "i1")


def planned(books: Books, customer: str = "acme", invoice: str = "i1") -> UUID:
    """A plan of two halves of 100 for an invoice; its id."""
    with books.tx() as tx:
        return plans.add_plan(
            tx, customer, covers=[PlanCover(invoice, gbp("100.00"), gbp("0"))],
            parts=[
                PlanPart(TODAY + timedelta(days=days), gbp("50.00")) for days in (10, 40)
            ],
            agreed_on=TODAY, beyond=("too_many",), by="Ann", at=NOON,
        )  # fmt: skip


def test_what_is_credited_while_it_is_open_is_contested_no_more(books: Books) -> None:
    """80 of 100 contested and 30 credited: 50 are silent, and 20 stay collectable."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    contested(books)
    assert silent_part(books) == gbp("80.00")
    credited(books, "30.00", 1)
    assert silent_part(books) == gbp("50.00")


def test_what_is_to_be_credited_is_silent_until_the_ledger_shows_it(books: Books) -> None:
    """All 80 are credited in two notes; then the dispute is over and loaded no more."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    dispute_id = contested(books)
    with books.tx() as tx:
        assert disputes.decide_dispute(
            tx, dispute_id, outcome=DisputeOutcome.CREDIT_DUE, credit_due=gbp("80.00"),
            by="Bo", at=later(1),
        )  # fmt: skip
        assert not disputes.decide_dispute(
            tx, dispute_id, outcome=DisputeOutcome.NOT_UPHELD, credit_due=None, by="Cy", at=later(2)
        )
    (open_one,) = books.account().disputes
    assert open_one.credit_awaited
    credited(books, "50.00", 3)
    assert silent_part(books) == gbp("30.00")
    credited(books, "80.00", 4)
    assert silent_part(books) is None
    assert books.account().disputes == ()


def test_a_dispute_found_wrong_silences_nothing(books: Books) -> None:
    """The whole invoice was contested; decided as owed, all of it is collectable."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    dispute_id = contested(books, None)
    assert silent_part(books) == gbp("100.00")
    with books.tx() as tx:
        disputes.decide_dispute(
            tx, dispute_id, outcome=DisputeOutcome.NOT_UPHELD, credit_due=None, by="Bo", at=NOON
        )
    assert silent_part(books) is None


def test_a_plan_is_read_with_its_invoices_however_old_they_are(books: Books) -> None:
    """Its ordinal is its own; ended, it stands no more, and the next one has another."""
    books.contacts(a_contact())
    old = TODAY - timedelta(days=900)
    books.invoices(a_sale(issued=old, due=old, state="paid", balance=Decimal(0)), a_sale("i2"))
    books.payments(a_payment(amount="100.00", on=TODAY - timedelta(days=600)))
    assert [each.id for each in books.account().invoices] == ["i2"]
    first = planned(books)
    account = books.account()
    assert sorted(each.id for each in account.invoices) == ["i1", "i2"]
    (plan,) = account.plans
    assert (plan.ordinal, [part.amount for part in plan.parts]) == (1, [gbp("50.00")] * 2)
    with books.tx() as tx:
        assert plans.end_plan(tx, first, on=TODAY, by="Bo", why="changed")
        assert not plans.end_plan(tx, first, on=TODAY, by="Cy", why="again")
    assert books.account().plans == ()
    planned(books)
    assert [each.ordinal for each in books.account().plans] == [2]


def test_what_was_agreed_follows_a_merge(books: Books) -> None:
    """Acme is merged into Bell: its dispute and its plan are Bell's."""
    books.contacts(a_contact(), a_contact("bell"))
    books.invoices(a_sale(), a_sale("i2"))
    contested(books)
    planned(books, invoice="i2")
    books.contacts(a_contact(merged_into="bell", status="archived", updated_at=later(1)))
    account = books.account("bell")
    assert (len(account.disputes), len(account.plans)) == (1, 1)


def test_an_erased_contact_leaves_no_words_of_a_dispute(books: Books) -> None:
    """The amount and the reason stay; what they said is gone, and so is why a plan ended."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    contested(books, words="My wife has died")
    plan_id = planned(books)
    with books.tx() as tx:
        plans.end_plan(tx, plan_id, on=TODAY, by="Ann", why="she is ill")
    books.contacts(a_contact(status="erase", updated_at=later(1)))
    assert books.all("select amount, words from disputes") == [(Decimal("80.00"), None)]
    assert books.all("select ended_why from plans") == [("(erased)",)]


def test_a_retention_is_a_part_of_its_invoice_and_no_hold(books: Books) -> None:
    """The last one noted stands, also past its day: it is a debt of its own then."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    yesterday = TODAY - timedelta(days=1)
    with books.tx() as tx:
        for amount, at in (("10.00", NOON), ("5.00", later(1))):
            add_hold(
                tx,
                "acme",
                HoldKind.RETENTION,
                by="Ann",
                at=at,
                invoice_id="i1",
                amount=Decimal(amount),
                until=yesterday,
            )
    account = books.account()
    assert account.holds == ()
    assert account.invoices[0].retained == Retention(gbp("5.00"), yesterday)


def test_a_hold_is_asked_after_on_another_day(books: Books) -> None:
    """Moved by a person who said that it still holds."""
    books.contacts(a_contact())
    with books.tx() as tx:
        hold_id = add_hold(
            tx, "acme", HoldKind.AGENCY, by="Ann", at=NOON, review_on=TODAY, since=TODAY
        )
        look_again(tx, hold_id, review_on=TODAY + timedelta(days=90))
    (held,) = books.account().holds
    assert (held.review_on, held.since, held.by) == (TODAY + timedelta(days=90), TODAY, "Ann")
