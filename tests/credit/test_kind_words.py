"""Kind words: apologies for what crossed, rare thanks, one welcome; never in a dispute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import (
    Account,
    Customer,
    Hold,
    HoldKind,
    Invoice,
    InvoiceState,
    PastMessage,
    Payment,
    Step,
    StepState,
)
from plugin.credit.kind_word_facts import (
    Crossing,
    KindFacts,
    KindWord,
    PastKindWord,
    RaisedForLoyalty,
)
from plugin.credit.kind_word_rules import KindWordRules
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy
from plugin.credit.reach import Reach
from plugin.credit.review import review
from tests.credit.builders import TODAY, an_account, days, gbp, owes


def said(account: Account, on: date = TODAY, policy: CreditPolicy = DEFAULT_POLICY) -> list[str]:
    """What is proposed, by kind."""
    return [each.kind.value for each in review(account, policy, on).kind_words]


def paid(number: str = "INV-1", *, ago: int = 8, late: int = 12, **more: Any) -> Invoice:
    """An invoice of 412.40 that was paid off `ago` days ago, `late` days after its due date."""
    zero: dict[str, Any] = {"state": InvoiceState.PAID, "balance": gbp(0)}
    return owes("412.40", late=ago + late, number=number, **zero, **more)


def came_through(*more: Invoice, ago: int = 8, **facts: Any) -> Account:
    """Paid eight days ago, two days after a reminder."""
    return an_account(
        paid(ago=ago),
        *more,
        payments=(Payment("inv-1", TODAY - days(ago), gbp("412.40")),),
        steps=(Step("inv-1", 0, 1, StepState.DONE, TODAY - days(ago + 2)),),
        messages=(PastMessage(TODAY - days(ago + 2), "GBP"),),
        **facts,
    )


def crossed(**changes: Any) -> Crossing:
    """A payment of yesterday's date, seen today, for which we had written yesterday."""
    yesterday = TODAY - days(1)
    return replace(Crossing("inv-1", gbp("412.40"), yesterday, yesterday, TODAY), **changes)


def with_crossing(*crossings: Crossing, **facts: Any) -> Account:
    """The reminder of yesterday counts as contact."""
    return an_account(
        paid(ago=1),
        kind=KindFacts(crossings=crossings or (crossed(),)),
        messages=(PastMessage(TODAY - days(1), "GBP"),),
        steps=(Step("inv-1", 0, 1, StepState.DONE, TODAY - days(1)),),
        **facts,
    )


def test_what_crossed_is_apologised_for_inside_the_gap() -> None:
    """One message a currency, with the sum of what crossed, though we wrote yesterday."""
    two = (crossed(), crossed(invoice_id="inv-2", amount=gbp("100")))
    (word,) = review(with_crossing(*two), DEFAULT_POLICY, TODAY).kind_words
    assert (word.kind, word.amount) == (KindWord.APOLOGY, gbp("512.40"))
    assert word.invoice_ids == ("inv-1", "inv-2")
    assert not word.is_first


def test_two_messages_that_one_payment_crossed_are_one_apology_of_one_amount() -> None:
    """And it names the later message."""
    earlier = crossed(written_on=TODAY - days(9))
    (word,) = review(with_crossing(crossed(), earlier), DEFAULT_POLICY, TODAY).kind_words
    assert (word.amount, word.written_on) == (gbp("412.40"), TODAY - days(1))


def test_an_apology_passes_no_ceiling_and_lapses_after_a_fortnight() -> None:
    """Three in seven days are the most that anybody hears (rule 23)."""
    full = replace(
        with_crossing(),
        messages=tuple(PastMessage(TODAY - days(n), "GBP") for n in (1, 2, 3)),
    )
    assert said(full) == []
    old = with_crossing(crossed(seen_on=TODAY - days(15)))
    assert said(old) == []


def test_the_late_payer_who_came_through_is_thanked() -> None:
    """Chased, paid, nothing late: once, and not again within ninety days."""
    account = came_through()
    (word,) = review(account, DEFAULT_POLICY, TODAY).kind_words
    assert (word.kind, word.was_late, word.amount) == (KindWord.THANKS, True, gbp("412.40"))
    for ago, again in ((89, []), (90, ["thanks"])):
        before = PastKindWord(KindWord.THANKS, "GBP", "thanks:x", TODAY - days(ago), True)
        assert said(replace(account, kind=KindFacts(past=(before,)))) == again


def test_whom_we_asked_in_error_is_not_thanked_for_answering() -> None:
    """They had paid before we wrote: an apology is all that is due."""
    done = PastKindWord(KindWord.APOLOGY, "GBP", "apology:inv-1", TODAY - days(8), True)
    assert said(came_through(kind=KindFacts(past=(done,)))) == []
    assert said(came_through(kind=KindFacts(crossings=(crossed(),)))) == ["apology"]


def test_a_refused_thank_you_is_not_asked_for_again() -> None:
    """*Not this time* is about this payment; the ration is not used up by it."""
    refused = PastKindWord(KindWord.THANKS, "GBP", "thanks:inv-1", TODAY - days(1), False)
    assert said(came_through(kind=KindFacts(past=(refused,)))) == []


@pytest.mark.parametrize(
    "why_not",
    [
        {"holds": (Hold(HoldKind.DISPUTED, None, "inv-2"),)},
        {"holds": (Hold(HoldKind.HARDSHIP),)},
        {"holds": (Hold(HoldKind.DECEASED),)},
        {"bills_owed": (gbp("5000"),)},
        {"customer": Customer(id="lisa", name="Lisa", has_email=False)},
        {"customer": Customer(id="lisa", name="Lisa", never_chase=True)},
        {"customer": Customer(id="lisa", name="Lisa", reach=Reach(answered=True))},
        {"customer": Customer(id="lisa", name="Lisa", reach=Reach(bounced=True))},
    ],
)
def test_no_kind_word_where_it_would_sound_like_something_else(why_not: dict[str, Any]) -> None:
    """A dispute, a silence, a set-off, an unread answer, nobody to write to."""
    assert said(came_through(**why_not)) == []


def test_no_thanks_while_something_is_late_or_contested_or_was_written_off() -> None:
    """Rule 5, and thanks are never a reminder in disguise."""
    assert said(came_through(owes("50", late=1, number="INV-2"))) == []
    contested = owes("50", late=-9, number="INV-2", disputed=gbp("10"))
    assert said(came_through(contested)) == []
    account = came_through()
    off = Payment("inv-1", TODAY - days(8), gbp("400"), is_write_off=True)
    assert said(replace(account, payments=(*account.payments, off))) == []
    assert said(came_through(owes("50", late=-9, number="INV-2"))) == ["thanks"]


def test_the_punctual_are_thanked_after_twelve_in_a_row_and_once_a_year() -> None:
    """Eleven are not enough, one late one breaks the row, and a Monday after a weekend counts."""

    def record(count: int, late: int = 0) -> Account:
        invoices = [paid(f"INV-{n}", ago=8 + 28 * n, late=late) for n in range(count)]
        payments = tuple(
            Payment(each.id, each.due + days(late), gbp("412.40")) for each in invoices
        )
        return an_account(*invoices, payments=payments)

    assert said(record(12)) == ["thanks"]
    assert said(record(11)) == []
    assert said(record(12, late=3)) == []
    before = PastKindWord(KindWord.THANKS, "GBP", "thanks:x", TODAY - days(200), True)
    assert said(replace(record(12), kind=KindFacts(past=(before,)))) == []


def test_the_first_invoice_brings_a_welcome_once_it_was_sent() -> None:
    """A draft to approve by itself; said once, and nobody is welcomed after a fortnight."""
    first = owes("75", late=-30, issued=TODAY)
    new = an_account(first, kind=KindFacts(first_invoice_id="inv-1"))
    (word,) = review(new, DEFAULT_POLICY, TODAY).kind_words
    assert (word.kind, word.is_first) == (KindWord.WELCOME, True)
    assert said(replace(new, invoices=(replace(first, sent_on=None),))) == []
    assert said(new, TODAY + days(15)) == []
    done = PastKindWord(KindWord.WELCOME, "GBP", "welcome", TODAY, True)
    assert said(replace(new, kind=KindFacts(past=(done,), first_invoice_id="inv-1"))) == []


def test_the_policy_switches_each_of_them_off() -> None:
    """And guards off leaves the bare ladder."""
    none = KindWordRules(apologies=False, thanks=False, welcome=False)
    off = replace(DEFAULT_POLICY, kind_words=none)
    bare = replace(DEFAULT_POLICY, guards=False)
    for account in (with_crossing(), came_through()):
        assert said(account) != []
        assert said(account, policy=off) == said(account, policy=bare) == []


@settings(max_examples=40, deadline=None)
@given(ago=st.integers(-3, 14), written=st.integers(0, 12), last=st.integers(60, 120))
def test_a_draft_comes_and_goes_only_on_a_day_that_the_review_names(
    ago: int, written: int, last: int
) -> None:
    """The gap, the ration and the lapse each put their day into the review."""
    on = TODAY - days(ago)
    before = PastKindWord(KindWord.THANKS, "GBP", "thanks:x", TODAY - days(last), True)
    account = replace(
        came_through(kind=KindFacts(past=(before,))),
        payments=(Payment("inv-1", on, gbp("412.40")),),
        messages=(PastMessage(TODAY - days(written), "GBP"),),
    )
    found = review(account, DEFAULT_POLICY, TODAY)
    again = found.look_again_on or TODAY + days(30)
    for ahead in range(1, (again - TODAY).days):
        day = TODAY + days(ahead)
        if day.isoweekday() < 6:
            assert said(account, day) == [each.kind.value for each in found.kind_words]


def test_a_limit_that_punctuality_earned_is_told_with_thanks() -> None:
    """Once, within a fortnight, and not while something is late."""
    raised = RaisedForLoyalty("loyalty:7", gbp(750), TODAY - days(1), 12)
    quiet = an_account(kind=KindFacts(raised=(raised,)))
    [word] = review(quiet, DEFAULT_POLICY, TODAY).kind_words
    assert (word.kind, word.once, word.amount) == (KindWord.LOYALTY, "loyalty:7", gbp(750))
    told = PastKindWord(KindWord.LOYALTY, "GBP", "loyalty:7", TODAY, True)
    assert said(replace(quiet, kind=replace(quiet.kind, past=(told,)))) == []
    assert said(quiet, TODAY + days(14)) == []
    assert said(replace(quiet, invoices=(owes(50, late=20),))) == []
