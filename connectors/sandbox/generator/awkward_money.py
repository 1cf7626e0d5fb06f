"""The awkward customers whose money is the difficulty: residues, write-offs, credits, bills.

Those who are awkward by who they are stand in `awkward_people`. Each says what it is in a sentence
that makes sense to somebody who reads only that sentence.
"""

from datetime import date, timedelta
from decimal import Decimal

from connectors.sandbox.generator.drafting import Drafts, amount_line
from connectors.sandbox.generator.history import bill, settle
from connectors.sandbox.seed import (
    BAD_DEBTS_CODE,
    SALES_CODE,
    CreditKind,
    Habit,
    InvoiceStatus,
    SeedAllocation,
    SeedLine,
)


def past(drafts: Drafts, contact: str, count: int = 4, habit: Habit = Habit.RELIABLE) -> None:
    """A few earlier invoices, so that the customer is known: the newest two months old."""
    for place in range(count):
        issued = drafts.days(100 + 41 * place)
        drafts.sale(contact, issued, drafts.basket(3))
        settle(drafts, drafts.invoices[-1], habit)


def money_troubles(drafts: Drafts) -> None:
    """Adds every customer of this file."""
    _residues(drafts)
    _write_offs(drafts)
    _returned_payment(drafts)
    _deposit(drafts)
    _credit_covers(drafts)
    _overpaid(drafts)
    _we_owe(drafts)
    _part_paid(drafts)
    _unsent(drafts)
    _voided(drafts)


def _residues(drafts: Drafts) -> None:
    for name, person, total in (
        ("The Apple Store, Ottery", ("Pam", "Luscombe"), "318.05"),
        ("Kingfisher Kiosk", ("Ben", "Tozer"), "92.55"),
    ):
        contact = drafts.contact(name, *person, Habit.NEVER)
        past(drafts, contact, 3, Habit.RELIABLE)
        key = drafts.late_sale(contact, 400, total)
        drafts.pay(key, drafts.days(396), Decimal(total) - Decimal("0.05"))
        drafts.say(contact, "5p residue", "Short-paid an invoice by 5p four hundred days ago.")


def _write_offs(drafts: Drafts) -> None:
    contact = drafts.contact("Marsh Farm Shop", "Colin", "Yelland", Habit.NEVER)
    past(drafts, contact, 3, Habit.SLOW)
    key = drafts.late_sale(contact, 260, "900.00")
    drafts.pay(key, drafts.days(40), "900.00", BAD_DEBTS_CODE, reference="Written off")
    drafts.late_sale(contact, 46, "145.20")
    drafts.say(
        contact,
        "bad-debt write-off",
        "An invoice of 900.00 was closed by a payment coded to the bad-debts account, "
        "and 145.20 is still late.",
    )
    contact = drafts.contact("The Salt Larder", "Verity", "Shaw", Habit.NEVER)
    key = drafts.late_sale(contact, 310, "412.00")
    line = SeedLine("Bad debt written off", Decimal(1), Decimal("412.00"), BAD_DEBTS_CODE)
    used = (SeedAllocation(key, drafts.days(62), Decimal("412.00")),)
    drafts.credit(CreditKind.CREDIT_NOTE, contact, drafts.days(62), line, used)
    drafts.say(
        contact,
        "write-off by credit note",
        "An invoice of 412.00 was closed by a credit note coded to the bad-debts account.",
    )


def _returned_payment(drafts: Drafts) -> None:
    contact = drafts.contact("Gallery Square Café", "Ines", "Duarte", Habit.AFTER_FIRST_REMINDER)
    past(drafts, contact)
    key = drafts.late_sale(contact, 24, "367.90")
    drafts.pay(key, drafts.days(9), "367.90", is_deleted=True, reference="Returned unpaid")
    drafts.say(
        contact,
        "returned payment",
        "Paid 367.90 by direct debit, which the bank returned: the payment is deleted "
        "and the invoice is open again.",
    )


def _deposit(drafts: Drafts) -> None:
    contact = drafts.contact("Tideline Festivals", "Marcus", "Oakes", Habit.AFTER_SECOND_REMINDER)
    past(drafts, contact, 3)
    drafts.late_sale(contact, 19, "1000.00")
    line = SeedLine("Deposit for the August festival", Decimal(1), Decimal("1000.00"), SALES_CODE)
    drafts.credit(CreditKind.PREPAYMENT, contact, drafts.days(33), line)
    drafts.say(
        contact,
        "deposit",
        "Is late with 1,000.00 and has paid a deposit of 1,000.00 for another order.",
    )


def _credit_covers(drafts: Drafts) -> None:
    contact = drafts.contact("Hope Cove Stores", "Janet", "Prowse", Habit.NEVER)
    past(drafts, contact, habit=Habit.RELIABLE)
    drafts.late_sale(contact, 31, "240.00")
    line = SeedLine("Returned: three cases short-dated", Decimal(1), Decimal("264.00"), SALES_CODE)
    drafts.credit(CreditKind.CREDIT_NOTE, contact, drafts.days(12), line)
    drafts.say(
        contact,
        "credit covers the debt",
        "Is late with 240.00, but an unallocated credit note of 264.00 covers it.",
    )


def _overpaid(drafts: Drafts) -> None:
    contact = drafts.contact("Lower Town Grill", "Andre", "Silva", Habit.AFTER_FIRST_REMINDER)
    past(drafts, contact)
    drafts.late_sale(contact, 16, "510.00")
    line = SeedLine("Paid twice", Decimal(1), Decimal("120.00"), SALES_CODE)
    drafts.credit(CreditKind.OVERPAYMENT, contact, drafts.days(44), line)
    first = drafts.late_sale(contact, 58, "80.00")
    note = SeedLine("Goodwill for a late delivery", Decimal(1), Decimal("80.00"), SALES_CODE)
    used = (SeedAllocation(first, drafts.days(50), Decimal("80.00")),)
    drafts.credit(CreditKind.CREDIT_NOTE, contact, drafts.days(51), note, used)
    drafts.say(
        contact,
        "overpayment",
        "Is late with 510.00 and once paid 120.00 too much, which nobody has allocated.",
    )


def _we_owe(drafts: Drafts) -> None:
    contact = drafts.contact(
        "Rosudgeon Growers", "Petra", "Laity", Habit.SLOW, is_supplier=True, city="Rosudgeon"
    )
    past(drafts, contact, 3)
    drafts.late_sale(contact, 27, "1000.00")
    bill(drafts, contact, drafts.days(14), Decimal("1200.00"), "RG-0774")
    drafts.say(
        contact,
        "we owe them",
        "Is late with 1,000.00, and we owe them 1,200.00 for vegetables.",
    )


def _part_paid(drafts: Drafts) -> None:
    contact = drafts.contact("Anchor Yard Events", "Robyn", "Pike", Habit.PART_PAYER)
    past(drafts, contact, 3, Habit.PART_PAYER)
    key = drafts.late_sale(contact, 22, "840.00")
    drafts.pay(key, drafts.days(8), "500.00")
    drafts.say(contact, "part payment", "Has paid 500.00 of an invoice of 840.00 that is late.")


def _unsent(drafts: Drafts) -> None:
    """Fourteen approved invoices that nobody sent: half of them are past their due date."""
    for name, person, first_days in (
        ("Harbour Hotels Group", ("Simon", "Keast"), 12),
        ("Westward Ferries Catering", ("Gillian", "Frost"), 16),
    ):
        contact = drafts.contact(name, *person, Habit.END_OF_MONTH)
        past(drafts, contact, 4, Habit.END_OF_MONTH)
        for place in range(7):
            issued = drafts.days(first_days + 4 * place)
            drafts.sale(contact, issued, drafts.basket(3), is_sent=False)
        drafts.say(
            contact,
            "approved, never sent",
            "Has seven approved invoices that were never sent to it.",
        )


def _voided(drafts: Drafts) -> None:
    contact = drafts.contact("Trengrouse Motel", "Phil", "Combe", Habit.RELIABLE)
    past(drafts, contact)
    drafts.sale(contact, drafts.days(70), "233.10", status=InvoiceStatus.VOIDED)
    drafts.sale(contact, drafts.days(69), "223.10", status=InvoiceStatus.DELETED, is_sent=False)
    drafts.sale(contact, drafts.days(11), "223.10")
    drafts.say(contact, "voided", "An invoice of 233.10 was voided and raised again, correctly.")


def euro_customers(drafts: Drafts) -> None:
    """Two customers who are billed in euro."""
    contact = drafts.contact(
        "Épicerie du Vieux Port",
        "Élodie",
        "Le Goff",
        Habit.SLOW,
        city="Roscoff",
        postcode="29680",
        country="France",
        currency="EUR",
        tax_number="FR40303265045",
    )
    for days_late, amount, paid_after in ((150, "980.00", 24), (88, "1120.50", 31)):
        key = drafts.late_sale(contact, days_late, amount, currency="EUR")
        drafts.pay(key, drafts.days(days_late - paid_after), amount)
    drafts.late_sale(contact, 18, "1045.60", currency="EUR")
    drafts.sale(contact, drafts.days(13), "640.00", currency="EUR")
    drafts.say(
        contact,
        "French customer",
        "Lives in France, is billed in euro and is late with 1,045.60 EUR.",
    )
    contact = drafts.contact(
        "Skibbereen Smokehouse Café",
        "Aoife",
        "Driscoll",
        Habit.RELIABLE,
        city="Skibbereen",
        postcode="P81 XX00",
        country="Ireland",
        currency="EUR",
    )
    for months in range(10, 0, -1):
        issued = drafts.days(30 * months - 8)
        drafts.sale(contact, issued, (amount_line(Decimal(210 + 13 * months)),), currency="EUR")
        settle(drafts, drafts.invoices[-1], Habit.RELIABLE)


def christmas(drafts: Drafts) -> None:
    """An invoice due on Christmas Day: the coming one when that is near, else the last one."""
    day = _christmas_near(drafts.on)
    contact = drafts.contact("Robin & Wren Gifts", "Judith", "Noel", Habit.AFTER_FIRST_REMINDER)
    past(drafts, contact)
    drafts.sale(contact, day - timedelta(days=45), "288.00", due=day)
    drafts.say(
        contact, "due on Christmas Day", f"An invoice of 288.00 falls due on {day:%d %B %Y}."
    )


def _christmas_near(on: date) -> date:
    this_year = date(on.year, 12, 25)
    is_near = this_year - timedelta(days=45) <= on
    return this_year if is_near else date(on.year - 1, 12, 25)
