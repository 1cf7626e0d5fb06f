from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import CreditStatus
from plugin.credit.decisions import BrokenPromise, NearLimit, OldestOverdue, OverLimit
from plugin.credit.money import Money
from plugin.letters.notes import (
    LONGEST,
    DisputeNoted,
    FinalNotice,
    FirstChase,
    FlagsEnd,
    NoteEvent,
    NoteLine,
    PromiseNoted,
    StatusCleared,
    StatusSet,
    ledger_note,
)
from tests.letters.builders import TODAY, gbp

LINK = "https://goodterms.example/n/0b6e"
LINE = NoteLine("INV-1041", date(2026, 11, 9), gbp("412.40"))
REASONS = (
    OverLimit(gbp("310"), gbp("2810"), gbp("2500")),
    NearLimit(Decimal(92), gbp("2310"), gbp("2500")),
    OldestOverdue(37, "INV-1041", gbp("412.40")),
    BrokenPromise(("INV-1041",), date(2026, 11, 20), 1),
)

EVENTS: list[tuple[NoteEvent, tuple[str, ...]]] = [
    (
        StatusSet(TODAY, CreditStatus.WATCH, REASONS),
        ("set to watch", "£2,810.00", "£310.00", "INV-1041 is 37 days late", "20 November 2026"),
    ),
    (StatusSet(TODAY, CreditStatus.STOP, REASONS[:1]), ("set to stop", "£2,500.00")),
    (
        StatusCleared(TODAY, CreditStatus.STOP, CreditStatus.WATCH, REASONS[1:2]),
        ("stop cleared", "now watch", "92 %"),
    ),
    (FirstChase(TODAY, (LINE,)), ("first reminder", "INV-1041", "£412.40", "9 November 2026")),
    (FinalNotice(TODAY, (LINE, LINE)), ("final notice", "INV-1041", "£824.80 in all")),
    (PromiseNoted(TODAY, (LINE,), gbp("200"), date(2026, 12, 4)), ("£200.00", "4 December 2026")),
    (DisputeNoted(TODAY, "INV-1041", gbp("80")), ("£80.00 of INV-1041 is in query",)),
    (FlagsEnd(TODAY, CreditStatus.WATCH), ("watch", "no longer keeps credit flags")),
]


@pytest.mark.parametrize(("event", "facts"), EVENTS)
def test_a_note_holds_the_facts_and_ends_with_its_link(
    event: NoteEvent, facts: tuple[str, ...]
) -> None:
    """Amounts, dates with their year, document numbers and status; the link stands last."""
    note = ledger_note((event,), LINK)
    assert note.startswith("24 November 2026: ")
    assert note.splitlines()[-1] == LINK
    for fact in facts:
        assert fact in note


def test_a_days_events_share_one_note() -> None:
    """One note per contact and day: several events stand in it, each with its own date."""
    yesterday = date(2026, 11, 23)
    note = ledger_note(
        (FirstChase(yesterday, (LINE,)), StatusSet(TODAY, CreditStatus.WATCH, REASONS[2:3])), LINK
    )
    assert note.index("23 November 2026: first") < note.index("24 November 2026: credit status")
    assert note.count(LINK) == 1


def test_a_long_list_is_shortened_to_the_first_and_a_sum() -> None:
    """Two hundred invoices: the first of them, how many more, and the exact sum of all."""
    lines = tuple(
        NoteLine(f"INV-{number}", date(2026, 11, 9), gbp("62.00")) for number in range(1000, 1200)
    )
    note = ledger_note((FirstChase(TODAY, lines),), LINK)
    assert len(note) <= LONGEST
    assert "INV-1000 (£62.00" in note
    assert "more, £12,400.00 in all." in note
    assert note.endswith(LINK)


def test_forty_invoices_are_named_where_they_fit() -> None:
    """What fits is not shortened."""
    lines = tuple(
        NoteLine(f"INV-{number}", date(2026, 11, 9), gbp("62.00")) for number in range(1000, 1040)
    )
    note = ledger_note((FinalNotice(TODAY, lines),), LINK)
    assert "INV-1039" in note
    assert "more" not in note


#: what may not stand for ever before every user of the ledger (rule 32)
FORBIDDEN = (
    "health",
    "ill",
    "hardship",
    "breathing",
    "bereave",
    "deceased",
    "death",
    "insolv",
    "fraud",
    "suspect",
    "promise",
    "broken",
    "failed",
    "refuse",
)


@pytest.mark.parametrize("event", [event for event, _ in EVENTS])
def test_a_note_says_nothing_that_may_not_stand_for_ever(event: NoteEvent) -> None:
    """No health, hardship, bereavement, suspicion or blame in any note (rule 32)."""
    words = set(ledger_note((event,), LINK).lower().replace(",", " ").replace(".", " ").split())
    assert not [word for word in words for forbidden in FORBIDDEN if word.startswith(forbidden)]


numbers = st.text(alphabet="ABCX-0123456789", min_size=1, max_size=255)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.tuples(numbers, st.integers(1, 10**9)), min_size=1, max_size=40))
def test_no_note_is_longer_than_the_ledger_takes(lines: list[tuple[str, int]]) -> None:
    """Whatever the numbers look like, a note fits and its link is whole."""
    noted = tuple(
        NoteLine(number, TODAY, Money(Decimal(pence) / 100, "GBP")) for number, pence in lines
    )
    events = (
        FirstChase(TODAY, noted),
        FinalNotice(TODAY, noted),
        StatusSet(
            TODAY,
            CreditStatus.STOP,
            tuple(OldestOverdue(1, number, gbp("1")) for number, _ in lines),
        ),
    )
    note = ledger_note(events, LINK)
    assert len(note) <= LONGEST
    assert note.splitlines()[-1] == LINK


def test_room_is_kept_for_an_id_that_is_filled_in_later() -> None:
    """A link with {id} in it still fits once the id stands there."""
    lines = tuple(
        NoteLine(f"INV-{number}", TODAY, gbp("1.00")) for number in range(10**6, 10**6 + 400)
    )
    for count in range(35, 90):
        note = ledger_note((FirstChase(TODAY, lines[:count]),), "https://goodterms.example/n/{id}")
        assert len(note.replace("{id}", "0" * 36)) <= LONGEST


@pytest.mark.parametrize("link", ["", "https://a b", "https://a\nhttps://b"])
def test_a_note_needs_a_link_of_one_word(link: str) -> None:
    """A marker that could break over lines could not be found again."""
    with pytest.raises(ValueError, match="link"):
        ledger_note((FlagsEnd(TODAY, CreditStatus.WATCH),), link)


def test_a_note_needs_an_event() -> None:
    """An empty note is never written."""
    with pytest.raises(ValueError, match="event"):
        ledger_note((), LINK)
