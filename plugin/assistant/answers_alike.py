"""What is said where only the likeness to known questions tells what a line is about.

That names a subject and no single fact of it, so that the whole of the subject is told: all that is
open with its dates, or all that came in. Nothing is done by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from plugin.assistant import answers_money, answers_payments, answers_policy
from plugin.assistant.answers import Asked, answer_question
from plugin.assistant.facts import Facts
from plugin.assistant.said import Said

_OF_CREDIT = re.compile(r"\b(?:credit|credits|overpaid|overpay\w*|deposit|favour|you owe)\b")
_OF_INTEREST = re.compile(
    r"\b(?:interest|fees?|fines?|penalt\w+|charges?|surcharge|on top|extra)\b"
)
_OF_INSTALMENTS = re.compile(
    r"\b(?:instalments?|plan|agreed|NTH\d)\b|PARTS\d"
    r"|\b(?:first|second|third|fourth|next|last|final|NEWEST) (?:\w+ )?(?:one|payment|part|half)\b"
    r"|\bhow many (?:more |further |other )?payments?\b"
    r"|\bpayments? (?:left|remaining|still|to go|to come)\b|\bNEWEST\b"
)


def answer_alike(facts: Facts, subject: str, asked: Asked) -> Said:
    """The whole of a subject: owe, money, rules, letter, limit, people or pay."""
    return _TELLS[subject](facts, asked)


_HOW_LONG = re.compile(r"\bhow (?:long|many days|quickly|soon)\b")


def terms_too(facts: Facts, text: str) -> Said | None:
    """How long there is to pay, where a question may be after the terms or after a day."""
    if not _HOW_LONG.search(text) or "INV" in text:
        return None
    return answers_policy.policy(facts, "terms")


def instalments_too(facts: Facts, text: str) -> Said | None:
    """What is agreed in instalments, where a question may be after one of them."""
    agreed = tuple(each for each in facts.open if each.instalments)
    if not agreed or not _OF_INSTALMENTS.search(text):
        return None
    return answers_money.invoice(facts, agreed)


def _owed(facts: Facts, asked: Asked) -> Said:
    if asked.chosen:
        return answers_money.invoice(facts, asked.chosen)
    if "DATE" in asked.text:
        return answer_question(facts, "coming", asked)
    return answers_money.balance(facts)


def _rules(facts: Facts, asked: Asked) -> Said:
    if _OF_INTEREST.search(asked.text):
        return answers_policy.interest(facts)
    return answers_policy.policy(facts, asked.text)


def _money(facts: Facts, asked: Asked) -> Said:
    credit = answers_money.credit(facts)
    if _OF_CREDIT.search(asked.text) and not asked.chosen:
        return credit
    came = answers_payments.payments(facts, asked.slots, asked.named)
    if asked.named or asked.slots.amounts or not facts.credits:
        return came
    sources = tuple(dict.fromkeys((*came.sources, *credit.sources)))
    return replace(came, text=f"{came.text}\n{credit.text}", sources=sources)


_TELLS: Mapping[str, Callable[[Facts, Asked], Said]] = MappingProxyType(
    {
        "owe": _owed,
        "money": _money,
        "rules": _rules,
        "letter": lambda facts, _: answers_policy.letter(facts),
        "limit": lambda facts, _: answers_policy.limit(facts),
        "people": lambda facts, _: answers_policy.contact(facts),
        "pay": lambda facts, _: answers_policy.how_to_pay(facts),
    }
)
