"""Any policy at all: the house's own as often as not, or one with its switches moved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from plugin.credit.policy import (
    DEFAULT_POLICY,
    After,
    Channel,
    CreditPolicy,
    LadderOn,
    Level,
    Repeat,
    Tolerance,
    Tone,
)
from plugin.credit.statements import Statements

#: a five-level ladder that ends with a letter before action
_LONG = (
    Level(0, -7, tone=Tone.COURTESY),
    Level(1, 2, tone=Tone.FRIENDLY),
    Level(2, 12, tone=Tone.PLAIN),
    Level(3, 10, after=After.PREVIOUS, tone=Tone.FIRM, channel=Channel.LETTER),
    Level(4, 40, after=After.END_OF_MONTH, tone=Tone.FINAL),
    Level(5, 14, after=After.PREVIOUS, tone=Tone.BEFORE_ACTION),
)


@st.composite
def policies(draw: st.DrawFn) -> CreditPolicy:
    """A policy with any of its switches moved; the house's own as often as not."""
    if draw(st.booleans()):
        return replace(DEFAULT_POLICY, ladder_on=draw(st.sampled_from(LadderOn)))
    small = Tolerance(residue=Decimal(20), account=Decimal(50))
    return replace(
        DEFAULT_POLICY,
        levels=draw(st.sampled_from([DEFAULT_POLICY.levels, _LONG, _LONG[1:3]])),
        ladder_on=draw(st.sampled_from(LadderOn)),
        repeat=Repeat(draw(st.integers(0, 2)), draw(st.sampled_from([7, 14]))),
        tolerances=draw(st.sampled_from([(), (("EUR", small),)])),
        pay_run_wait_days=draw(st.sampled_from([0, 6])),
        newly_sent_wait_days=draw(st.sampled_from([0, 7])),
        net_prepayments=draw(st.booleans()),
        exposure=replace(
            DEFAULT_POLICY.exposure, drafts=draw(st.booleans()), prepayments=draw(st.booleans())
        ),
        statements=Statements(
            scheduled=draw(st.booleans()), day=draw(st.sampled_from([1, 20, 25, 31]))
        ),
    )
