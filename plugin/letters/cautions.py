"""What a person should know of a letter's words before saying yes to it. It judges nothing else."""

from __future__ import annotations

from plugin.credit.law import LastLetter
from plugin.letters.compose import Letter
from plugin.letters.facts import LetterFacts
from plugin.letters.languages import LANGUAGES, language_for


def cautions(facts: LetterFacts, letter: Letter) -> tuple[str, ...]:
    """Why it is in another language than asked for (rule 29); what has to go with it (rule 34)."""
    said = []
    if _code(letter.language) != _code(facts.language):
        said.append(_fell_back(facts))
    if facts.names_court and facts.last_letter.letter is LastLetter.PROTOCOL:
        said.append(
            "The Pre-Action Protocol for Debt Claims asks that its own information sheet and reply "
            "form (annex 1) and financial statement (annex 2) go with this letter, and that it "
            "goes by post on the day of its date. Ours are plain forms of our own: print the "
            "annexes from justice.gov.uk and enclose them."
        )
    return tuple(said)


def statement_cautions(letter: Letter) -> tuple[str, ...]:
    """Why a statement is in another language than asked for (rule 29)."""
    if not letter.fell_back:
        return ()
    words = "Some of it has no words in the customer’s language yet (interest and fees have none)"
    return (f"{words}, so all of it goes in English.",)


def kind_word_cautions(letter: Letter) -> tuple[str, ...]:
    """Why a kind word is in another language than asked for (rule 29)."""
    if not letter.fell_back:
        return ()
    return ("There are no texts in the customer’s language yet; it goes in English.",)


def _code(tag: str) -> str:
    return tag.replace("_", "-").split("-", maxsplit=1)[0].lower()


def _fell_back(facts: LetterFacts) -> str:
    if language_for(facts.language) is None:
        return f"There are no texts in the language {facts.language} yet; it goes in English."
    named = LANGUAGES.get(facts.language, facts.language)
    if facts.tone.is_final and not facts.is_approved and not facts.names_court:
        return (
            f"Nobody of you has read and approved the final texts in {named} yet, so it goes in "
            "English. They stand under Letters."
        )
    return f"Some of it has no words in {named} yet, so all of it goes in English."
