"""What people decide of customers is kept with who, when and why, and has them reviewed anew."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from plugin.credit.account import HoldKind, Opening, Placement
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment, SegmentHeld
from plugin.ports.records import LedgerGroup
from plugin.store import groups, reading_marks
from plugin.store.holds import ExceptionKind, add_hold, end_exceptions, end_hold, except_invoices
from plugin.store.holds import holds as holds_of
from plugin.store.placements import (
    opening_debts,
    place,
    place_by_preset,
    release,
    released,
    unplaced,
)
from plugin.store.policies import active_policy, policy_history, policy_version, save_policy
from plugin.store.sent_answers import (
    HowSent,
    SentAnswer,
    answer_sent,
    answer_stale_books,
    books_answered_on,
)
from plugin.store.terms import (
    LimitSet,
    limit_history,
    set_direct_debit,
    set_limit,
    set_limits,
    set_never_chase,
    set_off_settled,
    set_policy,
    set_segment,
    terms,
)
from tests.store.facts import NOON, TODAY, Books, a_contact, a_sale, later

LATE = date(2025, 12, 20)


def gbp(amount: str) -> Money:
    """Pounds."""
    return Money.of(amount, "GBP")


# --- limits -------------------------------------------------------------------------------


def test_a_limit_is_kept_with_its_history(books: Books) -> None:
    """Who, when, from what to what, why, and exposure then; the same limit again is no change."""
    books.contacts(a_contact())
    before = books.changed_seq()
    with books.tx() as tx:
        assert terms(tx, "acme").limit is None
        set_limit(tx, "acme", gbp("500"), by="Ann", reason="new", exposure=gbp("100"), at=NOON)
        assert not set_limit(
            tx, "acme", gbp("500.00"), by="Bo", reason="same", exposure=None, at=later(1)
        )
        set_limit(tx, "acme", None, by="Bo", reason="left", exposure=gbp("0"), at=later(2))
        history = limit_history(tx, "acme")
    assert [(c.by, c.reason, c.before, c.after, c.exposure) for c in history] == [
        ("Bo", "left", gbp("500"), None, gbp("0")),
        ("Ann", "new", None, gbp("500"), gbp("100")),
    ]
    assert books.account().customer.limit is None
    assert books.changed_seq() == before + 2


def test_many_limits_are_set_at_once_and_only_changes_are_named(books: Books) -> None:
    """A pasted list of two columns; the last line of a customer counts."""
    books.contacts(a_contact("a"), a_contact("b"))
    with books.tx() as tx:
        set_limit(tx, "a", gbp("500"), by="Ann", reason="new", exposure=None, at=NOON)
        rows = [
            LimitSet("a", gbp("500"), "pasted"),
            LimitSet("b", gbp("1"), "pasted"),
            LimitSet("b", Money.of("250", "EUR"), "pasted"),
        ]
        assert set_limits(tx, rows, by="Ann", at=later(1)) == {"b"}
        assert len(limit_history(tx, "a")) == len(limit_history(tx, "b")) == 1
    assert books.account("b").customer.limit == Money.of("250", "EUR")


def test_settings_reach_the_account_and_an_unchanged_one_changes_nothing(books: Books) -> None:
    """Policy, segment, never chase, direct debit and set-off, each by itself."""
    books.contacts(a_contact())
    with books.tx() as tx:
        set_policy(tx, ["acme"], "strict")
        set_segment(tx, ["acme"], Segment.SLIPPING)
        set_never_chase(tx, ["acme"], value=True)
        set_direct_debit(tx, ["acme"], value=True)
        set_off_settled(tx, "acme", value=True)
    seq = books.changed_seq()
    with books.tx() as tx:
        set_policy(tx, ["acme"], "strict")
    assert books.changed_seq() == seq
    account = books.account()
    customer = account.customer
    assert (customer.policy, customer.segment) == ("strict", Segment.SLIPPING)
    assert customer.never_chase
    assert customer.direct_debit
    assert account.set_off_settled


def test_the_terms_of_a_merged_contact_fill_the_gaps_of_the_winners(books: Books) -> None:
    """The winner's own limit stands; the loser's policy comes over; nothing stays behind."""
    books.contacts(a_contact("a"), a_contact("b"))
    with books.tx() as tx:
        set_limit(tx, "a", gbp("500"), by="Ann", reason="x", exposure=None, at=NOON)
        set_limit(tx, "b", gbp("900"), by="Ann", reason="x", exposure=None, at=NOON)
        set_policy(tx, ["a"], "strict", until=TODAY + timedelta(days=9))
        set_segment(tx, ["a"], Segment.KEY, until=TODAY + timedelta(days=5))
        set_segment(tx, ["b"], Segment.GOOD)
        add_hold(tx, "a", HoldKind.HARDSHIP, by="Ann", at=NOON)
    books.contacts(a_contact("a", merged_into="b", status="archived", updated_at=later(1)))
    account = books.account("b")
    assert (account.customer.limit, account.customer.policy) == (gbp("900"), "strict")
    assert account.customer.policy_until == TODAY + timedelta(days=9)
    assert account.customer.segment_held == SegmentHeld(chosen=Segment.GOOD)
    assert [hold.kind for hold in account.holds] == [HoldKind.HARDSHIP]
    assert books.all("select customer_id from terms") == [("b",)]


# --- settling the past ---------------------------------------------------------------------


def test_opening_debt_is_listed_by_amount_until_it_is_placed(books: Books) -> None:
    """The largest first; presets by age: over 180 days late *mine*, else *gentle*."""
    books.contacts(a_contact())
    books.invoices(
        a_sale("small", amount="10.00", due=LATE),
        a_sale("old", amount="20.00", due=date(2025, 1, 1)),
        a_sale("young", amount="900.00"),
    )
    with books.tx() as tx:
        listed = unplaced(tx, on=TODAY)
        assert [(d.invoice_id, d.customer_name, d.days_late, d.preset) for d in listed] == [
            ("old", "Acme", 425, Placement.MINE),
            ("small", "Acme", 72, Placement.GENTLE),
        ]
        assert place_by_preset(tx, on=TODAY, by="Ann", at=NOON) == {
            Placement.GENTLE: 1,
            Placement.MINE: 1,
        }
        assert unplaced(tx, on=TODAY) == ()
        assert len(opening_debts(tx, on=TODAY)) == 2


def test_only_opening_debt_can_be_placed_and_again_means_differently(books: Books) -> None:
    """An invoice that fell due after connection has no place; a place of the same kind is none."""
    books.contacts(a_contact())
    books.invoices(a_sale("late", due=LATE), a_sale("young"))
    with books.tx() as tx:
        both, gentle = ["late", "young"], Placement.GENTLE
        assert place(tx, both, gentle, by="Ann", at=NOON) == 1
        assert place(tx, both, gentle, by="Ann", at=later(1)) == 0
        assert release(tx, day=TODAY) == ("acme",)
        assert place(tx, both, Placement.AT_LEVEL, level=3, by="Ann", at=later(2)) == 1
        with pytest.raises(ValueError, match="unplaced"):
            place(tx, both, Placement.UNPLACED, by="Ann", at=NOON)
    openings = {each.id: each.opening for each in books.account().invoices}
    assert openings == {"late": Opening(Placement.AT_LEVEL, 3), "young": None}


def test_at_most_twenty_customers_a_day_are_released_best_payers_first(books: Books) -> None:
    """Rule 2, however often the day's work runs; *mine* is never released."""
    ids = [f"c{n:02}" for n in range(25)]
    books.contacts(*(a_contact(id_) for id_ in ids))
    books.invoices(*(a_sale(f"i{id_}", contact_id=id_, due=LATE) for id_ in ids))
    good: dict[str, Any] = {
        "state": "paid",
        "balance": Decimal(0),
        "fully_paid_on": date(2026, 2, 1),
    }
    books.invoices(
        a_sale("good", contact_id="c24", **good),
        a_sale("bad", contact_id="c00", **{**good, "fully_paid_on": date(2026, 3, 2)}),
    )
    with books.tx() as tx:
        place(tx, ["ic01"], Placement.MINE, by="Ann", at=NOON)
        place(tx, [f"i{id_}" for id_ in ids if id_ != "c01"], Placement.GENTLE, by="Ann", at=NOON)
        first = release(tx, day=TODAY, at_most=1)
        rest = release(tx, day=TODAY)
        assert first == ("c24",)
        assert len(rest) == 19
        assert release(tx, day=TODAY) == ()
        assert released(tx, day=TODAY) == tuple(sorted({*first, *rest}))
        next_day = release(tx, day=date(2026, 3, 3))
    assert len(next_day) == 4
    assert "c00" in next_day
    assert books.account("c24").invoices[0].opening == Opening(Placement.GENTLE, 1, TODAY)


# --- holds, exceptions, answers -------------------------------------------------------------


def test_a_hold_is_in_force_until_its_day_or_until_somebody_ends_it(books: Books) -> None:
    """On its day the customer may be written to again; an end counts once."""
    books.contacts(a_contact())
    with books.tx() as tx:
        add_hold(tx, "acme", HoldKind.UNTIL, by="Ann", at=NOON, until=date(2026, 3, 9))
        claim = add_hold(tx, "acme", HoldKind.CLAIM, by="Bo", at=later(1), invoice_id="i1")
        held = holds_of(tx, "acme", on=date(2026, 3, 8))
        assert [(h.kind, h.by, h.invoice_id) for h in held] == [
            (HoldKind.UNTIL, "Ann", None),
            (HoldKind.CLAIM, "Bo", "i1"),
        ]
        assert [h.kind for h in holds_of(tx, "acme", on=date(2026, 3, 9))] == [HoldKind.CLAIM]
        assert end_hold(tx, claim, by="Ann", at=later(2))
        assert not end_hold(tx, claim, by="Ann", at=later(3))
        assert holds_of(tx, "acme", on=date(2026, 3, 9)) == ()


def test_an_exception_can_be_taken_back(books: Books) -> None:
    """An invoice has one exception, and its customer is reviewed each time."""
    books.invoices(a_sale())
    seq = books.changed_seq()
    with books.tx() as tx:
        except_invoices(tx, ["i1"], ExceptionKind.NEVER, until=None, by="Ann", at=NOON)
        except_invoices(tx, ["i1"], ExceptionKind.NOT_RECEIVABLE, until=None, by="Ann", at=NOON)
    assert [(i.never_chase, i.receivable) for i in books.account().invoices] == [(False, False)]
    with books.tx() as tx:
        end_exceptions(tx, ["i1"])
    assert [(i.never_chase, i.receivable) for i in books.account().invoices] == [(False, True)]
    assert books.changed_seq() == seq + 3


@pytest.mark.parametrize(
    ("number", "covered"),
    [("INV-0100", True), ("INV-100", True), ("inv-99", False), ("CN-200", False), ("X", False)],
)
def test_elsewhere_from_a_number_compares_the_last_digits(number: str, covered: bool) -> None:
    """Leading zeros and letter case do not matter; another pattern is not covered."""
    assert HowSent(SentAnswer.ELSEWHERE_FROM, "INV-100").covers(number) is covered


def test_elsewhere_from_needs_a_number(books: Books) -> None:
    """Nothing is kept of an answer that says nothing."""
    with books.tx() as tx, pytest.raises(ValueError, match="which number"):
        answer_sent(tx, HowSent(SentAnswer.ELSEWHERE_FROM), by="Ann", at=NOON)
    assert books.all("select * from sent_answers") == []


def test_the_answer_to_stale_books_is_dated(books: Books) -> None:
    """Rule 21; the newest counts and everybody is reviewed."""
    books.contacts(a_contact())
    with books.tx() as tx:
        assert books_answered_on(tx) is None
        answer_stale_books(tx, on=TODAY, by="Ann", at=NOON)
        answer_stale_books(tx, on=date(2026, 2, 1), by="Ann", at=NOON)
        assert books_answered_on(tx) == TODAY
    assert books.changed_seq() == 3


def test_meanings_survive_a_reading_and_our_groups_are_remembered(books: Books) -> None:
    """A renamed group keeps its meaning; one that is gone takes its members along."""
    books.contacts(a_contact("a"), a_contact("b"))
    with books.tx() as tx:
        joined = groups.replace_groups(tx, [LedgerGroup("g", "Solicitor", ("a", "b"))])
        assert joined.changed == {"a", "b"}
        assert groups.set_meanings(tx, {"g": "agency"}) == {"a", "b"}
        assert groups.set_meanings(tx, {"g": "agency"}) == frozenset()
        left = groups.replace_groups(tx, [LedgerGroup("g", "Lawyers", ("b",))])
        assert left.changed == {"a"}
        groups.remember_ours(tx, "w", "Goodterms: watch")
        assert groups.ours(tx) == {"w"}
        assert [(g.name, g.meaning, g.ours, g.members) for g in groups.groups(tx)] == [
            ("Goodterms: watch", "nothing", True, ()),
            ("Lawyers", "agency", False, ("b",)),
        ]
        with pytest.raises(ValueError, match="not a meaning"):
            groups.set_meanings(tx, {"g": "whatever"})
        assert groups.replace_groups(tx, []).changed == {"b"}
        assert groups.groups(tx) == ()


# --- policies and cursors ------------------------------------------------------------------


def test_every_saved_policy_is_a_version_and_one_of_each_is_in_force(books: Books) -> None:
    """Before the first, the house's own as version 0; each policy counts its own versions."""
    books.contacts(a_contact())
    seq = books.changed_seq()
    with books.tx() as tx:
        assert active_policy(tx).version == 0
        assert active_policy(tx).mode == "ask_first"
        save_policy(tx, name="standard", document={"levels": []}, mode="draft", by="Ann", at=NOON)
        mild = save_policy(tx, name="mild", document={}, mode="draft", by="Cy", at=NOON)
        saved = save_policy(
            tx, name="standard", document={"levels": [1]}, mode="automatic", by="Bo", at=later(1)
        )
        assert active_policy(tx).document == {"levels": [1], "name": "standard"}
        assert (saved.version, mild.version) == (2, 1)
        earlier = policy_version(tx, "standard", 1)
        assert earlier is not None
        assert earlier.document == {"levels": [], "name": "standard"}
        assert policy_version(tx, "standard", 3) is None
        assert [(v.version, v.active, v.by) for v in policy_history(tx, "standard")] == [
            (2, True, "Bo"),
            (1, False, "Ann"),
        ]
        assert {(v.name, v.version) for v in policy_history(tx) if v.active} == {
            ("standard", 2),
            ("mild", 1),
        }
    assert books.changed_seq() == seq + 3


def test_a_reading_goes_on_where_it_stopped(books: Books) -> None:
    """Page by page; a failure keeps the cursor; once finished the next asks for changes only."""
    with books.tx() as tx:
        assert reading_marks.cursor(tx, "invoices") == reading_marks.Cursor("invoices")
        reading_marks.begin(tx, "invoices", at=NOON)
        reading_marks.page_done(tx, "invoices", page=1, page_count=2, rows=1000)
        reading_marks.next_page(tx, "invoices", page=2)
        reading_marks.failed(tx, "invoices", "page 2, Invoices[3].Total: not a number")
        assert reading_marks.cursor(tx, "invoices").page == 2
        (progress,) = reading_marks.progress(tx)
        assert (progress.pages_done, progress.page_count, progress.rows) == (1, 2, 1000)
        assert progress.failed == "page 2, Invoices[3].Total: not a number"
        reading_marks.page_done(tx, "invoices", page=2, page_count=2, rows=30)
        reading_marks.finish(tx, "invoices", since=NOON, at=later(1))
        (progress,) = reading_marks.progress(tx)
        assert (progress.rows, progress.finished_at, progress.failed) == (1030, later(1), None)
        after = reading_marks.cursor(tx, "invoices")
        assert (after.since, after.page, after.finished) == (NOON, 1, True)
        reading_marks.begin(tx, "invoices", at=later(2))
        assert reading_marks.progress(tx)[0].rows == 0
        reading_marks.forget_cursors(tx)
        assert reading_marks.cursor(tx, "invoices") == reading_marks.Cursor("invoices")
        assert reading_marks.progress(tx) == ()
