"""The frame that the pictures over time share: an axis of figures, a row of months, marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from plugin.queries.series import Mark
from plugin.web.pictures.canvas import DIGIT, Canvas
from plugin.web.pictures.scale import Scale, every_nth

#: of the two sizes of every picture: beside text, and across a telephone
WIDE, NARROW = 720, 350


@dataclass(frozen=True, slots=True)
class Plot:
    """The room in which figures are drawn: places across, a scale upwards."""

    left: float
    right: float
    scale: Scale

    def place(self, index: int, count: int) -> float:
        """The middle of the place of one of `count` points."""
        return self.left + (index + 0.5) * self.width_of(count)

    def width_of(self, count: int) -> float:
        """How wide the place of each of `count` points is."""
        return (self.right - self.left) / max(count, 1)


def frame(
    canvas: Canvas, ticks: Sequence[float], name: Callable[[float], str], top: float, bottom: float
) -> Plot:
    """Draw the axis of figures between two heights, and hand out the room beside it."""
    names = [name(tick) for tick in ticks]
    left = max(len(each) for each in names) * DIGIT + 8
    scale = Scale(ticks[0], ticks[-1], bottom, top)
    for tick, words in zip(ticks, names, strict=True):
        y = scale.at(tick)
        canvas.line(left, y, canvas.width, y, "ink" if tick == 0 and ticks[0] < 0 else "line")
        canvas.write(left - 6, y + 4, words, "quiet", "end")
    return Plot(left, canvas.width, scale)


def name_places(canvas: Canvas, plot: Plot, names: Sequence[str], y: float) -> None:
    """Write below each place what it is, as many as fit, the last always among them."""
    if not names:
        return
    longest = max(len(each) for each in names) * DIGIT + 6
    step = every_nth(len(names), plot.right - plot.left, longest)
    last = len(names) - 1
    for index, words in enumerate(names):
        if (last - index) % step == 0:
            x = plot.place(index, len(names))
            half = len(words) * DIGIT / 2
            x = min(max(x, plot.left + half), canvas.width - half)
            canvas.write(x, y, words, "quiet", "middle")


def draw_marks(
    canvas: Canvas,
    plot: Plot,
    days: Sequence[date],
    marks: Sequence[Mark],
    top: float,
    bottom: float,
) -> None:
    """A numbered line at each day on which something was changed; the page names the numbers."""
    for number, mark in enumerate(marks, start=1):
        x = _place_of(plot, days, mark.on)
        if x is not None:
            canvas.line(x, top, x, bottom, "mark")
            canvas.write(x, top - 4, str(number), "strong", "middle")


def _place_of(plot: Plot, days: Sequence[date], on: date) -> float | None:
    """Between the two points around the day; None before the first month and after the last day."""
    if not days or on > days[-1]:
        return None
    after = next(index for index, each in enumerate(days) if each >= on)
    width = plot.width_of(len(days))
    if after == 0:
        is_in_month = (on.year, on.month) == (days[0].year, days[0].month)
        return plot.place(0, len(days)) - width / 2 * (on != days[0]) if is_in_month else None
    share = (on - days[after - 1]).days / (days[after] - days[after - 1]).days
    return plot.place(after - 1, len(days)) + share * width
