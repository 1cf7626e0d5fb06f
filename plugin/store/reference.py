"""Quotes, repeating templates and the chart of accounts of the ledger.

Which accounts hold bad debts is the owner's word and survives every reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from plugin.ports.records import LedgerAccount, LedgerQuote, LedgerRepeating
from plugin.store._bulk import Saved, Upsert, fresh_rows, newest
from plugin.store._merges import winners_of
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

_QUOTES = Upsert(
    table="quotes",
    columns={
        "id": "text",
        "contact_id": "text",
        "number": "text",
        "currency": "text",
        "total": "numeric",
        "accepted": "bool",
        "updated_at": "timestamptz",
    },
    compared=("contact_id", "number", "currency", "total", "accepted"),
    told=("fresh.contact_id", "was.contact_id as contact_before"),
)

_TEMPLATE = {
    "id": "text",
    "contact_id": "text",
    "reference": "text",
    "currency": "text",
    "total": "numeric",
    "next_on": "date",
    "live": "bool",
}


def save_quotes(tx: Tx, quotes: Iterable[LedgerQuote]) -> Saved:
    """Save a page of quotes; an older version changes nothing."""
    page = newest(quotes)
    if not page:
        return Saved(0, frozenset())
    winners = winners_of(tx, (quote.contact_id for quote in page))
    written = _QUOTES.run(
        tx,
        [
            (
                quote.id,
                winners.get(quote.contact_id, quote.contact_id),
                quote.number,
                quote.currency,
                quote.total,
                quote.accepted,
                quote.updated_at,
            )
            for quote in page
        ],
    )
    changed = frozenset(
        contact
        for row in written
        if row.differs
        for contact in (row.contact_id, row.contact_before)
        if contact is not None
    )
    mark_changed(tx, changed)
    return Saved(len(written), changed)


def replace_repeating(tx: Tx, templates: Sequence[LedgerRepeating]) -> Saved:
    """Make the repeating templates exactly these; the ledger always gives them all."""
    winners = winners_of(tx, (template.contact_id for template in templates))
    rows = {
        each.id: (
            each.id,
            winners.get(each.contact_id, each.contact_id),
            each.reference,
            each.currency,
            each.total,
            each.next_on,
            each.live,
        )
        for each in templates
    }
    source, values = fresh_rows(_TEMPLATE, [rows[key] for key in sorted(rows)])
    names = ", ".join(_TEMPLATE)
    news = ", ".join(f"{name} = excluded.{name}" for name in _TEMPLATE if name != "id")
    changed = tx.sql(
        f"with fresh as materialized ({source}),"  # noqa: S608 - the names are ours
        f" was as (select {names} from repeating where org_id = :org),"
        " gone as (delete from repeating where org_id = :org"
        " and id not in (select id from fresh)),"
        f" written as (insert into repeating (org_id, {names})"
        f" select cast(:org as uuid), {names} from fresh"
        f" on conflict (org_id, id) do update set {news})"
        " select contact_id from (table fresh except table was) news"
        " union select contact_id from (table was except table fresh) olds",
        **values,
    )
    customers = frozenset(row.contact_id for row in changed)
    mark_changed(tx, customers)
    return Saved(len(rows), customers)


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """An account of the ledger's chart; `bad_debts` is the owner's own word (rule 5)."""

    id: str
    code: str
    name: str
    type: str
    bad_debts: bool


def replace_chart(tx: Tx, accounts: Sequence[LedgerAccount]) -> int:
    """Make the chart of accounts exactly this one; which hold bad debts stays as named."""
    columns = {"id": "text", "code": "text", "name": "text", "type": "text"}
    rows = {each.id: (each.id, each.code, each.name, each.type) for each in accounts}
    source, values = fresh_rows(columns, [rows[key] for key in sorted(rows)])
    tx.sql(
        f"with fresh as materialized ({source}),"  # noqa: S608 - the names are ours
        " gone as (delete from chart where org_id = :org and id not in (select id from fresh))"
        " insert into chart (org_id, id, code, name, type)"
        " select cast(:org as uuid), id, code, name, type from fresh"
        " on conflict (org_id, id) do update set"
        " code = excluded.code, name = excluded.name, type = excluded.type",
        **values,
    )
    return len(rows)


def chart(tx: Tx) -> tuple[ChartAccount, ...]:
    """Every account of the chart by code."""
    rows = tx.sql(
        "select id, code, name, type, bad_debts from chart where org_id = :org order by code, name"
    )
    return tuple(ChartAccount(**row) for row in rows.mappings())


def account_ids(tx: Tx) -> dict[str, str]:
    """The ids of the chart's accounts by their codes, and by the ids themselves."""
    rows = tx.sql("select id, code from chart where org_id = :org").all()
    return {**{row.code: row.id for row in rows if row.code}, **{row.id: row.id for row in rows}}


def bad_debt_accounts(tx: Tx) -> frozenset[str]:
    """The accounts that the owner named as bad debts (rule 5)."""
    rows = tx.sql("select id from chart where org_id = :org and bad_debts")
    return frozenset(row.id for row in rows)


def name_bad_debt_accounts(tx: Tx, account_ids: Collection[str]) -> frozenset[str]:
    """Make exactly these the bad-debt accounts, for what is already held too.

    Returns the customers whose facts changed by it; they are reviewed anew.
    """
    ids = sorted(set(account_ids))
    tx.sql("update chart set bad_debts = id = any(:ids) where org_id = :org", ids=ids)
    rows = tx.sql(
        "with p as (update payments set is_write_off = account_id = any(:ids)"
        " where org_id = :org and is_write_off <> (account_id = any(:ids)) returning document_id),"
        " c as (update credits set is_write_off = not is_write_off where org_id = :org"
        " and is_write_off <> (account_ids <> '{}' and account_ids <@ cast(:ids as text[]))"
        " returning contact_id)"
        " select contact_id from c union select i.contact_id from p join invoices i"
        " on i.org_id = :org and i.id = p.document_id",
        ids=ids,
    )
    changed = frozenset(row.contact_id for row in rows)
    mark_changed(tx, changed)
    return changed
