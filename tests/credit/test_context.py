"""Context notes: slow months, one who signs alone and a noted pay run change the day, no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from plugin.credit.account import Account, Payment, StepState
from plugin.credit.context_facts import ContextNote, NotedFact, Season, SinglePayer
from plugin.credit.decisions import WaitKind
from plugin.credit.pay_run import MonthlyRun, WeeklyRun, run_of
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.review import review
from tests.credit.builders import TODAY, an_account, days, gbp, owes, took
from tests.credit.ledgers import Ledger, ledgers
from tests.credit.properties import always

NOVEMBER = Season(frozenset({11}), 14)


def noted(fact: NotedFact, *, since: int = 30, lasts: int = 365) -> ContextNote:
    """A note of a month ago that holds for a year."""
    return ContextNote("n1", fact, TODAY - days(since), TODAY + days(lasts), "Ann")


def chased(account: Account, on: date = TODAY) -> list[int]:
    """The levels that are proposed on a day."""
    return [each.level for each in review(account, DEFAULT_POLICY, on).messages]


def waits(account: Account, on: date = TODAY) -> list[tuple[str, date | None]]:
    """Why nothing goes, and until when."""
    return [(each.kind.value, each.until) for each in review(account, DEFAULT_POLICY, on).waits]


def test_in_slow_months_a_level_goes_later_and_not_after_they_are_over() -> None:
    """Due on the 20th, the first level of the 23rd waits to 1 December, when November is over."""
    late = owes("412.40", late=4)
    assert chased(an_account(late)) == [1]
    slow = an_account(late, context=(noted(NOVEMBER),))
    assert chased(slow) == []
    assert ("season", date(2026, 12, 1)) in waits(slow)
    assert review(slow, DEFAULT_POLICY, TODAY).look_again_on == date(2026, 12, 1)
    assert chased(slow, date(2026, 12, 1)) == [1]


def test_a_level_that_is_long_past_its_later_day_goes_in_slow_months_too() -> None:
    """Thirty days late the first level is more than fourteen days past: it goes."""
    assert chased(an_account(owes("412.40", late=30), context=(noted(NOVEMBER),))) == [1]


def test_no_final_notice_goes_in_slow_months() -> None:
    """However late: it waits until they are over."""
    late = owes("412.40", late=90)
    taken = tuple(took(late, level, TODAY - days(60 - 20 * level)) for level in (1, 2))
    final = max(level.number for level in DEFAULT_POLICY.ladder if level.is_final)
    account = an_account(late, steps=taken)
    assert chased(account) == [final]
    slow = replace(account, context=(noted(NOVEMBER),))
    assert chased(slow) == []
    assert ("season", date(2026, 12, 1)) in waits(slow)


def test_a_note_ends_by_its_day_and_begins_on_it() -> None:
    """Until the day before it ends; the day is one on which the account is looked at again."""
    late = owes("412.40", late=4)
    ends = ContextNote("n", NOVEMBER, TODAY - days(30), TODAY + days(1))
    account = an_account(late, context=(ends,))
    assert waits(account) == [("season", TODAY + days(1))]
    assert chased(account, TODAY + days(1)) == [1]
    begins = ContextNote("n", NOVEMBER, TODAY + days(1), TODAY + days(30))
    later = an_account(late, context=(begins,))
    assert chased(later) == [1]
    assert review(later, DEFAULT_POLICY, TODAY).look_again_on == TODAY + days(1)
    assert chased(later, TODAY + days(1)) == []


def test_who_signs_alone_is_written_to_when_they_are_there() -> None:
    """Maya is there on Thursdays: on a Tuesday it waits for Thursday."""
    maya = SinglePayer("Maya", frozenset({4}))
    account = an_account(owes("412.40", late=4), context=(noted(maya),))
    thursday = TODAY + days(2)
    assert waits(account) == [(WaitKind.PAYER_AWAY.value, thursday)]
    assert chased(account, thursday) == [1]


def test_who_is_away_is_waited_for_and_the_note_does_not_outlive_its_day() -> None:
    """Away for two weeks: the first Thursday after; a note that ends first ends the wait."""
    maya = SinglePayer("Maya", frozenset({4}), TODAY, TODAY + days(14))
    late = owes("412.40", late=4)
    account = an_account(late, context=(noted(maya),))
    assert waits(account) == [("payer_away", TODAY + days(16))]
    short = an_account(late, context=(noted(maya, lasts=3),))
    assert waits(short) == [("payer_away", TODAY + days(3))]


def test_a_noted_pay_run_goes_before_what_they_said_and_what_was_counted() -> None:
    """Six payments on Fridays, Wednesday by their own word, the 25th by the note."""
    fridays = [TODAY - days(4 + 7 * n) for n in range(6)]
    payments = tuple(Payment(f"p{n}", day, gbp(40)) for n, day in enumerate(fridays))
    account = an_account(payments=payments)
    assert run_of(account, TODAY) == WeeklyRun(5, 6, 6)
    said = replace(account, pay_run_said=WeeklyRun(3, 0, 0))
    assert run_of(said, TODAY) == WeeklyRun(3, 0, 0)
    note = noted(MonthlyRun(25, 0, 0), lasts=3)
    both = replace(said, context=(note,))
    assert run_of(both, TODAY) == MonthlyRun(25, 0, 0)
    assert run_of(both, note.until) == WeeklyRun(3, 0, 0)


def test_one_who_signs_and_a_pay_run_never_wait_for_each_other_for_ever() -> None:
    """They pay on Fridays, so it would land on a Wednesday; Maya reads on Thursdays: then."""
    notes = (
        noted(WeeklyRun(5, 0, 0)),
        replace(noted(SinglePayer("Maya", frozenset({4}))), id="n2"),
    )
    account = an_account(owes("412.40", late=4), context=notes)
    went = [day for n in range(14) if chased(account, day := TODAY + days(n))]
    assert went[0] == TODAY + days(2)


def test_an_open_proposal_rests_when_a_slow_month_begins() -> None:
    """It is not withdrawn; it waits, as for a gap."""
    late = owes("412.40", late=4)
    proposed = an_account(
        late, steps=(took(late, 1, TODAY, StepState.PROPOSED),), context=(noted(NOVEMBER),)
    )
    assert review(proposed, DEFAULT_POLICY, TODAY).messages == ()
    account = an_account(late, context=(noted(NOVEMBER),))
    assert {kind for kind, _ in waits(account)} == {"season"}


DAYS = st.dates(TODAY - timedelta(days=200), TODAY + timedelta(days=200))
WEEKDAYS = st.frozensets(st.integers(1, 7), min_size=1)
SEASONS = st.builds(Season, st.frozensets(st.integers(1, 12), min_size=1), st.integers(0, 60))
PAYERS = st.builds(
    lambda weekdays, start, length: SinglePayer(
        "Maya", weekdays, start, start + timedelta(days=length)
    ),
    WEEKDAYS,
    DAYS,
    st.integers(0, 60),
)
RUNS = st.builds(WeeklyRun, st.integers(1, 7), st.just(0), st.just(0)) | st.builds(
    MonthlyRun, st.integers(1, 31), st.just(0), st.just(0)
)
NOTES = st.lists(
    st.builds(
        lambda n, fact, since, lasts: ContextNote(
            str(n), fact, since, since + timedelta(days=lasts)
        ),
        st.integers(0, 9),
        SEASONS | PAYERS | RUNS,
        DAYS,
        st.integers(1, 500),
    ),
    max_size=3,
    unique_by=lambda note: note.id,
).map(tuple)


@always(ledgers(), NOTES, st.integers(0, 40))
def test_nothing_is_said_in_an_excluded_time(
    ledger: Ledger, notes: tuple[ContextNote, ...], ahead: int
) -> None:
    """On no day without the one who signs anything goes, and no final notice in slow months."""
    on = TODAY + days(ahead)
    account = replace(ledger.account, context=notes)
    found = review(account, ledger.policy, on)
    newest = max(
        (each for each in notes if each.holds_on(on) and isinstance(each.fact, SinglePayer)),
        key=lambda each: (each.since, each.id),
        default=None,
    )
    if newest is not None and isinstance(newest.fact, SinglePayer):
        spoken = found.messages or found.statements or found.kind_words
        assert not spoken or newest.fact.is_there(on)
    if any(
        each.holds_on(on) and isinstance(each.fact, Season) and on.month in each.fact.months
        for each in notes
    ):
        assert not any(each.is_final for each in found.messages)


@always(ledgers(), NOTES, walks=True)
def test_between_now_and_the_day_to_look_again_no_note_changes_anything(
    ledger: Ledger, notes: tuple[ContextNote, ...]
) -> None:
    """What goes on each day up to `look_again_on` is what goes today."""
    account = replace(ledger.account, context=notes)
    found = review(account, ledger.policy, TODAY)
    ends = found.look_again_on or TODAY + days(30)
    today = [(each.currency, each.level) for each in found.messages]
    for n in range(1, min((ends - TODAY).days, 30)):
        later = review(account, ledger.policy, TODAY + days(n))
        assert [(each.currency, each.level) for each in later.messages] == today
