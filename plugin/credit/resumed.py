"""A place on the ladder that a person named, where a new policy could not say it (rule 16).

Which level is next, and when it goes, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugin.credit.account import Step, StepState
from plugin.credit.dunning import Place, Rungs, place_of
from plugin.credit.resumed_fact import Resumed


def resumed_place(steps: Sequence[Step], resumed: Resumed, rungs: Rungs) -> Place:
    """The place of a debt that goes on where a person said, in a cycle of its own.

    What went before counts only for the distance in days; so no level is sent twice (rule 12) and
    none is skipped but by the person (rule 12).
    """
    place = place_of([step for step in steps if step.cycle >= resumed.cycle], rungs)
    if place.taken is not None:
        return place
    before = [
        step.on for step in steps if 0 < step.cycle < resumed.cycle and step.state is StepState.DONE
    ]
    return replace(
        place,
        taken=resumed.level - 1,
        taken_on=max(before, default=None),
        cycle=max(place.cycle, resumed.cycle),
        last_cycle=max(place.last_cycle, resumed.cycle),
    )
