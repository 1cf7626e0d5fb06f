"""The pictures of one customer's punctuality, and of what changes did."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plugin.letters.wording import counted, spelled
from plugin.queries.series import Effect, PaidInvoice
from plugin.web.pictures.canvas import DIGIT, Canvas
from plugin.web.pictures.plot import NARROW, WIDE, frame, name_places
from plugin.web.pictures.scale import Scale, day_name, rounded_span, short_number

#: the last invoices of a customer that are drawn
LAST = 24
_NOTHING = Decimal(0)
_ROW = 46


def punctuality_svg(invoices: Sequence[PaidInvoice], *, narrow: bool = False) -> bytes:
    """The last invoices in the order of their due dates: above the line late, below it early.

    A dot under a bar says that a promise about it was kept, a cross that it was broken. What is
    still open is a hollow bar as far as it has come.
    """
    shown = list(invoices)[-LAST:]
    canvas = Canvas(
        NARROW if narrow else WIDE,
        250,
        "Paid before or after the due date, in days",
        _told_of_punctuality(shown),
    )
    named = [("early", "in time"), ("late", "late")]
    if any(each.is_open for each in shown):
        named.append(("open", "still open"))
    if any(each.promise for each in shown):
        named += [("kept", "promise kept"), ("broken", "promise broken ×")]
    top = canvas.legend(12, named) + 12
    bottom = canvas.height - 42.0
    figures = [each.days_late for each in shown]
    ticks = rounded_span(min(figures, default=0), max(figures, default=0))
    plot = frame(canvas, ticks, short_number, top, bottom)
    zero = plot.scale.at(0)
    for index, each in enumerate(shown):
        x, width = plot.place(index, len(shown)), min(plot.width_of(len(shown)) * 0.66, 22)
        y = plot.scale.at(each.days_late)
        kind = "open" if each.is_open else "late" if each.days_late > 0 else "early"
        # what was paid on the very day is a line, not nothing
        canvas.box(x - width / 2, min(y, zero) - 1, width, abs(y - zero) + 2, kind)
        if each.promise == "kept":
            canvas.dot(x, bottom + 12, 4, "kept")
        elif each.promise == "broken":
            canvas.write(x, bottom + 17, "×", "strong", "middle")
    name_places(canvas, plot, [day_name(each.due) for each in shown], canvas.height - 6)
    return canvas.bytes()


def _told_of_punctuality(shown: Sequence[PaidInvoice]) -> str:
    paid = [each for each in shown if not each.is_open]
    if not paid:
        return "No invoice was paid yet."
    in_time = sum(1 for each in paid if each.days_late <= 0)
    kept = sum(1 for each in shown if each.promise == "kept")
    broken = sum(1 for each in shown if each.promise == "broken")
    promises = (
        f" {counted(kept, 'promise')} kept, {_or_none(broken)} broken." if kept or broken else ""
    )
    return (
        f"Of {counted(len(paid), 'paid invoice')}, {_or_none(in_time)} by the due date.{promises} "
        "Each stands in the table."
    )


def _or_none(number: int) -> str:
    return spelled(number) if number else "none"


def effect_svg(effects: Sequence[Effect], *, narrow: bool = False) -> bytes:
    """What each change did in days, with its interval; to the left of the line is sooner."""
    width = NARROW if narrow else WIDE
    canvas = Canvas(
        width,
        34 + _ROW * max(len(effects), 1) + 26,
        "What changes did, in days",
        " ".join(each.words for each in effects) or "No change was measured yet.",
    )
    known = [part for each in effects for part in (each.low, each.high) if part is not None]
    ticks = rounded_span(min(known, default=_NOTHING), max(known, default=_NOTHING))
    if len(ticks) == 1 or not known:
        ticks = [-1.0, 0.0, 1.0]
    margin = max(len(short_number(each)) for each in (ticks[0], ticks[-1])) * DIGIT
    across = Scale(ticks[0], ticks[-1], margin, width - margin)
    foot = canvas.height - 24.0
    canvas.write(0, 12, "← sooner", "quiet")
    canvas.write(width, 12, "later →", "quiet", "end")
    for tick in ticks:
        x = across.at(tick)
        canvas.line(x, 22, x, foot, "ink" if tick == 0 else "line")
        canvas.write(x, canvas.height - 8, short_number(tick), "quiet", "middle")
    for index, each in enumerate(effects):
        _interval(canvas, across, 40 + index * _ROW, each)
    return canvas.bytes()


def _interval(canvas: Canvas, across: Scale, y: float, effect: Effect) -> None:
    canvas.write(0, y, _shortened(effect.change, canvas.width), "strong")
    low, high, middle = effect.low, effect.high, effect.days
    if low is None or high is None or middle is None:
        canvas.write(0, y + 18, "cannot tell yet", "quiet")
        return
    bar = y + 14
    canvas.line(across.at(low), bar, across.at(high), bar, "likely")
    for end in (low, high):
        canvas.line(across.at(end), bar - 6, across.at(end), bar + 6, "likely")
    canvas.dot(across.at(middle), bar, 4.5, "dot")


def _shortened(words: str, width: float) -> str:
    most = int(width / (DIGIT + 0.3))
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
