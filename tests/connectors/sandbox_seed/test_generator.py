"""The invented wholesaler is believable, always the same, and holds every awkward customer."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest

from connectors.sandbox.generator import generate
from connectors.sandbox.seed import (
    BAD_DEBTS_CODE,
    CreditKind,
    Habit,
    InvoiceKind,
    InvoiceRaised,
    InvoiceStatus,
    SeedInvoice,
    SeedOrganisation,
)

DAYS = (
    date(2026, 11, 24),
    date(2026, 7, 1),
    date(2027, 1, 2),
    date(2024, 2, 29),
    date(2026, 3, 31),
)
TODAY = DAYS[0]


@cache
def harbour_lane(on: date = TODAY, seed: int = 1) -> SeedOrganisation:
    """The wholesaler as it stands on a day."""
    return generate(seed, on).organisations[0]


def covered(organisation: SeedOrganisation) -> dict[str, Decimal]:
    """By invoice, what was paid and allocated and not taken back."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for payment in organisation.payments:
        if not payment.is_deleted:
            sums[payment.invoice] += payment.amount
    for credit in organisation.credits:
        for one in credit.allocations:
            sums[one.invoice] += one.amount
    return sums


def open_sales(organisation: SeedOrganisation) -> dict[str, Decimal]:
    """Approved sales invoices with something left, by key."""
    sums = covered(organisation)
    left = {
        one.key: one.total - sums.get(one.key, Decimal(0))
        for one in organisation.invoices
        if one.kind is InvoiceKind.SALE and one.status is InvoiceStatus.AUTHORISED
    }
    return {key: amount for key, amount in left.items() if amount}


def late(organisation: SeedOrganisation, on: date) -> list[tuple[SeedInvoice, Decimal]]:
    """Open sales past their due date, with what is left of each."""
    left = open_sales(organisation)
    return [
        (one, left[one.key]) for one in organisation.invoices if one.key in left and one.due < on
    ]


def of(organisation: SeedOrganisation, label: str) -> str:
    """The key of the customer with this label."""
    return next(one.contact for one in organisation.awkward if one.label == label)


def test_equal_arguments_give_an_equal_world() -> None:
    """The same seed and day give the same world; another seed gives other baskets."""
    assert generate(1, TODAY) == generate(1, TODAY)
    assert generate(1, TODAY) != generate(2, TODAY)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("seed", [1, 7])
def test_the_wholesaler_has_the_size_that_is_promised(on: date, seed: int) -> None:
    """About sixty customers, nine hundred invoices, two currencies, more to come."""
    shop = harbour_lane(on, seed)
    sales = [one for one in shop.invoices if one.kind is InvoiceKind.SALE]
    assert 55 <= len({one.contact for one in sales}) <= 70
    assert 820 <= len(sales) <= 980
    assert {one.currency for one in sales} == {"GBP", "EUR"}
    assert len(shop.events) > 80
    assert all(event.on > on for event in shop.events)
    trade = [one for one in sales if one.issued >= on - timedelta(days=548)]
    assert len(trade) > 0.9 * len(sales)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("seed", [1, 7])
def test_forty_debts_are_late_by_up_to_900_days(on: date, seed: int) -> None:
    """Exactly forty beyond a residue, the oldest 900 days late, two residues of 5p beside them."""
    found = late(harbour_lane(on, seed), on)
    assert sum(left > 5 for _, left in found) == 40
    assert max((on - one.due).days for one, _ in found) == 900
    residues = [(left, (on - one.due).days) for one, left in found if left <= 5]
    assert residues == [(Decimal("0.05"), 400)] * 2


@pytest.mark.parametrize("on", DAYS)
def test_the_ledger_could_stand_in_xero(on: date) -> None:
    """Nothing is overpaid, dated ahead, numbered twice, or points at what is not there."""
    for shop in generate(3, on).organisations:
        contacts = {one.key for one in shop.contacts}
        invoices = {one.key: one for one in shop.invoices}
        ahead = [event.invoice for event in shop.events if isinstance(event, InvoiceRaised)]
        numbers = [one.number for one in (*shop.invoices, *ahead) if one.kind is InvoiceKind.SALE]
        assert len(numbers) == len(set(numbers))
        assert all(numbers)
        assert all(one.contact in contacts for one in (*shop.invoices, *ahead))
        assert all(covered(shop)[key] <= invoices[key].total for key in covered(shop))
        assert all(one.issued <= on and one.lines and one.total > 0 for one in shop.invoices)
        assert all(one.on <= on and one.on >= invoices[one.invoice].issued for one in shop.payments)
        assert all(member in contacts for group in shop.groups for member in group.members)
        assert len({one.name.lower() for one in shop.contacts}) == len(shop.contacts)
        assert len({one.number for one in shop.contacts}) == len(shop.contacts)
        codes = {one.code for one in shop.accounts}
        assert {line.account for one in shop.invoices for line in one.lines} <= codes
        assert {one.account for one in shop.payments} <= codes


@pytest.mark.parametrize("on", DAYS)
def test_numbers_run_in_the_order_of_issue(on: date) -> None:
    """Invoice numbers of what is in the ledger ascend with the issue date."""
    shop = harbour_lane(on)
    sales = [one for one in shop.invoices if one.kind is InvoiceKind.SALE]
    by_number = sorted(sales, key=lambda one: int(one.number.removeprefix("INV-")))
    assert [one.issued for one in by_number] == sorted(one.issued for one in sales)


@pytest.mark.parametrize("on", DAYS)
def test_the_books_are_fresh_and_the_next_month_is_full(on: date) -> None:
    """Money was reconciled within the last three days, and invoices fall due in the next thirty."""
    shop = harbour_lane(on)
    newest = max(one.on for one in shop.payments if one.is_reconciled)
    assert on - newest <= timedelta(days=3)
    left = open_sales(shop)
    ahead = [one for one in shop.invoices if one.key in left and 0 <= (one.due - on).days <= 30]
    assert len(ahead) > 25


def test_fourteen_approved_invoices_were_never_sent() -> None:
    """They are open and unsent, of two customers (rule 3)."""
    shop = harbour_lane()
    left = open_sales(shop)
    unsent = [one for one in shop.invoices if one.key in left and not one.is_sent]
    assert len(unsent) == 14
    assert len({one.contact for one in unsent}) == 2


def test_write_offs_are_coded_to_bad_debts() -> None:
    """One is a payment and one a credit note, both on the bad-debts account (rule 5)."""
    shop = harbour_lane()
    paid = [one for one in shop.payments if one.account == BAD_DEBTS_CODE]
    noted = [one for one in shop.credits if one.lines[0].account == BAD_DEBTS_CODE]
    assert [one.amount for one in paid] == [Decimal("900.00")]
    assert [one.total for one in noted] == [Decimal("412.00")]


def test_a_returned_payment_leaves_its_invoice_open() -> None:
    """The payment is deleted and the whole amount is late again (rule 6)."""
    shop = harbour_lane()
    (gone,) = [one for one in shop.payments if one.is_deleted]
    assert open_sales(shop)[gone.invoice] == gone.amount == Decimal("367.90")


def test_credits_of_every_kind_stand_unallocated() -> None:
    """A deposit, an overpayment, and a credit note that covers its debt (rule 7)."""
    shop = harbour_lane()
    free = {one.kind: one.total for one in shop.credits if not one.allocations and one.total}
    assert free == {
        CreditKind.PREPAYMENT: Decimal("1000.00"),
        CreditKind.CREDIT_NOTE: Decimal("264.00"),
        CreditKind.OVERPAYMENT: Decimal("120.00"),
    }
    debtor = of(shop, "credit covers the debt")
    owed = sum(left for one, left in late(shop, TODAY) if one.contact == debtor)
    assert owed == Decimal("240.00")


def test_we_owe_a_late_customer_more_than_it_owes_us() -> None:
    """1,000 late and an open bill of 1,200 (rule 7)."""
    shop = harbour_lane()
    grower = of(shop, "we owe them")
    assert sum(left for one, left in late(shop, TODAY) if one.contact == grower) == 1000
    bills = [
        one.total - covered(shop).get(one.key, Decimal(0))
        for one in shop.invoices
        if one.contact == grower and one.kind is InvoiceKind.BILL
    ]
    assert bills == [Decimal("1200.00")]


@pytest.mark.parametrize("on", DAYS)
def test_a_date_entered_by_hand_is_next_friday(on: date) -> None:
    """One late invoice is expected on a Friday within the week, another was, and was not paid."""
    expected = sorted(
        one.expected for one, _ in late(harbour_lane(on), on) if one.expected is not None
    )
    past, future = expected
    assert past < on < future <= on + timedelta(days=7)
    assert future.weekday() == 4


def test_groups_were_there_before_us() -> None:
    """Solicitor, VIP, and what has no field: an administration and a dispute (rule 22)."""
    shop = harbour_lane()
    groups = {one.name: one.members for one in shop.groups}
    assert set(groups) == {"Solicitor", "VIP", "In administration", "In dispute"}
    assert len(groups["VIP"]) == 2
    assert groups["In administration"] == (of(shop, "insolvent"),)
    assert groups["In dispute"] == (of(shop, "disputed"),)


def test_people_are_as_awkward_as_promised() -> None:
    """Five people on one contact, none with an address on another, one address for two."""
    shop = harbour_lane()
    contacts = {one.key: one for one in shop.contacts}
    assert len(contacts[of(shop, "five people")].people) == 5
    assert contacts[of(shop, "no email address")].email == ""
    shared = [
        address for address, n in Counter(one.email for one in shop.contacts).items() if n > 1
    ]
    assert shared == ["office@copper-kettle.example"]
    french = contacts[of(shop, "French customer")]
    assert (french.currency, french.addresses[0].country) == ("EUR", "France")
    assert all(
        address.endswith(".example")
        for one in shop.contacts
        for address in (one.email, *(person.email for person in one.people))
        if address
    )


@pytest.mark.parametrize("on", DAYS)
def test_an_invoice_falls_due_on_christmas_day(on: date) -> None:
    """It is open: ahead when Christmas is near, late otherwise."""
    shop = harbour_lane(on)
    left = open_sales(shop)
    (gift,) = [
        one
        for one in shop.invoices
        if one.key in left and one.contact == of(shop, "due on Christmas Day")
    ]
    assert (gift.due.month, gift.due.day) == (12, 25)
    assert gift.due <= on + timedelta(days=45)


def test_one_customer_is_over_its_limit_while_the_ledger_goes_on_raising() -> None:
    """2,100 against 1,500 with a live repeating invoice of 700 (rule 33)."""
    shop = harbour_lane()
    (template,) = shop.repeating
    left = open_sales(shop)
    owed = sum(
        left[one.key]
        for one in shop.invoices
        if one.key in left and one.contact == template.contact
    )
    (limit,) = [one.amount for one in shop.limits if one.contact == template.contact]
    assert (owed, limit) == (Decimal("2100.00"), Decimal("1500.00"))
    assert template.next_on > TODAY


def test_every_awkward_customer_says_what_it_is() -> None:
    """Each has a label and a whole sentence, and each customer is there once."""
    shop = harbour_lane()
    names = {one.key for one in shop.contacts}
    assert len({one.contact for one in shop.awkward}) == len(shop.awkward)
    for one in shop.awkward:
        assert one.contact in names
        assert one.label
        assert one.sentence.endswith(".")


def test_every_habit_is_somebodys() -> None:
    """All eight ways to pay are played."""
    assert {one.habit for one in harbour_lane().contacts} >= set(Habit)


def test_the_same_person_has_a_second_organisation() -> None:
    """The consent page has two to choose from, and the first user may see both."""
    world = generate(1, TODAY)
    assert [one.name for one in world.organisations] == [
        "Harbour Lane Foods",
        "Harbour Lane Catering Hire",
    ]
    assert world.users[0].name == "Lisa Harding"
