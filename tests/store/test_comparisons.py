"""A round of comparing goes on where it stopped, knows what it left out, keeps what differed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from plugin.store import comparisons
from plugin.store.comparisons import Difference, Held, Part, Why
from plugin.store.contacts import save_contacts
from plugin.store.invoices import differing_invoices
from plugin.store.payments import differing_credits, unexplained
from tests.store.facts import NOON, Books, a_contact, a_credit, a_payment, a_sale, later


def a_difference(**changes: str | None) -> Difference:
    """A due date of *acme* that moved silently."""
    facts = {
        "part": "invoices",
        "document_id": "i1",
        "number": "INV-i1",
        "currency": "GBP",
        "customer_id": "acme",
        "field": "due",
        "ours": "2026-03-01",
        "theirs": "2026-04-01",
    }
    return Difference(**{**facts, **changes}, why=Why.SILENT)  # type: ignore[arg-type]


def test_only_fields_that_decide_and_really_differ_are_named(books: Books) -> None:
    """Amounts are compared as amounts, a reference decides nothing, an unknown one comes once."""
    books.invoices(a_sale(), a_sale("i2"))
    fresh = replace(
        a_sale(),
        due=date(2026, 4, 1),
        total=Decimal("100.0000"),
        reference="other",
        paid=Decimal("40.00"),
        balance=Decimal("60.00"),
    )
    with books.tx() as tx:
        found = differing_invoices(tx, [fresh, a_sale("i2"), a_sale("i3")], terms_days=30)
    assert [(each.id, each.field, each.ours, each.theirs) for each in found if each.id == "i1"] == [
        ("i1", "due", "2026-03-01", "2026-04-01"),
        ("i1", "balance", "100.00", "60.00"),
        ("i1", "paid", "0", "40.00"),
    ]
    (stranger,) = [each for each in found if each.id != "i1"]
    assert (stranger.id, stranger.field, stranger.ours_at) == ("i3", "id", None)
    assert books.all("select due from invoices where id = 'i1'") == [(date(2026, 3, 1),)]


def test_a_document_of_a_merged_contact_is_its_winners(books: Books) -> None:
    """The ledger may still name the loser; that is no difference."""
    books.contacts(a_contact("winner"), a_contact("acme"))
    books.invoices(a_sale())
    books.credits(a_credit())
    with books.tx() as tx:
        save_contacts(tx, [a_contact(merged_into="winner", updated_at=later(1))])
        assert differing_invoices(tx, [a_sale()], terms_days=30) == ()
        assert differing_credits(tx, [a_credit()]) == ()


def test_a_round_goes_on_where_it_stopped_and_a_new_one_starts_over(books: Books) -> None:
    """One round is under way at a time; the last whole one stays known."""
    with books.tx() as tx:
        begun = comparisons.begin(tx, at=NOON)
        assert comparisons.running(tx) == begun
        comparisons.note_listed(tx, Part.INVOICES, 1, ["i1", "i2"])
        comparisons.go_on(tx, Part.CREDIT_NOTES, 1, calls=1)
    with books.tx() as tx:
        assert comparisons.running(tx) == replace(begun, part=Part.CREDIT_NOTES, calls=1)
        comparisons.begin(tx, at=later(1))
        comparisons.note_listed(tx, Part.INVOICES, 1, ["i1"])
        comparisons.note_listed(tx, Part.INVOICES, 1, ["i1", "i2", "i3"])
        comparisons.note_read(tx, Part.INVOICES, ["i9"])
        done = comparisons.finish(tx, at=later(2), forget_before=NOON)
        assert (done.started_at, done.finished_at, done.listed) == (later(1), later(2), 3)
        assert comparisons.running(tx) is None
        assert comparisons.last_finished(tx) == done
    assert books.all("select count(*) from comparison_pages") == [(0,)]


def test_what_no_page_named_is_left_out_until_it_was_read_by_its_id(books: Books) -> None:
    """Open sales that were not read since the round began; never bills or what is settled."""
    books.invoices(
        a_sale("listed"),
        a_sale("left"),
        a_sale("paid", state="paid", balance=Decimal(0)),
        a_sale("fresh", updated_at=later(3)),
    )
    books.credits(
        a_credit("held"), a_credit("used", remaining="0.00"), a_credit("void", live=False)
    )
    with books.tx() as tx:
        comparisons.begin(tx, at=later(2))
        comparisons.note_listed(tx, Part.INVOICES, 1, ["listed"])

        def left_out(part: Part) -> list[str]:
            held = comparisons.left_out(tx, part, before=later(2), limit=9)
            return [each.id for each in held]

        assert left_out(Part.INVOICES) == ["left"]
        assert left_out(Part.CREDIT_NOTES) == ["held"]
        assert left_out(Part.OVERPAYMENTS) == []
        comparisons.note_listed(tx, Part.CREDIT_NOTES, 1, [])
        comparisons.note_read(tx, Part.INVOICES, ["left"])
        comparisons.note_read(tx, Part.CREDIT_NOTES, ["held"])
        assert left_out(Part.INVOICES) == left_out(Part.CREDIT_NOTES) == []


@pytest.mark.parametrize("part", [Part.INVOICES, Part.CREDIT_NOTES])
def test_what_the_ledger_does_not_know_is_closed_and_reviewed(books: Books, part: Part) -> None:
    """Nothing is owed on it, and nothing held."""
    books.contacts(a_contact())
    books.invoices(a_sale())
    books.credits(a_credit())
    before = books.changed_seq()
    held = Held("i1" if part is Part.INVOICES else "n1", "X-1", "GBP", "acme")
    with books.tx() as tx:
        comparisons.close_gone(tx, part, [held])
    sale = [("deleted", 0)] if part is Part.INVOICES else [("approved", 100)]
    credit = [(True, 30)] if part is Part.INVOICES else [(False, 0)]
    assert books.all("select state, balance from invoices") == sale
    assert books.all("select live, remaining from credits") == credit
    assert books.changed_seq() == before + 1


def test_differences_are_counted_by_document_and_forgotten_with_their_time(books: Books) -> None:
    """Two fields of one invoice are one document; ninety days later nothing of it is left."""
    books.contacts(a_contact())
    with books.tx() as tx:
        comparisons.keep(tx, [a_difference(), a_difference(field="sent")], at=NOON)
        comparisons.keep(tx, [a_difference(document_id="i2")], at=later(1))
        assert comparisons.count_since(tx, NOON) == 2
        assert comparisons.count_since(tx, later(1)) == 1
        rows = comparisons.found_since(tx, NOON, limit=9)
        assert [(row.document_id, row.field, row.customer) for row in rows] == [
            ("i2", "due", "Acme"),
            ("i1", "due", "Acme"),
            ("i1", "sent", "Acme"),
        ]
        comparisons.begin(tx, at=later(2))
        comparisons.finish(tx, at=later(3), forget_before=later(1))
        assert comparisons.count_since(tx, NOON) == 1
        save_contacts(
            tx, [a_contact("winner"), a_contact(merged_into="winner", updated_at=later(4))]
        )
        assert [row.customer_id for row in comparisons.found_since(tx, NOON, limit=9)] == ["winner"]


def test_payments_and_credits_explain_what_an_invoice_says_of_itself(books: Books) -> None:
    """Deleted payments explain nothing; an invoice that nobody knows asks for nothing."""
    books.invoices(a_sale(paid=Decimal("40.00"), credited=Decimal("10.00")))
    with books.tx() as tx:
        assert unexplained(tx, ["i1"]) == (True, True)
        assert unexplained(tx, ["unknown"]) == unexplained(tx, []) == (False, False)
    books.payments(a_payment(), a_payment("p2", deleted=True))
    with books.tx() as tx:
        assert unexplained(tx, ["i1"]) == (False, True)
    books.payments(a_payment(deleted=True, updated_at=NOON + timedelta(hours=1)))
    with books.tx() as tx:
        assert unexplained(tx, ["i1"]) == (True, True)
