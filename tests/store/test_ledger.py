"""The ledger's facts are saved newest first, and every real change has its customers reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugin.ports.records import (
    LedgerAccount,
    LedgerAllocation,
    LedgerDocumentKind,
    LedgerPaymentKind,
    LedgerPerson,
    LedgerQuote,
    LedgerRepeating,
)
from plugin.store.contacts import contact, customers_by_name, unknown
from plugin.store.payments import newest_reconciled
from plugin.store.reference import (
    bad_debt_accounts,
    name_bad_debt_accounts,
    replace_chart,
    replace_repeating,
    save_quotes,
)
from tests.store.facts import (
    BAD_DEBTS,
    TODAY,
    Books,
    a_contact,
    a_credit,
    a_payment,
    a_sale,
    later,
)


def test_a_newer_version_replaces_an_older_one(books: Books) -> None:
    """Version two after version one stands, and says that the customer changed."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    saved = books.invoices(a_sale(balance=Decimal("60.00"), updated_at=later(1)))
    assert (saved.rows, saved.changed) == (1, frozenset({"acme"}))
    assert books.all("select balance from invoices") == [(Decimal("60.00"),)]


def test_an_older_version_changes_nothing(books: Books) -> None:
    """A page that was read long ago and arrives late is without effect."""
    books.invoices(a_sale(balance=Decimal("60.00"), updated_at=later(1)))
    before = books.changed_seq()
    saved = books.invoices(a_sale())
    assert (saved.rows, saved.changed) == (0, frozenset())
    assert books.all("select balance from invoices") == [(Decimal("60.00"),)]
    assert books.changed_seq() == before


def test_the_same_version_twice_is_no_change(books: Books) -> None:
    """An echo of our own writing has nobody reviewed again."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    before = books.changed_seq()
    assert books.invoices(a_sale()).rows == 0
    assert books.contacts(a_contact()).rows == 0
    assert books.changed_seq() == before


def test_a_newer_version_with_the_same_facts_is_no_change(books: Books) -> None:
    """A note in the ledger moves its instant and none of the facts."""
    books.invoices(a_sale())
    saved = books.invoices(a_sale(updated_at=later(1)))
    assert (saved.rows, saved.changed) == (1, frozenset())


def test_a_fact_that_moved_without_its_instant_is_taken(books: Books) -> None:
    """The ledger marks a part-paid invoice as sent without saying that it changed."""
    books.invoices(a_sale(sent=False))
    saved = books.invoices(a_sale(sent=True), seen_on=date(2026, 3, 9))
    assert saved.changed == {"acme"}
    assert books.all("select sent_on from invoices") == [(date(2026, 3, 9),)]


def test_one_page_may_hold_two_versions_of_one_invoice(books: Books) -> None:
    """A page boundary repeats a record; the newest of the page counts."""
    books.invoices(a_sale(updated_at=later(2), balance=Decimal("1.00")), a_sale())
    assert books.all("select balance from invoices") == [(Decimal("1.00"),)]


def test_sent_on_is_the_issue_date_at_the_first_sync_and_later_the_day_first_seen(
    books: Books,
) -> None:
    """Rule 3; and it never moves again."""
    books.invoices(a_sale("old"), first_sync=True)
    books.invoices(a_sale("new"), seen_on=date(2026, 3, 2))
    books.invoices(a_sale("new", updated_at=later(48)), seen_on=date(2026, 3, 4))
    assert books.all("select id, sent_on from invoices order by id") == [
        ("new", date(2026, 3, 2)),
        ("old", date(2026, 2, 1)),
    ]


def test_an_invoice_without_a_due_date_is_due_by_the_terms(books: Books) -> None:
    """Rule 1: from the terms, and marked as assumed."""
    books.invoices(a_sale(due=None))
    assert books.all("select due, due_assumed from invoices") == [(date(2026, 3, 3), True)]


def test_every_due_date_is_remembered_with_the_day_it_was_learnt(books: Books) -> None:
    """A due date moved later is known from the day we saw it."""
    books.invoices(a_sale(), first_sync=True)
    books.invoices(a_sale(due=date(2026, 4, 1), updated_at=later(1)), seen_on=date(2026, 3, 3))
    assert books.all("select known_from, due from due_changes order by 1") == [
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 3), date(2026, 4, 1)),
    ]


def test_an_invoice_before_its_contact_makes_room_for_it(books: Books) -> None:
    """A notice of an invoice may arrive first; the contact's own reading then fills the row."""
    books.invoices(a_sale(contact_name="Acme Ltd"))
    with books.tx() as tx:
        assert unknown(tx, ["acme", "other"]) == ["acme", "other"]
    assert books.account().customer.name == "Acme Ltd"
    books.contacts(a_contact(is_customer=False))
    with books.tx() as tx:
        assert unknown(tx, ["acme"]) == []
    assert books.account().customer.name == "Acme"
    assert books.changed_seq() > 1


def test_addresses_lie_sealed_and_come_back_open(books: Books) -> None:
    """Nothing readable in the table; names plain."""
    books.contacts(
        a_contact(phone="+44 20 7946 0000", people=(LedgerPerson("Bo Ray", "bo@c.test", True),))
    )
    with books.tx() as tx:
        found = contact(tx, "acme")
    assert found is not None
    assert (found.email, found.phone) == ("acme@customer.test", "+44 20 7946 0000")
    assert [(p.name, p.email, p.included) for p in found.people] == [("Bo Ray", "bo@c.test", True)]
    stored = books.all("select email, phone from contacts") + books.all(
        "select email from contact_people"
    )
    assert not any(
        b"customer" in bytes(cell) or b"@" in bytes(cell) for row in stored for cell in row
    )


def test_a_new_address_alone_is_a_change(books: Books) -> None:
    """Sealed twice the same address differs in bytes; the facts are compared by their hash."""
    books.contacts(a_contact())
    assert books.contacts(a_contact(updated_at=later(1))).changed == frozenset()
    moved = a_contact(updated_at=later(2), people=(LedgerPerson("Bo", "bo@c.test", True),))
    assert books.contacts(moved).changed == {"acme"}


def test_a_contact_to_be_erased_keeps_no_personal_facts(books: Books) -> None:
    """Amounts stay; name, addresses and people go."""
    books.contacts(a_contact(people=(LedgerPerson("Bo", "bo@c.test", True),), phone="1"))
    books.invoices(a_sale())
    books.contacts(a_contact(status="erase", updated_at=later(1)))
    assert books.all("select name, number, email, phone, email_hash from contacts") == [
        ("(erased)", "C-acme", None, None, None)
    ]
    assert books.all("select count(*) from contact_people") == [(0,)]
    assert books.account().invoices[0].balance.amount == Decimal("100.00")


def test_a_deleted_payment_puts_its_invoice_back(books: Books) -> None:
    """Rule 6: the day of it is kept, and the customer reviewed."""
    books.invoices(a_sale())
    books.payments(a_payment())
    saved = books.payments(a_payment(deleted=True, updated_at=later(24)))
    assert saved.changed == {"acme"}
    assert books.account().invoices[0].came_back_on == date(2026, 3, 3)
    assert books.account().payments == ()


def test_a_payment_that_was_deleted_before_we_saw_it_comes_back_to_nobody(books: Books) -> None:
    """A first sync lists every slip of past years; they are no news."""
    books.invoices(a_sale())
    books.payments(a_payment(deleted=True))
    assert books.account().invoices[0].came_back_on is None


def test_a_payment_on_a_bad_debt_account_is_a_write_off(books: Books) -> None:
    """Rule 5, for payments and for credits whose every line lies there."""
    books.invoices(a_sale())
    books.payments(a_payment("p1"), a_payment("p2", account_id=BAD_DEBTS, amount="60.00"))
    books.credits(
        a_credit("whole", account_ids=(BAD_DEBTS, BAD_DEBTS)),
        a_credit("part", account_ids=(BAD_DEBTS, "sales")),
    )
    account = books.account()
    assert sorted((p.amount.amount, p.is_write_off) for p in account.payments) == [
        (Decimal("40.00"), False),
        (Decimal("60.00"), True),
    ]
    assert [credit.id for credit in account.credits] == ["part"]


def test_naming_the_bad_debt_accounts_later_reaches_what_is_held(books: Books) -> None:
    """The owner says it after the first sync; only customers concerned are reviewed again."""
    books.contacts(a_contact(), a_contact("bolt"))
    books.invoices(a_sale(), a_sale("i2", contact_id="bolt"))
    books.payments(a_payment(account_id="suspense"), a_payment("p2", document_id="i2"))
    with books.tx() as tx:
        replace_chart(tx, [LedgerAccount("suspense", "900", "Suspense", "EXPENSE")])
        assert name_bad_debt_accounts(tx, ["suspense"]) == {"acme"}
        replace_chart(tx, [LedgerAccount("suspense", "901", "Suspense", "EXPENSE")])
        assert bad_debt_accounts(tx) == {"suspense"}
    assert books.account().payments[0].is_write_off


def test_an_overpayment_put_against_an_invoice_is_money_and_a_credit_note_is_not(
    books: Books,
) -> None:
    """Rule 5: a credit note closes and is never counted as paid."""
    books.invoices(a_sale())
    part = (LedgerAllocation("i1", TODAY, Decimal("10.00")),)
    books.credits(
        a_credit("over", kind="overpayment", remaining="20.00", allocations=part),
        a_credit("note", remaining="0", allocations=part),
    )
    account = books.account()
    assert [(p.invoice_id, str(p.amount)) for p in account.payments] == [("i1", "10.00 GBP")]
    assert [(c.id, str(c.remaining)) for c in account.credits] == [("over", "20.00 GBP")]


def test_a_void_credit_counts_for_nothing(books: Books) -> None:
    """Its newest version is not live."""
    books.invoices(a_sale())
    books.credits(a_credit())
    books.credits(a_credit(live=False, updated_at=later(1)))
    assert books.account().credits == ()


def test_the_newest_reconciled_payment_counts_sales_and_purchases(books: Books) -> None:
    """Rule 21; a deleted one does not."""
    books.payments(
        a_payment("p1", reconciled=True, on=date(2026, 1, 9)),
        a_payment("p2", reconciled=True, on=date(2026, 2, 9), kind=LedgerPaymentKind.BILL),
        a_payment("p3", reconciled=True, on=date(2026, 3, 1), deleted=True),
        a_payment("p4", on=date(2026, 3, 1)),
    )
    with books.tx() as tx:
        assert newest_reconciled(tx) == date(2026, 2, 9)


def test_a_suppliers_bill_makes_no_customer(books: Books) -> None:
    """Somebody who never bought is never reviewed."""
    books.contacts(a_contact("mill", is_customer=False, is_supplier=True))
    books.invoices(a_sale("b1", kind=LedgerDocumentKind.BILL, contact_id="mill"))
    assert books.all("select customer_id from assessments") == []


def test_a_merge_moves_everything_to_the_winner(books: Books) -> None:
    """Through a chain of merges, and for documents that arrive afterwards under the old id."""
    books.contacts(a_contact("a"), a_contact("b"), a_contact("c"))
    books.invoices(a_sale("i1", contact_id="a"), a_sale("i2", contact_id="c"))
    books.contacts(a_contact("a", status="archived", merged_into="b", updated_at=later(1)))
    saved = books.contacts(a_contact("b", status="archived", merged_into="c", updated_at=later(2)))
    books.invoices(a_sale("i3", contact_id="a"))
    assert saved.changed == {"c"}
    assert [invoice.id for invoice in books.account("c").invoices] == ["i1", "i2", "i3"]
    assert books.all("select customer_id from assessments") == [("c",)]
    assert books.all("select distinct merged_into from contacts order by 1") == [("c",), (None,)]


def test_quotes_and_repeating_templates_follow_the_ledger(books: Books) -> None:
    """Accepted quotes count; templates count by the month ahead and are named while live."""
    books.invoices(a_sale())
    quote = LedgerQuote(
        id="q1",
        contact_id="acme",
        number="QU-1",
        currency="GBP",
        total=Decimal("70.00"),
        accepted=True,
        updated_at=later(0),
    )
    with books.tx() as tx:
        save_quotes(tx, [quote, replace(quote, id="q2", accepted=False)])
    template = LedgerRepeating(
        id="r1",
        contact_id="acme",
        reference="Hosting",
        currency="GBP",
        total=Decimal("25.00"),
        next_on=date(2026, 3, 20),
        live=True,
    )
    far = replace(template, id="r2", reference="Yearly", next_on=date(2026, 9, 1))
    with books.tx() as tx:
        assert replace_repeating(tx, [template, far]).changed == {"acme"}
        assert replace_repeating(tx, [far, template]).changed == frozenset()
    account = books.account()
    assert [str(amount) for amount in account.quotes] == ["70.00 GBP"]
    assert [str(amount) for amount in account.repeating] == ["25.00 GBP"]
    assert account.repeating_names == ("Hosting", "Yearly")
    with books.tx() as tx:
        assert replace_repeating(tx, []).changed == {"acme"}
    assert books.account().repeating_names == ()


def test_a_pasted_line_finds_its_customer_by_number_or_name(books: Books) -> None:
    """Letter case and blanks do not matter; a number beats a name; doubles are left to a person."""
    books.contacts(
        a_contact("x", name="Lisa's Deli", number="C1"),
        a_contact("y", name="C1", number="C2"),
        a_contact("z", name="lisa's deli", number="C3"),
    )
    with books.tx() as tx:
        found = customers_by_name(tx, ["c1", " LISA'S DELI ", "nobody", ""])
    assert {text: [match.customer_id for match in hits] for text, hits in found.items()} == {
        "c1": ["x"],
        " LISA'S DELI ": ["x", "z"],
        "nobody": [],
        "": [],
    }
