"""The review cards of policies in words: what a version changed, before and after.

It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.before_after import BeforeAfter
from plugin.letters.wording import dated
from plugin.queries.change_marks import change_marks
from plugin.queries.insight_changes import ended
from plugin.queries.policy_changes import changes
from plugin.store import Tx, policies, policy_reviews, trials
from plugin.store.policy_reviews import PolicyReview

_TENTH = Decimal("0.1")
_DECIDED = {"keep": "kept", "change": "to be changed", "revert": "taken back"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """One version to look at: since when, what it changed, what happened since, in sentences."""

    name: str
    version: int
    since: date
    before: int | None
    changed: tuple[str, ...]
    happened: str
    #: the decision before this one, in a sentence; empty where there was none
    last: str
    #: what else was changed for everybody since then, with its day
    meanwhile: tuple[tuple[date, str], ...]
    #: what the latest trial of this policy showed; empty where none was decided
    trial: str


def review_card(
    tx: Tx,
    *,
    name: str,
    version: int,
    before: int | None,
    since: date,
    found: BeforeAfter,
    currency: str,
) -> ReviewCard:
    """The card of one version in force; `currency` is the organisation's own."""
    now = policies.policy_version(tx, name, version)
    then = policies.policy_version(tx, name, before) if before is not None else None
    changed = changes(then.policy, now.policy) if now is not None and then is not None else ()
    last = next((each for each in policy_reviews.every(tx) if each.policy == name), None)
    looked = last.on if last is not None else since
    return ReviewCard(
        name=name, version=version, since=since, before=before, changed=changed,
        happened=_happened(found),
        last="" if last is None else f"{dated(last.on)}: {decision_words(last)}",
        meanwhile=tuple(
            (day, words)
            for day, words in change_marks(tx)
            if day >= looked and words != f"{name}, version {version}"
        ),
        trial=_trial(tx, name, currency),
    )  # fmt: skip


def _trial(tx: Tx, name: str, currency: str) -> str:
    """The newest decided trial of a policy, as it was shown when it was decided."""
    decided = [each for each in trials.every(tx) if each.policy == name and each.ended_on]
    if not decided:
        return ""
    newest = max(decided, key=lambda each: (each.ended_on or date.min, each.at))
    found = ended(newest, currency)
    return f"Tried against {newest.against}, version {newest.policy_version}: {found.shown}"


def _happened(found: BeforeAfter) -> str:
    if found.before is None or found.after is None:
        return "Nothing can be compared yet: no customer has invoices both before and since."
    was, now = found.before.days.quantize(_TENTH), found.after.days.quantize(_TENTH)
    people = "1 customer" if found.customers == 1 else f"{found.customers:,} customers"
    said = f"{people} with invoices before and since: {was} days late before, {now} since"
    if found.change is None:
        return f"{said}; too few to say whether that is more than chance."
    low, high = (each.quantize(_TENTH) for each in (found.change.low, found.change.high))
    sure = "beyond chance" if found.change.is_off_zero else "within chance"
    return f"{said}; a change of {low:+} to {high:+} days each, {sure}."


def decision_words(review: PolicyReview) -> str:
    """A decision of before with its figures, in a sentence."""
    shown = review.shown
    figures = "nothing could be compared"
    if shown.get("before") is not None and shown.get("after") is not None:
        was, now = (Decimal(shown[key]).quantize(_TENTH) for key in ("before", "after"))
        figures = f"{was} days late before, {now} since, of {shown['customers']} customers"
    why = f" “{review.why}”" if review.why else ""
    return f"{_DECIDED[review.decision]} by {review.by}: {figures}.{why}"
