"""The simplest rule that a forecast has to beat: a customer's own past by recency (half-life 180
days), with three pseudo-observations of the organisation's last 300 payments.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from plugin.credit.backtest import Issued
from plugin.credit.forecast import Forecast
from plugin.credit.forecast_facts import Settled

HALF_LIFE, PSEUDO, LAST = 180, 3.0, 300


def floor_forecast(past: Sequence[Settled], invoice: Issued) -> Forecast:
    """The forecast of an invoice on the day of its issue."""
    day = invoice.issued.toordinal()
    known = sorted((each for each in past if each.paid <= day), key=lambda each: each.paid)
    last = known[-LAST:]
    mixed = [(each.late, PSEUDO / len(last)) for each in last]
    mixed += [
        (each.late, 0.5 ** ((day - each.issued) / HALF_LIFE))
        for each in known
        if each.customer_id == invoice.customer_id
    ]
    mixed.sort()
    p10, p50, p80, p90 = (_quantile(mixed, share) for share in (0.1, 0.5, 0.8, 0.9))
    total = sum(weight for _, weight in mixed)
    return Forecast(
        as_of=invoice.issued,
        p10=invoice.due + timedelta(days=p10),
        p50=invoice.due + timedelta(days=p50),
        p80=invoice.due + timedelta(days=p80),
        p90=invoice.due + timedelta(days=p90),
        late_probability=sum(weight for late, weight in mixed if late > 0) / total,
    )


def _quantile(mixed: Sequence[tuple[int, float]], share: float) -> int:
    wanted = share * sum(weight for _, weight in mixed)
    reached = 0.0
    for late, weight in mixed:
        reached += weight
        if reached >= wanted - 1e-9:
            return late
    return mixed[-1][0]
