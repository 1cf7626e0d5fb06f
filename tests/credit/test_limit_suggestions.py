"""Suggested limits: loyalty steps, raises by the record, cuts, and what was refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from plugin.credit.account import Account, Customer, FamilyMember, InvoiceState
from plugin.credit.limit_suggestions import (
    LimitSuggestion,
    NotBelowOwed,
    OnTimeInARow,
    RefusedSuggestion,
    ScoredAt,
    Slipping,
    SuggestionKind,
    is_news,
    suggested_limit,
)
from plugin.credit.limits import PaidWithinTerms
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy
from plugin.credit.score import score_of
from plugin.credit.segment_held import Segment
from plugin.credit.segments import segment_of
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid
from tests.credit.test_score import a_past, pasts, settled


def punctual(n: int = 12, amount: int = 100, **more: object) -> Account:
    """So many invoices in a row on time, one a fortnight."""
    return a_past(*(settled(k, amount, due=14 * k + 3) for k in range(n)), **more)


def slipping(owed: int, *, limit: int = 1000) -> Account:
    """Eight on time, then four of 60 paid a week late, and this is owed and not yet due."""
    good = [settled(n, 60, due=100 + 14 * n) for n in range(8)]
    bad = [settled(20 + n, 60, due=20 + 10 * n, after=7) for n in range(4)]
    account = a_past(*good, *bad, limit=limit)
    return replace(account, invoices=(*account.invoices, owes(owed, late=-9))) if owed else account


def suggest(
    account: Account, policy: CreditPolicy = DEFAULT_POLICY, since: int | None = None
) -> LimitSuggestion | None:
    """What is suggested today."""
    return suggested_limit(
        account, TODAY, policy, score_of(account, TODAY, policy), segment_of(account, TODAY),
        limit_since=None if since is None else TODAY - days(since),
    )  # fmt: skip


def test_twelve_on_time_raise_500_to_750() -> None:
    """A loyalty step of half as much again, with the row, the record and the score as reasons."""
    found = suggest(punctual(limit=500), since=300)
    assert found is not None
    assert (found.kind, found.before, found.to) == (SuggestionKind.LOYALTY, gbp(500), gbp(750))
    assert found.reasons[0] == OnTimeInARow(12, TODAY - days(300))
    assert any(isinstance(each, PaidWithinTerms) for each in found.reasons)
    assert found.reasons[-1] == ScoredAt(100)
    assert found.basis == ()


def test_the_row_begins_again_with_the_last_change() -> None:
    """Eleven since then are not enough; nor is a row that a late one broke."""
    assert suggest(punctual(limit=500), since=157) is None
    broken = a_past(
        *(settled(k, due=14 * k + 3) for k in range(3)),
        settled(50, due=44, after=6),
        *(settled(k, due=14 * k + 60) for k in range(4, 16)),
        limit=500,
    )
    assert suggest(broken, since=300) is None


def test_the_policy_bounds_a_loyalty_step() -> None:
    """Nothing above the most that a policy proposes, and nothing at all where that is reached."""
    found = suggest(punctual(limit=500), replace(DEFAULT_POLICY, most_limit=Decimal(600)))
    assert found is not None
    assert found.to == gbp(600)
    assert suggest(punctual(limit=600), replace(DEFAULT_POLICY, most_limit=Decimal(600))) is None


def test_a_balance_far_above_the_limit_paid_on_time_raises_it() -> None:
    """Four invoices of 900, each all paid on time, against a limit of 500."""
    account = punctual(4, 900, limit=500)
    found = suggest(account)
    assert found is not None
    assert found.kind is SuggestionKind.RAISE
    assert found.to.amount > 900
    assert found.basis == found.reasons[:-1]


def test_nothing_is_raised_while_something_is_late() -> None:
    """Twelve on time, and one that is a day late today."""
    account = punctual(limit=500)
    late = replace(account, invoices=(*account.invoices, owes(50, late=1)))
    assert suggest(late) is None


def test_a_cut_for_the_slipping_shows_what_it_means() -> None:
    """1,000 to 500; 460 is owed, so 92 per cent is used and it shows as watch, not as over."""
    found = suggest(slipping(460))
    assert found is not None
    assert (found.kind, found.to) == (SuggestionKind.CUT, gbp(500))
    assert found.reasons[0] == Slipping(Segment.SLIPPING, 0, 4)
    assert found.consequence is not None
    assert (found.consequence.percent, found.consequence.headroom) == (Decimal("92.00"), gbp(40))
    assert (found.consequence.watch, found.consequence.over) == (True, False)


def test_a_cut_ends_at_what_is_owed() -> None:
    """730 is owed: 800 and not 500; and where 900 is owed there is no cut worth making."""
    found = suggest(slipping(730))
    assert found is not None
    assert found.to == gbp(800)
    assert NotBelowOwed(gbp(730)) in found.reasons
    assert suggest(slipping(900)) is None


def test_a_cut_leaves_room_where_the_policy_stops_early() -> None:
    """A stop at 80 per cent of the limit: 480 owed needs a limit of 600."""
    status = replace(DEFAULT_POLICY.status, stop_percent=Decimal(80))
    found = suggest(slipping(480), replace(DEFAULT_POLICY, status=status))
    assert found is not None
    assert found.to == gbp(600)
    assert found.consequence is not None
    assert not found.consequence.over


def test_a_limit_rests_thirty_days_before_it_is_cut() -> None:
    """Set four weeks ago: not yet."""
    assert suggest(slipping(0), since=28) is None
    assert suggest(slipping(0), since=30) is not None


def test_whoever_is_new_gets_the_starter_limit() -> None:
    """By the policy, with *no score yet* among the reasons."""
    policy = replace(DEFAULT_POLICY, starter_limit=Decimal(250))
    found = suggest(an_account(owes(100, late=-10)), policy)
    assert found is not None
    assert (found.kind, found.before, found.to) == (SuggestionKind.STARTER, None, gbp(250))
    assert found.reasons[-1] == ScoredAt(None)
    assert suggest(an_account(owes(100, late=-10))) is None


def test_a_family_has_one_limit() -> None:
    """What the sibling owes counts: 500 own and 450 theirs end the cut of 2,000 at 1,000."""
    account = slipping(500)
    kin = Customer(id="lisa", name="Lisa", family_id="f", family_limit=gbp(2000), limit=gbp(100))
    account = replace(account, customer=kin, family=(FamilyMember("sister", (gbp(450),)),))
    found = suggest(account)
    assert found is not None
    assert (found.before, found.to) == (gbp(2000), gbp(1000))
    assert found.consequence is not None
    assert found.consequence.used == gbp(950)


@given(pasts())
def test_no_cut_stops_anybody_by_surprise(account: Account) -> None:
    """Whatever the past: a suggested cut is lower, not below what is owed, and nobody is over."""
    limited = replace(account, customer=replace(account.customer, limit=gbp(2000)))
    found = suggest(limited)
    if found is not None and found.kind is SuggestionKind.CUT:
        assert found.to.amount < 2000
        assert found.consequence is not None
        assert found.to.amount >= found.consequence.used.amount
        assert not found.consequence.over


@pytest.mark.parametrize(
    ("to", "now", "score", "news"),
    [
        (750, 500, 82, False),
        (930, 500, 82, False),
        (940, 500, 82, True),
        (750, 600, 82, True),
        (750, 500, 90, False),
        (750, 500, 92, True),
        (750, 500, 60, False),
        (750, 500, None, False),
    ],
)
def test_what_was_refused_comes_back_as_news_only(
    to: int, now: int, score: int | None, news: bool
) -> None:
    """750 refused at 82 points: news at a quarter more, another limit, or ten points more."""
    refused = RefusedSuggestion(SuggestionKind.LOYALTY, gbp(750), gbp(500), 82)
    again = LimitSuggestion(SuggestionKind.RAISE, gbp(now), gbp(to), (), (), None)
    assert is_news(refused, again, score) is news


def test_a_refused_cut_comes_back_when_the_score_falls() -> None:
    """Ten points down; not ten points up."""
    refused = RefusedSuggestion(SuggestionKind.CUT, gbp(500), gbp(1000), 50)
    again = LimitSuggestion(SuggestionKind.CUT, gbp(1000), gbp(500), (), (), None)
    assert [is_news(refused, again, score) for score in (41, 40, 60)] == [False, True, False]


def test_nobody_is_raised_in_the_year_after_a_loss() -> None:
    """Twelve in a row since, and the row before would have earned a step."""
    gone = owes(100, late=200, number="W", state=InvoiceState.PAID, balance=gbp(0))
    account = punctual(limit=500)
    lost = replace(
        account,
        invoices=(*account.invoices, gone),
        payments=(*account.payments, paid(gone, 100, TODAY - days(190), write_off=True)),
    )
    assert suggest(account) is not None
    assert suggest(lost) is None
