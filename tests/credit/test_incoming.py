"""Money that a provider saw: silence with an end, then a question; what names an invoice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Account, HoldKind, Payment
from plugin.credit.decisions import AskWhy, TaskKind
from plugin.credit.incoming import awaited, silent_until
from plugin.credit.incoming_fact import Incoming, IncomingState
from plugin.credit.named_invoices import Nameable, named_in
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.review import review
from plugin.credit.scheduled import stated
from tests.credit.builders import TODAY, an_account, days, gbp, owes

ON_ITS_WAY, RECEIVED = IncomingState.ON_ITS_WAY, IncomingState.RECEIVED


def a_payment(amount: str | None = "412.40", **changes: Any) -> Incoming:
    """Stripe has received this today for INV-1."""
    seen = Incoming(
        "p1", "Stripe", RECEIVED, TODAY, TODAY, ("inv-1",), gbp(amount) if amount else None
    )
    return replace(seen, **changes)


def late(*seen: Incoming, **more: Any) -> Account:
    """INV-1 of 412.40 is five days late."""
    return an_account(owes("412.40", late=5, **more), incoming=seen)


def test_what_is_on_its_way_is_silence_with_a_reason_and_an_end() -> None:
    """Ten working days for a debit, five for what was received; the review looks again then."""
    for state, until in ((ON_ITS_WAY, date(2026, 12, 9)), (RECEIVED, date(2026, 12, 2))):
        account = late(a_payment(state=state))
        found = review(account, DEFAULT_POLICY, TODAY)
        assert found.messages == ()
        (wait,) = (each for each in found.waits if each.invoice_id == "inv-1")
        assert (wait.kind, wait.until, wait.by) == (HoldKind.IN_FLIGHT, until, "Stripe")
        assert found.look_again_on is not None and found.look_again_on <= until
        assert silent_until(account.incoming[0], DEFAULT_POLICY.incoming, account.calendar) == until


def test_after_its_end_the_message_asks_a_person() -> None:
    """The ledger still does not show it: no chase by itself, in no mode."""
    account = late(a_payment(began=TODAY - days(20), since=TODAY - days(20)))
    (message,) = review(account, DEFAULT_POLICY, TODAY).messages
    assert AskWhy.PAYMENT_SEEN in message.ask


def test_once_the_ledger_shows_it_nothing_of_it_is_left() -> None:
    """A part: the rest is chased at once, without a question."""
    paid = Payment("inv-1", TODAY, gbp("100"))
    account = replace(late(a_payment("100"), paid="100"), payments=(paid,))
    (message,) = review(account, DEFAULT_POLICY, TODAY).messages
    assert message.total == gbp("312.40")
    assert AskWhy.PAYMENT_SEEN not in message.ask


def test_a_suggestion_is_no_silence_but_asks() -> None:
    """Only a reference or a person silences; an amount that fits makes somebody look first."""
    for invoices in (("inv-1",), ()):
        account = late(a_payment(is_sure=False, invoice_ids=invoices))
        (message,) = review(account, DEFAULT_POLICY, TODAY).messages
        assert AskWhy.PAYMENT_SEEN in message.ask


def test_a_suggestion_is_a_question_until_the_ledger_or_a_person_answers_it() -> None:
    """With no invoice named, a payment of the customer's of the very amount answers it."""
    unsure = a_payment(is_sure=False, invoice_ids=())
    account = late(unsure)
    (task,) = review(account, DEFAULT_POLICY, TODAY).tasks
    assert (task.kind, task.subject, task.names) == (TaskKind.MATCH_PAYMENT, "p1", ("Stripe",))
    came = Payment("inv-1", TODAY, gbp("412.40"))
    assert review(replace(account, payments=(came,)), DEFAULT_POLICY, TODAY).tasks == ()
    other = Payment("inv-1", TODAY, gbp("400"))
    assert review(replace(account, payments=(other,)), DEFAULT_POLICY, TODAY).tasks == (task,)


def test_a_statement_knows_of_a_payment_on_its_way() -> None:
    """It lists the invoice with that word, as for one that a person noted."""
    found = stated(late(a_payment()), DEFAULT_POLICY, TODAY, "GBP")
    assert found.silences.holds["inv-1"].kind is HoldKind.IN_FLIGHT


@pytest.mark.parametrize(
    ("paid", "ago", "amount", "is_there"),
    [
        ("412.40", 0, "412.40", True),
        ("412.40", 1, "412.40", True),
        ("412.40", 2, "412.40", False),
        ("400.00", 0, "412.40", True),
        ("100.00", 0, "412.40", False),
        ("100.00", 0, None, True),
    ],
)
def test_which_payment_of_the_ledger_is_the_providers(
    paid: str, ago: int, amount: str | None, is_there: bool
) -> None:
    """From the day before on; a fee of the provider's may be off it; unsaid, any payment is it."""
    account = replace(
        late(a_payment(amount)), payments=(Payment("inv-1", TODAY - days(ago), gbp(paid)),)
    )
    assert (awaited(account) == ()) is is_there


def test_a_write_off_is_not_the_money_and_one_payment_answers_for_one() -> None:
    """Rule 5; and two of the provider's need two of the ledger's."""
    written_off = Payment("inv-1", TODAY, gbp("412.40"), is_write_off=True)
    account = late(a_payment())
    assert awaited(replace(account, payments=(written_off,))) == account.incoming
    two = late(a_payment("50", id="a"), a_payment("50", id="b"))
    one_there = replace(two, payments=(Payment("inv-1", TODAY, gbp("50")),))
    assert [each.id for each in awaited(one_there)] == ["b"]


@settings(max_examples=40, deadline=None)
@given(
    ago=st.integers(0, 30),
    debt=st.integers(1, 60),
    state=st.sampled_from([ON_ITS_WAY, RECEIVED]),
)
def test_a_silence_ends_by_itself_only_on_a_day_that_the_review_names(
    ago: int, debt: int, state: IncomingState
) -> None:
    """Walked from named day to named day, no day between changes it."""
    began = TODAY - timedelta(days=ago)
    seen = a_payment(state=state, began=began, since=began)
    account = an_account(owes("412.40", late=debt), incoming=(seen,))

    def is_silent(on: date) -> bool:
        waits = review(account, DEFAULT_POLICY, on).waits
        return any(each.kind is HoldKind.IN_FLIGHT for each in waits)

    again = review(account, DEFAULT_POLICY, TODAY).look_again_on
    last = min(again or TODAY + days(30), TODAY + days(30)) - days(1)
    assert is_silent(last) is is_silent(TODAY)
    until = silent_until(seen, DEFAULT_POLICY.incoming, account.calendar)
    assert is_silent(TODAY) is (until > TODAY)
    assert not is_silent(until)


# --- what names an invoice ----------------------------------------------------------------------

BOOK = (
    Nameable("0b1f6c2a-1111-4222-8333-944455566677", "INV-1041", "PO 7781", "https://in.x.example/Ab12Cd34"),
    Nameable("i2", "INV-1042"),
    Nameable("i3", "2026/0017"),
    Nameable("i4", "INV-41"),
)  # fmt: skip
FIRST = BOOK[0].id


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("INV-1041", [FIRST]),
        ("inv1041", [FIRST]),
        ("Payment for Inv 01041, thanks", [FIRST]),
        ("invoice no. 1041", [FIRST]),
        ("1041", [FIRST]),
        ("INV_1041 and INV-1042", [FIRST, "i2"]),
        ("INV-10411", []),
        ("XINV-1041", []),
        ("2026-17", ["i3"]),
        ("2026/0017.", ["i3"]),
        ("po7781", [FIRST]),
        ("Your PO-7781", [FIRST]),
        ("paid 41 pounds", []),
        ("invoice 41", ["i4"]),
        ("£1,041.00", []),
        ("1041.50 today", []),
        (FIRST, [FIRST]),
        (f"xero:{FIRST}", [FIRST]),
        ("https://in.x.example/Ab12Cd34", [FIRST]),
        ("Ab12Cd34", [FIRST]),
        ("tel 01041 55 1041 7", [FIRST]),
        ("", []),
        ("thank you", []),
    ],
)
def test_which_invoices_a_text_names(text: str, named: list[str]) -> None:
    """By number in loose writing, the customer's own reference, an id, the address to pay at."""
    assert list(named_in(text, BOOK)) == named


def test_digits_that_two_invoices_end_in_name_neither() -> None:
    """INV-1041 and CR-1041 are two: a person says which."""
    twins = (Nameable("a", "INV-1041"), Nameable("b", "SI-1041"))
    assert named_in("1041", twins) == ()
    assert named_in("SI 1041", twins) == ("b",)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_no_text_and_no_number_break_it(text: str, number: str, reference: str) -> None:
    """Whatever anybody writes."""
    book = (Nameable("a", number, reference, reference),)
    assert set(named_in(text, book)) <= {"a"}
