"""One question, answered: which of the answers each intent gets. It changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from plugin.assistant import (
    answers_due,
    answers_money,
    answers_payments,
    answers_policy,
    answers_supposed,
)
from plugin.assistant.facts import Facts
from plugin.assistant.following import names_some
from plugin.assistant.said import Said
from plugin.assistant.slots import Slots
from plugin.credit.account import Invoice

#: 'what is late, and what is not'
_AND_NOT = re.compile(r"\b(?:and|but|or)\b.*\bnot\b")


_ONLY = re.compile(
    r"\b(?:only|just|all|nothing else|nothing but)\b.*\bowe\b|\bowe\b.*\b(?:only|just|all)\b"
)
_POINTS = re.compile(r"\b(?:it|that|this)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says: its words with marks, what the line names, the invoices it means."""

    text: str
    slots: Slots
    chosen: tuple[Invoice, ...]

    @property
    def named(self) -> tuple[Invoice, ...]:
        """The invoices that it names, unlike those that 'it' means."""
        return self.chosen if names_some(self.text) else ()


def answer_question(facts: Facts, intent: str, asked: Asked) -> Said:
    """The answer to a question of this intent."""
    return _ANSWERS[intent](facts, asked)


def _month_asked(asked: Asked) -> int:
    """The month that a question about invoices names; 0 where it names none."""
    days = [asked.slots.days[int(n)] for n in re.findall(r"DATE(\d+)", asked.text)]
    found = {each.month for each in days if each.month and each.is_vague and not each.is_since}
    if len(found) != 1 or "invoice" not in asked.text or re.search(r"\bpa(?:y|id)\b", asked.text):
        return 0
    return found.pop()


def _balance(facts: Facts, asked: Asked) -> Said:
    if asked.named and "currenc" not in asked.text:
        return answers_money.invoice(facts, asked.named)
    return answers_money.balance(facts)


def _late(facts: Facts, asked: Asked) -> Said:
    if asked.named or (asked.chosen and _POINTS.search(asked.text)):
        return answers_money.invoice(facts, asked.chosen)
    late = answers_money.late(facts)
    if not _AND_NOT.search(asked.text):
        return late
    coming = answers_money.coming(facts)
    sources = tuple(dict.fromkeys((*late.sources, *coming.sources)))
    return replace(late, text=f"{late.text}\n\n{coming.text}", sources=sources)


def _invoice(facts: Facts, asked: Asked) -> Said:
    if not asked.chosen:
        month = _month_asked(asked)
        if month:
            return answers_money.issued_in(facts, month)
        return _coming(facts, asked) if "DATE" in asked.text else answers_money.balance(facts)
    said = answers_money.invoice(facts, asked.chosen)
    if _ONLY.search(asked.text):
        # 'I only owe that one' is about all that is owed
        return replace(said, text=said.text + answers_money.totals(facts))
    return said


def _day_asked(asked: Asked) -> date | None:
    """The one day ahead that a question about what falls due names."""
    days = [asked.slots.days[int(n)] for n in re.findall(r"DATE(\d+)", asked.text)]
    if len(days) != 1 or days[0].ahead is None or days[0].is_pay_run:
        return None
    return days[0].ahead


def _coming(facts: Facts, asked: Asked) -> Said:
    by = _day_asked(asked)
    return answers_money.coming(facts) if by is None else answers_due.due_by(facts, by)


def _due(facts: Facts, asked: Asked) -> Said:
    by = _day_asked(asked)
    if by is not None and not asked.chosen:
        return answers_due.due_by(facts, by)
    return answers_money.due(facts, asked.chosen)


def _credits(facts: Facts, asked: Asked) -> Said:
    """Unused credit; where 'credit left' may be the limit, and that is shown, both."""
    said = answers_money.credit(facts)
    if facts.passport is None or not re.search(r"\b(?:left|limit|give)\b", asked.text):
        return said
    limit = answers_policy.limit(facts)
    return replace(said, text=f"{said.text}\n\n{limit.text}", sources=said.sources + limit.sources)


def _what_if(facts: Facts, asked: Asked) -> Said:
    found = [asked.slots.amounts[int(n)] for n in re.findall(r"AMT(\d+)", asked.text)]
    shares = [asked.slots.shares[int(n)] for n in re.findall(r"SHARE(\d+)", asked.text)]
    if not found and not shares and asked.named:
        return answers_supposed.without(facts, asked.named)
    if len(found) + len(shares) != 1:
        return _invoice(facts, asked)
    return answers_supposed.what_if(facts, asked.named, found[0] if found else shares[0])


_ANSWERS: Mapping[str, Callable[[Facts, Asked], Said]] = MappingProxyType(
    {
        "balance": _balance,
        "late": _late,
        "coming": _coming,
        "queries": lambda facts, asked: answers_money.queries(facts, asked.chosen),
        "due_date": _due,
        "invoice": _invoice,
        "payments": lambda facts, asked: answers_payments.payments(facts, asked.slots, asked.named),
        "credits": _credits,
        "letter": lambda facts, _: answers_policy.letter(facts),
        "interest": lambda facts, _: answers_policy.interest(facts),
        "policy": lambda facts, asked: answers_policy.policy(facts, asked.text),
        "contact": lambda facts, _: answers_policy.contact(facts),
        "how_to_pay": lambda facts, _: answers_policy.how_to_pay(facts),
        "limit": lambda facts, _: answers_policy.limit(facts),
        "stop": lambda facts, _: answers_policy.stopped(facts),
        "what_if": _what_if,
    }
)
