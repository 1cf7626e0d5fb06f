"""Builds a small house of one organisation through store functions and real operations.

Ledger facts come from `tests.store.facts`; decisions and messages are made by the review itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from plugin.credit.policy import Mode
from plugin.operations import assess, settle
from plugin.operations.doors import Doors
from plugin.ports import (
    DomainVerdict,
    Granted,
    Identity,
    LedgerAccount,
    LedgerConnection,
    LedgerGroup,
    OutgoingMail,
    Tokens,
    Urgency,
)
from plugin.store import Store, groups, organisations, people, reading_marks, reference
from plugin.store.budgets import StoreCallBudget
from plugin.store.grants import StoreVault
from plugin.store.organisations import Organisation
from tests.connecting import connect
from tests.doors import HeldClock
from tests.store.facts import Books, a_contact, a_credit, a_payment, a_sale

#: a Tuesday; the organisation was connected on the Thursday before
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
CONNECTED = date(2026, 11, 19)


@dataclass
class QuietBell:
    """Notes what was rung for; nobody comes."""

    rung: list[tuple[UUID, str]] = field(default_factory=list)

    def ring(self, org_id: UUID, what: str) -> None:
        """Note it."""
        self.rung.append((org_id, what))


class NoMail:
    """A mailer that must not be reached from a page."""

    def send(self, mail: OutgoingMail) -> None:
        """Fail the test."""
        raise AssertionError(f"a page sent mail to {mail.to}")


class ReadyDomains:
    """Every domain carries all three records, except *bare.test*."""

    def check(self, domain: str) -> DomainVerdict:
        """The verdict."""
        ready = domain != "bare.test"
        return DomainVerdict(domain, spf=ready, dkim=ready, dmarc=True)


@dataclass
class Consents:
    """A consent page that says yes; `subject` is who comes back."""

    subject: str = "xero-user-1"
    states: list[str] = field(default_factory=list)

    def authorise_url(self, *, state: str, nonce: str, scopes: Any) -> str:
        """An address of the consent page that carries the state."""
        assert nonce
        assert "openid" in scopes
        self.states.append(state)
        return f"https://login.xero.test/authorize?state={state}"

    def exchange(self, *, code: str, nonce: str) -> Granted:
        """A sign-in without tokens."""
        assert code
        assert nonce
        return Granted(Identity(self.subject, "ann@acme.test", "Ann", "Lee"), None)

    def refresh(self, tokens: Tokens) -> Tokens:
        """The same tokens."""
        return tokens

    def connections(
        self, access_token: str, *, auth_event_id: str = ""
    ) -> tuple[LedgerConnection, ...]:
        """None."""
        assert access_token
        return ()

    def disconnect(self, access_token: str, connection_id: str) -> None:
        """Done."""

    def revoke(self, tokens: Tokens) -> None:
        """Done."""


def some_doors(store: Store, clock: HeldClock | None = None) -> Doors:
    """Doors on the real database; nothing outside is reached."""
    clock = clock or HeldClock(NOW)

    def no_books(org_id: UUID, ledger_id: str, grant_id: UUID, urgency: Urgency) -> Any:
        raise AssertionError("a page read the ledger itself")

    return Doors(
        store=store,
        clock=clock,
        consent=Consents(),
        vault=StoreVault(store),
        budget=StoreCallBudget(store, clock),
        open_books=no_books,
        bell=QuietBell(),
        mailer=NoMail(),
        domains=ReadyDomains(),
        url="http://localhost:8000",
        scopes=("openid", "profile", "email", "offline_access", "accounting.contacts"),
        from_address="reminders@goodterms.example",
        is_local=True,
    )


@dataclass
class House:
    """One organisation, its books and its doors, with verbs."""

    doors: Doors
    organisation: Organisation
    books: Books

    @property
    def org_id(self) -> UUID:
        """The organisation's id."""
        return self.organisation.id

    def owes(self, customer: str, number: str, amount: str, *, late: int, **changes: Any) -> str:
        """`customer` owes an invoice that is `late` days late today (negative = not due yet)."""
        due = TODAY - timedelta(days=late)
        sale = a_sale(
            number,
            contact_id=customer,
            number=number,
            amount=amount,
            due=due,
            issued=min(due - timedelta(days=30), TODAY),
            **changes,
        )
        self.books.invoices(sale, seen_on=CONNECTED, first_sync=True)
        return number

    def paid(self, customer: str, number: str, amount: str, *, ago: int, days_late: int) -> None:
        """`customer` paid an invoice in full, `ago` days ago and `days_late` after its due date."""
        on = TODAY - timedelta(days=ago)
        due = on - timedelta(days=days_late)
        self.books.invoices(
            a_sale(
                number,
                contact_id=customer,
                number=number,
                amount=amount,
                due=due,
                issued=due - timedelta(days=30),
                state="paid",
                balance=Decimal(0),
                paid=Decimal(amount),
                fully_paid_on=on,
            ),
            seen_on=CONNECTED,
            first_sync=True,
        )
        self.books.payments(
            a_payment(f"p-{number}", document_id=number, amount=amount, on=on, reconciled=True)
        )

    def customer(self, id_: str, name: str, **changes: Any) -> str:
        """A customer with one address."""
        self.books.contacts(a_contact(id_, name=name, **changes))
        return id_

    def review(self) -> None:
        """Review every customer whose facts changed, as the engine would."""
        assess.assess(self.doors, self.org_id)

    def settle(self, mode: Mode = Mode.ASK_FIRST) -> None:
        """Place the past by the presets and choose how to start."""
        settle.place_presets(self.doors, org_id=self.org_id, by="Ann Lee")
        settle.choose_start(
            self.doors,
            org_id=self.org_id,
            by="Ann Lee",
            mode=mode,
            sender_name="Ann Lee",
            sender_title="Accounts",
            reply_to="ann@acme.test",
            phone="020 7946 0000",
            how_to_pay=("Sort code 00-00-00", "Account 12345678"),
            bad_debt_account_ids=(),
        )
        self.review()


def a_house(store: Store, name: str = "Harbour Lane Foods") -> House:
    """An organisation that is connected and read, and not settled yet."""
    doors = some_doors(store)
    organisation = connect(store, name, on=CONNECTED)
    books = Books(store, organisation.id)
    with store.tenant(organisation.id) as tx:
        reading_marks.begin(tx, "invoices", at=NOW - timedelta(minutes=3))
        reading_marks.page_done(tx, "invoices", page=1, page_count=1, rows=8)
        reading_marks.finish(
            tx, "invoices", since=NOW - timedelta(minutes=3), at=NOW - timedelta(minutes=2)
        )
    with store.house() as house:
        organisations.note_first_synced(house, organisation.id, now=NOW - timedelta(days=4))
    return House(doors, organisation, books)


def a_busy_house(store: Store) -> House:
    """A wholesaler with something of everything; the past is placed and the work has begun."""
    house = a_house(store)
    for id_, name in (
        ("kettle", "The Copper Kettle Café"),
        ("quay", "Quay Bistro"),
        ("lisa", "Lisa’s Deli"),
        ("bell", "Bell & Sons (Wholesale) Ltd"),
        ("paris", "Épicerie du Canal"),
    ):
        house.customer(id_, name)
    house.customer("mute", "No Address Stores", email="")
    house.owes("kettle", "INV-1041", "412.40", late=37)
    house.owes("kettle", "INV-1058", "389.00", late=4)
    house.owes("quay", "INV-1012", "2810.00", late=71)
    house.owes("lisa", "INV-1060", "240.10", late=-6)
    house.owes("bell", "INV-1033", "1200.00", late=16)
    house.owes("bell", "INV-1071", "9640.55", late=-20)
    house.owes("mute", "INV-1040", "88.00", late=9)
    house.owes(
        "paris", "INV-1044", "1310.00", late=3, currency="EUR", base_per_unit=Decimal("0.85")
    )
    house.paid("lisa", "INV-0901", "310.00", ago=12, days_late=0)
    house.paid("kettle", "INV-0950", "505.00", ago=3, days_late=8)
    house.books.credits(a_credit("n1", remaining="30.00", contact_id="bell", on=date(2026, 11, 2)))
    with store.tenant(house.org_id) as tx:
        groups.replace_groups(
            tx, [LedgerGroup("g-1", "Solicitor", ()), LedgerGroup("g-2", "VIP", ("lisa",))]
        )
        reference.replace_chart(
            tx,
            [
                LedgerAccount("a-1", "404", "Bad debts", "EXPENSE"),
                LedgerAccount("a-2", "200", "Sales", "REVENUE"),
            ],
        )
    return house


def sign_in(store: Store, org_id: UUID | None, *, name: str = "Ann Lee", at: datetime = NOW) -> str:
    """Somebody who may see the organisation (or none) signs in; returns the session's token."""
    with store.house() as tx:
        user = people.note_user(tx, subject=str(uuid4()), name=name, email="ann@acme.test", now=at)
        if org_id is not None:
            people.let_in(
                tx, org_id, user.id, role=people.Role.OWNER, via=people.Via.CONSENT, now=at
            )
        return people.open_session(tx, user.id, now=at, expires_at=at + timedelta(days=30))
