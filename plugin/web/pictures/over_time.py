"""The pictures over months and weeks: ageing, DSO and its parts, the receipts fan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plugin.credit.decisions import BUCKETS
from plugin.credit.money import Money
from plugin.letters.wording import dated, money
from plugin.queries.figures import bucket_label
from plugin.queries.series import AgedMonth, DsoMonth, Mark, WeekAhead
from plugin.web.pictures.canvas import Canvas
from plugin.web.pictures.plot import NARROW, WIDE, Plot, draw_marks, frame, name_places
from plugin.web.pictures.scale import (
    day_name,
    month_name,
    rounded_span,
    short_amount,
    short_number,
)

#: from what is not yet due to what is over ninety days late
_SHADES = ("a", "b", "c", "d", "e")
_NOTHING = Decimal(0)


def ageing_svg(
    months: Sequence[AgedMonth], currency: str, marks: Sequence[Mark] = (), *, narrow: bool = False
) -> bytes:
    """The ageing of one currency by month: a bar a month, a shade a bucket, credits below zero."""
    canvas = Canvas(
        NARROW if narrow else WIDE,
        300 if narrow else 290,
        f"Ageing by month, {currency}",
        _told_of_ageing(months, currency),
    )
    named = [(kind, bucket_label(name)) for kind, name in zip(_SHADES, BUCKETS, strict=True)]
    if any(each.unused for each in months):
        named.append(("credit", "credit not used"))
    top = canvas.legend(12, named) + 22
    bottom = canvas.height - 24.0
    tallest = max((sum(each.buckets.values(), _NOTHING) for each in months), default=_NOTHING)
    deepest = max((each.unused for each in months), default=_NOTHING)
    ticks = rounded_span(-deepest, tallest)
    plot = frame(canvas, ticks, lambda tick: short_amount(tick, currency), top, bottom)
    for index, month in enumerate(months):
        _bar(canvas, plot, (index, len(months)), month)
    draw_marks(canvas, plot, [each.on for each in months], marks, top, bottom)
    name_places(canvas, plot, [month_name(each.on) for each in months], canvas.height - 6)
    return canvas.bytes()


def _bar(canvas: Canvas, plot: Plot, place: tuple[int, int], month: AgedMonth) -> None:
    width = min(plot.width_of(place[1]) * 0.72, 44)
    left = plot.place(*place) - width / 2
    so_far = _NOTHING
    for kind, name in zip(_SHADES, BUCKETS, strict=True):
        below, so_far = so_far, so_far + month.of(name)
        y = plot.scale.at(so_far)
        canvas.box(left, y, width, plot.scale.at(below) - y, kind)
    zero = plot.scale.at(0)
    canvas.box(left, zero, width, plot.scale.at(-month.unused) - zero, "credit")


def _told_of_ageing(months: Sequence[AgedMonth], currency: str) -> str:
    if not months:
        return "Nothing is known yet."
    last = months[-1]
    every = Money(sum(last.buckets.values(), _NOTHING), currency)
    late = every - Money(last.of("current"), currency)
    return (
        f"On {dated(last.on)} {money(every)} was unpaid, {money(late)} of it late. "
        "Every figure stands in the table."
    )


def dso_svg(
    months: Sequence[DsoMonth], marks: Sequence[Mark] = (), *, narrow: bool = False
) -> bytes:
    """DSO by month as its two parts, one on the other; a month without sales says n/a."""
    canvas = Canvas(
        NARROW if narrow else WIDE, 260, "DSO and its parts, in days", _told_of_dso(months)
    )
    named = [("c", "best possible"), ("d", "average days delinquent")]
    top = canvas.legend(12, named) + 22
    bottom = canvas.height - 24.0
    sums = [each.dso for each in months if each.dso is not None]
    parts = [part for each in months for part in (each.best, each.delinquent) if part is not None]
    ticks = rounded_span(min(parts, default=_NOTHING), max([*sums, *parts], default=_NOTHING))
    plot = frame(canvas, ticks, short_number, top, bottom)
    for index, month in enumerate(months):
        x, width = plot.place(index, len(months)), min(plot.width_of(len(months)) * 0.72, 44)
        if month.best is None or month.delinquent is None:
            canvas.write(x, bottom - 4, "n/a", "quiet", "middle")
            continue
        _stacked(canvas, plot, (x - width / 2, width), (month.best, month.delinquent))
    if months and months[-1].dso is not None:
        x, y = plot.place(len(months) - 1, len(months)), plot.scale.at(months[-1].dso)
        words = short_number(float(months[-1].dso))
        canvas.write(min(x, canvas.width - 14), y - 5, words, "strong", "middle")
    draw_marks(canvas, plot, [each.on for each in months], marks, top, bottom)
    name_places(canvas, plot, [month_name(each.on) for each in months], canvas.height - 6)
    return canvas.bytes()


def _stacked(
    canvas: Canvas, plot: Plot, across: tuple[float, float], parts: tuple[Decimal, Decimal]
) -> None:
    """Parts above zero stand on each other; one below zero hangs from it."""
    up = _NOTHING
    for kind, part in zip(("c", "d"), parts, strict=True):
        low, high = (part, _NOTHING) if part < 0 else (up, up + part)
        up = max(up, high)
        y = plot.scale.at(high)
        canvas.box(across[0], y, across[1], plot.scale.at(low) - y, kind)


def _told_of_dso(months: Sequence[DsoMonth]) -> str:
    known = [each for each in months if each.dso is not None]
    if not known or known[-1].dso is None:
        return "There is no DSO yet: nothing was sold."
    last = known[-1]
    return (
        f"On {dated(last.on)} DSO was {last.dso:.1f} days: {last.best:.1f} best possible and "
        f"{last.delinquent:.1f} delinquent. Every figure stands in the table."
    )


def receipts_svg(weeks: Sequence[WeekAhead], currency: str, *, narrow: bool = False) -> bytes:
    """The receipts of each week ahead: a band from low to high, and the likely ones in it."""
    canvas = Canvas(
        NARROW if narrow else WIDE,
        270,
        f"Expected receipts by week, {currency}",
        _told_of_receipts(weeks, currency),
    )
    top = canvas.legend(12, [("fan", "low to high"), ("dot", "likely, each week")]) + 12
    bottom = canvas.height - 24.0
    lows, highs = [week.low for week in weeks], [week.high for week in weeks]
    likely = [week.likely for week in weeks]
    ticks = rounded_span(min(lows, default=_NOTHING), max(highs, default=_NOTHING))
    plot = frame(canvas, ticks, lambda tick: short_amount(tick, currency), top, bottom)

    def points(sums: Sequence[Decimal]) -> list[tuple[float, float]]:
        return [
            (plot.place(index, len(sums)), plot.scale.at(each)) for index, each in enumerate(sums)
        ]

    canvas.path([*points(highs), *reversed(points(lows))], "fan", closed=True)
    canvas.path(points(likely), "likely")
    for x, y in points(likely):
        canvas.dot(x, y, 3, "dot")
    name_places(canvas, plot, [day_name(each.start) for each in weeks], canvas.height - 6)
    return canvas.bytes()


def _told_of_receipts(weeks: Sequence[WeekAhead], currency: str) -> str:
    if not weeks:
        return "Nothing is expected."
    likely = money(Money(sum((each.likely for each in weeks), _NOTHING), currency))
    return (
        f"In {len(weeks)} weeks from {dated(weeks[0].start)}, likely {likely} in all. "
        "Low, likely and high of every week stand in the table."
    )
