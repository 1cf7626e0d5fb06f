"""Cases of other engines: what is chased, at which level, and how exposure meets a limit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from plugin.credit.account import Account, Hold, HoldKind, Invoice, InvoiceState, Rate, StepState
from plugin.credit.decisions import ExposurePart, LimitUse, TaskKind
from plugin.credit.exposure import exposure, measure
from plugin.credit.history import Cover, CoverKind
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.replay import RunsBackwards
from tests.credit.builders import TODAY, an_account, chased, credit, gbp, look, owes, took
from tests.credit.collection import after, case, ladder, past, walk


@case("tryton[0]")
def test_a_proposal_blocks_a_hold_blocks_and_payment_ends_it() -> None:
    """5, 20 and 40 days: nothing, level one, still level one, level two, nothing."""
    policy = ladder(5, 20, 40)
    invoice = owes(100)
    fresh = an_account(invoice)
    assert chased(look(fresh, after(4), policy)) == []
    assert chased(look(fresh, after(5), policy)) == [("inv-1", 1, Decimal(100))]
    draft = an_account(invoice, steps=(took(invoice, 1, after(5), StepState.PROPOSED),))
    assert chased(look(draft, after(30), policy)) == []
    sent = an_account(invoice, steps=(took(invoice, 1, after(5)),))
    assert chased(look(sent, after(30), policy)) == [("inv-1", 2, Decimal(100))]
    guarded = replace(policy, guards=True)
    blocked = replace(sent, holds=(Hold(HoldKind.UNTIL, after(90)),))
    assert chased(look(blocked, after(30), guarded)) == []
    closed = replace(invoice, state=InvoiceState.PAID, balance=gbp(0))
    assert look(an_account(closed, steps=sent.steps), after(50), policy).messages == ()


@case("tryton[1]")
def test_after_the_only_level_the_ladder_has_ended() -> None:
    """One level on the due date itself: proposed the day after, and then it is final."""
    invoice = owes(100)
    policy = ladder(0)
    assert chased(look(an_account(invoice), after(1), policy)) != []
    sent = an_account(invoice, steps=(took(invoice, 1, after(1)),))
    assert look(sent, after(2), policy).messages == ()


@case("tryton[3]")
def test_credit_nets_what_is_chased_and_silences_it_once_it_covers_it() -> None:
    """100 with 50 unallocated: 50 is asked for; with 100 it is a task to allocate (rule 7)."""
    (message,) = look(an_account(owes(100, late=5), credits=(credit(50),))).messages
    assert (message.netted, message.total) == (gbp(50), gbp(50))
    covered = look(an_account(owes(100, late=5), credits=(credit(100),)))
    assert covered.messages == ()
    assert [task.kind for task in covered.tasks] == [TaskKind.ALLOCATE_CREDIT]


@case("tryton[4]")
@pytest.mark.parametrize(
    ("limit", "extra", "is_over"),
    [("0", "0", True), ("200", "0", False), ("200", "150", True), ("100", "0", False)],
)
def test_a_limit_is_passed_only_above_it(limit: str, extra: str, is_over: bool) -> None:
    """100 of exposure and something more, against a limit; unset is no limit at all (rule 10)."""
    account = an_account(owes(100), limit=limit)
    use = measure(account, gbp(limit), (gbp(100), gbp(extra)), TODAY)
    assert isinstance(use, LimitUse)
    assert (use.headroom.amount < 0) is is_over
    assert look(an_account(owes(100))).limit_use is None


def risk(*invoices: Invoice, limit: str | None = None, **more: Any) -> Account:
    """An account for the cases of risk."""
    return an_account(*invoices, limit=limit, **more)


@case("oca_risk.cases[0]")
def test_drafts_count_where_they_are_switched_on() -> None:
    """Ten at 50 and 10 per cent of tax in draft: 550."""
    policy = replace(DEFAULT_POLICY, exposure=replace(DEFAULT_POLICY.exposure, drafts=True))
    draft = owes(550, state=InvoiceState.DRAFT)
    (found,) = exposure(risk(draft), policy, TODAY)
    assert found.amount == gbp(550)
    assert dict(found.parts)[ExposurePart.DRAFTS] == gbp(550)


@case("oca_risk.cases[1]", "oca_risk.cases[2]")
def test_an_approved_invoice_is_over_a_hundred_and_under_eleven_hundred() -> None:
    """550 that is late."""
    for limit, is_over in (("100", True), ("1100", False)):
        use = look(risk(owes(550, late=30), limit=limit)).limit_use
        assert use is not None
        assert (use.headroom.amount < 0) is is_over


@case("oca_risk.cases[6]")
def test_what_is_open_counts_without_the_drafts() -> None:
    """Two of 550 against 900: over with both approved, under while one is a draft."""
    one, two = owes(550, late=30), owes(550, number="INV-2")
    draft = replace(two, state=InvoiceState.DRAFT)
    uses = [look(risk(one, other, limit="900")).limit_use for other in (two, draft)]
    assert [use is not None and use.headroom.amount < 0 for use in uses] == [True, False]


@case("oca_risk.cases[12]")
def test_a_returned_payment_is_exposure_again_until_it_is_put_right() -> None:
    """500 paid, returned, and paid after all."""
    invoice = owes(500, late=5)
    settled = replace(invoice, state=InvoiceState.PAID, balance=gbp(0))
    returned = replace(invoice, came_back_on=TODAY)
    amounts = [
        sum(each.amount.amount for each in look(risk(each)).exposure)
        for each in (settled, returned, settled)
    ]
    assert amounts == [0, 500, 0]


@case("oca_risk.cases[13]", "oca_risk.cases[14]", "odoo_limit.cases[5]", "odoo_limit.cases[6]")
@pytest.mark.parametrize(
    ("foreign", "rate", "limit", "used", "is_over"),
    [
        (("100",), "0.5", "99", "50.00", False),
        (("100",), "2.0", "99", "200.00", True),
        (("45",), "0.5", "50", "22.50", False),
        (("45", "65"), "0.5", "50", "55.00", True),
    ],
)
def test_a_foreign_debt_is_measured_in_the_limits_currency(
    foreign: tuple[str, ...], rate: str, limit: str, used: str, is_over: bool
) -> None:
    """At the newest rate that the ledger itself used (rule 9)."""
    invoices = [owes(n, currency="EUR", number=f"E{i}") for i, n in enumerate(foreign)]
    account = risk(*invoices, limit=limit, rates=(Rate("EUR", Decimal(rate), TODAY),))
    use = look(account).limit_use
    assert use is not None
    assert (use.used.amount, use.headroom.amount < 0) == (Decimal(used), is_over)


@case("erpnext.receivable[6]")
def test_a_hundred_dollars_at_eighty_are_eight_thousand() -> None:
    """And stay a hundred in their own currency."""
    account = risk(owes(100, currency="USD"), rates=(Rate("USD", Decimal(80), TODAY),))
    use = measure(account, gbp(10_000), (Money.of(100, "USD"),), TODAY)
    assert isinstance(use, LimitUse)
    assert use.used == gbp("8000.00")
    assert exposure(account, DEFAULT_POLICY, TODAY)[0].amount == Money.of(100, "USD")


@case("oca_runs.case", "oca_runs.expected_lines")
def test_three_runs_over_a_year_are_levels_one_two_three() -> None:
    """500 due one year ago; runs half a year ago, two months ago and today."""
    policy = ladder(10, 30, 50)
    runs = [after(-182), after(-60), TODAY]
    found = walk(past("500", due=after(-365)), policy, *runs)
    assert [[step[1] for step in chased(run.review)] for run in found] == [[1], [2], [3]]


def test_a_run_dated_before_the_last_is_refused() -> None:
    """Time runs forward (rule 17)."""
    with pytest.raises(RunsBackwards):
        list(walk(past("500"), ladder(10), TODAY, after(-1)))


@case("erpnext.dunning[2]")
def test_only_the_half_that_is_late_is_chased_and_its_payment_resolves_it() -> None:
    """Half due yesterday, half in four days; a cancelled payment brings the first half back."""
    parts = ((after(-1), Decimal(50)), (after(4), Decimal(50)))
    whole = past("100", due=after(-1), parts=parts)
    policy = ladder(1)
    (run,) = walk(whole, policy, TODAY)
    assert chased(run.review) == [("i1", 1, Decimal(50))]
    settled = replace(whole, covers=(Cover(TODAY, Decimal(50)),))
    (resolved,) = walk(settled, policy, TODAY)
    assert resolved.messages == ()
    (cancelled,) = walk(whole, policy, TODAY)
    assert chased(cancelled.review) == chased(run.review)


@case("erpnext.dunning[3]", "erpnext.dunning[4]")
def test_an_allocated_credit_note_resolves_and_a_loose_one_does_not() -> None:
    """Allocated it closes the invoice; unallocated the invoice is open, and a task says so."""
    note = Cover(TODAY, Decimal(100), CoverKind.CREDIT)
    (resolved,) = walk(past("100", note, due=after(-20)), ladder(1), TODAY)
    assert resolved.account.invoices[0].state is InvoiceState.PAID
    loose = look(an_account(owes(100, late=20), credits=(credit(100),)))
    assert loose.ageing[0].open == gbp(100)
    assert TaskKind.ALLOCATE_CREDIT in [task.kind for task in loose.tasks]
