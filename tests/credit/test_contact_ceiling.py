"""The relationship budget: one allowance over all channels, and nobody can pass its ceiling."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Account, Customer, PastMessage, Step, StepState
from plugin.credit.channels import Texting
from plugin.credit.contact import history_of, must_wait
from plugin.credit.decisions import WaitKind
from plugin.credit.policy import (
    DEFAULT_POLICY,
    Channel,
    ContactLimits,
    CreditPolicy,
    LadderOn,
    Level,
    Repeat,
    Tone,
)
from plugin.credit.reach import Reach
from plugin.credit.review import review
from tests.credit.builders import TODAY, an_account, days, look, owes, wrote

REACHED = Customer(
    id="quay", name="Quay Bistro", reach=Reach(may_text=True, may_call=True, may_post=True)
)
#: the most that any policy may ask for
MOST = ContactLimits(days_between=1, in_thirty_days=10)
CURRENCIES = ("GBP", "EUR", "USD", "AUD", "NZD")
CHANNELS = st.sampled_from([Channel.EMAIL, Channel.SMS, Channel.CALL])


def eager(channels: list[Channel]) -> CreditPolicy:
    """A ladder of a level a day by these channels, as often as any policy may."""
    levels = tuple(
        Level(n, n, channel=channel, tone=Tone.FRIENDLY)
        for n, channel in enumerate(channels, start=1)
    )
    return replace(
        DEFAULT_POLICY,
        levels=levels,
        contact=MOST,
        days_between_levels=1,
        newly_sent_wait_days=0,
        pay_run_wait_days=0,
        repeat=Repeat(times=6, every=7),
        texting=Texting(on=True),
    )


def went(account: Account, on: date, currency: str, policy: CreditPolicy) -> Account:
    """The account once the message of this currency went, if a review of that moment lets it."""
    found = review(account, policy, on)
    message = next((each for each in found.messages if each.currency == currency), None)
    if message is None:
        return account
    steps = tuple(
        Step(each.invoice_id, each.instalment, each.level, StepState.DONE, on, each.cycle)
        for each in message.chased
    )
    past = PastMessage(on, currency, channel=message.channel)
    return replace(account, steps=(*account.steps, *steps), messages=(*account.messages, past))


def most_in(account: Account, window: int) -> int:
    """The most contacts in any window of so many days."""
    heard = sorted(each.on for each in account.messages)
    return max(
        (sum(0 <= (later - each).days < window for later in heard) for each in heard), default=0
    )


DECISIONS = (
    st.lists(CHANNELS, min_size=3, max_size=12),
    st.lists(st.booleans(), min_size=20, max_size=45),
    st.integers(1, len(CURRENCIES)),
    st.sampled_from(LadderOn),
)
EAGEREST = ([Channel.EMAIL, Channel.SMS, Channel.CALL] * 4, [True] * 45, 5, LadderOn.INVOICE)


def lived(channels: list[Channel], yeses: list[bool], currencies: int, ladder: LadderOn) -> Account:
    """A customer who owes in so many currencies, after so many days of a yes or none."""
    policy = replace(eager(channels), ladder_on=ladder)
    debts = [
        owes(100 + n, number=f"{code}-{n}", currency=code, late=1 + 3 * n, came_back_on=TODAY)
        for code in CURRENCIES[:currencies]
        for n in range(3)
    ]
    account = an_account(*debts, customer=REACHED)
    for n, yes in enumerate(yeses):
        on = TODAY + timedelta(days=n)
        for currency in CURRENCIES[:currencies] if yes else ():
            account = went(account, on, currency, policy)
    return account


def keeps_the_ceiling(account: Account) -> None:
    """Three in seven, ten in thirty, and one channel a day."""
    assert most_in(account, 7) <= 3
    assert most_in(account, 30) <= 10
    by_day = Counter((each.on, each.channel) for each in account.messages)
    assert len({day for day, _ in by_day}) == len(by_day), "two channels met on one day"


def test_the_most_eager_policy_reaches_the_ceiling_and_stays_there() -> None:
    """Five currencies, a level a day, always yes: exactly three in seven and ten in thirty."""
    account = lived(*EAGEREST)
    keeps_the_ceiling(account)
    assert (most_in(account, 7), most_in(account, 30)) == (3, 10)


@settings(max_examples=10, deadline=None)
@given(*DECISIONS)
def test_no_sequence_of_decisions_passes_three_in_seven_or_ten_in_thirty(
    channels: list[Channel], yeses: list[bool], currencies: int, ladder: LadderOn
) -> None:
    """Whatever was said yes to on which day, by whichever channels, in however many currencies."""
    keeps_the_ceiling(lived(channels, yeses, currencies, ladder))


@pytest.mark.long
@settings(max_examples=1_000, deadline=None)
@given(*DECISIONS)
def test_nor_does_any_of_a_thousand(
    channels: list[Channel], yeses: list[bool], currencies: int, ladder: LadderOn
) -> None:
    """The same over many more."""
    keeps_the_ceiling(lived(channels, yeses, currencies, ladder))


def test_a_call_counts_as_a_message_does() -> None:
    """Rung on Monday: nothing unprompted by mail before the Monday after."""
    rung = PastMessage(TODAY - days(3), "GBP", channel=Channel.CALL)
    account = an_account(owes(250, late=20), customer=REACHED, messages=(rung,))
    found = look(account)
    assert found.messages == ()
    assert [(wait.kind, wait.until) for wait in found.waits] == [(WaitKind.GAP, TODAY + days(4))]


def test_two_channels_never_meet_on_one_day_except_after_a_reply() -> None:
    """A text this morning about euros: mail about pounds waits until tomorrow, or for an answer."""
    texted = PastMessage(TODAY, "EUR", channel=Channel.SMS)
    account = an_account(owes(250, late=20), customer=REACHED, messages=(texted,))
    assert [wait.kind for wait in look(account).waits] == [WaitKind.OTHER_CHANNEL]
    assert look(replace(account, replied_on=TODAY)).messages != ()
    assert look(replace(account, replied_on=TODAY - days(1))).messages == ()
    by_mail = replace(account, messages=(wrote(TODAY, "EUR"),))
    assert look(by_mail).messages != ()


def test_the_caps_are_over_all_channels() -> None:
    """Three in seven days by three channels: a fourth by any of them waits."""
    heard = tuple(
        PastMessage(TODAY - days(n), "EUR", channel=channel)
        for n, channel in ((1, Channel.EMAIL), (2, Channel.SMS), (3, Channel.CALL))
    )
    account = an_account(owes(250, late=20), customer=REACHED, messages=heard)
    policy = replace(DEFAULT_POLICY, contact=MOST)
    for channel in (Channel.EMAIL, Channel.SMS, Channel.CALL, Channel.LETTER):
        wait = must_wait(
            account,
            policy,
            TODAY,
            history_of(account, TODAY),
            "GBP",
            beside=0,
            mention=False,
            channel=channel,
        )
        assert wait is not None
        assert (wait.kind, wait.until) == (WaitKind.CAP, TODAY + days(4))
