"""Exporting: every row that is kept of one organisation, table by table, with its seals opened.

Rows come from the database a batch at a time, so that a large ledger never lies in memory whole.
What is not exported stands here by name, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import CursorResult, LargeBinary, Table, select, text

from plugin.store._tx import Tx
from plugin.store.schema import all_tables
from plugin.store.sealing import CannotUnseal

#: rows that are fetched at once
_BATCH = 1_000
#: how a sheet's statement marks a column that lies sealed
_SEALED = "sealed_"
#: where a key was lost, the export says so instead of failing whole
_LOST = "(sealed with a key that is no longer configured)"

#: tables of an organisation's rows that are no part of its data, and why
LEFT_OUT: Mapping[str, str] = {
    "api_replies": "answers kept for a day, for requests that a tool repeats",
    "hook_endpoints": "signing secrets: whoever holds them could pose as Goodterms",
    "call_slots": "which calls to Xero are under way this second",
    "call_waits": "who waits for such a call this second",
    "cursors": "a bookmark: where the next reading of Xero begins",
    "sync_progress": "how far a reading of Xero has come",
    "portal_codes": "hashes of codes by mail, each good for minutes",
    "portal_proofs": "in which browsers such a code was entered this hour",
    "payment_providers": "signing secrets: whoever holds them could pose as a payment provider",
    "provider_events": "what a payment provider knocked with; what it told is in provider_payments",
    "kpi_days": "for which days sums of the documents are kept ready",
    "kpi_seen": "up to which change of a customer those sums are true",
    "kpi_sums": "sums of the documents, which are exported themselves",
    "notices": "Xero's knocks on the door; what they told of is in the documents",
}

#: tables without a tenant that say something of this organisation or its people are exported as
#: `organisation` and `members`; the others hold nothing of it that could be handed over
HOUSE_LEFT_OUT: Mapping[str, str] = {
    "app_budget": "how many calls the whole app may still make this minute",
    "due": "the queue: what is to be done next",
    "former_members": "who lost sight of the books, so that they can be told",
    "house_secrets": "the key of our keyed hashes",
    "grants": "tokens: whoever holds them could read the books in Xero",
    "lost_mails": "who has been told of a lost connection",
    "migrations": "which version the database has",
    "sessions": "keyed hashes of who is signed in where",
    "sign_ins": "sign-ins under way",
    "sign_in_codes": "hashes of codes by mail, each good for minutes",
    "throttles": "keyed hashes that count attempts",
    "texted_numbers": "keyed hashes of numbers that were texted",
    "stopped_numbers": "keyed hashes of numbers that are never texted again",
    "conversation_orgs": "which organisation a reply address leads to; its conversations are told",
}

#: columns that mean nothing to anybody without our keys
_KEYED = frozenset(
    {
        "sender_hash",
        "known_as",
        "email_hash",
        "token_hash",
        "private_hash",
        "address_hashes",
        "address_hash",
        "phone_hash",
        "mobile_hash",
    }
)


def exported_tables() -> tuple[str, ...]:
    """The names of the tables that are exported row by row."""
    return tuple(
        table.name
        for table in sorted(all_tables().sorted_tables, key=lambda each: each.name)
        if table.info["tenant"] and table.name not in LEFT_OUT
    )


def rows_of(tx: Tx, name: str) -> Iterator[dict[str, Any]]:
    """Every row of one exported table by its key, sealed columns opened; KeyError for another."""
    if name not in exported_tables():
        raise KeyError(name)
    table = all_tables().tables[name]
    columns = [each for each in table.columns if each.name not in {"org_id", *_KEYED}]
    sealed = [each.name for each in columns if isinstance(each.type, LargeBinary)]
    query = (
        select(*columns).where(table.c.org_id == tx.org_id).order_by(*_key(table))
    ).execution_options(yield_per=_BATCH)
    # whoever stops reading half-way leaves no cursor open
    with tx.run(query) as read:
        for row in read.mappings():
            found = dict(row)
            for column in sealed:
                found[column] = opened(tx, found[column])
            yield found


def sheet(tx: Tx, statement: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The heads and rows of a sheet's statement, a batch at a time, sealed columns opened."""
    found = tx.connection.execute(
        text(statement), {"org": tx.org_id}, execution_options={"yield_per": _BATCH}
    )
    keys = tuple(found.keys())
    sealed = {place for place, key in enumerate(keys) if key.startswith(_SEALED)}
    return tuple(key.removeprefix(_SEALED) for key in keys), _sheet_rows(tx, found, sealed)


def _sheet_rows(
    tx: Tx, read: CursorResult[Any], sealed: AbstractSet[int]
) -> Iterator[tuple[Any, ...]]:
    with read:
        for row in read:
            yield tuple(
                opened(tx, each) if place in sealed else each for place, each in enumerate(row)
            )


def opened(tx: Tx, sealed: bytes | None) -> str | None:
    """The words behind a seal; None stays None."""
    if sealed is None:
        return None
    try:
        return tx.seal.open(sealed)
    except CannotUnseal:
        return _LOST


def _key(table: Table) -> list[Any]:
    return [column for column in table.primary_key.columns if column.name != "org_id"] or [
        table.c.org_id
    ]
