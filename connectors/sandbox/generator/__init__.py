"""A believable small wholesaler, invented the same way every time, awkward customers included.

It starts no server and reads no file: a seed number and a day give a SeedWorld.
"""

import random
from datetime import date, timedelta
from typing import Any

from connectors.sandbox.generator.awkward_money import christmas, euro_customers, money_troubles
from connectors.sandbox.generator.awkward_people import ACCOUNTANT, people_troubles
from connectors.sandbox.generator.cast import BUYERS
from connectors.sandbox.generator.drafting import Drafts
from connectors.sandbox.generator.history import bank_yesterday, buy_in, owe_of_old, settle, trade
from connectors.sandbox.seed import (
    BAD_DEBTS_CODE,
    BANK_CODE,
    COGS_CODE,
    SALES_CODE,
    TAX_CODE,
    SeedAccount,
    SeedOrganisation,
    SeedTerms,
    SeedUser,
    SeedWorld,
)

__all__ = ["generate"]

_CHART = (
    SeedAccount(BANK_CODE, "Business Bank Account", "BANK", "GBP"),
    SeedAccount("091", "Euro Account", "BANK", "EUR"),
    SeedAccount(SALES_CODE, "Sales", "REVENUE"),
    SeedAccount(COGS_CODE, "Cost of Goods Sold", "DIRECTCOSTS"),
    SeedAccount(BAD_DEBTS_CODE, "Bad Debts", "EXPENSE"),
    SeedAccount(TAX_CODE, "VAT", "CURRLIAB"),
)


def generate(seed: int, on: date) -> SeedWorld:
    """Harbour Lane Foods and its small sister as they stand on a day. Equal arguments, equal world.

    About sixty customers, eighteen months and nine hundred invoices in two currencies, of which
    forty are late by up to 900 days; three more months of orders are to come.
    """
    accountant = ACCOUNTANT.split()
    users = (
        SeedUser("owner", "Lisa", "Harding", "lisa.harding@harbourlane.example"),
        SeedUser("accountant", accountant[0], accountant[1], "tom@ferris-accounts.example"),
        SeedUser("sales", "Jack", "Orme", "jack@harbourlane.example", "INVOICEONLY"),
    )
    return SeedWorld(on, (_harbour_lane(seed, on), _catering_hire(seed, on)), users)


def _harbour_lane(seed: int, on: date) -> SeedOrganisation:
    # the same world on every run is the point; nothing here is a secret
    drafts = Drafts(on, random.Random(f"harbour-lane/{seed}"))  # noqa: S311
    trade(drafts)
    buy_in(drafts)
    money_troubles(drafts)
    people_troubles(drafts)
    euro_customers(drafts)
    christmas(drafts)
    bank_yesterday(drafts)
    owe_of_old(drafts)
    return _finish(
        drafts,
        key="harbour-lane",
        name="Harbour Lane Foods",
        legal_name="Harbour Lane Foods Limited",
        short_code="!hL4Nf",
        reminders_enabled=True,
        year_end_lock=on.replace(year=on.year - 2, month=3, day=31),
        branding_themes=("Standard", "Web shop"),
    )


def _catering_hire(seed: int, on: date) -> SeedOrganisation:
    drafts = Drafts(on, random.Random(f"catering-hire/{seed}"))  # noqa: S311
    for place, buyer in enumerate(BUYERS[:6]):
        contact = drafts.contact(
            buyer.name, buyer.first_name, buyer.last_name, buyer.habit, city=buyer.city
        )
        for months in range(5, 0, -1):
            issued = on - timedelta(days=30 * months - 3 * place)
            drafts.sale(contact, issued, drafts.basket(2))
            settle(drafts, drafts.invoices[-1], buyer.habit)
    return _finish(
        drafts,
        key="catering-hire",
        name="Harbour Lane Catering Hire",
        legal_name="Harbour Lane Catering Hire Limited",
        short_code="!hL7Ch",
    )


def _finish(drafts: Drafts, **fields: Any) -> SeedOrganisation:
    invoices, later = drafts.numbered()
    return SeedOrganisation(
        country="GB",
        base_currency="GBP",
        timezone="Europe/London",
        xero_timezone="GMTSTANDARDTIME",
        sales_terms=SeedTerms(30),
        accounts=_CHART,
        contacts=tuple(drafts.contacts),
        groups=tuple(drafts.groups),
        invoices=invoices,
        payments=tuple(sorted(drafts.payments, key=lambda one: (one.on, one.key))),
        credits=tuple(drafts.credits),
        quotes=tuple(drafts.quotes),
        repeating=tuple(drafts.repeating),
        events=later,
        awkward=tuple(drafts.awkward),
        limits=tuple(drafts.limits),
        **fields,
    )
