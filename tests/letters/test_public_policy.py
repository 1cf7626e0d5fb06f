"""The policy in its customers' words is made of the policy's own numbers, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from plugin.credit.answer_rules import AnswerRules
from plugin.credit.charge_terms import ChargeTerms
from plugin.credit.claims import Regime
from plugin.credit.plan_rules import PlanRules
from plugin.credit.policy import (
    After,
    Channel,
    ContactLimits,
    CreditPolicy,
    LadderOn,
    Level,
    Mode,
    Repeat,
    StatusThresholds,
    Tolerance,
    Tone,
)
from plugin.credit.statements import Statements
from plugin.letters.public_policy import PolicyFacts, PolicyInWords, WhoToAsk, policy_in_words

SARAH = WhoToAsk("Harbour Lane Foods", "Sarah Hughes", "Accounts", "01752 555 0134", "sarah@h.test")


def read(language: str = "en-GB", person: WhoToAsk = SARAH, **parts: object) -> PolicyInWords:
    """The words of a policy that differs from the house's own in these parts."""
    policy = replace(CreditPolicy(), **parts)  # type: ignore[arg-type]  # a builder's liberty
    facts = PolicyFacts(
        organisation="Harbour Lane Foods", currency="GBP", policy=policy, person=person,
        version=3, dated=date(2026, 11, 12), terms_days=30,
    )  # fmt: skip
    return policy_in_words(facts, language)


def said(words: PolicyInWords, key: str) -> str:
    """Everything that one section says."""
    section = words.section(key)
    assert section is not None, key
    return " ".join((*section.sentences, *(" | ".join(row) for row in section.rows)))


@pytest.mark.parametrize(
    ("key", "sentence", "parts"),
    [
        ("terms", "within 30 days of its date", {}),
        ("terms", "below £7.50", {"tolerance": Tolerance(residue=Decimal("7.50"))}),
        ("reminders", "3 days after the due date | the first reminder | by email", {}),
        ("reminders", "28 days after the due date | the final notice | by email", {}),
        ("reminders", "at least 9 days after the one before", {"days_between_levels": 9}),
        (
            "reminders",
            "at most once in 11 days and at most three times in thirty days",
            {"contact": ContactLimits(days_between=11, in_thirty_days=3)},
        ),
        ("reminders", "between 09:30 and 18:00", {"contact": ContactLimits(opens=time(9, 30))}),
        ("reminders", "2 times more, 10 days apart", {"repeat": Repeat(2, 10)}),
        ("reminders", "oldest unpaid invoice", {"ladder_on": LadderOn.ACCOUNT}),
        ("reminders", "A person looks at every message", {"mode": Mode.ASK_FIRST}),
        ("reminders", "looks at a final notice before", {"mode": Mode.AUTOMATIC}),
        ("reminders", "We send no reminders at present.", {"mode": Mode.DRAFT}),
        ("reminders", "We send no reminders at present.", {"levels": ()}),
        ("reminders", "It asks for nothing.", {"statements": Statements(scheduled=True)}),
        ("late", "no interest and no late fees", {}),
        (
            "late",
            "interest of 8 % a year and a fee of £25.00 for each late invoice",
            {"interest": ChargeTerms(Regime.CONTRACTUAL, Decimal(8), Decimal(25))},
        ),
        ("late", "fixed compensation", {"interest": ChargeTerms(Regime.STATUTORY)}),
        ("limits", "we begin by thinking of £400.00", {"starter_limit": Decimal(400)}),
        (
            "limits",
            "above 120 % of the limit, when an invoice is 45 days late, or after 3 named days",
            {
                "status": StatusThresholds(
                    stop_percent=Decimal(120), stop_days_late=45, stop_broken_promises=3
                )
            },
        ),
        ("wrong", "within 21 days", {"answers": AnswerRules(dispute_days=21)}),
        (
            "time",
            "at most 20 days ahead and three times for one invoice",
            {"answers": AnswerRules(promise_days=20, promises=3)},
        ),
        ("time", "for seven working days", {"answers": AnswerRules(paid_days=7)}),
        (
            "time",
            "at most four payments within three months, each of at least £50.00",
            {"plans": PlanRules(payments=4, months=3, least=Decimal(50))},
        ),
        ("person", "Sarah Hughes, Accounts: ring 01752 555 0134 or write to sarah@h.test.", {}),
    ],
)
def test_each_sentence_has_the_number_that_decides(
    key: str, sentence: str, parts: dict[str, Any]
) -> None:
    """Change a number of the policy, and the customers read the new one."""
    assert sentence in said(read(**parts), key)


def test_what_the_policy_does_not_allow_is_not_offered() -> None:
    """No promises and no word of *paid* without a person: then nothing is said of either."""
    text = said(read(answers=AnswerRules(promises=0, paid_times=0)), "time")
    assert "name a day" not in text
    assert "paid already" not in text
    assert "you can propose" in text


def test_every_kind_of_level_has_its_words() -> None:
    """By post, by text, by telephone; ahead, on the day, from the month's end, from the last."""
    levels = (
        Level(0, -3, tone=Tone.COURTESY),
        Level(1, 0, channel=Channel.SMS),
        Level(2, 5, After.END_OF_MONTH, Channel.CALL, Tone.PLAIN),
        Level(3, 9, After.PREVIOUS, Channel.LETTER, Tone.BEFORE_ACTION),
    )
    section = read(levels=levels).section("reminders")
    assert section is not None
    assert section.rows == (
        ("3 days before the due date", "a friendly note ahead", "by email"),
        ("on the due date", "the first reminder", "by text message"),
        (
            "5 days after the end of the month in which it was due",
            "the second reminder",
            "we ring you",
        ),
        ("9 days after the step before", "a last letter", "by post"),
    )


def test_it_shows_nothing_that_only_the_business_decides_by() -> None:
    """No mode, no watch, no stale books, no segment, no name of a policy, no most limit."""
    words = read(name="slow payers", most_limit=Decimal(98765), stale_books_days=77)
    text = " ".join(said(words, each.key) for each in words.sections).lower()
    for internal in ("draft", "ask first", "watch", "segment", "slow payers", "98,765", "77"):
        assert internal not in text


def test_without_a_way_to_reach_anybody_there_is_no_such_section() -> None:
    """Nothing is invented where neither number nor address is known."""
    assert read(person=WhoToAsk("Harbour Lane Foods", "Sarah Hughes")).section("person") is None


def test_a_language_without_words_falls_back_visibly() -> None:
    """English, with the dates of its own place, and it says so (rule 29)."""
    french = read("fr-FR")
    assert (french.language, french.fell_back) == ("en-GB", True)
    american = read("en-US")
    assert (american.language, american.fell_back) == ("en-US", False)
    assert american.version == "Version 3, of November 12, 2026; in force now."


def test_the_version_is_named() -> None:
    """The one in force, one that is over, and the house's own that nobody saved."""
    assert read().version == "Version 3, of 12 November 2026; in force now."
    facts = PolicyFacts(organisation="H", currency="GBP", policy=CreditPolicy(), person=SARAH)
    assert policy_in_words(facts).version == "In force now."
    over = replace(facts, version=2, dated=date(2026, 1, 5), is_current=False)
    assert "not in force any more" in policy_in_words(over).version
