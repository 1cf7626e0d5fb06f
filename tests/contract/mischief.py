"""What goes wrong, dealt from a shuffled deck: every fault of the local Xero, and lives cut short.

A fault waits until something hits it; only hits are counted. Kills are an exception that nothing
of ours may catch, raised after the nth commit, write or mail, as in `tests.journeys.mortal`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from connectors.sandbox.fault_kinds import KINDS, Where
from connectors.sandbox.faults import Fault
from plugin.operations.doors import Doors
from plugin.ports import LedgerError, Urgency
from tests.contract.company import Branch, Company
from tests.journeys.mortal import Fate, MortalLedger, MortalMailer, MortalStore

_READS = ("Invoices", "Contacts", "Payments", "CreditNotes", "ContactGroups", "Overpayments")
#: a link to pay is asked for just before a message leaves, once for each invoice
_BEFORE_A_MAIL = "OnlineInvoice"
_SO_MANY_BEFORE_A_MAIL = 6
_MAIL = "a mail"
_MISHAPS = ("refused", "later", "lost", "answer_lost")
_WRITES = ("", "", "History", "ContactGroups")
#: these change more than one answer and are dealt once or twice, to a named organisation
_ONCE = {"reset", "disconnect", "limit_day", "scope_missing"}
#: a wait of the machine, in seconds
_SLOWLY = 0.2
_CROWD = 8


@dataclass(frozen=True, slots=True)
class Card:
    """A fault to be set, and on which branch; None: on whoever it hits."""

    kind: str
    method: str = ""
    path: str = ""
    branch: str = ""
    retry_after: int | None = None

    def fault(self, tenant: str) -> Fault:
        """The fault as the local Xero takes it."""
        return Fault(
            self.kind,
            path=self.path,
            method=self.method,
            tenant=tenant,
            seconds=_SLOWLY if self.kind in {"slow", "webhook_slow"} else 0.0,
            retry_after=self.retry_after,
        )


def a_deck(dice: random.Random, branches: list[str], demo: str, *, is_whole: bool) -> list[Card]:
    """Every kind of fault, and every mishap of mail, in any order.

    A whole deck has each fault of calls at a read and at a write, some before mails too, and the
    others twice; else each kind stands in it once. What lasts long comes early.
    """
    cards: list[Card] = []
    for kind in KINDS.values():
        if kind.where is not Where.CALL:
            cards += [Card(kind.name)] * (2 if is_whole else 1)
        elif kind.name not in _ONCE:
            wait = dice.choice((30, 90, 600, 3_600)) if kind.name == "limit_minute" else None
            places = [("GET", dice.choice(_READS)), ("PUT", dice.choice(_WRITES))]
            for method, path in places if is_whole else dice.sample(places, 1):
                cards.append(Card(kind.name, method, path, dice.choice(branches), wait))
    if is_whole:
        reads = [card for card in cards if card.method == "GET"]
        some = dice.sample(reads, _SO_MANY_BEFORE_A_MAIL)
        cards += [replace(card, path=_BEFORE_A_MAIL, branch=dice.choice(branches)) for card in some]
    cards += [Card(mishap, _MAIL) for mishap in _MISHAPS]
    dice.shuffle(cards)
    for lasting in ("disconnect", "scope_missing", "limit_day"):
        for method in ("GET", "PUT") if is_whole else ("GET",):
            early = dice.randrange(len(cards) // 2)
            cards.insert(early, Card(lasting, method, "", dice.choice(branches)))
    cards.insert(len(cards) // 2, Card("reset", "GET", "Invoices", demo))
    return cards


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault that hit a call: when at the latest, and whose."""

    card: Card
    tenant: str
    at: datetime


@dataclass
class Trickster:
    """Deals the deck, one card at a time to each organisation, and counts what was hit."""

    company: Company
    deck: list[Card]
    hits: list[Hit] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    _set: list[tuple[Card, str, Fault]] = field(default_factory=list)

    def deal(self, *, at_most: int) -> None:
        """Set so many of the next faults, no two on calls of one organisation at a time."""
        busy = {tenant for _, tenant, _ in self._set}
        kept: list[Card] = []
        while self.deck and at_most:
            card = self.deck.pop(0)
            tenant = self._tenant(card)
            if tenant in busy:
                kept.append(card)
                continue
            self._play(card, tenant)
            busy.add(tenant)
            at_most -= 1
        self.deck[:0] = kept

    def _play(self, card: Card, tenant: str) -> None:
        if card.method == _MAIL:
            self.company.postman.mishaps.append(card.kind)
            return
        fault = card.fault(tenant if card.branch else "")
        self.company.xero.sandbox.faults.set(fault)
        self._set.append((card, tenant, fault))

    def count(self) -> None:
        """See which faults were hit since the last look; a reset company's are dealt again."""
        standing = self.company.xero.sandbox.faults.shown()
        now = self.company.doors.clock.now()
        for card, tenant, fault in list(self._set):
            if asdict(fault) not in standing:
                self._set.remove((card, tenant, fault))
                self.hits.append(Hit(card, tenant, now))
            elif card.branch and tenant not in self.company.xero.world.ledgers:
                self._set.remove((card, tenant, fault))
                self.deck.insert(0, card)

    def take_back(self) -> None:
        """Switch off what nothing has hit and lay it on the deck."""
        self.count()
        self.company.xero.sandbox.faults.clear()
        self.company.postman.mishaps.clear()
        self.deck[:0] = [card for card, _, _ in self._set]
        self._set.clear()

    def lay_aside_what_waits_for_writes(self) -> None:
        """What no write came to hit becomes a fault of the next read; no more mail is needed."""
        self.take_back()
        self.deck = [
            replace(card, method="GET", path="Invoices") if card.branch else card
            for card in self.deck
            if card.method != _MAIL
        ]

    @property
    def is_done(self) -> bool:
        """Whether every card was dealt and hit."""
        return not self.deck and not self._set

    def _tenant(self, card: Card) -> str:
        if card.method == _MAIL:
            return _MAIL
        if not card.branch:
            return str(KINDS[card.kind].where)
        return str(branch_of(self.company, card.branch).ledger.tenant)

    def settle_and_die(self, step: int) -> None:
        """Do all due work in a life that ends at its nth step, if it comes so far."""
        fate = Mortality(step)
        with mortal_doors(self.company.doors, fate) as doors:
            try:
                self.company.settle_with(doors)
            except Killed as killed:
                self.kills[str(killed)] += 1

    def crowd(self, branch: Branch) -> None:
        """Eight people look at the same moment while Xero is slow; what cannot wait says so."""
        tenant = branch.ledger.tenant
        if not branch.is_connected or tenant in {each for _, each, _ in self._set}:
            return
        faults = self.company.xero.sandbox.faults
        faults.set(Fault("slow", tenant=tenant, count=_CROWD, seconds=_SLOWLY))
        wanted = sorted(branch.ledger.invoices)[:_CROWD]

        def look(invoice_id: str) -> None:
            # postponed by the budget or by a fault, as any work may be
            with suppress(LedgerError):
                branch.doors.ledger(branch.org_id, urgency=Urgency.NOW).invoices(ids=[invoice_id])

        with ThreadPoolExecutor(_CROWD) as people:
            list(people.map(look, wanted))


def branch_of(company: Company, key: str) -> Branch:
    """The branch with this key."""
    return next(branch for branch in company.branches if branch.office.key == key)


class Killed(BaseException):
    """The program ends here; nothing of ours may catch it."""


class Mortality(Fate):
    """Ends the work, and not the test, at the nth step."""

    def __init__(self, die_at: int) -> None:
        super().__init__(die_at, BytesIO())

    def step(self, name: str) -> None:
        """One more step was made."""
        self.steps += 1
        if self.steps == self._die_at:
            raise Killed(name)


@contextmanager
def mortal_doors(doors: Doors, fate: Fate) -> Iterator[Doors]:
    """The same doors, each of which may be the last that opens."""
    store = MortalStore(doors.store.url, doors.store.seal, fate)

    def open_books(*given: Any, **named: Any) -> Any:
        return MortalLedger(doors.open_books(*given, **named), fate)

    try:
        yield replace(
            doors, store=store, open_books=open_books, mailer=MortalMailer(doors.mailer, fate)
        )
    finally:
        store.close()


def pause_of(card: Card) -> timedelta | None:
    """For how long nobody may call after this fault; None where it asks for no pause."""
    if card.kind == "limit_day":
        return timedelta(seconds=72_000)
    if card.kind == "limit_minute":
        return timedelta(seconds=60 if card.retry_after is None else card.retry_after)
    return None
