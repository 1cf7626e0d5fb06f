"""Payment providers as the console shows them, and what each has seen. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from plugin.credit.incoming import Match
from plugin.credit.incoming_fact import IncomingState
from plugin.credit.money import Money
from plugin.store import Tx, incoming, invoices
from plugin.store.incoming import Provider, provider_name
from plugin.store.reading import Record, payments_seen

STATES: Mapping[IncomingState, str] = MappingProxyType(
    {
        IncomingState.ON_ITS_WAY: "on its way",
        IncomingState.RECEIVED: "received by the provider",
        IncomingState.FAILED: "failed",
        IncomingState.CANCELLED: "cancelled",
        IncomingState.CAME_BACK: "went back",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderLine:
    """A provider in the settings; `address` is empty until one was made.

    `secrets` are shown by their last four characters, newest first.
    """

    provider: str
    name: str
    address: str
    secrets: tuple[str, ...]
    last_kind: str
    last_at: datetime | None
    last_outcome: str

    @property
    def is_connected(self) -> bool:
        """Whether anything of it is taken."""
        return bool(self.secrets)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPayment:
    """A payment that a provider told of; `amount` is None where it does not say it."""

    id: UUID
    provider: str
    state: str
    is_live: bool
    is_sure: bool
    since: date
    amount: Money | None
    reference: str
    why: str
    customer_id: str
    customer: str
    numbers: tuple[str, ...]
    matched_by: str


def provider_lines(
    tx: Tx, known: tuple[str, ...], address: Callable[[str, str], str]
) -> tuple[ProviderLine, ...]:
    """Every provider that can be connected, in this order; `address` makes the one of a token."""
    held = {each.provider: each for each in incoming.providers(tx)}
    return tuple(_line(provider, held.get(provider), address) for provider in known)


def _line(provider: str, held: Provider | None, address: Callable[[str, str], str]) -> ProviderLine:
    return ProviderLine(
        provider=provider,
        name=provider_name(provider),
        address=address(provider, held.token) if held is not None else "",
        secrets=tuple(each[-4:] for each in held.secrets) if held is not None else (),
        last_kind=(held.last_kind or "") if held is not None else "",
        last_at=held.last_at if held is not None else None,
        last_outcome=(held.last_outcome or "") if held is not None else "",
    )


def of_customer(tx: Tx, customer_id: str) -> tuple[SeenPayment, ...]:
    """What providers saw of one customer, newest first; not what a person said is nobody's here."""
    return _shown(tx, payments_seen.of_customer(tx, customer_id))


def of_nobody(tx: Tx) -> tuple[SeenPayment, ...]:
    """What is on its way or received and fits no invoice, newest first."""
    return _shown(tx, payments_seen.of_nobody(tx))


def _shown(tx: Tx, rows: list[Record]) -> tuple[SeenPayment, ...]:
    named = invoices.numbers(tx, {each for row in rows for each in row.invoice_ids})
    return tuple(_seen(tx, row, named) for row in rows)


def _seen(tx: Tx, row: Any, numbers: Mapping[str, str]) -> SeenPayment:
    state = IncomingState(row.state)
    has_amount = row.amount is not None and row.currency
    return SeenPayment(
        id=row.id,
        provider=provider_name(row.provider),
        state=STATES[state],
        is_live=state.is_live,
        is_sure=row.match == Match.SURE,
        since=row.since_on,
        amount=Money(row.amount, row.currency) if has_amount else None,
        reference=tx.seal.open(row.reference) if row.reference is not None else "",
        why=row.why,
        customer_id=row.customer_id or "",
        customer=row.customer_name or "",
        numbers=tuple(sorted(numbers[each] for each in row.invoice_ids if each in numbers)),
        matched_by=row.matched_by,
    )
