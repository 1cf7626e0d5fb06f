"""An account is everything known of one customer on a day, however large the batch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from plugin.credit.account import (
    CreditStatus,
    FamilyMember,
    Hold,
    HoldKind,
    Opening,
    PastMessage,
    Placement,
    Rate,
    Step,
    StepState,
)
from plugin.credit.agreements import DisputeReason
from plugin.credit.decisions import ProposedMessage, ProposedStep
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.ports.records import LedgerDocumentKind, LedgerGroup, LedgerPerson
from plugin.store import Tx, outbox
from plugin.store.disputes import open_dispute
from plugin.store.groups import replace_groups, set_meanings
from plugin.store.holds import ExceptionKind, add_hold, except_invoices
from plugin.store.invoices import note_expected_written
from plugin.store.outbox import Under
from plugin.store.promises import add_promise, withdraw_promise
from plugin.store.sent_answers import HowSent, SentAnswer, answer_sent
from plugin.store.terms import save_family, set_family
from tests.store.facts import (
    NOON,
    TODAY,
    Books,
    a_contact,
    a_payment,
    a_sale,
    later,
)


def test_an_account_holds_what_the_ledger_says(books: Books) -> None:
    """Amounts, dates and states of an invoice arrive as they are."""
    books.contacts(a_contact())
    books.invoices(
        a_sale(amount="100.00", balance=Decimal("60.00"), reference="PO 7", due=date(2026, 3, 5)),
        first_sync=True,
    )
    books.payments(a_payment())
    account = books.account()
    (invoice,) = account.invoices
    assert (account.base_currency, account.connected_on) == ("GBP", date(2026, 1, 5))
    assert (invoice.number, invoice.reference) == ("INV-i1", "PO 7")
    assert (str(invoice.total), str(invoice.balance)) == ("100.00 GBP", "60.00 GBP")
    assert (invoice.issued, invoice.due) == (date(2026, 2, 1), date(2026, 3, 5))
    assert invoice.sent_on == date(2026, 2, 1)
    assert invoice.opening is None
    assert [(str(p.amount), p.on) for p in account.payments] == [("40.00 GBP", TODAY)]
    assert account.customer.has_email


def test_old_closed_invoices_are_left_out_and_old_open_ones_are_not(books: Books) -> None:
    """400 days of what is closed; all of what is open; whatever was written off."""
    old = date(2024, 1, 1)
    paid: dict[str, Any] = {"state": "paid", "balance": Decimal(0)}
    books.invoices(
        a_sale("open", issued=old, due=old),
        a_sale("closed", issued=old, due=old, fully_paid_on=old, **paid),
        a_sale("late-paid", issued=old, due=old, fully_paid_on=date(2026, 2, 1), **paid),
        a_sale("written-off", issued=old, due=old, fully_paid_on=old, **paid),
        a_sale("deleted", state="deleted"),
    )
    books.payments(a_payment("w", document_id="written-off", account_id="bad-debts", on=old))
    assert {invoice.id for invoice in books.account().invoices} == {
        "open",
        "late-paid",
        "written-off",
    }


def test_debt_late_on_the_day_of_connection_is_opening_debt(books: Books) -> None:
    """Rule 2: late from the day after the due date; what fell due on the day itself is not."""
    books.invoices(
        a_sale("late", due=date(2026, 1, 4)),
        a_sale("due", due=date(2026, 1, 5)),
        a_sale("paid", due=date(2026, 1, 4), state="paid", balance=Decimal(0)),
    )
    opening = {invoice.id: invoice.opening for invoice in books.account().invoices}
    assert opening == {"late": Opening(Placement.UNPLACED), "due": None, "paid": None}


def test_an_expected_date_of_ours_is_left_out_and_a_persons_is_not(books: Books) -> None:
    """Rule 22: another date than we wrote last is a person's word."""
    books.invoices(a_sale("ours"), a_sale("theirs"))
    day = date(2026, 3, 9)
    with books.tx() as tx:
        note_expected_written(tx, "ours", day)
        note_expected_written(tx, "theirs", day)
    books.invoices(
        a_sale("ours", expected_on=day, updated_at=later(1)),
        a_sale("theirs", expected_on=date(2026, 3, 13), updated_at=later(1)),
    )
    expected = {invoice.id: invoice.expected_on for invoice in books.account().invoices}
    assert expected == {"ours": None, "theirs": date(2026, 3, 13)}


def test_holds_come_from_people_and_from_what_groups_mean(books: Books) -> None:
    """One is over, one is ended; a member of *Solicitor* is with an agency, of *VIP* is VIP."""
    books.contacts(a_contact())
    with books.tx() as tx:
        add_hold(tx, "acme", HoldKind.UNTIL, by="Ann", at=NOON, until=date(2026, 3, 3))
        add_hold(tx, "acme", HoldKind.RETENTION, by="Ann", at=NOON, until=TODAY)
        replace_groups(
            tx,
            [
                LedgerGroup("g1", "Solicitor", ("acme",)),
                LedgerGroup("g2", "VIP", ("acme",)),
                LedgerGroup("g3", "Christmas cards", ("acme",)),
            ],
        )
        set_meanings(tx, {"g1": "agency", "g2": "vip", "g3": "nothing"})
    account = books.account()
    by_group, by_ann = account.holds
    assert by_group == Hold(HoldKind.AGENCY)
    assert (by_ann.kind, by_ann.until, by_ann.since) == (HoldKind.UNTIL, date(2026, 3, 3), TODAY)
    assert by_ann.by == "Ann"
    assert account.customer.segment is Segment.KEY


def test_a_dispute_names_its_part(books: Books) -> None:
    """80 of 100 are disputed; without an amount, all of the balance is."""
    books.contacts(a_contact())
    books.invoices(a_sale("part"), a_sale("all", balance=Decimal("70.00")), a_sale("none"))
    with books.tx() as tx:
        dispute(tx, "part", "80.00")
        dispute(tx, "all", None)
    assert {each.id: each.disputed for each in books.account().invoices} == {
        "part": Money.of("80.00", "GBP"),
        "all": Money.of("70.00", "GBP"),
        "none": None,
    }


def dispute(tx: Tx, invoice_id: str, amount: str | None) -> None:
    """Contest a part of an invoice of *acme*, or all of it."""
    open_dispute(
        tx, "acme", invoice_id, amount=Money.of(amount, "GBP") if amount else None,
        currency="GBP", reason=DisputeReason.FAULTY, words="", owner="Ann", opened_on=TODAY,
        deadline=TODAY, by="Ann", at=NOON,
    )  # fmt: skip


def test_an_exception_for_good_never_chases_and_one_with_an_end_holds(books: Books) -> None:
    """Rule 16: an exception has an end date, or is a decision for good."""
    books.contacts(a_contact())
    books.invoices(a_sale("good"), a_sale("while"), a_sale("other"))
    until = date(2026, 4, 1)
    with books.tx() as tx:
        except_invoices(tx, ["good"], ExceptionKind.NEVER, until=None, by="Ann", at=NOON)
        except_invoices(tx, ["while"], ExceptionKind.NEVER, until=until, by="Ann", at=NOON)
        except_invoices(tx, ["other"], ExceptionKind.NOT_RECEIVABLE, until=None, by="Ann", at=NOON)
    account = books.account()
    assert {i.id: (i.never_chase, i.receivable) for i in account.invoices} == {
        "good": (True, True),
        "while": (False, True),
        "other": (False, False),
    }
    (held,) = account.holds
    assert (held.kind, held.until, held.invoice_id) == (HoldKind.UNTIL, until, "while")


def test_a_promise_counts_until_it_is_withdrawn(books: Books) -> None:
    """With its invoices, amount and grace."""
    books.contacts(a_contact())
    with books.tx() as tx:
        promise_id = add_promise(
            tx,
            "acme",
            Money.of("75.00", "GBP"),
            invoice_ids=["i2", "i1"],
            due=date(2026, 3, 6),
            made_on=TODAY,
            by="Ann",
            at=NOON,
        )
    (promise,) = books.account().promises
    assert (promise.invoice_ids, str(promise.amount), promise.grace_days) == (
        ("i1", "i2"),
        "75.00 GBP",
        2,
    )
    with books.tx() as tx:
        assert withdraw_promise(tx, promise_id, by="Ann", at=later(1))
        assert not withdraw_promise(tx, promise_id, by="Ann", at=later(2))
    assert books.account().promises == ()


def test_steps_and_past_messages_are_read_and_a_proof_is_no_message(books: Books) -> None:
    """Both dated by the real sending: what was proposed on Friday went on Monday (rule 24)."""
    books.contacts(a_contact())
    friday = date(2026, 2, 27)
    message = ProposedMessage(
        currency="GBP",
        level=1,
        is_courtesy=False,
        is_final=False,
        chased=(ProposedStep("i1", 0, 1, Money.of("100.00", "GBP"), 3),),
        also=(),
        netted=Money.zero("GBP"),
        total=Money.of("100.00", "GBP"),
    )
    with books.tx() as tx:
        (message_id,) = outbox.propose(
            tx,
            [("acme", message, StepState.PROPOSED)],
            on=friday,
            under={"acme": Under("standard", 1)},
            send_after=None,
        )
    assert books.account().steps == (Step("i1", 0, 1, StepState.PROPOSED, friday, is_final=False),)
    assert books.account().messages == ()
    with books.tx() as tx:
        outbox.move(
            tx,
            message_id,
            to=StepState.DONE,
            frm=(StepState.PROPOSED,),
            now=NOON,
            on=TODAY,
            outcome=None,
        )
    account = books.account()
    assert account.steps == (Step("i1", 0, 1, StepState.DONE, TODAY, is_final=False),)
    assert account.messages == (PastMessage(TODAY, "GBP"),)
    with books.tx() as tx:
        tx.sql("update messages set kind = 'proof'")
    assert books.account().messages == ()


def test_the_status_held_is_read_with_the_day_of_its_flag(books: Books) -> None:
    """The day of the last change in the ledger keeps it to one a day (rule 30)."""
    books.contacts(a_contact())
    with books.tx() as tx:
        tx.sql(
            "update assessments set status = 'watch', since = :day, over_limit = true",
            day=date(2026, 2, 1),
        )
        tx.sql("insert into flags values (:org, 'acme', 'watch', :day)", day=date(2026, 2, 2))
    status = books.account().status
    assert (status.status, status.since, status.written_on, status.over_limit) == (
        CreditStatus.WATCH,
        date(2026, 2, 1),
        date(2026, 2, 2),
        True,
    )


def test_a_family_knows_what_its_other_members_owe(books: Books) -> None:
    """Rule 10: two siblings under one limit; each debt stays with its own customer."""
    books.contacts(a_contact("a"), a_contact("b"), a_contact("c"))
    books.invoices(
        a_sale("i1", contact_id="a", amount="600.00"),
        a_sale("i2", contact_id="b", amount="600.00"),
        a_sale("i3", contact_id="b", amount="9.00", state="draft"),
        a_sale("i4", contact_id="c", amount="5.00"),
    )
    with books.tx() as tx:
        save_family(tx, "f", name="Siblings", limit=Money.of("1000", "GBP"))
        set_family(tx, ["a", "b"], "f")
    account = books.account("a")
    assert account.customer.family_limit == Money.of("1000", "GBP")
    assert account.family == (FamilyMember("b", (Money.of("600.00", "GBP"),)),)
    before = books.changed_seq("a")
    books.invoices(a_sale("i2", contact_id="b", amount="700.00", updated_at=later(1)))
    assert books.changed_seq("a") == before + 1
    assert books.account("c").family == ()


def test_rates_are_the_newest_that_the_ledger_used(books: Books) -> None:
    """Rule 9: per currency with its date; never that of a draft or of a later day."""
    books.invoices(
        a_sale("i1"),
        a_sale("i2", currency="EUR", base_per_unit=Decimal("0.80"), issued=date(2026, 1, 1)),
        a_sale("i3", currency="EUR", base_per_unit=Decimal("0.85"), issued=date(2026, 2, 1)),
        a_sale("i4", currency="EUR", base_per_unit=Decimal("0.90"), issued=date(2026, 5, 1)),
        a_sale("i5", currency="USD", base_per_unit=Decimal("0.75"), issued=date(2026, 1, 7)),
        a_sale("i6", currency="USD", base_per_unit=Decimal("0.99"), state="draft"),
    )
    assert books.account().rates == (
        Rate("EUR", Decimal("0.85"), date(2026, 2, 1)),
        Rate("USD", Decimal("0.75"), date(2026, 1, 7)),
    )


def test_what_we_owe_the_customer_is_added_up_per_currency(books: Books) -> None:
    """Rule 7: only open bills count, and they are none of the customer's invoices."""
    bill = LedgerDocumentKind.BILL
    books.invoices(
        a_sale("i1"),
        a_sale("b1", kind=bill, amount="700.00"),
        a_sale("b2", kind=bill, amount="500.00"),
        a_sale("b3", kind=bill, amount="9.00", state="paid", balance=Decimal(0)),
    )
    account = books.account()
    assert account.bills_owed == (Money.of("1200.00", "GBP"),)
    assert [invoice.id for invoice in account.invoices] == ["i1"]


def test_unsent_invoices_follow_the_answer_of_a_person(books: Books) -> None:
    """Rule 3: *elsewhere from INV-10 on* tells nobody of INV-9; another customer keeps its own."""
    books.contacts(a_contact(), a_contact("bolt"))
    books.invoices(
        a_sale("i9", number="INV-9", sent=False),
        a_sale("i10", number="INV-010", sent=False),
        a_sale("b1", number="INV-11", sent=False, contact_id="bolt"),
    )
    assert [i.sent_on for i in books.account().invoices] == [None, None]
    with books.tx() as tx:
        answer_sent(tx, HowSent(SentAnswer.ELSEWHERE_FROM, "INV-10"), by="Ann", at=NOON)
        answer_sent(tx, HowSent(SentAnswer.NOT_YET), by="Ann", at=NOON, customer_id="bolt")
    assert {i.id: i.sent_on for i in books.account().invoices} == {
        "i9": None,
        "i10": date(2026, 2, 1),
    }
    assert books.account("bolt").invoices[0].sent_on is None


def test_an_email_of_an_included_person_is_an_email(books: Books) -> None:
    """Rule 25: the contact itself has none, and one of its people does not get emails."""
    silent = LedgerPerson("Bo", "bo@c.test", False)
    books.contacts(a_contact("a", email="", people=(silent,)))
    books.contacts(a_contact("b", email="", people=(silent, LedgerPerson("Cy", "cy@c.t", True))))
    assert not books.account("a").customer.has_email
    assert books.account("b").customer.has_email
