"""Which languages' final texts a person of the organisation has approved (rule 29)."""

from __future__ import annotations

from plugin.letters.specimen import digest
from plugin.store.organisations import OrgSettings


def approved_languages(settings: OrgSettings) -> frozenset[str]:
    """The languages whose final texts were approved, as they read now."""
    return frozenset(
        each.language for each in settings.approved_texts if each.digest == digest(each.language)
    )
