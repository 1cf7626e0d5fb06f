"""What payment providers told: their addresses and secrets, their events, where payments stand.

What a payment pays, and what follows from it, is not decided here.
"""

from __future__ import annotations

import json
import secrets as chance
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.incoming import Match
from plugin.credit.incoming_fact import IncomingState
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

_NAMES = {"stripe": "Stripe", "gocardless": "GoCardless"}
#: what is kept of an event as it was read, beside its state and amount
_SAID = ("currency", "texts", "payer", "email", "why", "is_live")


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that an organisation connected, with the last that was heard of it."""

    provider: str
    token: str
    secrets: tuple[str, ...]
    by: str
    at: datetime
    last_kind: str | None
    last_at: datetime | None
    last_outcome: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a provider told it; `said` is what was read of it."""

    provider: str
    key: str
    kind: str
    payment: str
    at: datetime
    said: Mapping[str, Any]

    @classmethod
    def of(cls, provider: str, it: Any) -> Told:
        """An event as a receiver read it, in what JSON can hold; amounts as exact text."""
        said = {
            "state": it.state.value if it.state is not None else None,
            "amount": str(it.amount) if it.amount is not None else None,
            **{name: getattr(it, name) for name in _SAID},
        }
        return cls(provider, it.key, it.kind, it.payment, it.at, said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPayment:
    """Where a payment stands; `amount` is None where its provider does not say it."""

    id: UUID
    provider: str
    payment: str
    state: IncomingState
    began_on: date
    since_on: date
    at: datetime
    match: Match
    amount: Decimal | None = None
    currency: str = ""
    customer_id: str | None = None
    invoice_ids: tuple[str, ...] = ()
    matched_by: str = ""
    payer: str = ""
    reference: str = ""
    why: str = ""


def provider_name(provider: str) -> str:
    """A provider as people write it."""
    return _NAMES.get(provider, provider)


# --- addresses and secrets ------------------------------------------------------------------------


def connect(tx: Tx, provider: str, secret: str, *, by: str, at: datetime) -> str:
    """Keep a signing secret before those that are kept; says the token of the address."""
    known = provider_of(tx, provider)
    secrets = (secret, *(each for each in known.secrets if each != secret)) if known else (secret,)
    token = known.token if known is not None else chance.token_urlsafe(24)
    tx.sql(
        "insert into payment_providers (org_id, provider, token, secrets, by, at)"
        " values (:org, :provider, :token, :secrets, :by, :at)"
        " on conflict (org_id, provider) do update set secrets = excluded.secrets,"
        " by = excluded.by, at = excluded.at",
        provider=provider,
        token=token,
        secrets=_sealed(tx, secrets),
        by=by,
        at=at,
    )
    return token


def keep_secrets(tx: Tx, provider: str, secrets: Sequence[str]) -> None:
    """Keep only these; with none, nothing of this provider is taken any more."""
    tx.sql(
        "update payment_providers set secrets = :secrets where org_id = :org"
        " and provider = :provider",
        provider=provider,
        secrets=_sealed(tx, secrets) if secrets else None,
    )


def provider_of(tx: Tx, provider: str) -> Provider | None:
    """One provider, secrets opened; None where it was never connected."""
    row = tx.sql(
        "select * from payment_providers where org_id = :org and provider = :provider",
        provider=provider,
    ).one_or_none()
    return None if row is None else _provider(tx, row)


def providers(tx: Tx) -> tuple[Provider, ...]:
    """Every provider that was ever connected."""
    rows = tx.sql("select * from payment_providers where org_id = :org order by provider")
    return tuple(_provider(tx, row) for row in rows)


def note_last(tx: Tx, provider: str, *, kind: str, at: datetime, outcome: str) -> None:
    """Remember the last event of a provider and what became of it."""
    tx.sql(
        "update payment_providers set last_kind = :kind, last_at = :at, last_outcome = :outcome"
        " where org_id = :org and provider = :provider"
        " and (last_at is null or last_at <= :at)",
        provider=provider,
        kind=kind,
        at=at,
        outcome=outcome,
    )


def _sealed(tx: Tx, secrets: Sequence[str]) -> bytes:
    return tx.seal.close(json.dumps(list(secrets)))


def _provider(tx: Tx, row: Row[Any]) -> Provider:
    secrets = json.loads(tx.seal.open(row.secrets)) if row.secrets is not None else ()
    return Provider(
        row.provider,
        row.token,
        tuple(secrets),
        row.by,
        row.at,
        row.last_kind,
        row.last_at,
        row.last_outcome,
    )


# --- events ---------------------------------------------------------------------------------------


def store_events(tx: Tx, events: Sequence[Told], *, received_at: datetime) -> int:
    """Keep events until they are looked into; says how many were new. Duplicates are harmless."""
    if not events:
        return 0
    return tx.sql(
        "insert into provider_events (org_id, provider, key, kind, payment, at, said, received_at)"
        " select :org, n.*, :received_at from unnest(cast(:providers as text[]),"
        " cast(:keys as text[]), cast(:kinds as text[]), cast(:payments as text[]),"
        " cast(:ats as timestamptz[]), cast(:said as bytea[])) as n"
        " on conflict (org_id, provider, key) do nothing",
        received_at=received_at,
        providers=[each.provider for each in events],
        keys=[each.key for each in events],
        kinds=[each.kind for each in events],
        payments=[each.payment for each in events],
        ats=[each.at for each in events],
        said=[tx.seal.close(json.dumps(each.said)) for each in events],
    ).rowcount


def unhandled(tx: Tx, *, limit: int = 200) -> tuple[Told, ...]:
    """Events that nobody has looked into yet, in the order in which they happened."""
    rows = tx.sql(
        "select provider, key, kind, payment, at, said from provider_events where org_id = :org"
        " and handled_at is null order by at, received_at, key limit :limit",
        limit=limit,
    )
    return tuple(
        Told(row.provider, row.key, row.kind, row.payment, row.at, json.loads(_open(tx, row.said)))
        for row in rows
    )


def settle_event(tx: Tx, told: Told, *, outcome: str, now: datetime) -> bool:
    """Note what became of an event; what was read of it is not kept. False where it was settled."""
    return bool(
        tx.sql(
            "update provider_events set handled_at = :now, outcome = :outcome, said = null"
            " where org_id = :org and provider = :provider and key = :key and handled_at is null",
            provider=told.provider,
            key=told.key,
            outcome=outcome,
            now=now,
        ).rowcount
    )


def forget_handled(tx: Tx, *, before: datetime) -> int:
    """Delete events that were looked into before this instant; no sender repeats one so late."""
    return tx.sql(
        "delete from provider_events where org_id = :org and handled_at < :before", before=before
    ).rowcount


def _open(tx: Tx, sealed: bytes | None) -> str:
    return tx.seal.open(sealed) if sealed is not None else "{}"


# --- payments -------------------------------------------------------------------------------------


def payment_of(tx: Tx, provider: str, payment: str) -> ProviderPayment | None:
    """A payment by its provider's id of it; it changes under the lock of its customer."""
    row = tx.sql(
        "select * from provider_payments where org_id = :org and provider = :provider"
        " and payment = :payment",
        provider=provider,
        payment=payment,
    ).one_or_none()
    return None if row is None else _payment(tx, row)


def payment(tx: Tx, payment_id: UUID) -> ProviderPayment | None:
    """A payment by our own id."""
    row = tx.sql(
        "select * from provider_payments where org_id = :org and id = :id", id=payment_id
    ).one_or_none()
    return None if row is None else _payment(tx, row)


def save_payment(tx: Tx, it: ProviderPayment) -> None:
    """Keep where a payment stands; whoever it concerns is reviewed anew."""
    tx.sql(
        "insert into provider_payments (org_id, id, provider, payment, state, began_on, since_on,"
        " at, amount, currency, customer_id, invoice_ids, match, matched_by, payer, reference,"
        " why) values (:org, :id, :provider, :payment, :state, :began_on, :since_on,"
        " :at, :amount, :currency, :customer_id, :invoice_ids, :match, :matched_by, :payer,"
        " :reference, :why) on conflict (org_id, provider, payment) do update set"
        " state = excluded.state, began_on = excluded.began_on, since_on = excluded.since_on,"
        " at = excluded.at, amount = excluded.amount, currency = excluded.currency,"
        " customer_id = excluded.customer_id, invoice_ids = excluded.invoice_ids,"
        " match = excluded.match, matched_by = excluded.matched_by, payer = excluded.payer,"
        " reference = excluded.reference, why = excluded.why",
        id=it.id,
        provider=it.provider,
        payment=it.payment,
        state=it.state.value,
        began_on=it.began_on,
        since_on=it.since_on,
        at=it.at,
        amount=it.amount,
        currency=it.currency,
        customer_id=it.customer_id,
        invoice_ids=list(it.invoice_ids),
        match=it.match.value,
        matched_by=it.matched_by,
        payer=it.payer,
        reference=tx.seal.close(it.reference) if it.reference else None,
        why=it.why,
    )
    if it.customer_id is not None:
        mark_changed(tx, [it.customer_id])


def new_id() -> UUID:
    """The id of a payment that is told of for the first time."""
    return uuid4()


def _payment(tx: Tx, row: Row[Any]) -> ProviderPayment:
    return ProviderPayment(
        id=row.id,
        provider=row.provider,
        payment=row.payment,
        state=IncomingState(row.state),
        began_on=row.began_on,
        since_on=row.since_on,
        at=row.at,
        amount=row.amount,
        currency=row.currency,
        customer_id=row.customer_id,
        invoice_ids=tuple(row.invoice_ids),
        match=Match(row.match),
        matched_by=row.matched_by,
        payer=row.payer,
        reference=tx.seal.open(row.reference) if row.reference is not None else "",
        why=row.why,
    )
