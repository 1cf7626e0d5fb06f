"""What the ledger says of a batch of customers, read in a constant number of statements.

Each function answers for all customers of the batch at once. Nothing is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from plugin.credit.account import (
    Credit,
    CreditKind,
    Invoice,
    InvoiceState,
    Opening,
    Payment,
    Placement,
    Rate,
)
from plugin.credit.law import Law
from plugin.credit.money import Money
from plugin.store._tx import Tx
from plugin.store.sent_answers import EVERYBODY, HowSent, sent_answers

#: closed invoices and payments older than this decide nothing any more
RECENT = timedelta(days=400)

#: rule 8: repeating invoices of the next thirty days
SOON = timedelta(days=30)

_STATES = {state.value: state for state in InvoiceState}
_PLACEMENTS = {placement.value: placement for placement in Placement}
_CREDIT_KINDS = {kind.value: kind for kind in CreditKind}
#: thousands of ids travel as one text: the driver quotes the members of an array one by one
_SEPARATOR = chr(31)
_UNPLACED = Opening(Placement.UNPLACED)


@dataclass(frozen=True, slots=True)
class Batch:
    """Which customers are read, for which civil day, and since when they are ours.

    `ids` is the text of an array: a list would be quoted member by member for each of two dozen
    statements. `law` is that of the organisation's terms, for customers of whom nobody said more.
    """

    tx: Tx
    ids: str
    on: date
    connected_on: date
    law: Law = Law.OTHER


def invoices_of(
    batch: Batch, disputed: Mapping[str, Decimal | None], kept: Iterable[str] = ()
) -> dict[str, list[Invoice]]:
    """Open sales invoices, recent ones, any that was written off, and those `kept`, per customer.

    `disputed` gives the disputed part by invoice; None is all of its balance.
    """
    rows = batch.tx.sql(
        "select i.contact_id, i.id, i.number, i.issued, i.due, i.state, i.currency, i.total,"
        " i.balance, i.sent_on, i.reference, i.came_back_on, coalesce(i.pay_link, ''), case when"
        " i.expected_on is distinct from i.expected_written then i.expected_on end, p.placement,"
        " p.level, p.released_on, x.kind, i.is_charge from invoices i"
        " left join placements p on p.org_id = :org and p.invoice_id = i.id"
        " left join exceptions x on x.org_id = :org and x.invoice_id = i.id and x.until is null"
        " where i.org_id = :org and i.contact_id = any(:ids) and i.kind = 'sale'"
        " and i.state <> 'deleted' and (i.state in ('draft', 'awaiting_approval', 'approved')"
        " or i.issued >= :since or i.fully_paid_on >= :since or i.id = any(:written_off))",
        ids=batch.ids,
        since=batch.on - RECENT,
        written_off=[*_written_off(batch), *kept],
    )
    answers = sent_answers(batch.tx)
    found: dict[str, list[Invoice]] = defaultdict(list)
    # all of a batch at once: asked row by row, the driver is called as often
    for row in rows.fetchall():
        found[row[0]].append(_invoice(row, disputed, answers, batch.connected_on))
    for mine in found.values():
        # a few of each customer are sorted sooner than all of a batch by the server
        mine.sort(key=_by_due)
    return found


def _by_due(invoice: Invoice) -> tuple[date, str]:
    return (invoice.due, invoice.id)


def _invoice(
    told: Sequence[Any],
    disputed: Mapping[str, Decimal | None],
    answers: Mapping[str, HowSent],
    connected_on: date,
) -> Invoice:
    # fmt: off
    (customer, id_, number, issued, due, state, currency, total, balance, sent_on, reference,
     came_back_on, pay_link, expected_on, placement, level, released_on, exception, is_charge,
    ) = told
    # fmt: on
    opening = None
    if placement is not None:
        opening = Opening(_PLACEMENTS[placement], level, released_on)
    elif due < connected_on and balance > 0 and state == "approved":
        opening = _UNPLACED
    if sent_on is None and answers:
        sent_on = _elsewhere(answers, customer, number, issued)
    whole = Money(total, currency)
    owed = whole if balance == total else Money(balance, currency)
    return Invoice(
        id=id_,
        number=number,
        issued=issued,
        due=due,
        state=_STATES[state],
        total=whole,
        balance=owed,
        sent_on=sent_on,
        reference=reference,
        expected_on=expected_on,
        receivable=exception != "not_receivable",
        disputed=_part(disputed, id_, owed) if disputed else None,
        opening=opening,
        came_back_on=came_back_on,
        never_chase=exception == "never",
        pay_url=pay_link,
        is_charge=is_charge,
    )


def payments_of(
    batch: Batch, invoices: Mapping[str, Sequence[Invoice]]
) -> dict[str, list[Payment]]:
    """Money and write-offs of these invoices, per customer.

    An overpayment or deposit counts as money from the day it was put against an invoice; a credit
    note never does, unless it is a write-off (rule 5).
    """
    owners = {each.id: customer for customer, mine in invoices.items() for each in mine}
    # found by their documents' ids: a join may be planned badly before the first statistics
    rows = batch.tx.sql(
        "with asked as materialized (select string_to_array(:invoices, chr(31)) as ids)"
        " select document_id, paid_on, amount, currency, is_write_off from payments"
        " where org_id = :org and document_id = any(cast((select ids from asked) as text[]))"
        " and kind = 'sale' and not deleted"
        " union all select a.invoice_id, a.allocated_on, a.amount, c.currency, c.is_write_off"
        " from allocations a join credits c on c.org_id = :org and c.id = a.credit_id"
        " and c.contact_id = any(:ids) and c.live and (c.kind <> 'credit_note' or c.is_write_off)"
        " where a.org_id = :org and a.invoice_id = any(cast((select ids from asked) as text[]))"
        " order by 2, 1",
        ids=batch.ids,
        invoices=_SEPARATOR.join(owners),
    )
    found: dict[str, list[Payment]] = defaultdict(list)
    for invoice, on, amount, currency, is_write_off in map(tuple, rows.fetchall()):
        found[owners[invoice]].append(Payment(invoice, on, Money(amount, currency), is_write_off))
    return found


def credits_of(batch: Batch) -> dict[str, list[Credit]]:
    """Credit with something left of it, per customer; a write-off is none of the customer's."""
    rows = batch.tx.sql(
        "select contact_id, id, number, kind, credited_on, remaining, currency from credits"
        " where org_id = :org and contact_id = any(:ids) and live and remaining > 0"
        " and not is_write_off order by credited_on, id",
        ids=batch.ids,
    ).fetchall()
    found: dict[str, list[Credit]] = defaultdict(list)
    for customer, id_, number, kind, on, remaining, currency in map(tuple, rows):
        found[customer].append(
            Credit(id_, number, _CREDIT_KINDS[kind], on, Money(remaining, currency))
        )
    return found


def quotes_of(batch: Batch) -> dict[str, list[Money]]:
    """Accepted quotes that are not invoiced yet, per customer."""
    rows = batch.tx.sql(
        "select contact_id, total, currency from quotes where org_id = :org"
        " and contact_id = any(:ids) and accepted order by number, id",
        ids=batch.ids,
    )
    return _amounts(map(tuple, rows))


def repeating_of(batch: Batch) -> tuple[dict[str, list[Money]], dict[str, list[str]]]:
    """What live templates issue in the next thirty days, and the names of all live ones."""
    rows = batch.tx.sql(
        "select contact_id, total, currency, reference, "
        " coalesce(next_on between :on and :soon, false) as is_soon"
        " from repeating where org_id = :org and contact_id = any(:ids) and live"
        " order by next_on, reference, id",
        ids=batch.ids,
        on=batch.on,
        soon=batch.on + SOON,
    ).fetchall()
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        names[row.contact_id].append(row.reference)
    soon = _amounts((row.contact_id, row.total, row.currency) for row in rows if row.is_soon)
    return soon, names


def bills_of(batch: Batch) -> dict[str, list[Money]]:
    """What the organisation owes each customer, per currency (rule 7)."""
    rows = batch.tx.sql(
        "select contact_id, sum(balance), currency from invoices where org_id = :org"
        " and contact_id = any(:ids) and kind = 'bill' and state = 'approved' and balance > 0"
        " group by contact_id, currency order by contact_id, currency",
        ids=batch.ids,
    )
    return _amounts(map(tuple, rows))


def rates(batch: Batch, base_currency: str) -> tuple[Rate, ...]:
    """The newest rate per currency that the ledger itself used by that day (rule 9).

    Steps from currency to currency along the index, so that a long ledger costs no more.
    """
    rows = batch.tx.sql(
        "with recursive used(currency) as ("
        " (select currency from invoices where org_id = :org order by currency limit 1)"
        " union all select (select i.currency from invoices i where i.org_id = :org"
        " and i.currency > used.currency order by i.currency limit 1)"
        " from used where used.currency is not null)"
        " select used.currency, newest.base_per_unit, newest.issued from used"
        " cross join lateral (select i.base_per_unit, i.issued from invoices i"
        " where i.org_id = :org and i.currency = used.currency and i.issued <= :on"
        " and i.state in ('approved', 'paid') order by i.issued desc, i.id desc limit 1) newest"
        " where used.currency <> :base order by used.currency",
        on=batch.on,
        base=base_currency,
    )
    return tuple(Rate(row.currency, row.base_per_unit, row.issued) for row in rows)


def _written_off(batch: Batch) -> list[str]:
    """Invoices that were written off in whole or part, however long ago (rule 5)."""
    rows = batch.tx.sql(
        "select document_id from payments"
        " where org_id = :org and is_write_off and not deleted"
        " union select a.invoice_id from credits c"
        " join allocations a on a.org_id = :org and a.credit_id = c.id"
        " where c.org_id = :org and c.is_write_off and c.live and c.contact_id = any(:ids)",
        ids=batch.ids,
    )
    return list(rows.scalars())


def _elsewhere(
    answers: Mapping[str, HowSent], customer: str, number: str, issued: date
) -> date | None:
    """The issue date of an invoice that a person said goes out by another way (rule 3)."""
    answer = answers.get(customer) or answers.get(EVERYBODY)
    return issued if answer is not None and answer.covers(number) else None


def _part(disputed: Mapping[str, Decimal | None], id_: str, owed: Money) -> Money | None:
    if id_ not in disputed:
        return None
    part = disputed[id_]
    return owed if part is None else Money(min(part, owed.amount), owed.currency)


def _amounts(rows: Iterable[tuple[str, Decimal, str]]) -> dict[str, list[Money]]:
    found: dict[str, list[Money]] = defaultdict(list)
    for customer, amount, currency in rows:
        found[customer].append(Money(amount, currency))
    return found
