"""A credit passport in its customer's words, with the figures of the decision beneath it.

No sentence is written by hand, and none can quote a person's own reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from plugin.letters.languages import fallback, language_for
from plugin.letters.passport_english import EnglishPassport
from plugin.letters.passport_shapes import (
    LimitDecided,
    PassportFacts,
    PassportInWords,
    PassportTongue,
)

__all__ = ["LimitDecided", "PassportFacts", "PassportInWords", "passport_in_words"]

_ENGLISH = EnglishPassport()
_TONGUES: Mapping[str, PassportTongue] = MappingProxyType({"en": _ENGLISH})


def passport_in_words(facts: PassportFacts, language: str = "en-GB") -> PassportInWords:
    """The passport for its customer; the same facts give the same words.

    A language without words of its own falls back to English, which the page says (rule 29).
    """
    asked = language_for(language)
    tongue = _TONGUES.get(asked.formats.locale.language) if asked is not None else None
    spoken = asked if asked is not None and tongue is not None else fallback()
    said = (tongue or _ENGLISH).said(facts, spoken.formats)
    return replace(said, fell_back=spoken is not asked)
