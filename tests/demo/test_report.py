"""What a run says of itself, and what contradicts it when seen from outside."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.demo.driver import Lived, Seen
from plugin.demo.local_xero import Awkward
from plugin.demo.report import contradictions, document
from plugin.demo.story import story


def message(**changes: Any) -> dict[str, Any]:
    """A first reminder that was sent."""
    return {
        "day": "2026-11-25", "customer_id": "c1", "customer": "HL001", "level": 1,
        "level_name": "first reminder", "amount": "1250.00", "currency": "GBP", "state": "done",
        "outcome": "", "invoices": ["INV-1"], "days_late": 16, "mail_id": "<m1@x>", **changes,
    }  # fmt: skip


def customer(**changes: Any) -> dict[str, Any]:
    """A customer without a flag."""
    return {
        "id": "c1", "key": "HL001", "name": "Quay Bistro", "status": "open", "flag": "open",
        "reasons": [], "silences": [], "owes": [], **changes,
    }  # fmt: skip


def lived(**changes: Any) -> Lived:
    """A day in which one reminder went to one awkward customer."""
    report = {
        "today": "2026-11-26", "name": "Harbour Lane Foods", "messages": [message()],
        "payments": [], "flags": [], "tasks": [], "customers": [customer()], "proofs": 1,
    }  # fmt: skip
    given: dict[str, Any] = {
        "days": 2,
        "report": report | changes.pop("report", {}),
        "silences": {},
        "awkward": (Awkward("c1", "HL001", "Quay Bistro", "VIP", "Pays well."),),
        "groups": {},
        "mails": ({"headers": [["Message-ID", "<m1@x>"]]},),
        "calls": 40,
        "bytes": 9000,
        "seconds": 3.0,
        "stopped": 0,
    }
    return Lived(**given | changes)


def test_the_document_has_the_promised_keys_and_nothing_else() -> None:
    """Programs read it by these names."""
    payments = [
        {"invoice": "INV-1", "customer_id": "c1", "day": "2026-11-26", "amount": "1250.00",
         "currency": "GBP", "seconds": 0.5},
        {"invoice": "INV-2", "customer_id": "c1", "day": "2026-11-26", "amount": "5.00",
         "currency": "GBP", "seconds": None},
    ]  # fmt: skip
    found = document(lived(report={"payments": payments}))
    assert list(found) == [
        "days", "messages", "payments_seen", "flags", "tasks", "awkward", "calls", "bytes",
    ]  # fmt: skip
    assert found["messages"] == [
        {"day": "2026-11-25", "customer": "HL001", "level": 1, "amount": "1250.00",
         "currency": "GBP", "state": "done"}
    ]  # fmt: skip
    assert found["payments_seen"] == [{"invoice": "INV-1", "seconds": 0.5}]
    assert (found["calls"], found["bytes"]) == (40, 9000)


def test_nothing_contradicts_a_run_whose_mail_arrived_once() -> None:
    """The ordinary case."""
    assert contradictions(lived()) == []


def test_a_mail_that_is_missing_or_came_twice_is_a_contradiction() -> None:
    """What the console calls sent has to have arrived, once."""
    mail = {"headers": [["message-id", "<m1@x>"]]}
    assert contradictions(lived(mails=())) == ["the message to HL001 of 2026-11-25 arrived 0 times"]
    assert "arrived 2 times" in contradictions(lived(mails=(mail, mail)))[0]


def test_a_level_sent_twice_and_an_unsettled_message_are_contradictions() -> None:
    """At most once, and nothing left in doubt."""
    twice = [message(), message(mail_id="", day="2026-11-26"), message(state="claimed")]
    found = contradictions(lived(report={"messages": twice}))
    assert "sent more than once: INV-1, level 1, 2 times" in found
    assert "may or may not have been sent: HL001" in found


def test_flags_and_groups_have_to_agree_both_ways() -> None:
    """A flag that does not stand, and a member that nobody flagged."""
    flagged = {"customers": [customer(flag="watch")]}
    assert contradictions(lived(report=flagged)) == ["Quay Bistro is not in Goodterms: watch"]
    assert contradictions(lived(groups={"Goodterms: stop": ("c9",)})) == [
        "1 in Goodterms: stop are not flagged by us"
    ]


def test_the_story_tells_what_was_done_and_why() -> None:
    """Sent, flagged, paid and asked; silence with its days; late with its number."""
    found = story(
        lived(
            report={
                "flags": [
                    {"day": "2026-11-24", "customer_id": "c1", "from": "open", "to": "watch"},
                    {"day": "2026-11-26", "customer_id": "c1", "from": "watch", "to": "open"},
                ],
                "tasks": [{"customer_id": "c1", "why": "Please decide."}],
            },
            silences={
                "c1": [
                    Seen("promised", "Payment is promised.", "2026-11-24", "2026-11-25", ["INV-1"]),
                    Seen("gap", "Too recent.", "2026-11-26", "2026-11-26", [""]),
                ]
            },
        )
    )  # fmt: skip
    assert found[0].done == (
        "Sent: first reminder on 25 Nov (£1,250.00). "
        "Flag in the ledger: watch on 24 Nov and cleared on 26 Nov. A person was asked."
    )
    assert found[0].why == (
        "INV-1 was 16 days late on 25 Nov. "
        "From 24 Nov to 25 Nov, INV-1: payment is promised. Please decide."
    )


@pytest.mark.parametrize(
    ("owes", "said"),
    [
        ([], "Owes nothing, and nothing stands against selling on terms."),
        (
            [{"currency": "GBP", "open": "5.05", "late": "0.05"}],
            "Owes £5.05, £0.05 of it late, and nothing stands against selling on terms.",
        ),
        (
            [{"currency": "SEK", "open": "20.00", "late": "0.00"}],
            "Owes 20.00 SEK, none of it late, and nothing stands against selling on terms.",
        ),
    ],
)
def test_a_customer_of_whom_nothing_is_to_be_told_is_told_so(
    owes: list[dict[str, str]], said: str
) -> None:
    """No empty sentence: what is owed is told instead."""
    found = story(lived(report={"messages": [], "customers": [customer(owes=owes)]}))
    assert found[0].done == "Nothing was sent. No flag was set."
    assert found[0].why == said


def test_a_message_withdrawn_because_it_was_paid_says_so() -> None:
    """Paid in the meantime means not sent."""
    found = story(lived(report={"messages": [message(state="dropped", outcome="paid")]}))
    assert found[0].done.startswith("Nothing was sent. A first reminder of £1,250.00 was prepared")
    assert found[0].why == "INV-1 was paid before it left."
