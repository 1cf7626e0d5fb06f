"""What a use case may reach: the store and the doors, wired once by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from plugin.jobs import What
from plugin.ports import (
    Bell,
    CallBudget,
    Clock,
    Consent,
    Disconnected,
    DomainCheck,
    Ledger,
    Mailer,
    NeedsConsent,
    OutgoingMail,
    Urgency,
    Vault,
)
from plugin.ports.bureau import Bureau, NoBureau
from plugin.ports.channels import Carrier, NoTexter, OutgoingText
from plugin.ports.hooks import HookSender, NoHooks
from plugin.store import HouseTx, Store, Tx, due, organisations
from plugin.store.organisations import Organisation, OrgState

#: where people open the ledger in a browser
LEDGER_SITE = "https://go.xero.com"


class NotPossible(Exception):
    """A person asked for what cannot be done; says what was not done and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Everything outside, as every use case receives it."""

    store: Store
    clock: Clock
    consent: Consent
    vault: Vault
    budget: CallBudget
    #: opens the books of an organisation: its id with us, its id with the ledger, whose grant, and
    #: how urgent the calls are
    open_books: Callable[[UUID, str, UUID, Urgency], Ledger]
    bell: Bell
    mailer: Mailer
    domains: DomainCheck
    #: texts; without a provider every one is refused
    texter: Carrier[OutgoingText] = field(default_factory=NoTexter)
    #: a credit bureau; without one nobody is asked
    bureau: Bureau = field(default_factory=NoBureau)
    #: GOODTERMS_URL: every link is built from it, never from a Host header
    url: str
    #: outgoing webhooks; without the real door every address is refused
    hooks: HookSender = field(default_factory=NoHooks)
    #: the scopes that the manifest asks for
    scopes: tuple[str, ...]
    #: the address in the From line when we may not send as the user's own domain (rule 26)
    from_address: str
    #: where answers to our mail arrive; empty = they go to whoever signs and nowhere else
    reply_domain: str = ""
    #: true when all Xero addresses are loopback: the local Xero
    is_local: bool = False
    #: where people open their books in a browser: links into the ledger begin with it
    ledger_site: str = LEDGER_SITE

    def carry(self, it: OutgoingMail | OutgoingText) -> None:
        """Hand a composed message to whoever carries its kind; raises as `Carrier` says."""
        if isinstance(it, OutgoingText):
            self.texter.send(it)
        else:
            self.mailer.send(it)

    def ledger(self, org_id: UUID, *, urgency: Urgency = Urgency.SOON) -> Ledger:
        """The books of a connected organisation; all calls of the object are as urgent as said.

        Raises Disconnected or NeedsConsent where it is not connected.
        """
        with self.store.house() as house:
            organisation = organisation_of(house, org_id)
        if organisation.state is OrgState.NEEDS_CONSENT:
            raise NeedsConsent(organisation.state_why)
        if not organisation.is_connected:
            raise Disconnected(organisation.state_why or "not connected")
        return self.open_books(org_id, organisation.ledger_id, organisation.grant_id, urgency)


def organisation_of(tx: Tx | HouseTx, org_id: UUID) -> Organisation:
    """The organisation of this id. Raises NotPossible where there is none."""
    found = organisations.read(tx, org_id)
    if found is None:
        raise NotPossible("This organisation is not known here. Nothing was done.")
    return found


def local_date(organisation: Organisation, now: datetime) -> date:
    """The civil date in the organisation's own time zone; "late" is judged by it."""
    return now.astimezone(ZoneInfo(organisation.timezone)).date()


@contextmanager
def decided(doors: Doors, org_id: UUID, *follow_up: What) -> Iterator[Tx]:
    """One transaction of a decision; its follow-up work is written with it and rung after it.

    The bell rings only after the commit, on a connection of its own.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        yield tx
        for what in follow_up:
            due.put(tx, what, at=now)
    for what in follow_up:
        doors.bell.ring(org_id, what)
