"""A credit passport in words: the figures, the recorded decisions, and nobody's own reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plugin.credit.decisions import ExposurePart, LimitUse
from plugin.credit.limits import AtMost, MonthlySales, PaidWithinTerms, RoundedUp, StarterLimit
from plugin.credit.metrics import OnTimeRecord
from plugin.credit.money import Money
from plugin.credit.passport import (
    CreditPassport,
    GoesOnPunctual,
    LargerPaidOnTime,
    MostByPolicy,
    OnTimeFirst,
)
from plugin.letters.passport_words import (
    LimitDecided,
    PassportFacts,
    PassportInWords,
    passport_in_words,
)
from tests.letters.builders import gbp

MARCH, JUNE = date(2026, 3, 12), date(2026, 6, 1)


def read(*decided: LimitDecided, language: str = "en-GB", **parts: object) -> PassportInWords:
    """A passport that differs from an empty one in these parts."""
    whole: dict[str, object] = {
        "limit": None, "use": None, "parts": (), "record": OnTimeRecord(0, 0, ()), "raised_by": (),
    }  # fmt: skip
    passport = CreditPassport(**{**whole, **parts})  # type: ignore[arg-type]  # a builder's liberty
    facts = PassportFacts(organisation="Harbour Lane Foods", passport=passport, decided=decided)
    return passport_in_words(facts, language)


def used(limit: str, amount: str) -> LimitUse:
    """So much of a limit is used."""
    share = Decimal(amount) / Decimal(limit) * 100
    return LimitUse(gbp(limit), gbp(amount), gbp(limit) - gbp(amount), share)


def test_figures_and_sentence_say_the_same() -> None:
    """Limit, used and free, as a bar, as names with amounts and in words."""
    words = read(limit=gbp("2500"), use=used("2500", "1864"))
    assert words.figures == (
        ("Limit", gbp("2500")),
        ("Used", gbp("1864")),
        ("Free", gbp("636")),
    )
    assert words.summary == "£1,864.00 of your limit of £2,500.00 is used, and £636.00 is free."
    assert not words.is_over
    over = read(limit=gbp("2500"), use=used("2500", "2810"))
    assert over.is_over
    assert over.figures[-1] == ("Over the limit", gbp("310"))
    assert over.summary.endswith("£310.00 more than the limit.")


def test_where_there_is_no_one_figure_it_says_why() -> None:
    """Unset is not nothing; what cannot be compared is named; what is shared tells of nobody."""
    assert "not a limit of nothing" in read().summary
    euros = (("EUR", ((ExposurePart.APPROVED, Money.of(50, "EUR")),)),)
    apart = read(limit=gbp("500"), parts=euros)
    assert "Part of what is unpaid is in EUR" in apart.summary
    assert (apart.percent, apart.figures) == (None, (("Limit", gbp("500")),))
    shared = read(is_shared=True)
    assert "£" not in shared.summary
    assert (shared.figures, shared.parts, shared.how) == ((), (), ())


def test_each_recorded_decision_is_told_without_its_words() -> None:
    """Set, raised, lowered, taken away, and set in another currency; by whose hand, not why."""
    told = read(
        LimitDecided(JUNE, gbp("2000"), gbp("2500")),
        LimitDecided(JUNE, gbp("3000"), gbp("2000")),
        LimitDecided(MARCH, Money.of(100, "EUR"), gbp("3000")),
        LimitDecided(MARCH, gbp("50"), None),
        LimitDecided(MARCH, None, gbp("50")),
        limit=gbp("2500"),
        use=used("2500", "0"),
    ).how
    who = "a person at Harbour Lane Foods"
    assert told == (
        f"1 June 2026: {who} raised it from £2,000.00 to £2,500.00.",
        f"1 June 2026: {who} lowered it from £3,000.00 to £2,000.00.",
        f"12 March 2026: {who} set it to £3,000.00; before that it was €100.00.",
        f"12 March 2026: {who} took the limit away.",
        f"12 March 2026: {who} set it to £50.00.",
    )
    assert read(limit=gbp("9"), use=used("9", "0")).how == (
        "A person at Harbour Lane Foods set it.",
    )


def test_a_limit_by_the_rule_says_what_the_rule_saw() -> None:
    """Every reason that the published rule can have is in the customer's own figures."""
    basis = (
        PaidWithinTerms(gbp("2310"), MARCH),
        MonthlySales(gbp("1900"), 11, 12),
        StarterLimit(gbp("500")),
        RoundedUp(gbp("500")),
        AtMost(gbp("2500"), gbp("9999")),
    )
    (told,) = read(
        LimitDecided(JUNE, None, gbp("2500"), basis), limit=gbp("2500"), use=used("2500", "0")
    ).how
    for part in (
        "by our usual rule: £2,310.00 stood open on 12 March 2026 and was all paid on time",
        "you bought for £1,900.00 in an average month, and 11 of your 12 invoices",
        "whoever is new begins with £500.00",
        "rounded up to a multiple of £500.00",
        "£2,500.00 is the most that the rule proposes",
    ):
        assert part in told
    # what it would have been without the bound is the business's own
    assert "9,999" not in told


def test_what_would_raise_it_ends_with_no_promise() -> None:
    """One more invoice, or several; going on; a larger amount; and the most there is."""
    assert "one more invoice paid on time" in read(raised_by=(OnTimeFirst(1),)).raised[0]
    assert "nine more invoices paid on time" in read(raised_by=(OnTimeFirst(9),)).raised[0]
    punctual = read(raised_by=(GoesOnPunctual(11, 12), LargerPaidOnTime(gbp("500")))).raised
    assert "with 11 of 12 invoices paid on time" in punctual[0]
    assert "more than £500.00" in punctual[1]
    assert punctual[-1] == "A person decides each time, so none of this is a promise."
    assert "talk to us" in read(raised_by=(MostByPolicy(gbp("500")),)).raised[0]
    assert read().raised == ()


def test_the_record_is_a_plain_sentence() -> None:
    """None, one, and several."""
    assert "None of your invoices" in read().record
    assert "was paid on time" in read(record=OnTimeRecord(1, 1, (True,))).record
    assert "was not paid on time" in read(record=OnTimeRecord(1, 0, (False,))).record
    twelve = OnTimeRecord(12, 9, (True,) * 9 + (False,) * 3)
    assert read(record=twelve).record == "9 of your last 12 invoices were paid on time."


def test_another_language_falls_back_visibly() -> None:
    """English until somebody writes the others, and it says so (rule 29)."""
    assert read(language="de-DE").fell_back
    assert not read(language="en-AU").fell_back
