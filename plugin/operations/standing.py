"""Standing: what people say of customers before the law, and of the terms they accepted.

A guess is never saved: a person says it, for one customer or for many at once, and it is on record
with who and when (rules 34 and 36).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from plugin.credit.claims import Regime
from plugin.credit.law import Kind, Law
from plugin.jobs import What
from plugin.letters.standing import kind_words, law_words
from plugin.letters.wording import counted, dated, sentence
from plugin.operations.assess import ground
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.store import assessments, organisations, standing

_REGIMES = {
    None: "as the policy says",
    Regime.NONE: "no interest and no fees",
    Regime.CONTRACTUAL: "as the accepted terms say",
    Regime.STATUTORY: "as the law says",
}


def say(doors: Doors, *, org_id: UUID, by: str, customer_id: str, kind: Kind, law: Law) -> None:
    """Say what one customer is and under whose law their debts are (rule 34)."""
    with about(doors, org_id, customer_id) as (tx, on):
        standing.say(tx, {customer_id: (kind, law)}, by=by, at=on.now)
        words = f"Before the law: {kind_words(kind)}, {law_words(law)}"
        record(tx, on, by, customer_id, "standing", words)


def say_for_many(
    doors: Doors, *, org_id: UUID, by: str, standings: Mapping[str, tuple[Kind, Law]]
) -> int:
    """Say it of many at once; how many customers' standing really changed."""
    if not standings:
        raise NotPossible("Nothing was chosen for anybody, so nothing was changed.")
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        on = ground(tx, now=doors.clock.now())
        assessments.lock(tx, sorted(standings))
        changed = standing.say(tx, standings, by=by, at=on.now)
        for customer_id in sorted(changed):
            kind, law = standings[customer_id]
            words = f"Before the law: {kind_words(kind)}, {law_words(law)}"
            record(tx, on, by, customer_id, "standing", words)
    return len(changed)


def choose_law(doors: Doors, *, org_id: UUID, by: str, law: Law) -> None:
    """Say under which law the organisation sells, for customers of whom nobody said more."""
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        on = ground(tx, now=doors.clock.now())
        organisations.choose_law(tx, law.value)
        assessments.touch(tx)
        record(tx, on, by, None, "settings", f"The law of our terms: {law_words(law)}")


def agree(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    accepted_on: date | None,
    regime: Regime | None,
) -> None:
    """Note when the customer accepted the terms, and by what their late money earns interest.

    `regime` None leaves it to the policy. Raises NotPossible for agreed interest without terms.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        if accepted_on is not None and accepted_on > on.today:
            raise NotPossible("Nothing was changed: terms are accepted today or before.")
        if regime is Regime.CONTRACTUAL and accepted_on is None:
            raise NotPossible(
                "Nothing was changed: interest by agreed terms needs the day on which the "
                "customer accepted them. Write that day beside it."
            )
        before = standing.said(tx, customer_id).agreed
        said = []
        if before.accepted_on != accepted_on:
            standing.accept(tx, customer_id, accepted_on)
            said.append(
                f"terms accepted on {dated(accepted_on)}" if accepted_on else "no terms accepted"
            )
        if before.regime is not regime:
            standing.choose_regime(tx, customer_id, regime)
            said.append(f"interest and fees {_REGIMES[regime]}")
        if not said:
            raise NotPossible("It stands so already. Nothing was changed.")
        record(tx, on, by, customer_id, "standing", sentence("; ".join(said)))


def said_of(number: int) -> str:
    """A sentence for the person: of how many customers it is said now."""
    return f"It is said of {counted(number, 'customer')} now, with your name beside it."
