"""What is told of a line by the sentences most like it, where its own words do not say enough.

Only ever told: nothing is done, and what is told is the whole of a subject.
"""

from __future__ import annotations

import re

from plugin.assistant.answers import Asked
from plugin.assistant.answers_alike import answer_alike, instalments_too, terms_too
from plugin.assistant.facts import Facts
from plugin.assistant.gathering import invoices_in
from plugin.assistant.likeness import another_subject, names_a_stranger, sure_subjects
from plugin.assistant.reading import Read
from plugin.assistant.said import Said
from plugin.assistant.settling import is_supposed
from plugin.assistant.state import Conversation

_PLAN = re.compile(r"\b(?:plan|instalments?)\b")


def by_likeness(facts: Facts, read: Read, words: str, state: Conversation) -> list[Said]:
    """The answers to a line that no rule understood; none where likeness is not sure either."""
    asks = "?" in words or any(each.is_question for each in read.clauses)
    subjects = sure_subjects(words, facts.own_words, asks=asks)
    agreed = instalments_too(facts, read.text)
    if not subjects:
        alone = asks and _PLAN.search(read.text) and not is_supposed(read.text)
        strange = names_a_stranger(words, facts.own_words)
        return [agreed] if agreed is not None and alone and not strange else []
    asked = Asked(read.text, read.slots, invoices_in(facts, read.text, read.slots, state))
    told = [answer_alike(facts, each, asked) for each in subjects]
    return [*told, agreed] if agreed is not None else told


def others_too(
    facts: Facts, read: Read, words: str, intents: str, state: Conversation
) -> list[Said]:
    """What lines like this one rather ask for than the rules' reading of it, beside its answer.

    `intents` are the rules' names, parted by commas. Nothing where the two agree.
    """
    told: list[Said] = []
    subject = another_subject(words, intents)
    if subject:
        chosen = invoices_in(facts, read.text, read.slots, state)
        told.append(answer_alike(facts, subject, Asked(read.text, read.slots, chosen)))
    if "due_date" in intents:
        told += [each for each in (terms_too(facts, read.text),) if each is not None]
    agreed = instalments_too(facts, read.text)
    if agreed is not None:
        told.append(agreed)
    return [each for each in told if each.did == "answer"]
