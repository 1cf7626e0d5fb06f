"""The languages of the letters, behind one small interface; none is ever guessed (rule 29)."""

from __future__ import annotations

from functools import lru_cache

from plugin.letters.formats import formats_for
from plugin.letters.languages.dutch import Dutch
from plugin.letters.languages.english import English
from plugin.letters.languages.french import French
from plugin.letters.languages.german import German
from plugin.letters.languages.language import Labels, Language, NoText, Wording
from plugin.letters.languages.spanish import Spanish

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "Labels",
    "Language",
    "NoText",
    "Wording",
    "fallback",
    "language_for",
]

#: what a letter falls back to
DEFAULT = "en-GB"

_WORDS: dict[str, type[Language]] = {
    "en": English,
    "fr": French,
    "de": German,
    "es": Spanish,
    "nl": Dutch,
}
#: what may be chosen, by tag, as a person would look for it
LANGUAGES = {
    "en-GB": "English (United Kingdom)",
    "en-IE": "English (Ireland)",
    "en-AU": "English (Australia)",
    "en-NZ": "English (New Zealand)",
    "en-US": "English (United States)",
    "fr-FR": "French",
    "de-DE": "German",
    "es-ES": "Spanish",
    "nl-NL": "Dutch",
}


@lru_cache(maxsize=64)
def language_for(tag: str) -> Language | None:
    """The language of a tag such as "fr-FR" or "fr"; None where it has no texts."""
    tag = tag.replace("_", "-")
    words = _WORDS.get(tag.split("-", maxsplit=1)[0].lower())
    if words is None:
        return None
    if "-" not in tag:
        tag = next(known for known in LANGUAGES if known.startswith(f"{tag.lower()}-"))
    try:
        return words(formats_for(tag))
    except (ValueError, LookupError):
        return None


def fallback() -> Language:
    """The language that every letter falls back to."""
    return English(formats_for(DEFAULT))
