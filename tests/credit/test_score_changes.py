"""What would change a score is tried out on the account, so its points are exact."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from plugin.credit.account import Account
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.score import score_of
from plugin.credit.score_changes import (
    ExposureDown,
    OneMoreLate,
    OnTimeFromNow,
    PayWhatIsLate,
    ScoreChange,
    TimePasses,
    score_changes,
)
from tests.credit.builders import TODAY, an_account, days, gbp, owes
from tests.credit.test_score import a_past, pasts, settled


def changes(account: Account) -> dict[type, tuple[ScoreChange, int]]:
    """What would change today's score, by its kind; of several the last."""
    score = score_of(account, TODAY)
    return {type(each[0]): each for each in score_changes(account, TODAY, DEFAULT_POLICY, score)}


def late_by(days_late: int) -> Account:
    """Four paid on time, and one of 100 that is late."""
    account = a_past(*(settled(n, due=100 + n) for n in range(4)))
    return replace(account, invoices=(*account.invoices, owes(100, late=days_late)))


def test_what_is_late_paid_today() -> None:
    """Forty days late: 15 points of the oldest debt come back, and one of history is earned."""
    change, points = changes(late_by(40))[PayWhatIsLate]
    assert change == PayWhatIsLate((gbp(100),), ("INV-1",))
    assert points == 16


def test_the_next_two_on_time() -> None:
    """300 of 400 on time becomes 500 of 600: 33 of 40 and not 30, and two more of history."""
    account = a_past(*(settled(n, due=300 + n) for n in range(3)), settled(9, due=200, after=9))
    found = score_changes(account, TODAY, DEFAULT_POLICY, score_of(account, TODAY))
    points = {each.count: gain for each, gain in found if isinstance(each, OnTimeFromNow)}
    # lately had nothing of its own and stood at the year's 11 of 15: two on time make it 15
    assert points[2] == 3 + 2 + 4
    assert points[6] > points[2]


def test_less_owed_against_the_limit() -> None:
    """95 of 100 used: 15 less, and two points."""
    account = a_past(*(settled(n, due=100 + n) for n in range(4)), limit=100)
    account = replace(account, invoices=(*account.invoices, owes(95, late=-9)))
    assert changes(account)[ExposureDown] == (ExposureDown(gbp(15)), 2)


def test_time_alone_and_one_more_late() -> None:
    """What is old leaves the record by itself; the next one late would cost."""
    account = a_past(*(settled(n, due=100 + n) for n in range(4)), settled(9, due=362, after=1))
    change, points = changes(account)[TimePasses]
    assert change == TimePasses(TODAY + days(4))
    # all of the year on time, and of the last 90 days by it; one less of history
    assert points == 8 + 3 - 1
    assert changes(account)[OneMoreLate][1] < 0


def test_nothing_is_promised_without_a_score() -> None:
    """Not enough history: no change is named."""
    account = an_account(owes(100, late=3))
    assert score_changes(account, TODAY, DEFAULT_POLICY, score_of(account, TODAY)) == ()


@settings(max_examples=15)
@given(pasts())
def test_a_change_gives_what_it_says(account: Account) -> None:
    """Gains are above nothing and within a hundred; a late one never gains."""
    score = score_of(account, TODAY)
    for change, points in score_changes(account, TODAY, DEFAULT_POLICY, score):
        assert points != 0
        assert (points < 0) is isinstance(change, OneMoreLate)
        assert score.total is not None
        assert 0 <= score.total + points <= 100
