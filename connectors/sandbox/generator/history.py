"""Eighteen months of ordinary trade, three more to come, and the old debts.

It knows nothing of the awkward customers.
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from connectors.sandbox.generator.cast import BUYERS, SUPPLIERS, Buyer
from connectors.sandbox.generator.drafting import (
    Drafts,
    last_working_day,
    slug,
    working_day,
)
from connectors.sandbox.habits import THURSDAY
from connectors.sandbox.seed import (
    COGS_CODE,
    Habit,
    InvoiceKind,
    SeedInvoice,
    SeedLine,
)

DAYS_BACK = 548
DAYS_AHEAD = 90
LATE_DEBTS = 40
OLDEST_DAYS = 900
FEWEST_OLD = 10
"""Of the late debts, at least so many are of customers who have stopped buying."""

Shares = tuple[tuple[date, Decimal], ...]
_WHOLE, _HALF = Decimal(1), Decimal("0.5")


def trade(drafts: Drafts) -> None:
    """Every ordinary customer buys and pays by its habit, up to the start and beyond it."""
    for place, buyer in enumerate(BUYERS):
        contact = drafts.contact(
            buyer.name,
            buyer.first_name,
            buyer.last_name,
            buyer.habit,
            city=buyer.city,
            postcode=buyer.postcode,
            company_number=buyer.company_number,
        )
        _buy(drafts, contact, buyer)
        if place % 3 == 0:
            drafts.limit(contact, Decimal(250 * (4 + buyer.size * buyer.a_year // 8)))


def _buy(drafts: Drafts, contact: str, buyer: Buyer) -> None:
    gap = 365 / buyer.a_year
    day = float(drafts.dice.uniform(0, gap))
    while day < DAYS_BACK + DAYS_AHEAD:
        issued = working_day(drafts.days(DAYS_BACK) + timedelta(days=int(day)))
        drafts.sale(contact, issued, drafts.basket(buyer.size), buyer.terms)
        if issued <= drafts.on:
            settle(drafts, drafts.invoices[-1], buyer.habit)
        day += gap * drafts.dice.uniform(0.7, 1.3)


def settle(drafts: Drafts, invoice: SeedInvoice, habit: Habit) -> None:
    """Pays an invoice of the past as this habit does; what would lie ahead stays open."""
    left = invoice.total
    shares = _when(drafts, habit, invoice.due)
    for place, (day, share) in enumerate(shares):
        is_last = place == len(shares) - 1
        amount = left if is_last else (invoice.total * share).quantize(Decimal("0.01"))
        drafts.pay(invoice.key, max(working_day(day), invoice.issued), amount)
        left -= amount


def _when(drafts: Drafts, habit: Habit, due: date) -> Shares:
    """When a habit paid in the past, reminders having gone out by hand now and then."""
    after = drafts.dice.randint
    match habit:
        case Habit.RELIABLE:
            days = -after(0, 3)
        case Habit.END_OF_MONTH:
            days = monthrange(due.year, due.month)[1] - due.day
        case Habit.PAY_RUN_THURSDAY:
            days = (THURSDAY - due.weekday()) % 7
        case Habit.SLOW:
            days = after(18, 37)
        case Habit.AFTER_FIRST_REMINDER:
            days = after(5, 12)
        case Habit.AFTER_SECOND_REMINDER:
            days = after(17, 26)
        case Habit.PART_PAYER:
            return ((due + timedelta(days=7), _HALF), (due + timedelta(days=28), _HALF))
        case Habit.NEVER:
            return ()
    return ((due + timedelta(days=days), _WHOLE),)


def buy_in(drafts: Drafts) -> None:
    """Bills of suppliers, paid on their due dates; the newest are still open."""
    for place, (name, email) in enumerate(SUPPLIERS):
        contact = drafts.contact(name, "", "", None, email=email, is_supplier=True)
        for month in range(12):
            issued = working_day(drafts.days(360 - 30 * month - place * 3))
            amount = Decimal(drafts.dice.randint(30_000, 190_000)) / 100
            bill(drafts, contact, issued, amount, f"{name[:3].upper()}-{4100 + month * 7 + place}")


def bill(drafts: Drafts, contact: str, issued: date, amount: Decimal, number: str) -> None:
    """A bill on 30 days, paid when it falls due."""
    line = SeedLine("Goods for resale", Decimal(1), amount, COGS_CODE)
    drafts.sale(contact, issued, (line,), kind=InvoiceKind.BILL, number=number, is_sent=False)
    drafts.pay(drafts.invoices[-1].key, working_day(drafts.invoices[-1].due), amount)


def owe_of_old(drafts: Drafts) -> None:
    """Old debts of customers who have stopped buying, until there are forty late ones in all.

    The oldest is 900 days late. Where trade alone has left too many, the newest are paid.
    """
    debtors = [
        drafts.contact(name, first, last, Habit.NEVER, city=city)
        for name, first, last, city in (
            ("Beacon Street Diner", "Gary", "Stamp", "Bodmin"),
            ("The Velvet Fig", "Anya", "Cole", "Bristol"),
            ("Penwith Pop-Ups", "Dean", "Rosewarne", "Penzance"),
            ("Cider Barn Events", "Holly", "Vickery", "Bridgwater"),
        )
    ]
    drafts.say(
        debtors[0],
        "old debts",
        "Has stopped buying and owes invoices that are late by up to 900 days.",
    )
    excess = len(drafts.late()) + FEWEST_OLD - LATE_DEBTS
    traders = {slug(buyer.name) for buyer in BUYERS}
    newest = [one for one in reversed(drafts.late()) if one.contact in traders]
    for one in newest[: max(0, excess)]:
        left = one.total - drafts.covered[one.key]
        drafts.pay(one.key, last_working_day(drafts.on), left)
    wanted = LATE_DEBTS - len(drafts.late())
    for place in range(wanted):
        days_late = OLDEST_DAYS - place * (OLDEST_DAYS - 45) // max(1, wanted - 1)
        amount = Decimal(drafts.dice.randint(4_000, 140_000)) / 100
        debtor = debtors[place % len(debtors)]
        drafts.late_sale(debtor, days_late, amount)


def bank_yesterday(drafts: Drafts) -> None:
    """Money that came on the last working day, so that the books are fresh at the start."""
    contact = drafts.contact("Harbour Lane Market Stall", "Wendy", "Pope", Habit.RELIABLE)
    key = drafts.sale(contact, drafts.days(21), "186.40", 21)
    drafts.pay(key, last_working_day(drafts.on), "186.40")
