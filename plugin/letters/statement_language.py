"""What a statement of account says, language by language, with the place's dates and amounts.

Interest and fees have words in English only: a statement that tells of them is in English, visibly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plugin.letters.languages import Language, fallback, language_for
from plugin.letters.statement_translations import DUTCH, FRENCH, GERMAN, SPANISH
from plugin.letters.statement_words import ENGLISH, StatementWords
from plugin.letters.wording import sentence

_WORDS: Mapping[str, StatementWords] = MappingProxyType(
    {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH, "nl": DUTCH}
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a statement with the language whose formats go with them."""

    words: StatementWords
    language: Language
    #: these are other words than were asked for (rule 29)
    fell_back: bool

    def counted(self, number: int) -> str:
        """One invoice, two invoices, at the beginning of a sentence."""
        noun = self.language.formats.plural(number, self.words.invoice, self.words.invoices)
        return f"{sentence(self.language.spelled(number))} {noun}"

    def lateness(self, days: int) -> str:
        """17 days late."""
        template = self.language.formats.plural(days, self.words.day_late, self.words.days_late)
        return template.format(days=self.language.formats.number(days))


def spoken_for(tag: str, *, has_claims: bool) -> Spoken:
    """The words of a language; those of English where there are none, or claims to tell of."""
    language = language_for(tag)
    words = None if language is None else _WORDS.get(language.formats.locale.language)
    if language is None or words is None or (has_claims and words is not ENGLISH):
        return Spoken(ENGLISH, fallback(), fell_back=True)
    return Spoken(words, language, fell_back=False)
