"""Languages: in which language letters go, and whose final texts a person has approved (rule 29).

None is guessed. A final notice or last letter goes in a language other than English only once a
person of the organisation has read and approved its texts; until then it goes in English, visibly.
"""

from __future__ import annotations

from uuid import UUID

from plugin.jobs import What
from plugin.letters.languages import LANGUAGES
from plugin.letters.specimen import digest
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.store import languages, organisations
from plugin.store.organisations import ApprovedTexts, OrgSettings


def speak(doors: Doors, *, org_id: UUID, by: str, customer_id: str, language: str | None) -> bool:
    """Choose the language of one customer's letters; None is the organisation's.

    False where it was so already. Raises NotPossible for a language that has no texts.
    """
    _known(language)
    with about(doors, org_id, customer_id) as (tx, on):
        changed = bool(languages.speak(tx, [customer_id], language))
        if changed:
            named = LANGUAGES[language] if language else "as everybody's"
            record(tx, on, by, customer_id, "language", f"Language of the letters: {named}")
    return changed


def choose_language(doors: Doors, *, org_id: UUID, by: str, language: str) -> None:
    """Choose the language of all letters of customers for whom nobody chose one."""
    _known(language)
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        if organisations.settings(tx).language != language:
            organisations.change_settings(tx, language=language)
            words = f"Language of the letters: {LANGUAGES[language]}"
            record(tx, on, by, None, "settings", words)


def approve_texts(doors: Doors, *, org_id: UUID, by: str, language: str, seen: str) -> None:
    """Approve the final texts of a language, as they were read; `seen` is what was shown.

    Raises NotPossible where they are other texts by now.
    """
    _known(language)
    if seen != digest(language):
        raise NotPossible("The texts have changed since you read them. Nothing was approved.")
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        others = _others(organisations.settings(tx), language)
        approved = ApprovedTexts(language=language, digest=seen, by=by, at=on.now)
        organisations.change_settings(tx, approved_texts=(*others, approved))
        record(tx, on, by, None, "texts", f"Final texts approved: {LANGUAGES[language]}")


def withdraw_texts(doors: Doors, *, org_id: UUID, by: str, language: str) -> None:
    """Take an approval back: from now on these letters go in English again."""
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        settings = organisations.settings(tx)
        others = _others(settings, language)
        if len(others) == len(settings.approved_texts):
            raise NotPossible("Nobody had approved these texts. Nothing was changed.")
        organisations.change_settings(tx, approved_texts=others)
        named = LANGUAGES.get(language, language)
        record(tx, on, by, None, "texts", f"Final texts no longer approved: {named}")


def _others(settings: OrgSettings, language: str) -> tuple[ApprovedTexts, ...]:
    return tuple(each for each in settings.approved_texts if each.language != language)


def _known(language: str | None) -> None:
    if language is not None and language not in LANGUAGES:
        raise NotPossible("There are no texts in that language. Nothing was changed.")
