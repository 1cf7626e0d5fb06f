"""The loss budget: best customers first, and the sum over the book never passes it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.loss_budget import (
    LOSS_PER_CENT,
    AtRisk,
    HeldBack,
    Wanted,
    book_loss,
    expected_loss,
    still_fits,
    within_budget,
)
from plugin.credit.score_parts import BAND_FROM, ScoreBand


def at(subject: str, limit: int | None, *, owes: int = 0, score: int | None = 90) -> AtRisk:
    """Somebody of the book."""
    return AtRisk(subject, None if limit is None else Decimal(limit), Decimal(owes), score)


def test_the_published_shares() -> None:
    """1,000 at their limit: 5, 15, 40, 100 and 250 by band, and 50 without a score."""
    found = [expected_loss(Decimal(1000), score) for score in (80, 65, 50, 35, 0, None)]
    assert found == [Decimal(5), Decimal(15), Decimal(40), Decimal(100), Decimal(250), Decimal(50)]
    worse = [LOSS_PER_CENT[band] for _, band in BAND_FROM]
    assert worse == sorted(worse)
    assert LOSS_PER_CENT[ScoreBand.NONE] > LOSS_PER_CENT[ScoreBand.FAIR]


def test_at_their_limit_or_at_what_they_owe_already() -> None:
    """A limit of 500 with 700 owed is 700 at risk; without a limit what is owed is all we know."""
    assert at("a", 500, owes=700).at_limit == 700
    assert at("b", None, owes=300).at_limit == 300
    assert at("c", None, owes=-50).at_limit == 0


def test_the_best_come_first_and_nobody_overtakes() -> None:
    """15 is left: the best takes 10, the next needs 7.50, and the small one behind waits too."""
    book = [at("best", 1000, score=95), at("good", 500, score=70), at("last", 100, score=66)]
    used = book_loss(book)
    wanted = [
        Wanted(book[2], Decimal(200)),
        Wanted(book[1], Decimal(1000)),
        Wanted(book[0], Decimal(3000)),
    ]
    found = within_budget(used + 15, book, wanted)
    assert found.granted == ("best",)
    assert found.held_back == (
        HeldBack("good", Decimal("7.50"), Decimal(5)),
        HeldBack("last", Decimal("1.50"), Decimal(5), before="good"),
    )
    assert (found.left, found.granted_loss) == (Decimal(15), Decimal(10))


def test_no_budget_is_no_bound_and_a_spent_one_grants_nothing() -> None:
    """Unset is not zero; where the limits in force pass the budget, no raise is suggested."""
    book = [at("a", 1000), at("b", 1000, score=20)]
    wanted = [Wanted(book[0], Decimal(2000))]
    assert within_budget(None, book, wanted).granted == ("a",)
    over = within_budget(Decimal(1), book, wanted)
    assert over.granted == ()
    assert over.held_back == (HeldBack("a", Decimal(5), Decimal(0)),)


def test_what_costs_nothing_always_fits() -> None:
    """A first limit below what is owed already adds nothing to what could be lost."""
    book = [at("a", None, owes=900)]
    wanted = Wanted(book[0], Decimal(800))
    assert within_budget(Decimal(0), book, [wanted]).granted == ("a",)
    assert still_fits(Decimal(0), book, wanted)
    assert not still_fits(Decimal(0), book, Wanted(book[0], Decimal(1800)))


_SCORES = st.one_of(st.none(), st.integers(0, 100))


@st.composite
def books(draw: st.DrawFn) -> tuple[list[AtRisk], list[Wanted]]:
    """A book, and a raise for some of it."""
    book = [
        at(f"c{n}", draw(st.one_of(st.none(), st.integers(0, 5000))),
           owes=draw(st.integers(-100, 6000)), score=draw(_SCORES))
        for n in range(draw(st.integers(1, 8)))
    ]  # fmt: skip
    wanted = [
        Wanted(each, (each.limit or Decimal(0)) + draw(st.integers(1, 4000)))
        for each in book
        if draw(st.booleans())
    ]
    return book, wanted


@given(books(), st.integers(0, 3000))
def test_the_sum_over_the_book_never_passes_the_budget(
    drawn: tuple[list[AtRisk], list[Wanted]], budget: int
) -> None:
    """With every granted raise in force, unless the limits before passed it already."""
    book, wanted = drawn
    found = within_budget(Decimal(budget), book, wanted)
    raised = {each.at.subject: each.limit for each in wanted if each.at.subject in found.granted}
    after = book_loss(
        AtRisk(each.subject, raised.get(each.subject, each.limit), each.exposure, each.score)
        for each in book
    )
    assert after <= max(Decimal(budget), found.used)
    assert {*found.granted, *(each.subject for each in found.held_back)} == {
        each.at.subject for each in wanted
    }
    scores = {each.at.subject: each.at.score or -1 for each in wanted}
    paid_for = [each.at.subject for each in wanted if each.costs]
    granted = [scores[each] for each in found.granted if each in paid_for]
    held = [scores[each.subject] for each in found.held_back]
    if granted and held:
        assert min(granted) >= max(held) or scores == {}


@given(books(), st.integers(0, 3000), st.integers(0, 2000))
def test_a_larger_budget_takes_nothing_from_anybody(
    drawn: tuple[list[AtRisk], list[Wanted]], budget: int, more: int
) -> None:
    """Whoever fits into a budget fits into a larger one."""
    book, wanted = drawn
    less = within_budget(Decimal(budget), book, wanted)
    larger = within_budget(Decimal(budget + more), book, wanted)
    assert set(less.granted) <= set(larger.granted)


@given(_SCORES, st.integers(0, 10_000), st.integers(0, 500))
def test_a_worse_score_or_more_at_risk_is_never_expected_to_lose_less(
    score: int | None, amount: int, more: int
) -> None:
    """Monotone in the amount and, among scores, in the score."""
    loss = expected_loss(Decimal(amount), score)
    assert expected_loss(Decimal(amount + more), score) >= loss
    if score is not None:
        assert expected_loss(Decimal(amount), max(0, score - more)) >= loss
