"""What a statement says of an account: what is listed, what is known of it, and that it adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Credit, CreditKind, Hold, HoldKind, Instalment, Invoice
from plugin.credit.agreements import Retention
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY
from plugin.letters.statement import (
    ActivityLine,
    StatementFacts,
    paper_pdf,
    statement_pdf,
    statement_words,
)
from plugin.letters.statement_facts import Happening, Signer, statement_facts
from plugin.letters.statement_mail import compose_statement, statement_complaints
from tests.credit.builders import TODAY, an_account, credit, days, gbp, owes, promised
from tests.letters.papers import pages_of, words_of

SIGNER = Signer(
    organisation="Harbour Lane Foods",
    name="Sarah Hughes",
    title="Accounts",
    phone="01752 555 0134",
    reply_to="sarah@harbourlane.example",
    how_to_pay=("Sort code 20-45-77, account 3311 2094",),
)


def facts(*invoices: Invoice, **more: Any) -> StatementFacts:
    """The statement of a customer who owes these, as of today."""
    own = {name: more.pop(name) for name in ("since", "happened", "recipient") if name in more}
    account = an_account(*invoices, **more)
    return statement_facts(account, DEFAULT_POLICY, SIGNER, on=TODAY, currency="GBP", **own)


def test_what_both_sides_know_stands_beside_the_invoice() -> None:
    """In query, promised, said to be paid; and who has it else is not listed."""
    query = owes("1000", late=5, number="INV-1", disputed=gbp("80"))
    promise = owes("200", late=5, number="INV-2")
    paid = owes("300", late=5, number="INV-3")
    agency = owes("400", late=90, number="INV-4")
    found = facts(
        query,
        promise,
        paid,
        agency,
        promises=(promised("200", TODAY + days(3), promise.id),),
        holds=(
            Hold(HoldKind.SAYS_PAID, TODAY + days(5), paid.id),
            Hold(HoldKind.AGENCY, None, agency.id),
        ),
    )
    assert {line.number: line.note for line in found.open} == {
        "INV-1": "£80.00 in query",
        "INV-2": "promised",
        "INV-3": "you say it is paid",
    }
    assert found.owed == gbp("1500")
    assert found.not_listed == ("INV-4",)
    words = words_of(statement_pdf(found))
    assert "Not on this statement: INV-4, which is dealt with apart." in words
    assert "400.00" not in words


def test_what_is_below_tolerance_is_listed_and_not_called_late() -> None:
    """Rule 4: a residue of 0.05, 400 days late."""
    found = facts(owes("100", late=400, paid="99.95"), owes("50", late=-3, number="INV-2"))
    assert [line.days_late for line in found.open] == [0, 0]
    assert not found.late


def test_an_invoice_in_parts_is_one_line_with_all_that_is_open_of_it() -> None:
    """A retention, and instalments: the whole balance, its lateness by the oldest part."""
    kept = owes("1000", late=5, number="INV-1", retained=Retention(gbp("100"), TODAY + days(60)))
    parts = tuple(
        Instalment(n, TODAY - days(late), gbp("50"), gbp("50")) for n, late in enumerate((40, -20))
    )
    split = owes("100", late=5, number="INV-2", instalments=parts)
    found = facts(kept, split)
    assert [(line.number, line.balance, line.days_late) for line in found.open] == [
        ("INV-1", gbp("1000"), 5),
        ("INV-2", gbp("100"), 40),
    ]


def test_credit_stands_beside_what_is_open_and_what_is_left_is_said() -> None:
    """100 open, 30 of credit: 70 less it; listed, and taken off nothing."""
    found = facts(owes("100"), credits=(credit("30"),))
    words = words_of(statement_pdf(found))
    assert "Total £100.00" in words
    assert "Open less this credit £70.00" in words


def test_the_strip_of_ages_adds_up_to_what_is_open() -> None:
    """By days late, per currency."""
    found = facts(*(owes("10", late=late, number=f"INV-{late}") for late in (-5, 1, 31, 61, 91)))
    assert [str(amount.amount) for _, amount, _ in found.ageing] == ["10"] * 5
    other = facts(owes("10"), owes("99", currency="EUR", number="INV-E"))
    assert [line.number for line in other.open] == ["INV-1"]
    assert other.owed == gbp("10")


amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(9999), places=2)
changes = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=80),
        st.sampled_from(["invoice", "payment", "credit_note", "refund", "write_off"]),
        amounts,
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, max_size=6), st.lists(amounts, max_size=3), changes)
def test_an_activity_always_ends_at_what_is_open_less_credit(
    open_now: list[Decimal], spare: list[Decimal], happened: list[tuple[int, str, Decimal]]
) -> None:
    """To the cent, whatever happened and in whatever order: opening, changes, closing."""
    invoices = [owes(str(each), late=3, number=f"INV-{n}") for n, each in enumerate(open_now)]
    credits_ = tuple(
        Credit(f"c{n}", f"CN-{n}", CreditKind.CREDIT_NOTE, TODAY, Money(each, "GBP"))
        for n, each in enumerate(spare)
    )
    told = [
        Happening(
            TODAY - timedelta(days=ago),
            what,
            "X",
            "",
            each if what in ("invoice", "refund") else -each,
        )
        for ago, what, each in happened
    ]
    since = TODAY - timedelta(days=40)
    found = facts(*invoices, credits=credits_, since=since, happened=told)
    assert found.closing == found.owed - found.credit
    assert found.brought_forward is not None
    running = found.brought_forward
    for line in found.activity:
        running = running + line.change
    assert running == found.owed - found.credit
    assert all(line.on >= since for line in found.activity)


def test_forty_invoices_take_two_sheets_with_heads_repeated() -> None:
    """Every number, the page of pages, and the head of the table on both."""
    invoices = [owes("10", late=n, number=f"INV-{2000 + n}") for n in range(40)]
    pdf = statement_pdf(facts(*invoices))
    words = words_of(pdf)
    assert pages_of(pdf) == 2
    assert all(f"INV-{2000 + n}" in words for n in range(40))
    assert words.count("Your reference") == 2
    assert "1 / 2" in words
    assert "2 / 2" in words


def test_kept_words_set_the_same_paper_again() -> None:
    """To the byte, from what is kept of it alone."""
    found = facts(owes("100", late=3), since=date(2026, 11, 1))
    assert paper_pdf(statement_words(found)) == statement_pdf(found)


def test_the_note_says_what_is_open_and_demands_nothing() -> None:
    """Amount and date in the first lines, how to pay, nothing that the linter refuses."""
    found = facts(owes("100", late=3), owes("40.50", late=-4, number="INV-2"), recipient="Maya")
    letter = compose_statement(found)
    assert letter.subject == "Statement of account, 24 November 2026: £140.50 open"
    text = " ".join(letter.text.split())
    assert "Dear Maya," in text
    assert "Two invoices open, £140.50 in all. Of this £100.00 is past its due date." in text
    assert "Sort code 20-45-77" in text
    assert not statement_complaints(letter, found)
    for demand in ("please pay", "overdue", "reminder", "immediately"):
        assert demand not in text.lower()
    for shown in ("£140.50", "Sarah Hughes", "Sort code 20-45-77"):
        assert shown in letter.html


def test_a_threat_in_the_owners_own_sentence_is_refused() -> None:
    """The linter reads a statement's note as it reads a reminder."""
    found = replace(facts(owes("100", late=3)), own_sentence="Pay or we will see you in court.")
    assert statement_complaints(compose_statement(found), found)


def test_another_language_falls_back_and_says_so() -> None:
    """What nobody has worded yet is English, visibly (rule 29)."""
    for language, fell_back in (("pl-PL", True), ("fr-FR", False), ("en-GB", False)):
        found = replace(facts(owes("100")), language=language)
        assert compose_statement(found).fell_back is fell_back


def test_an_activity_names_what_happened() -> None:
    """Brought forward, each change with its balance."""
    happened = (
        Happening(date(2026, 11, 3), "invoice", "INV-9", "PO 7", Decimal("412.40")),
        Happening(date(2026, 11, 5), "payment", "INV-1", "", Decimal(-500)),
    )
    found = facts(owes("412.40", late=-4), since=date(2026, 11, 1), happened=happened)
    assert found.brought_forward == gbp("500")
    assert found.activity[0] == ActivityLine(
        date(2026, 11, 3), "Invoice INV-9, your reference PO 7", gbp("412.40")
    )
