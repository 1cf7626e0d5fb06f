"""A policy in plain words for the customers it is about, made from the policy itself.

Every number in it is one that decides; nothing is written by hand. It shows nothing of a customer
and nothing that only the business decides by, such as the mode or when somebody is watched.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plugin.letters.languages import fallback, language_for
from plugin.letters.policy_shapes import (
    PolicyFacts,
    PolicyInWords,
    PolicyTongue,
    Section,
    WhoToAsk,
)
from plugin.letters.public_policy_english import EnglishPolicy

__all__ = ["PolicyFacts", "PolicyInWords", "Section", "WhoToAsk", "policy_in_words"]

_ENGLISH = EnglishPolicy()
_TONGUES: Mapping[str, PolicyTongue] = MappingProxyType({"en": _ENGLISH})


def policy_in_words(facts: PolicyFacts, language: str = "en-GB") -> PolicyInWords:
    """The policy for its customers; the same facts give the same words.

    A language without words of its own falls back to English, which the page says (rule 29).
    """
    asked = language_for(language)
    tongue = _TONGUES.get(asked.formats.locale.language) if asked is not None else None
    spoken = asked if asked is not None and tongue is not None else fallback()
    tongue = tongue or _ENGLISH
    return PolicyInWords(
        title=tongue.title(facts),
        lead=tongue.lead(facts),
        sections=tongue.sections(facts, spoken.formats),
        version=tongue.version(facts, spoken.formats),
        language=spoken.tag,
        fell_back=spoken is not asked,
    )
