"""The salesperson's veto window as a rule: what waits, until when, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st

from plugin.credit.account import Account, Calendar, HoldKind
from plugin.credit.decisions import Review, WaitKind
from plugin.credit.forward import Ahead, Coming, forward
from plugin.credit.policy import (
    DEFAULT_POLICY,
    CreditPolicy,
    LadderOn,
    Mode,
    PolicySet,
    as_document,
    policy_from_document,
)
from plugin.credit.veto import VetoRules, as_asked, still_open_since, window_ends
from plugin.credit.veto_facts import SalesSay, VetoAnswer, VetoStep, VetoWindow
from tests.credit.accounts import accounts
from tests.credit.builders import TODAY, after_sending, an_account, chased, days, look, owes, took
from tests.credit.properties import always

SAM = SalesSay("Sam")
FINAL = 3
RUNG = ("inv-1", 0, FINAL, 1)
#: Christmas and its week-end, by which two working days take six
CHRISTMAS = Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
CALENDARS = st.sampled_from([Calendar(), CHRISTMAS, Calendar(holidays=frozenset({TODAY}))])
POLICIES = st.sampled_from(
    [DEFAULT_POLICY, replace(DEFAULT_POLICY, ladder_on=LadderOn.ACCOUNT, pay_run_wait_days=0)]
)


def at_final(sales: SalesSay = SAM, **changes: object) -> Account:
    """A customer with one debt whose next level is the final notice."""
    invoice = owes(400, late=50)
    steps = (took(invoice, 1, TODAY - days(40)), took(invoice, 2, TODAY - days(30)))
    return replace(an_account(invoice, steps=steps), sales=sales, **changes)  # type: ignore[arg-type]


def asked(on: date | None, answer: VetoAnswer | None = None, until: date | None = None) -> SalesSay:
    """Sam was asked about that final notice."""
    window = VetoWindow(VetoStep.FINAL, on, frozenset({RUNG}), answer, until, "Sam")
    return SalesSay("Sam", (window,))


@pytest.mark.parametrize(
    ("opened", "ends"),
    [
        (date(2026, 11, 24), date(2026, 11, 27)),
        (date(2026, 11, 26), date(2026, 12, 1)),
        (date(2026, 11, 28), date(2026, 12, 2)),
        (date(2026, 12, 24), date(2026, 12, 31)),
    ],
)
def test_two_working_days_lie_between_the_mail_and_the_step(opened: date, ends: date) -> None:
    """A Tuesday ends on the Friday, a Thursday after the week-end; holidays are nobody's days."""
    assert window_ends(opened, CHRISTMAS) == ends


def test_a_final_notice_that_is_due_is_asked_about_and_waits() -> None:
    """It says for whom it waits and until when, and is looked at again on that day."""
    found = look(at_final())
    assert found.messages == ()
    (question,) = found.asks_sales
    assert (question.step, question.covers) == (VetoStep.FINAL, (RUNG,))
    (wait,) = [each for each in found.waits if each.kind is WaitKind.SALES_ASKED]
    assert (wait.until, wait.by) == (TODAY + days(3), "Sam")
    assert found.look_again_on == TODAY + days(3)


@pytest.mark.parametrize(
    ("sales", "goes"),
    [
        (SalesSay(), True),
        (asked(TODAY - days(2)), False),
        (asked(TODAY - days(5)), True),
        (asked(None), False),
        (asked(TODAY, VetoAnswer.GO_AHEAD), True),
        (asked(TODAY - days(5), VetoAnswer.VETO, TODAY + days(1)), False),
        (asked(TODAY - days(5), VetoAnswer.VETO, TODAY), True),
        (replace(asked(TODAY - days(2)), salesperson=""), True),
        (replace(asked(TODAY, VetoAnswer.VETO, TODAY + days(9)), salesperson=""), False),
    ],
)
def test_it_goes_by_silence_by_a_yes_or_when_a_veto_ends(sales: SalesSay, goes: bool) -> None:
    """Without a salesperson only a veto that stands holds; an unsent mail begins no day."""
    found = look(at_final(sales))
    assert [level for _, level, _ in chased(found)] == ([FINAL] if goes else [])
    assert found.asks_sales == ()


def test_a_veto_says_who_and_until_when() -> None:
    """And its own last day is when it is looked at again."""
    found = look(at_final(asked(TODAY - days(1), VetoAnswer.VETO, TODAY + days(7))))
    (wait,) = [each for each in found.waits if each.kind is HoldKind.VETOED]
    assert (wait.until, wait.by) == (TODAY + days(7), "Sam")
    assert found.look_again_on == TODAY + days(7)


def test_what_the_owner_does_not_want_asked_and_what_is_a_draft_is_not_asked() -> None:
    """A switch for each step; a draft sends nothing, so nobody is bothered with it."""
    for policy in (
        replace(DEFAULT_POLICY, veto=VetoRules(final=False)),
        replace(DEFAULT_POLICY, mode=Mode.DRAFT),
    ):
        assert chased(look(at_final(), policy=policy)) != []
        assert look(at_final(), policy=policy).asks_sales == ()


def test_a_stop_is_proposed_only_after_the_days() -> None:
    """Until then nobody can put it in force, since nothing proposes it."""
    account = replace(an_account(owes(900, late=5), limit=100), sales=SAM)
    found = look(account)
    assert (found.status.stop_proposed, found.status.stop_held is not None) == (False, True)
    (question,) = found.asks_sales
    assert question.step is VetoStep.STOP
    after = as_asked(account, found.asks_sales, TODAY)
    assert look(after, TODAY + days(2)).status.stop_proposed is False
    assert look(after, TODAY + days(3)).status.stop_proposed is True
    off = replace(DEFAULT_POLICY, veto=VetoRules(stop=False))
    assert look(account, policy=off).status.stop_proposed is True


def test_the_days_ahead_know_of_the_two_days() -> None:
    """What comes if nobody pays shows the final notice when it can really go."""
    policies = PolicySet((DEFAULT_POLICY,), "standard")
    ahead = Ahead(account=at_final(), policies=policies, first=TODAY)
    coming = [each for each in forward([ahead], last=TODAY + days(10)) if isinstance(each, Coming)]
    assert [(each.on, each.message.level) for each in coming][:1] == [(TODAY + days(3), FINAL)]


def test_the_switches_survive_a_policy_document() -> None:
    """What is written down is what was chosen; an older document has the house's own."""
    chosen = replace(DEFAULT_POLICY, veto=VetoRules(final=True, stop=False))
    assert policy_from_document(as_document(chosen)).veto == chosen.veto
    assert policy_from_document({"name": "standard"}).veto == VetoRules()


def walked(
    account: Account, policy: CreditPolicy, last: int, answer: VetoAnswer | None, until: int
) -> list[tuple[date, Account, Review]]:
    """Day by day: what is asked is mailed, answered the day after, and what is proposed is sent."""
    seen = []
    for n in range(last + 1):
        on = TODAY + timedelta(days=n)
        found = look(account, on, policy)
        seen.append((on, account, found))
        account = as_asked(after_sending(account, found), found.asks_sales, on)
        if answer is not None:
            windows = tuple(
                replace(each, answer=answer, until=on + days(until)) if _is_due(each, on) else each
                for each in account.sales.windows
            )
            account = replace(account, sales=replace(account.sales, windows=windows))
    return seen


def _is_due(window: VetoWindow, on: date) -> bool:
    return window.answer is None and window.opened_on is not None and window.opened_on < on


@always(
    accounts(),
    CALENDARS,
    POLICIES,
    st.none() | st.sampled_from(VetoAnswer),
    st.integers(1, 30),
    walks=True,
)
def test_no_final_notice_or_stop_before_the_window_ends(
    account: Account,
    calendar: Calendar,
    policy: CreditPolicy,
    answer: VetoAnswer | None,
    until: int,
) -> None:
    """Of any account, over any days: each was asked about, and its time was over or given up."""
    account = replace(account, sales=SAM, own_calendar=calendar)
    for on, held, found in walked(account, policy, 24, answer, until):
        for message in found.messages:
            if message.is_final:
                climbing = [each for each in message.chased if each.cycle > 0]
                for each in climbing:
                    rung = (each.invoice_id, each.instalment, each.level, each.cycle)
                    about = [w for w in held.sales.windows if rung in w.covers]
                    assert about
                    assert all(_is_over(w, calendar, on) for w in about)
        if found.status.stop_proposed:
            stops = [w for w in held.sales.windows if w.step is VetoStep.STOP]
            assert stops
            assert all(_is_over(w, calendar, on) for w in stops)


def _is_over(window: VetoWindow, calendar: Calendar, on: date) -> bool:
    if window.answer is VetoAnswer.VETO:
        return window.until is not None and window.until <= on
    if window.answer is VetoAnswer.GO_AHEAD:
        return True
    return window.opened_on is not None and window_ends(window.opened_on, calendar) <= on


@always(accounts(), POLICIES)
def test_nothing_else_is_delayed_and_nothing_new_is_asked_for(
    account: Account, policy: CreditPolicy
) -> None:
    """Every milder step that would go goes; a status is the same but for the proposed stop."""
    without = look(account, policy=policy)
    held = look(replace(account, sales=SAM), policy=policy)
    assert _milder(without) <= _milder(held)
    assert replace(held.status, stop_held=None, stop_proposed=without.status.stop_proposed) == (
        without.status
    )
    assert (held.exposure, held.ageing) == (without.exposure, without.ageing)


def _milder(found: Review) -> set[tuple[str, int, int]]:
    return {
        (step.invoice_id, step.instalment, step.level)
        for message in found.messages
        if not message.is_final
        for step in message.chased
    }


@always(accounts(), st.integers(0, 5), POLICIES)
def test_between_two_looks_nothing_changes_by_itself(
    account: Account, opened: int, policy: CreditPolicy
) -> None:
    """Whoever looks again on `look_again_on` misses nothing that a window brings.

    A day on which something is proposed is looked at again with it done.
    """
    first = look(replace(account, sales=SAM), TODAY - days(opened), policy)
    account = as_asked(replace(account, sales=SAM), first.asks_sales, TODAY - days(opened))
    today = look(account, policy=policy)
    again = today.look_again_on
    for n in range(1, 8 if not today.messages else 1):
        on = TODAY + days(n)
        if again is not None and on >= again:
            return
        later = look(account, on, policy)
        assert chased(later) == chased(today)
        assert later.status.stop_proposed == today.status.stop_proposed


@always(CALENDARS, st.integers(0, 400))
def test_what_still_runs_is_what_has_not_ended(calendar: Calendar, n: int) -> None:
    """The first day of a mail whose days are not over: a day sooner and they would be."""
    on = TODAY + days(n)
    since = still_open_since(on, calendar)
    assert window_ends(since, calendar) > on
    assert window_ends(since - days(1), calendar) <= on
