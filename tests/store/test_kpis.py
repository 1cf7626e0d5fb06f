"""The kept sums are at every moment what a count from nothing would find."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from plugin.credit.kpi_measures import BUCKET_MEASURES, Measure, Sums, added
from plugin.credit.kpi_sweep import sweep
from plugin.deadlines import deadlines
from plugin.operations.kpis import Recounted, bring_up_to_date, days_kept
from plugin.ports.records import LedgerAccount, LedgerAllocation
from plugin.queries.figures import ledger_figures
from plugin.queries.insight_figures import lines
from plugin.queries.insight_sums import ALL, Asked, positions
from plugin.store import reference
from plugin.store.reading.kpis import EVERYBODY, Of, Scope, by_customer, summed
from plugin.store.reading.ledger_past import ledger_past
from tests.store.facts import BAD_DEBTS, TODAY, Books, a_contact, a_credit, a_payment, a_sale, later


def kept(books: Books, on: date = TODAY, scope: Scope = EVERYBODY) -> dict[Of, Sums]:
    """The sums as kept, brought up to date first."""
    with books.tx() as tx:
        bring_up_to_date(tx, on=on)
        return summed(tx, days_kept(on), scope)


def cold(books: Books, on: date = TODAY) -> dict[Of, Sums]:
    """The same, counted from the documents alone."""
    with books.tx() as tx:
        past = ledger_past(tx)
    found: dict[Of, Sums] = {}
    for key, by_day in sweep(past, days_kept(on), deadlines("GB", past.customers)).items():
        for day, sums in by_day.items():
            of = (day, key.currency, key.in_base)
            found[of] = added([found[of], sums]) if of in found else sums
    return {of: sums for of, sums in found.items() if sums.by}


def renew(books: Books, on: date = TODAY) -> Recounted:
    """Bring the sums up to date; says what had to be counted."""
    with books.tx() as tx:
        return bring_up_to_date(tx, on=on)


def a_ledger(books: Books) -> None:
    """Two customers with sales of a year in two currencies, some paid, some credited."""
    books.contacts(a_contact(), a_contact("other", country="France"))
    for n in range(12):
        issued = date(2025, 3, 10) + timedelta(days=30 * n)
        euro = n % 4 == 3
        books.invoices(
            a_sale(
                f"i{n}",
                contact_id="other" if n % 2 else "acme",
                issued=issued,
                due=issued + timedelta(days=14 + n),
                currency="EUR" if euro else "GBP",
                base_per_unit=Decimal("0.85") if euro else Decimal(1),
            ),
            first_sync=True,
        )
        if n % 3:
            paid = issued + timedelta(days=9 * n)
            currency = "EUR" if euro else "GBP"
            books.payments(a_payment(f"p{n}", document_id=f"i{n}", on=paid, currency=currency))
    books.credits(a_credit(on=date(2026, 1, 20)))


def test_after_every_change_the_sums_are_those_of_a_count_from_nothing(books: Books) -> None:
    """A payment, its deletion, a moved due date, a void, an allocation, a write-off, a merge."""
    a_ledger(books)
    assert kept(books) == cold(books)
    steps = (
        lambda: books.payments(a_payment("new", document_id="i0", on=date(2025, 6, 1))),
        lambda: books.payments(
            a_payment("new", document_id="i0", deleted=True, updated_at=later(1))
        ),
        lambda: books.invoices(a_sale("i2", due=date(2026, 5, 1), updated_at=later(1))),
        lambda: books.invoices(a_sale("i4", state="voided", updated_at=later(1))),
        lambda: books.credits(
            a_credit(
                on=date(2026, 1, 20),
                remaining="10.00",
                updated_at=later(1),
                allocations=(LedgerAllocation("i6", date(2026, 2, 1), Decimal(20)),),
            )
        ),
        lambda: books.payments(a_payment("lost", document_id="i8", account_id=BAD_DEBTS)),
        lambda: name_bad_debts(books),
        lambda: books.contacts(a_contact("other", merged_into="acme", updated_at=later(2))),
    )
    for step in steps:
        before = cold(books)
        step()
        after = kept(books)
        assert after == cold(books)
        assert after != before or step is steps[-1]


def name_bad_debts(books: Books) -> None:
    """The owner says that what was paid into the bank account was written off."""
    with books.tx() as tx:
        reference.replace_chart(tx, [LedgerAccount("bank", "404", "Bad debts", "EXPENSE")])
        reference.name_bad_debt_accounts(tx, ["bank"])


def test_after_one_payment_only_its_customer_is_counted(books: Books) -> None:
    """Nothing new is nothing to count; one payment one customer; a new day that day of both."""
    a_ledger(books)
    assert renew(books) == Recounted(2, len(days_kept(TODAY)))
    assert renew(books) == Recounted(0, 0)
    books.payments(a_payment("new", document_id="i0"))
    assert renew(books) == Recounted(1, 0)
    tomorrow = TODAY + timedelta(days=1)
    assert renew(books, tomorrow) == Recounted(0, 1)
    assert kept(books, tomorrow) == cold(books, tomorrow)


def test_scopes_add_up(books: Books) -> None:
    """Customer by customer is everybody, in each currency and turned into base currency."""
    a_ledger(books)
    whole = kept(books)
    with books.tx() as tx:
        each = by_customer(tx, TODAY)
    assert set(each) == {"acme", "other"}
    for of in (of for of in whole if of[0] == TODAY):
        parts = added(sums[of] for sums in each.values() if of in sums)
        assert parts.by == whole[of].by
        alone = added(kept(books, scope=Scope(customer_id=id_)).get(of, Sums()) for id_ in each)
        assert alone == whole[of]


def test_today_is_the_live_ledger(books: Books) -> None:
    """As of today the figures are those of the overview, per currency."""
    a_ledger(books)
    for n in range(12):
        books.all(
            "update invoices i set balance = total - coalesce((select sum(amount) from payments"
            " where document_id = i.id and paid_on <= :on), 0) where id = :id returning id",
            id=f"i{n}",
            on=TODAY,
        )
    renew(books)
    with books.tx() as tx:
        live = {each.currency: each for each in ledger_figures(tx, on=TODAY, base_currency="GBP")}
        for currency, figures in live.items():
            asked = Asked(on=TODAY, currency=currency, base_currency="GBP")
            position = positions(tx, asked, [TODAY])[TODAY]
            found = lines(position)
            buckets = [each.amount.amount for each in figures.buckets]
            assert [position.sums.of(each) for each in BUCKET_MEASURES] == buckets
            assert position.sums.of(Measure.SPARE) == figures.unallocated.amount
            for key, value in (("dso", figures.dso), ("best_dso", figures.best_dso)):
                ours = found[key].figure.value
                assert ours is not None
                assert value is not None
                # the overview rounds to one decimal
                assert abs(ours - value) <= Decimal("0.06")
    assert set(live) == {"GBP", "EUR"}


def test_a_day_that_is_not_kept_is_counted_when_it_is_asked_for(books: Books) -> None:
    """The middle of a month says what the same documents say, and one not kept costs no rows."""
    a_ledger(books)
    renew(books)
    on = date(2025, 10, 17)
    with books.tx() as tx:
        asked = Asked(on=on, currency=ALL, base_currency="GBP", against=date(2025, 8, 31))
        found = positions(tx, asked, [on])[on]
        past = ledger_past(tx)
    alone = sweep(past, [on], deadlines("GB", past.customers))
    wanted = [d[on] for key, d in alone.items() if key.in_base or key.currency == "GBP"]
    assert found.sums == added(wanted)
    assert found.then is not None
    assert books.all("select count(*) from kpi_sums where day = :on", on=on) == [(0,)]


def test_other_holidays_have_every_day_counted_anew(books: Books) -> None:
    """Where the organisation's country changes, so do the days on which due dates are kept."""
    a_ledger(books)
    renew(books)
    books.all("update organisations set country = 'DE' where id = :org returning id")
    assert renew(books) == Recounted(0, len(days_kept(TODAY)))
    assert renew(books) == Recounted(0, 0)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_any_run_of_changes_leaves_the_sums_of_a_count_from_nothing(
    books: Books, seed: int
) -> None:
    """Payments, deletions, moved due dates, voids and credits at random, over several days."""
    chance, on, at = random.Random(seed), TODAY, 1
    a_ledger(books)
    for n in range(40):
        at += 1
        name = f"i{chance.randrange(12)}"
        euro = int(name[1:]) % 4 == 3
        currency = "EUR" if euro else "GBP"
        day = on - timedelta(days=chance.randrange(300))
        amount = str(chance.randrange(1, 60))
        sale = a_sale(
            name,
            contact_id="other" if int(name[1:]) % 2 else "acme",
            issued=date(2025, 3, 10) + timedelta(days=30 * int(name[1:])),
            due=day,
            currency=currency,
            base_per_unit=Decimal("0.85") if euro else Decimal(1),
            updated_at=later(at),
        )
        what = chance.randrange(5)
        if what == 0:
            books.invoices(sale, seen_on=on)
        elif what == 1:
            books.invoices(replace(sale, state=chance.choice(("voided", "paid"))), seen_on=on)
        elif what == 2:
            used = LedgerAllocation(name, day, Decimal(amount))
            whose = sale.contact_id
            books.credits(
                a_credit(
                    f"n{n}",
                    contact_id=whose,
                    currency=currency,
                    on=day,
                    allocations=(used,),
                    updated_at=later(at),
                )
            )
        else:
            account = BAD_DEBTS if chance.randrange(4) == 0 else "bank"
            gone = chance.randrange(4) == 0
            books.payments(
                a_payment(
                    f"p{chance.randrange(12)}",
                    document_id=name,
                    amount=amount,
                    currency=currency,
                    on=day,
                    account_id=account,
                    deleted=gone,
                    updated_at=later(at),
                )
            )
        if chance.randrange(6) == 0:
            on += timedelta(days=chance.choice((1, 20)))
        if chance.randrange(3) == 0:
            assert kept(books, on) == cold(books, on)
    assert kept(books, on) == cold(books, on)
