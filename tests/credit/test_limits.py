"""The proposed limit is a published rule whose reasons are values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, InvoiceState
from plugin.credit.limits import (
    AtMost,
    LimitProposal,
    MonthlySales,
    PaidWithinTerms,
    RoundedUp,
    StarterLimit,
    proposed_limit,
)
from plugin.credit.policy import DEFAULT_POLICY
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid


def bought(*amounts: int, apart: int, paid_after: int) -> Account:
    """Invoices issued every `apart` days up to lately, each paid so many days after issue."""
    invoices, payments = [], []
    for n, amount in enumerate(amounts):
        issued = TODAY - days(60 + apart * n)
        invoice = owes(
            amount,
            late=30 + apart * n,
            paid=amount,
            number=f"INV-{n}",
            issued=issued,
            state=InvoiceState.PAID,
        )
        invoices.append(invoice)
        payments.append(paid(invoice, amount, issued + days(paid_after)))
    return an_account(*invoices, payments=tuple(payments))


def test_the_largest_balance_paid_within_terms_rounded_up() -> None:
    """400 and 250 stood together and were paid in time: 650, rounded up to 700."""
    proposal = proposed_limit(bought(400, 250, apart=10, paid_after=20), TODAY)
    assert proposal.limit == gbp(700)
    assert proposal.reasons == (
        PaidWithinTerms(gbp(650), TODAY - days(60)),
        RoundedUp(gbp(100)),
    )


def test_what_was_paid_late_earns_nothing() -> None:
    """Two invoices, both a week late: no limit is proposed, a person decides."""
    assert proposed_limit(bought(400, 250, apart=10, paid_after=37), TODAY) == LimitProposal(None)


def test_a_punctual_customer_gets_a_month_of_sales_at_least() -> None:
    """Many small invoices paid at once: an average month's sales is more than ever stood."""
    account = bought(*[300] * 24, apart=5, paid_after=1)
    proposal = proposed_limit(account, TODAY)
    monthly = next(each for each in proposal.reasons if isinstance(each, MonthlySales))
    assert (monthly.on_time, monthly.counted) == (12, 12)
    assert proposal.limit is not None
    assert proposal.limit >= monthly.average


def test_a_policy_may_bound_what_is_proposed() -> None:
    """By the record 700; their segment's policy proposes no more than 600, and says so."""
    policy = replace(DEFAULT_POLICY, most_limit=Decimal(600))
    proposal = proposed_limit(bought(400, 250, apart=10, paid_after=20), TODAY, policy)
    assert proposal.limit == gbp(600)
    assert proposal.reasons[-1] == AtMost(gbp(600), gbp(700))


def test_a_new_customer_gets_the_starter_limit_where_there_is_one() -> None:
    """Nothing paid yet: the policy's starter limit, or none."""
    new = an_account(owes(200))
    assert proposed_limit(new, TODAY) == LimitProposal(None)
    policy = replace(DEFAULT_POLICY, starter_limit=Decimal(500))
    assert proposed_limit(new, TODAY, policy) == LimitProposal(gbp(500), (StarterLimit(gbp(500)),))


def test_what_was_written_off_earns_nothing() -> None:
    """A write-off is not money, on whatever day."""
    account = bought(400, apart=10, paid_after=20)
    off = paid(account.invoices[0], 1, date(2026, 11, 1), write_off=True)
    lost = replace(account, payments=(*account.payments, off))
    assert proposed_limit(lost, TODAY) == LimitProposal(None)
