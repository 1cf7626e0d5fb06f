"""Looks up which invoices and customers a payment may be for. It decides nothing.

Each search narrows by what an index holds; whether a text names an invoice is `named_invoices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plugin.credit.named_invoices import Nameable, tokens_of
from plugin.store._tx import Tx

#: invoices that a text may name; more cannot be told apart by it
_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invoice that a payment may pay; `balance` in `currency`."""

    named: Nameable
    customer_id: str
    balance: Decimal
    currency: str
    is_open: bool


_SELECT = (
    "select i.id, i.number, i.reference, coalesce(i.pay_link, '') as pay_link, i.contact_id,"
    " i.balance, i.currency, i.state = 'approved' and i.balance > 0 as is_open from invoices i"
    " where i.org_id = :org and i.kind = 'sale' and i.state in ('approved', 'paid')"
)


def candidates(tx: Tx, texts: Sequence[str]) -> tuple[Candidate, ...]:
    """Invoices that any of these texts may name: by id, digits, reference or address to pay at.

    Paid ones are found by their id or whole number only: the ledger may be ahead of the provider.
    """
    digits = list(dict.fromkeys(run for text in texts for run in tokens_of(text)))
    whole = " ".join(texts).lower()
    words = list(dict.fromkeys(part for text in texts for part in (text, *text.split())))
    if not whole.strip():
        return ()
    rows = tx.sql(
        f"{_SELECT} and i.id = any(:words) union {_SELECT} and i.number = any(:words)"
        f" union {_SELECT} and i.state = 'approved' and i.balance > 0 and ("
        " ltrim(substring(i.number from '[0-9]+$'), '0') = any(:digits)"
        " or (length(i.reference) >= 4 and (position(lower(i.reference) in :whole) > 0"
        "  or ltrim(substring(i.reference from '[0-9]+$'), '0') = any(:digits)))"
        " or (coalesce(i.pay_link, '') <> '' and (position(lower(i.pay_link) in :whole) > 0"
        "  or substring(i.pay_link from '[^/]+$') = any(:words))))"
        " order by 2, 1 limit :limit",
        words=words,
        digits=digits,
        whole=whole,
        limit=_AT_MOST,
    ).fetchall()
    return tuple(_candidate(row) for row in rows)


def open_of_amount(
    tx: Tx, amount: Decimal, currency: str, *, customer_ids: Sequence[str] | None = None
) -> tuple[Candidate, ...]:
    """Open sales invoices whose balance is exactly this, of these customers or of all."""
    rows = tx.sql(
        f"{_SELECT} and i.state = 'approved' and i.balance = :amount and i.currency = :currency"
        " and (cast(:customers as text[]) is null or i.contact_id = any(:customers))"
        " order by i.due, i.id limit 3",
        amount=amount,
        currency=currency,
        customers=list(customer_ids) if customer_ids is not None else None,
    ).fetchall()
    return tuple(_candidate(row) for row in rows)


def customers_paying(tx: Tx, *, provider: str, payer: str, email: str) -> tuple[str, ...]:
    """The customers that this payer may be: those it surely paid for before, else by address."""
    before = (
        tx.sql(
            "select distinct customer_id from provider_payments where org_id = :org"
            " and provider = :provider and payer = :payer and match = 'sure'"
            " and customer_id is not null order by 1 limit 3",
            provider=provider,
            payer=payer,
        )
        .scalars()
        .all()
        if payer
        else ()
    )
    if before or not email:
        return tuple(before)
    return tuple(
        tx.sql(
            "select c.id from contacts c where c.org_id = :org and c.merged_into is null"
            " and c.is_customer and c.email_hash = :hash union"
            " select p.contact_id from contact_people p join contacts c on c.org_id = :org"
            " and c.id = p.contact_id and c.merged_into is null and c.is_customer"
            " where p.org_id = :org and p.email_hash = :hash order by 1 limit 3",
            hash=tx.seal.fingerprint(email),
        ).scalars()
    )


def of_ids(tx: Tx, invoice_ids: Sequence[str]) -> tuple[Candidate, ...]:
    """These sales invoices, whatever is left to pay of them."""
    rows = tx.sql(f"{_SELECT} and i.id = any(:ids) order by i.due, i.id", ids=list(invoice_ids))
    return tuple(_candidate(row) for row in rows)


def _candidate(row: Any) -> Candidate:
    return Candidate(
        Nameable(row.id, row.number, row.reference, row.pay_link),
        row.contact_id,
        row.balance,
        row.currency,
        row.is_open,
    )
