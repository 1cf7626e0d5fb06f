"""Charts as pictures: SVG at an address of its own, without script, with its own policy.

The same figures stand in a table beside every chart.
"""

from __future__ import annotations

import re
from uuid import UUID
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, g

from plugin.credit.money import Money
from plugin.letters.wording import money
from plugin.queries.figures import Figures, ledger_figures
from plugin.web.doorkeeper import of_organisation
from plugin.web.drawing import HorizontalBar, Style
from plugin.web.house import reading, today
from plugin.web.security import CHART_POLICY

blueprint = Blueprint("charts", __name__)

_CURRENCY = re.compile(r"[A-Z]{3}")
_SVG = "http://www.w3.org/2000/svg"

#: amounts stand to the right of their bars; ink as on the page around it, in light and in dark
_INK = (
    " .text-overlay text.value {text-anchor: start !important; transform: translateX(8px);"
    " fill: #1b1a18 !important}"
    " @media (prefers-color-scheme: dark) {text, .axis text, .series text, .text-overlay text.value"
    " {fill: #ecebe6 !important} .axis .line {stroke: #55524b !important}"
    " .color-0 {fill: #7f93a8 !important; stroke: #7f93a8 !important}}"
    " .reactive {fill-opacity: 1}"
)
_FONT = "system-ui, sans-serif"
_PAPER = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#1b1a18",
    foreground_strong="#1b1a18",
    foreground_subtle="#dedad0",
    colors=("#6b7f93",),
    font_family=_FONT,
    label_font_size=13,
    label_font_family=_FONT,
    major_label_font_size=13,
    value_font_size=13,
    value_font_family=_FONT,
)


@blueprint.get("/o/<uuid:org_id>/charts/ageing-<currency>.svg")
@of_organisation
def ageing(org_id: UUID, currency: str) -> Response:
    """The ageing of one currency as horizontal bars."""
    if _CURRENCY.fullmatch(currency) is None:
        abort(404)
    with reading() as tx:
        figures = ledger_figures(tx, on=today(), base_currency=g.organisation.base_currency)
    found = next((each for each in figures if each.currency == currency), None)
    if found is None:
        abort(404)
    return Response(
        ageing_svg(found),
        mimetype="image/svg+xml",
        # never kept: the table beside it is read afresh, and both have to say the same
        headers={"Content-Security-Policy": CHART_POLICY, "Cache-Control": "no-store"},
    )


def ageing_svg(figures: Figures) -> bytes:
    """The ageing of one currency as an SVG that carries no script and loads nothing."""
    chart = HorizontalBar(
        js=[],
        style=_PAPER,
        width=460,
        height=210,
        show_legend=False,
        show_x_labels=False,
        show_x_guides=False,
        show_y_guides=False,
        print_values=True,
        print_values_position="top",
        margin=4,
        spacing=4,
        truncate_label=-1,
        no_prefix=True,
        range=(0, _reach(figures)),
    )
    chart.x_labels = [bucket.label for bucket in reversed(figures.buckets)]
    chart.add(
        "",
        [float(bucket.amount.amount) for bucket in reversed(figures.buckets)],
        formatter=lambda value: money(_exact(figures, value)),
    )
    root = ElementTree.fromstring(chart.render())  # noqa: S314 - our own library made it
    _make_still(root)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + ElementTree.tostring(root)


def _reach(figures: Figures) -> float:
    """Room to the right of the longest bar for its amount."""
    return max(1.0, float(max(bucket.amount.amount for bucket in figures.buckets)) * 1.3)


def _exact(figures: Figures, value: float) -> Money:
    """The bucket's exact amount for the number that the library hands back."""
    return next(
        (b.amount for b in figures.buckets if float(b.amount.amount) == value),
        Money.zero(figures.currency),
    )


def _make_still(root: ElementTree.Element) -> None:
    """Take out every script and every link; add the colours for dark."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{_SVG}}}script":
                parent.remove(child)
    style = root.find(f".//{{{_SVG}}}style")
    assert style is not None  # the library always writes one
    style.text = (style.text or "") + _INK


ElementTree.register_namespace("", _SVG)
