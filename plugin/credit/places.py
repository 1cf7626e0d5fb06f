"""The places of all debts of an account: by their steps, and by what a person said of them.

Which level is next, and when it goes, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plugin.credit.account import Account, Step
from plugin.credit.called_off import CalledOff
from plugin.credit.debts import Debt
from plugin.credit.dunning import NOWHERE, Place, Rungs, next_rung, place_of
from plugin.credit.resumed import resumed_place


def places_of(
    account: Account,
    by_debt: Mapping[tuple[str, int], Sequence[Step]],
    debts: Mapping[str, Sequence[Debt]],
    rungs: Rungs,
) -> dict[tuple[str, int], Place]:
    """The place of each debt that has steps, or of which a person called a level off."""
    places = {key: place_of(steps, rungs) for key, steps in by_debt.items()}
    for resumed in account.resumed:
        key = (resumed.invoice_id, resumed.instalment)
        places[key] = resumed_place(by_debt.get(key, ()), resumed, rungs)
    if not account.called_off:
        return places
    called_off: dict[tuple[str, int], list[CalledOff]] = {}
    for each in account.called_off:
        called_off.setdefault((each.invoice_id, each.instalment), []).append(each)
    for every in debts.values():
        for debt in every:
            if debt.key in called_off:
                place = places.get(debt.key, NOWHERE)
                places[debt.key] = _moved(debt, place, called_off[debt.key], rungs)
    return places


def _moved(debt: Debt, place: Place, called_off: Sequence[CalledOff], rungs: Rungs) -> Place:
    """A skipped level counts as taken once the ladder has come to it, and never before.

    So that skipping the second does not skip the first, and what follows keeps its distance.
    """
    put_off = tuple((each.level, each.until) for each in called_off if each.until is not None)
    skipped = {(each.level, each.cycle): each for each in called_off if each.until is None}
    # a repetition that was skipped counts still once a later one went
    passed = sum(level == place.taken and cycle < place.last_cycle for level, cycle in skipped)
    place = replace(
        place,
        times=place.times + passed,
        held_back=(*place.held_back, *put_off),
        courtesies=place.courtesies
        | {level for level, _ in skipped if level in rungs.courtesy_numbers},
    )
    while True:
        level, cycle = next_rung(debt, place, rungs)
        found = None if level is None else skipped.pop((level, cycle), None)
        if found is None:
            return place
        day = found.foreseen if place.taken_on is None else max(found.foreseen, place.taken_on)
        times = place.times + 1 if found.level == place.taken else 1
        place = replace(place, taken=found.level, taken_on=day, times=times, last_cycle=cycle)
