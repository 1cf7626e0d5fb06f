"""What a row says of a customer's standing before the law, and of what was agreed with them.

It guesses nothing: what nobody said is unknown, under the law of the organisation's own terms.
"""

from __future__ import annotations

from datetime import date

from plugin.credit.claims import Agreed, Regime
from plugin.credit.law import Kind, Law, Standing, law_of_country

_KINDS = {kind.value: kind for kind in Kind}
_LAWS = {law.value: law for law in Law}
_REGIMES = {regime.value: regime for regime in Regime}
_NOTHING = Agreed()


def law_of(chosen: str | None, country: str) -> Law:
    """The law of an organisation's terms: as a person said it, else its country's, else OTHER."""
    return Law(chosen) if chosen is not None else law_of_country(country) or Law.OTHER


def standing_of(kind: str | None, law: str | None, unsaid: Standing) -> Standing:
    """A standing that a person said is confirmed; without a kind it is `unsaid`."""
    if kind is None:
        return unsaid
    return Standing(_KINDS[kind], _LAWS[law] if law is not None else unsaid.law, is_confirmed=True)


def agreed_of(accepted_on: date | None, regime: str | None) -> Agreed:
    """What was agreed about late payment; one value for all with whom nothing was."""
    if accepted_on is None and regime is None:
        return _NOTHING
    return Agreed(accepted_on, None if regime is None else _REGIMES[regime])
