"""Remittance advice, read by rule: numbers however they are written, sums, and what differs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.money import Money
from plugin.credit.remittance import (
    OpenInvoice,
    Remittance,
    invoices_named,
    names_any,
    read_remittance,
)

INVOICES = (
    OpenInvoice("a", "INV-1041", Money.of("412.40", "GBP")),
    OpenInvoice("b", "INV-1055", Money.of("1250.00", "GBP")),
    OpenInvoice("c", "INV-0007", Money.of("99.00", "GBP")),
)


def advice(*rows: str) -> Remittance | None:
    """Read rows, cells parted by bars."""
    return read_remittance([row.split("|") for row in rows], INVOICES)


def paid(found: Remittance | None) -> dict[str, str | None]:
    """Invoice number to what is said to be paid."""
    assert found is not None
    return {
        each.invoice.number: None if each.paid is None else f"{each.paid.amount:.2f}"
        for each in found.lines
    }


def test_a_table_is_read_by_the_column_that_says_what_is_paid() -> None:
    """A discount taken shows as a difference, a credit stands beside, and the total is checked."""
    found = advice(
        "Invoice|Date|Gross|Discount|Paid",
        "INV-1041|12/10/2026|412.40|0.00|412.40",
        "INV1055|13/10/2026|1,250.00|25.00|1,225.00",
        "CN-0012|14/10/2026|-50.00|0.00|-50.00",
        "Total||||1,587.40",
    )
    assert found is not None
    assert paid(found) == {"INV-1041": "412.40", "INV-1055": "1225.00"}
    assert [each.difference for each in found.lines] == [
        Money.of("0.00", "GBP"),
        Money.of("25.00", "GBP"),
    ]
    assert [each.amount for each in found.others] == [Money.of("-50.00", "GBP")]
    assert found.stated == Money.of("1587.40", "GBP")
    assert found.unexplained == Money.of("0.00", "GBP")


@pytest.mark.parametrize(
    "row",
    [
        "INV-1055|1,250.00",
        "inv 1055 £1,250.00",
        "Invoice no. 1055|12/10/2026|1250.00",
        "INV/1055|1.250,00 EUR",
        "Rechnung INV-1055 vom 12.10.2026: 1 250,00",
        "Facture 1055|1\u202f250,00 €",
        "We have paid INV-1055 (1,250.00) this morning",
        "1055|GBP 1250.00",
    ],
)
def test_numbers_and_amounts_are_known_however_they_are_written(row: str) -> None:
    """With and without marks, in the order and with the points of several countries."""
    assert paid(advice(row)) == {"INV-1055": "1250.00"}


def test_one_sum_for_several_invoices_is_nobodys_part() -> None:
    """It is the total; what of it belongs to which, a person says."""
    found = advice("Invoices 1041 and 1055, total 1,662.40 paid today")
    assert paid(found) == {"INV-1041": None, "INV-1055": None}
    assert found is not None
    assert found.unexplained == Money.of("1662.40", "GBP")


def test_two_payments_of_one_invoice_add_up() -> None:
    """And too much shows as a difference below zero."""
    found = advice("INV-0007|60.00", "INV-0007|45.00")
    assert paid(found) == {"INV-0007": "105.00"}
    assert found is not None
    assert found.lines[0].difference == Money.of("-6.00", "GBP")


@pytest.mark.parametrize(
    "row",
    [
        "Thank you for INV-1041, we will look at it",
        "We have paid you £412.40",
        "Call me on 1041 1055",
        "Meeting on 10/04/2026 at 10.41",
        "INV-10410|412.40",
        "order 7|99.00",
    ],
)
def test_what_names_no_invoice_with_an_amount_is_no_advice(row: str) -> None:
    """Neither an amount alone, nor a number alone, nor one that only looks like it."""
    assert advice(row) is None


def test_brackets_are_a_minus_in_a_cell_and_brackets_in_a_sentence() -> None:
    """As bookkeepers and as writers use them."""
    found = advice("INV-1041|412.40", "CN-9|(50.00)", "CN-10|12.00 CR")
    assert found is not None
    assert [str(each.amount.amount) for each in found.others] == ["-50.00", "-12.00"]


def test_a_number_that_two_invoices_end_in_names_neither() -> None:
    """Written in full it does."""
    twins = (
        OpenInvoice("a", "INV-1041", Money.of("10.00", "GBP")),
        OpenInvoice("b", "CR-1041", Money.of("20.00", "GBP")),
    )
    assert read_remittance([("1041", "10.00")], twins) is None
    assert names_any([("CR-1041", "20.00")], twins)


def test_invoices_are_found_in_a_sentence() -> None:
    """For whoever asks for copies of them."""
    named = invoices_named("Please send inv-1041 and 1055, not 10410.", INVOICES)
    assert [each.id for each in named] == ["a", "b"]


CELLS = st.text(st.sampled_from("INV-104155 0123456789.,£€()-/ totalpid"), max_size=24)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=12))
def test_whatever_stands_in_it_every_sum_is_the_sum_of_its_lines(rows: list[list[str]]) -> None:
    """And no line names an invoice that is not theirs, or in another currency."""
    found = read_remittance(rows, INVOICES)
    if found is None:
        return
    amounts = [each.paid.amount for each in found.lines if each.paid is not None]
    assert found.allocated.amount == sum(amounts, Decimal(0))
    assert {each.invoice.id for each in found.lines} <= {each.id for each in INVOICES}
    assert len({each.invoice.id for each in found.lines}) == len(found.lines)
    assert found.currency == "GBP"
