"""Whom a letter can be shown for, and how the languages of an organisation's letters stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from plugin.credit.policy import Tone
from plugin.letters.languages import LANGUAGES
from plugin.letters.specimen import Specimen, digest, final_texts
from plugin.letters.words import tone_name
from plugin.store import Tx, languages, organisations
from plugin.store.reading import samples

#: what may be chosen, mildest first
TONES: Mapping[str, str] = MappingProxyType({tone.value: tone_name(tone) for tone in Tone})
_MOST = 50


@dataclass(frozen=True, slots=True)
class Whom:
    """A customer who owes something, for the list of choices."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language: how many customers have it, and who approved its final texts and when.

    `changed` says that the texts are others by now than those approved.
    """

    tag: str
    name: str
    customers: int
    is_default: bool
    approved_by: str
    approved_at: datetime | None
    changed: bool

    @property
    def needs_approval(self) -> bool:
        """English is what everything falls back to; each of its letters is read as it goes."""
        return not self.tag.startswith("en")

    @property
    def is_approved(self) -> bool:
        """Final letters go in it."""
        return not self.needs_approval or (self.approved_at is not None and not self.changed)


@dataclass(frozen=True, slots=True)
class Texts:
    """The final texts of a language, with those of English beside them to compare."""

    language: Spoken
    texts: tuple[tuple[Specimen, Specimen], ...]
    seen: str


def owing(tx: Tx) -> tuple[Whom, ...]:
    """Customers with something open, those who are latest first."""
    return tuple(Whom(row.id, row.name) for row in samples.owing(tx, most=_MOST))


def spoken(tx: Tx) -> tuple[Spoken, ...]:
    """Every language that there are texts in, the organisation's own first."""
    settings = organisations.settings(tx)
    approved = {each.language: each for each in settings.approved_texts}
    counts = languages.spoken(tx)
    found = [
        Spoken(
            tag=tag,
            name=name,
            customers=counts.get(tag, 0),
            is_default=tag == settings.language,
            approved_by=approved[tag].by if tag in approved else "",
            approved_at=approved[tag].at if tag in approved else None,
            changed=tag in approved and approved[tag].digest != digest(tag),
        )
        for tag, name in LANGUAGES.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_default, each.customers == 0)))


def texts(tx: Tx, tag: str) -> Texts | None:
    """The final texts of a language to read; None where there is no such language."""
    language = next((each for each in spoken(tx) if each.tag == tag), None)
    if language is None:
        return None
    own, english = final_texts(tag), final_texts("en-GB")
    return Texts(language, tuple(zip(own, english, strict=False)), digest(tag))


@dataclass(frozen=True, slots=True)
class Their:
    """The language of one customer's letters; `own` is empty where it is the organisation's."""

    own: str
    name: str
    choices: tuple[tuple[str, str], ...]


def their(tx: Tx, customer_id: str) -> Their:
    """In which language a customer has letters, and what may be chosen."""
    own = languages.language_of(tx, customer_id) or ""
    tag = own or organisations.settings(tx).language
    return Their(own, LANGUAGES.get(tag, tag), tuple(LANGUAGES.items()))
