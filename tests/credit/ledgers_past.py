"""Builders of dated ledgers, and generated ones with everything that can happen to an invoice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from plugin.credit.account import CreditKind
from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import DatedCredit, DatedInvoice, LedgerPast

ON = date(2026, 6, 30)
_FIRST = date(2025, 9, 1)


def sold(id_: str = "i1", *, amount: str | int | Decimal = 100, **changes: Any) -> DatedInvoice:
    """A sale of *acme* of 1 June 2026, due on the 15th, in pounds, with nothing paid."""
    facts: dict[str, Any] = {
        "id": id_,
        "number": f"INV-{id_}",
        "customer_id": "acme",
        "currency": "GBP",
        "base_per_unit": Decimal(1),
        "issued": date(2026, 6, 1),
        "due": date(2026, 6, 15),
        "total": Decimal(amount),
        "balance": Decimal(amount),
    }
    return DatedInvoice(**{**facts, **changes})


def paid(on: date, amount: str | int, kind: CoverKind = CoverKind.PAYMENT) -> Cover:
    """Money, a credit or a write-off on a day."""
    return Cover(on, Decimal(amount), kind)


def credit(id_: str = "n1", *, amount: str | int | Decimal = 10, **changes: Any) -> DatedCredit:
    """An unallocated credit note of *acme* of 1 June 2026."""
    facts: dict[str, Any] = {
        "id": id_,
        "number": f"CN-{id_}",
        "customer_id": "acme",
        "kind": CreditKind.CREDIT_NOTE,
        "on": date(2026, 6, 1),
        "amount": Decimal(amount),
        "currency": "GBP",
    }
    return DatedCredit(**{**facts, **changes})


def books(*documents: DatedInvoice | DatedCredit) -> LedgerPast:
    """A ledger of these documents, in pounds."""
    return LedgerPast(
        "GBP",
        tuple(each for each in documents if isinstance(each, DatedInvoice)),
        tuple(each for each in documents if isinstance(each, DatedCredit)),
    )


def by_due(_: str, due: date) -> date:
    """No calendar: the due date itself is the last day on time."""
    return due


def weekdays(_: str, due: date) -> date:
    """The due date, or the Monday after a weekend."""
    return due + timedelta(days=max(0, 7 - due.weekday()) if due.weekday() > 4 else 0)


_days = st.integers(0, 400).map(lambda n: _FIRST + timedelta(days=n))
_pence = st.integers(1, 50_000).map(lambda n: Decimal(n) / 100)


@st.composite
def an_invoice(draw: st.DrawFn, id_: str) -> DatedInvoice:
    """An invoice covered in up to three parts, perhaps never, perhaps with a due date moved."""
    issued, total = draw(_days), draw(_pence)
    due = issued + timedelta(days=draw(st.sampled_from((0, 7, 14, 30, 60, 95))))
    left, covers = total, []
    for _ in range(draw(st.integers(0, 3))):
        part = left if draw(st.booleans()) else (left / 2).quantize(Decimal("0.01"))
        day = issued + timedelta(days=draw(st.integers(0, 250)))
        covers.append(Cover(day, part, draw(st.sampled_from(CoverKind))))
        left -= part
    moved: tuple[tuple[date, date], ...] = ()
    if draw(st.integers(0, 4)) == 0:
        known = issued + timedelta(days=draw(st.integers(1, 60)))
        moved = ((issued, due), (known, due + timedelta(days=draw(st.integers(-5, 60)))))
    foreign = draw(st.integers(0, 3)) == 0
    return sold(
        id_,
        customer_id=draw(st.sampled_from(("acme", "bodega", "cafe"))),
        currency="EUR" if foreign else "GBP",
        base_per_unit=draw(st.sampled_from((Decimal("0.85"), Decimal("0.9")))) if foreign else 1,
        issued=issued,
        due=moved[-1][1] if moved else due,
        total=total,
        balance=left,
        is_charge=draw(st.integers(0, 7)) == 0,
        dues=moved,
        covers=tuple(sorted(covers, key=lambda each: each.on)),
    )


@st.composite
def a_credit_used(draw: st.DrawFn, id_: str) -> DatedCredit:
    """A credit of any kind, of which parts were used."""
    on, amount = draw(_days), draw(_pence)
    parts = [
        (on + timedelta(days=draw(st.integers(0, 200))), (amount / 3).quantize(Decimal("0.01")))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return credit(
        id_,
        amount=amount,
        on=on,
        customer_id=draw(st.sampled_from(("acme", "bodega"))),
        kind=draw(st.sampled_from(CreditKind)),
        used=tuple(sorted(parts)),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> LedgerPast:
    """A small ledger of three customers and two currencies."""
    invoices = [draw(an_invoice(f"i{n}")) for n in range(draw(st.integers(0, 7)))]
    credits_ = [draw(a_credit_used(f"n{n}")) for n in range(draw(st.integers(0, 2)))]
    return books(*invoices, *credits_)
