"""The awkward customers who are awkward by who they are or what was agreed with them.

Those whose money is the difficulty stand in `awkward_money`.
"""

from datetime import date, timedelta

from connectors.sandbox.generator.awkward_money import past
from connectors.sandbox.generator.drafting import Drafts, amount_line, working_day
from connectors.sandbox.seed import (
    Habit,
    InvoiceStatus,
    SeedGroup,
    SeedNote,
    SeedPerson,
    SeedQuote,
    SeedRepeating,
)

ACCOUNTANT = "Tom Ferris"


def people_troubles(drafts: Drafts) -> None:
    """Adds every customer of this file, and the contact groups that were there before us."""
    solicitor = _with_solicitor(drafts)
    vips = _vips(drafts)
    _in_group(drafts, "Solicitor", solicitor)
    drafts.groups.append(SeedGroup("VIP", vips))
    _insolvent(drafts)
    _disputed(drafts)
    _expected_friday(drafts)
    _expected_past(drafts)
    _one_address(drafts)
    _over_limit_repeating(drafts)
    _five_people(drafts)
    _no_email(drafts)
    _soon_over_limit(drafts)
    _awaiting_approval(drafts)
    _quoted(drafts)
    _gone(drafts)


def _in_group(drafts: Drafts, name: str, *members: str) -> None:
    drafts.groups.append(SeedGroup(name, members))


def _with_solicitor(drafts: Drafts) -> str:
    contact = drafts.contact(
        "Crown & Sceptre Leisure Ltd",
        "Derek",
        "Vane",
        Habit.NEVER,
        company_number="06619374",
        notes=(SeedNote(drafts.days(120), ACCOUNTANT, "Passed to Hartley Reed LLP, ref HR/2291."),),
    )
    past(drafts, contact, 3, Habit.SLOW)
    drafts.late_sale(contact, 430, "1860.00")
    drafts.late_sale(contact, 402, "745.50")
    drafts.say(
        contact,
        "with the solicitor",
        "Is in the contact group Solicitor and owes 2,605.50 that is over a year late.",
    )
    return contact


def _vips(drafts: Drafts) -> tuple[str, ...]:
    vips = []
    for name, person, days_late in (
        ("The Carlyon Hotel", ("Rosalind", "Carlyon"), 6),
        ("Number Nine Dining", ("Theo", "Marchetti"), None),
    ):
        contact = drafts.contact(name, *person, Habit.RELIABLE)
        past(drafts, contact, 8)
        drafts.sale(contact, drafts.days(9), drafts.basket(5))
        if days_late:
            drafts.late_sale(contact, days_late, "655.00")
            drafts.say(
                contact, "VIP", "Is in the contact group VIP, pays well, and is late just once."
            )
        drafts.limit(contact, "6000.00")
        vips.append(contact)
    return tuple(vips)


def _insolvent(drafts: Drafts) -> None:
    contact = drafts.contact(
        "Bluebird Brasseries Ltd", "Adrian", "Kerr", Habit.NEVER, company_number="10482277"
    )
    past(drafts, contact, 4, Habit.SLOW)
    drafts.late_sale(contact, 74, "1310.00")
    drafts.late_sale(contact, 41, "960.00")
    _in_group(drafts, "In administration", contact)
    drafts.say(
        contact,
        "insolvent",
        "Is in the contact group In administration and owes 2,270.00.",
    )


def _disputed(drafts: Drafts) -> None:
    contact = drafts.contact("The Walnut Tree", "Philippa", "Gray", Habit.NEVER)
    past(drafts, contact, 5, Habit.SLOW)
    note = SeedNote(drafts.days(20), ACCOUNTANT, "Says 2 of 6 cases arrived broken; checking.")
    drafts.late_sale(contact, 26, "590.00", notes=(note,))
    _in_group(drafts, "In dispute", contact)
    drafts.say(
        contact,
        "disputed",
        "Is in the contact group In dispute about an invoice of 590.00.",
    )


def _expected_friday(drafts: Drafts) -> None:
    friday = next_friday(drafts.on)
    contact = drafts.contact("Salt & Vine", "Naomi", "Birch", Habit.SLOW)
    past(drafts, contact, 4)
    drafts.late_sale(contact, 17, "415.75", expected=friday)
    drafts.say(
        contact,
        "expected date by hand",
        f"Told the accountant that 415.75 will come on Friday {friday:%d %B}; "
        "the date stands in the ledger.",
    )


def next_friday(on: date) -> date:
    """The first Friday after the day."""
    return on + timedelta(days=(4 - on.weekday() - 1) % 7 + 1)


def _expected_past(drafts: Drafts) -> None:
    contact = drafts.contact("The Hungry Heron", "Glenn", "Potter", Habit.AFTER_FIRST_REMINDER)
    past(drafts, contact, 4)
    drafts.late_sale(contact, 23, "262.30", expected=drafts.days(10))
    drafts.say(
        contact,
        "expected date gone by",
        "Was expected to pay 262.30 ten days ago, as the ledger says, and has not.",
    )


def _one_address(drafts: Drafts) -> None:
    shared = "office@copper-kettle.example"
    for name, days_late in (("The Copper Kettle Café", 15), ("Copper Kettle Catering", 12)):
        contact = drafts.contact(name, "Moira", "Jago", Habit.AFTER_SECOND_REMINDER, email=shared)
        past(drafts, contact, 4)
        drafts.late_sale(contact, days_late, "600.00")
        drafts.say(
            contact,
            "two customers, one address",
            "Owes 600.00 and shares its email address with another customer.",
        )


def _over_limit_repeating(drafts: Drafts) -> None:
    contact = drafts.contact("Sunnyside Holiday Park", "Carl", "Denning", Habit.SLOW)
    past(drafts, contact, 4)
    lines = (amount_line("700.00", "Weekly larder box, four weeks"),)
    next_on = working_day(drafts.on + timedelta(days=5))
    drafts.repeating.append(
        SeedRepeating("sunnyside", contact, lines, "GBP", next_on, reference="Larder box")
    )
    for days in (88, 58, 28):
        drafts.sale(contact, drafts.days(days), lines, 30, repeating="sunnyside")
    drafts.limit(contact, "1500.00")
    drafts.say(
        contact,
        "repeating invoices over the limit",
        "Owes 2,100.00 against a limit of 1,500.00 while the ledger goes on raising 700.00 "
        "every month.",
    )


def _five_people(drafts: Drafts) -> None:
    people = tuple(
        SeedPerson(first, last, f"{first.lower()}@trelawney-schools.example", include)
        for first, last, include in (
            ("Anita", "Desai", True),
            ("Mark", "Hollis", True),
            ("Jean", "Tregear", False),
            ("Paul", "Osborne", False),
            ("Sian", "Morgan", True),
        )
    )
    contact = drafts.contact(
        "Trelawney Schools Trust",
        "Finance",
        "Office",
        Habit.AFTER_FIRST_REMINDER,
        email="finance@trelawney-schools.example",
        people=people,
    )
    past(drafts, contact, 5, Habit.END_OF_MONTH)
    drafts.late_sale(contact, 13, "1284.40", reference="PO 88213")
    drafts.say(
        contact,
        "five people",
        "Has five people in the ledger, three of whom are to be included in emails.",
    )


def _no_email(drafts: Drafts) -> None:
    contact = drafts.contact("Polwhele Farm B&B", "Mary", "Polwhele", Habit.SLOW, email="")
    past(drafts, contact, 4)
    drafts.late_sale(contact, 20, "174.60")
    drafts.say(contact, "no email address", "Is late with 174.60 and has no email address.")


def _soon_over_limit(drafts: Drafts) -> None:
    """Within its limit at the start; an order of the day after takes it over."""
    contact = drafts.contact("Kernow Street Food", "Jago", "Pender", Habit.RELIABLE)
    past(drafts, contact, 6)
    drafts.sale(contact, drafts.days(24), "820.00")
    drafts.sale(contact, working_day(drafts.on + timedelta(days=1)), "460.00", 14)
    drafts.limit(contact, "1000.00")
    drafts.say(
        contact,
        "an order takes it over its limit",
        "Owes 820.00 of a limit of 1,000.00 and orders for another 460.00 at the next chance; "
        "it pays on time, which brings it back.",
    )


def _awaiting_approval(drafts: Drafts) -> None:
    contact = drafts.contact("Bramble Hall Weddings", "Fiona", "Lacey", Habit.END_OF_MONTH)
    past(drafts, contact, 4)
    drafts.sale(contact, drafts.days(12), "1150.00")
    drafts.sale(contact, drafts.days(1), "520.00", status=InvoiceStatus.SUBMITTED, is_sent=False)
    drafts.sale(contact, drafts.days(1), "95.00", status=InvoiceStatus.DRAFT, is_sent=False)
    drafts.limit(contact, "1500.00")
    drafts.say(
        contact,
        "awaiting approval over the limit",
        "Owes 1,150.00 of a limit of 1,500.00; an invoice of 520.00 awaits approval.",
    )


def _quoted(drafts: Drafts) -> None:
    contact = drafts.contact("Perran Sands Weddings", "Lauren", "Reed", Habit.RELIABLE)
    past(drafts, contact, 3)
    drafts.quotes.append(
        SeedQuote(
            "perran",
            "QU-0031",
            contact,
            drafts.days(15),
            drafts.days(-30),
            (amount_line("1480.00", "Wedding breakfast for 90"),),
            "GBP",
            "ACCEPTED",
            "June wedding",
        )
    )
    drafts.say(contact, "accepted quote", "Has accepted a quote of 1,480.00, not yet invoiced.")


def _gone(drafts: Drafts) -> None:
    contact = drafts.contact("The Old Smithy Tearoom", "Edna", "Forge", None, is_archived=True)
    past(drafts, contact, 2)
