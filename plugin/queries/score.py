"""The score of one customer with its parts and what would change it, in words. It decides nothing.

For the business's own pages only: no customer, no letter and no note in the ledger shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.limit_book import Looked
from plugin.credit.score import NEEDED
from plugin.credit.score_changes import score_changes
from plugin.letters.score_words import (
    PART_NAMES,
    PART_RULES,
    band_words,
    change_words,
    most_points,
    part_words,
    too_little_words,
)
from plugin.letters.segment_words import segment_name
from plugin.letters.wording import dated


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part: its name, points of most points, its sentence and its published rule."""

    name: str
    points: int
    most: int
    words: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreShown:
    """The score as a page shows it; `total` None = not enough history yet, as `words` says."""

    total: int | None
    words: str
    band: str
    parts: tuple[PartShown, ...]
    changes: tuple[tuple[str, int], ...]
    segment: str
    rates: tuple[str, ...]
    left_out: tuple[str, ...]


def score_shown(looked: Looked, *, on: date) -> ScoreShown:
    """The score of a customer on a civil day, found anew from the account."""
    score, base = looked.score, looked.account.base_currency
    return ScoreShown(
        total=score.total,
        words="" if score.total is not None else too_little_words(score.counted, NEEDED),
        band=band_words(score.band),
        parts=tuple(
            PartShown(
                PART_NAMES[type(each)],
                each.points,
                most_points(each),
                part_words(each),
                PART_RULES[type(each)],
            )
            for each in score.parts
        ),
        changes=tuple(
            (change_words(change), points)
            for change, points in score_changes(looked.account, on, looked.policy, score)
        ),
        segment=segment_name(looked.segment.segment),
        rates=tuple(
            f"{each.currency} at {each.base_per_unit.normalize():f} {base} of {dated(each.on)}"
            for each in score.rates
        ),
        left_out=score.left_out,
    )
