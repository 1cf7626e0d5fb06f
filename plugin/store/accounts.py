"""Loads accounts: everything known of a batch of customers, in a constant number of statements.

It decides nothing, and knows no holidays: calendars are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from plugin.credit.account import Account, Calendar
from plugin.store import _account_facts as facts
from plugin.store import _account_words as words
from plugin.store._tx import Tx
from plugin.store.payments import newest_reconciled


def load_accounts(
    tx: Tx,
    *,
    on: date,
    calendar_of: Callable[[str], Calendar],
    customer_ids: Sequence[str] | None = None,
    after: str = "",
    limit: int = 500,
) -> tuple[Account, ...]:
    """The accounts of these customers or, without any named, of the next `limit` after id `after`.

    In the order of their ids, as of civil day `on`: open invoices of any age, closed ones of
    the last 400 days, and the payments of all of these. `calendar_of` gives the working days of a
    country; a customer without one has the organisation's. One merged away has no account.
    """
    house = tx.sql(
        "select base_currency, country, connected_on from organisations where id = :org"
    ).one()
    ids = sorted(set(customer_ids)) if customer_ids is not None else _next(tx, after, limit)
    batch = facts.Batch(tx, ids[:limit] if customer_ids is None else ids, on, house.connected_on)
    known = words.customers_of(batch)
    held = words.holds_of(batch)
    invoices = facts.invoices_of(batch, held.disputed)
    payments = facts.payments_of(batch, invoices)
    credits_ = facts.credits_of(batch)
    promises = words.promises_of(batch)
    steps = words.steps_of(batch)
    messages = words.messages_of(batch)
    quotes = facts.quotes_of(batch)
    repeating, repeating_names = facts.repeating_of(batch)
    bills = facts.bills_of(batch)
    families = words.families_of(
        batch, [each.customer.family_id for each in known.values() if each.customer.family_id]
    )
    rates = facts.rates(batch, house.base_currency)
    reconciled_to = newest_reconciled(tx)
    return tuple(
        Account(
            customer=each.customer,
            base_currency=house.base_currency,
            connected_on=house.connected_on,
            invoices=tuple(invoices.get(id_, ())),
            credits=tuple(credits_.get(id_, ())),
            payments=tuple(payments.get(id_, ())),
            promises=tuple(promises.get(id_, ())),
            holds=(*each.holds, *held.by_customer.get(id_, ())),
            steps=tuple(steps.get(id_, ())),
            messages=tuple(messages.get(id_, ())),
            status=each.status,
            calendar=calendar_of(each.country or house.country),
            quotes=tuple(quotes.get(id_, ())),
            repeating=tuple(repeating.get(id_, ())),
            repeating_names=tuple(repeating_names.get(id_, ())),
            bills_owed=tuple(bills.get(id_, ())),
            set_off_settled=each.set_off_settled,
            family=tuple(
                kin
                for kin in families.get(each.customer.family_id or "", ())
                if kin.customer_id != id_
            ),
            rates=rates,
            reconciled_to=reconciled_to,
        )
        for id_, each in known.items()
    )


def _next(tx: Tx, after: str, limit: int) -> list[str]:
    rows = tx.sql(
        "select id from contacts where org_id = :org and id > :after and is_customer"
        " and merged_into is null order by id limit :limit",
        after=after,
        limit=limit,
    )
    return list(rows.scalars())
