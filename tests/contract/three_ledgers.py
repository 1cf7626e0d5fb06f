"""Three ledgers in three time zones and currencies, made from a seed; what happens is elsewhere."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from connectors.sandbox.seed import (
    Habit,
    SeedAccount,
    SeedContact,
    SeedInvoice,
    SeedLine,
    SeedOrganisation,
    SeedPayment,
    SeedRepeating,
    SeedUser,
    SeedWorld,
)

#: a Tuesday; the local Xero's clock starts at 09:00 in London on it
START = date(2026, 11, 24)
PEOPLE = {
    "lisa": SeedUser("lisa", "Lisa", "Harding", "lisa@harbour.example"),
    "ruth": SeedUser("ruth", "Ruth", "Tane", "ruth@tane.example"),
}
#: every fifth customer buys in the foreign currency
_FOREIGN = 5


@dataclass(frozen=True, slots=True)
class Office:
    """Where one of the organisations is, what it counts in, and who connects it."""

    key: str
    name: str
    country: str
    currency: str
    foreign: str
    timezone: str
    xero_timezone: str
    person: str
    is_demo: bool = False


OFFICES = (
    Office(
        "harbour",
        "Harbour Lane Foods",
        "GB",
        "GBP",
        "EUR",
        "Europe/London",
        "GMTSTANDARDTIME",
        "lisa",
    ),
    Office(
        "hudson",
        "Hudson Paper Inc",
        "US",
        "USD",
        "CAD",
        "America/New_York",
        "EASTERNSTANDARDTIME",
        "lisa",
    ),
    Office(
        "kauri",
        "Kauri Supply",
        "NZ",
        "NZD",
        "AUD",
        "Pacific/Auckland",
        "NEWZEALANDSTANDARDTIME",
        "ruth",
        is_demo=True,
    ),
)


def three_ledgers(seed: int) -> SeedWorld:
    """A world of three ledgers; the same for the same seed."""
    ledgers = tuple(_ledger(office, seed) for office in OFFICES)
    return SeedWorld(START, ledgers, tuple(PEOPLE.values()))


def _ledger(office: Office, seed: int) -> SeedOrganisation:
    """Thirteen customers of every habit with four invoices each, some of them paid."""
    dice = random.Random(f"{seed}/{office.key}")
    # the last one pays only what a person does for it
    habits = (*Habit, *list(Habit)[:4], None)
    keys = [f"{office.key}-{number}" for number in range(len(habits))]
    invoices = tuple(
        _debt(office, dice, number, count) for number in range(len(keys)) for count in range(4)
    )
    return SeedOrganisation(
        key=office.key,
        name=office.name,
        country=office.country,
        base_currency=office.currency,
        timezone=office.timezone,
        xero_timezone=office.xero_timezone,
        short_code=f"!{office.key[:5]}",
        is_demo=office.is_demo,
        accounts=(
            SeedAccount("090", "Bank", "BANK", office.currency),
            SeedAccount("200", "Sales", "REVENUE"),
            SeedAccount("404", "Bad debts", "EXPENSE"),
        ),
        contacts=tuple(
            SeedContact(
                key,
                f"{office.name.split()[0]} Customer {number}",
                number=key,
                email=f"pay@{key}.example",
                habit=habits[number],
                currency=office.foreign if _is_foreign(number) else "",
            )
            for number, key in enumerate(keys)
        ),
        invoices=invoices,
        payments=tuple(paid for invoice in invoices for paid in _past_payments(dice, invoice)),
        repeating=(
            SeedRepeating(
                "weekly",
                keys[1],
                (SeedLine("Standing order", Decimal(1), Decimal("48.40")),),
                office.currency,
                START + timedelta(days=3),
                unit="WEEKLY",
                due_days=14,
            ),
        ),
    )


def _is_foreign(customer: int) -> bool:
    return customer % _FOREIGN == _FOREIGN - 1


def _debt(office: Office, dice: random.Random, customer: int, count: int) -> SeedInvoice:
    due = START + timedelta(days=dice.randint(-45, 25))
    cents = dice.randint(2_000, 250_000)
    number = f"{office.key[:2].upper()}-{customer}-{count}"
    return SeedInvoice(
        number,
        number,
        f"{office.key}-{customer}",
        min(due - timedelta(days=14), START - timedelta(days=3)),
        due,
        (SeedLine("Goods supplied", Decimal(1), Decimal(cents) / 100),),
        office.foreign if _is_foreign(customer) else office.currency,
        reference=f"PO {cents}",
        rate=Decimal("1.25") if _is_foreign(customer) else Decimal(1),
    )


def _past_payments(dice: random.Random, invoice: SeedInvoice) -> list[SeedPayment]:
    """Three invoices in ten were paid before the start, one of them only by half."""
    if dice.random() > 0.3:
        return []
    amount = (invoice.total / dice.choice((1, 1, 2))).quantize(Decimal("0.01"))
    # yesterday at the latest, so that nobody thinks the bank has not been read
    on = max(min(START - timedelta(days=1), invoice.due), invoice.issued)
    return [SeedPayment(f"paid-{invoice.key}", invoice.key, on, amount)]
