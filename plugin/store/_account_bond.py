"""What binds the customers of a batch to the house: first invoices, what was paid, who is happy.

One statement for all; one more where somebody may reach a milestone these days. Nothing is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Invoice, InvoiceState, Payment
from plugin.credit.kind_word_facts import Bond
from plugin.credit.money import Money
from plugin.store._account_facts import Batch
from plugin.store._tx import array_text

#: a milestone older than this is thanked for no more
_NEW_FOR = timedelta(days=21)
_HAPPY_FOR = timedelta(days=90)
#: the first invoice lies about a year back: a little more and less than 365 days
_YEAR_FROM, _YEAR_TO = timedelta(days=390), timedelta(days=335)
#: of the scores 1 to 5, from here on it went well
_GOOD = 4
_ISSUED = frozenset({InvoiceState.APPROVED, InvoiceState.PAID})


def bonds_of(
    batch: Batch,
    invoices: Mapping[str, Sequence[Invoice]],
    payments: Mapping[str, Sequence[Payment]],
    base_currency: str,
) -> dict[str, Bond]:
    """By customer; one of whom nothing matters on the day is left out."""
    happy = _happy(batch)
    since = batch.on - _NEW_FOR
    payers = {
        customer
        for customer, theirs in payments.items()
        if any(
            since <= each.on <= batch.on
            and not each.is_write_off
            and each.amount.currency == base_currency
            for each in theirs
        )
    }
    first = _year_ago(batch, invoices)
    known = _ever(batch, sorted(payers | first.keys()), base_currency, since)
    found: dict[str, Bond] = {}
    for customer in happy.keys() | payers | first.keys():
        happy_on, never = happy.get(customer, (None, False))
        very_first, ever = known.get(customer, (None, Decimal(0)))
        before = ever - _lately(payments.get(customer, ()), since, base_currency)
        began = first.get(customer)
        found[customer] = Bond(
            first_on=began if began is not None and began == very_first else None,
            paid_before=Money(before, base_currency) if customer in payers else None,
            paid_since=since if customer in payers else None,
            happy_on=happy_on,
            never_ask=never,
        )
    return found


def _happy(batch: Batch) -> dict[str, tuple[date, bool]]:
    """Whose newest answer of these months was a good one, when, and whether they said no to us."""
    rows = batch.tx.sql(
        "select f.customer_id, f.answered_on, exists (select from never_asked n"
        " where n.org_id = :org and n.customer_id = f.customer_id) as never from"
        " (select distinct on (customer_id) customer_id, answered_on, score from feedback"
        "  where org_id = :org and customer_id = any(:ids) and score is not null"
        "  and answered_on between :since and :on order by customer_id, answered_at desc) f"
        " where f.score >= :good",
        ids=batch.ids,
        since=batch.on - _HAPPY_FOR,
        on=batch.on,
        good=_GOOD,
    )
    return {row.customer_id: (row.answered_on, row.never) for row in rows}


def _year_ago(batch: Batch, invoices: Mapping[str, Sequence[Invoice]]) -> dict[str, date]:
    """Whose oldest loaded invoice is about a year old; older ones may lie in the ledger."""
    found: dict[str, date] = {}
    for customer, theirs in invoices.items():
        issued = [each.issued for each in theirs if each.state in _ISSUED and not each.is_charge]
        oldest = min(issued, default=None)
        if oldest is not None and batch.on - _YEAR_FROM <= oldest <= batch.on - _YEAR_TO:
            found[customer] = oldest
    return found


def _ever(
    batch: Batch, customers: Sequence[str], base_currency: str, since: date
) -> dict[str, tuple[date | None, Decimal]]:
    """The very first invoice of these, and all that they ever paid in the base currency.

    As the ledger says of each invoice, less what was written off before a day (rule 5).
    """
    if not customers:
        return {}
    ids = array_text(customers)
    rows = batch.tx.sql(
        "select contact_id, min(issued) as first, coalesce(sum(paid)"
        " filter (where currency = :base), 0) as paid from invoices"
        " where org_id = :org and kind = 'sale' and not is_charge"
        " and state in ('approved', 'paid') and contact_id = any(:ids) group by contact_id",
        ids=ids,
        base=base_currency,
    )
    lost = batch.tx.sql(
        "select i.contact_id, sum(p.amount) as amount from invoices i join payments p"
        " on p.org_id = :org and p.document_id = i.id and p.is_write_off and not p.deleted"
        " and p.paid_on < :since where i.org_id = :org and i.kind = 'sale'"
        " and not i.is_charge and i.currency = :base and i.contact_id = any(:ids)"
        " group by i.contact_id",
        ids=ids,
        base=base_currency,
        since=since,
    )
    written_off = {row.contact_id: row.amount for row in lost}
    nothing = Decimal(0)
    return {
        row.contact_id: (row.first, row.paid - written_off.get(row.contact_id, nothing))
        for row in rows
    }


def _lately(payments: Sequence[Payment], since: date, base_currency: str) -> Decimal:
    """What came in from a day on, or was written off: it is part of what the ledger calls paid."""
    return sum(
        (
            each.amount.amount
            for each in payments
            if each.on >= since and each.amount.currency == base_currency
        ),
        Decimal(0),
    )
