"""How Xero's JSON becomes payments and credits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from connectors.xero import translate
from plugin.ports import LedgerPaymentKind, Malformed
from tests.connectors.xero.wire_samples import (
    MIDNIGHT,
    a_credit,
    a_payment,
    in_page,
)


def test_payments_of_sales_bills_and_refunds_are_told_apart_and_suppliers_refunds_left() -> None:
    """What a supplier pays back to us is nobody's debt to us."""
    kinds = {
        "ACCRECPAYMENT": LedgerPaymentKind.SALE,
        "ACCPAYPAYMENT": LedgerPaymentKind.BILL,
        "ARCREDITPAYMENT": LedgerPaymentKind.REFUND,
        "AROVERPAYMENTPAYMENT": LedgerPaymentKind.REFUND,
        "ARPREPAYMENTPAYMENT": LedgerPaymentKind.REFUND,
    }
    for word, kind in kinds.items():
        (found,) = translate.payments(in_page("Payments", a_payment(PaymentType=word))).items
        assert (found.kind, found.document_id, found.currency) == (kind, "i-1", "EUR")
    for word in ("APCREDITPAYMENT", "APOVERPAYMENTPAYMENT", "APPREPAYMENTPAYMENT"):
        assert translate.payments(in_page("Payments", a_payment(PaymentType=word))).items == ()
    with pytest.raises(Malformed, match="PaymentType"):
        translate.payments(in_page("Payments", a_payment(PaymentType="OTHER")))


def test_a_refund_names_its_document_under_whichever_name_xero_nests_it() -> None:
    """Xero uses Invoice for all of them in lists, and the document's own name elsewhere."""
    for name, key in (
        ("CreditNote", "CreditNoteID"),
        ("Overpayment", "OverpaymentID"),
        ("Prepayment", "PrepaymentID"),
    ):
        nested = a_payment(PaymentType="ARCREDITPAYMENT", Invoice=None, **{name: {key: "d-9"}})
        (found,) = translate.payments(in_page("Payments", nested)).items
        assert found.document_id == "d-9"


def test_a_deleted_payment_says_so() -> None:
    """A reversal never edits."""
    (found,) = translate.payments(in_page("Payments", a_payment(Status="DELETED"))).items
    assert found.deleted


def test_a_credit_keeps_live_allocations_and_the_accounts_of_its_lines() -> None:
    """Allocations taken back are gone; accounts are named once each, as Xero names them."""
    page = translate.credit_notes(
        in_page(
            "CreditNotes",
            a_credit(
                Allocations=[
                    {"Amount": 10.00, "Date": MIDNIGHT, "Invoice": {"InvoiceID": "i-1"}},
                    {"Amount": 20.00, "Invoice": {"InvoiceID": "i-2"}},
                    {"Amount": 5.00, "Invoice": {"InvoiceID": "i-3"}, "IsDeleted": True},
                ],
                LineItems=[{"AccountCode": "404"}, {"AccountCode": "404"}, {"AccountID": "a-9"}],
            ),
        )
    )
    (credit,) = page.items
    assert [(part.invoice_id, part.amount) for part in credit.allocations] == [
        ("i-1", Decimal("10.00")),
        ("i-2", Decimal("20.00")),
    ]
    assert credit.allocations[1].on == credit.on == date(2018, 10, 20)
    assert credit.account_ids == ("404", "a-9")
    assert credit.live


@pytest.mark.parametrize(
    ("status", "live"),
    [
        ("AUTHORISED", True),
        ("PAID", True),
        ("DRAFT", False),
        ("SUBMITTED", False),
        ("VOIDED", False),
    ],
)
def test_only_approved_and_used_up_credits_are_live(status: str, live: bool) -> None:
    """A draft credit note lowers nobody's debt."""
    (credit,) = translate.credit_notes(in_page("CreditNotes", a_credit(Status=status))).items
    assert credit.live is live


def test_suppliers_credits_are_left_out() -> None:
    """What a supplier owes us is no customer's money."""
    for read, name, word in (
        (translate.credit_notes, "CreditNotes", "ACCPAYCREDIT"),
        (translate.overpayments, "Overpayments", "SPEND-OVERPAYMENT"),
        (translate.prepayments, "Prepayments", "APPREPAYMENT"),
    ):
        assert read(in_page(name, a_credit(Type=word))).items == ()
