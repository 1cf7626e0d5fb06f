"""Every picture is still, says what it shows, and shows what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.decisions import BUCKETS
from plugin.credit.money import Money
from plugin.queries.series import (
    AgedMonth,
    DsoMonth,
    Effect,
    Mark,
    PaidInvoice,
    WeekAhead,
    ageing_table,
    dso_table,
    effect_table,
    punctuality_table,
    receipts_table,
)
from plugin.web.pictures.judged import LAST, effect_svg, punctuality_svg
from plugin.web.pictures.over_time import ageing_svg, dso_svg, receipts_svg
from plugin.web.pictures.scale import rounded_span, short_amount

EVIL = '<script src="https://elsewhere/x.js">&'
MONTHS = [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 24)]
AGED = [
    AgedMonth(
        on,
        dict(zip(BUCKETS, map(Decimal, (9000 + at, 500, 250, 0, 40)), strict=True)),
        Decimal(at * 100),
    )
    for at, on in enumerate(MONTHS)
]
DSO = [
    DsoMonth(MONTHS[0], None, None, "nothing was sold in the 90 days before"),
    DsoMonth(MONTHS[1], Decimal("29.2"), Decimal("14.6")),
    DsoMonth(MONTHS[2], Decimal("31.0"), Decimal("-1.5")),
]
MARKS = [Mark(date(2026, 10, 12), f"Reminders three days sooner {EVIL}")]
WEEKS = [
    WeekAhead(
        date(2026, 11, 23) + timedelta(weeks=at), Decimal(at), Decimal(5 * at), Decimal(9 * at + 1)
    )
    for at in range(13)
]
PAID = [
    *(PaidInvoice(f"INV-{at}", date(2026, 1, 1) + timedelta(weeks=at), at - 9) for at in range(30)),
    PaidInvoice("INV-98", date(2026, 10, 1), 12, promise="kept"),
    PaidInvoice(EVIL, date(2026, 10, 20), 35, is_open=True, promise="broken"),
]
EFFECTS = [
    Effect(
        "Reminders on Tuesdays", Decimal("-4.2"), Decimal("-6.0"), Decimal("-2.4"), "4 days sooner."
    ),
    Effect(EVIL, words="Cannot tell yet: about 6 more weeks."),
]


def _every_picture(*, narrow: bool) -> Mapping[str, bytes]:
    return {
        "ageing": ageing_svg(AGED, "GBP", MARKS, narrow=narrow),
        "dso": dso_svg(DSO, MARKS, narrow=narrow),
        "receipts": receipts_svg(WEEKS, "GBP", narrow=narrow),
        "punctuality": punctuality_svg(PAID, narrow=narrow),
        "effect": effect_svg(EFFECTS, narrow=narrow),
        "ageing of nothing": ageing_svg([], "GBP", narrow=narrow),
        "dso of nothing": dso_svg([], narrow=narrow),
        "receipts of nothing": receipts_svg([], "GBP", narrow=narrow),
        "punctuality of nobody": punctuality_svg([], narrow=narrow),
        "effect of nothing": effect_svg([], narrow=narrow),
    }


@pytest.mark.parametrize("narrow", [False, True])
def test_every_picture_is_still_and_says_what_it_shows(*, narrow: bool) -> None:
    """No script, no handler, no reference, no address but its namespace; a title and a text."""
    for name, svg in _every_picture(narrow=narrow).items():
        root = ElementTree.fromstring(svg)
        for element in root.iter():
            tag = element.tag.rpartition("}")[2]
            assert tag in {
                "svg",
                "title",
                "desc",
                "style",
                "line",
                "path",
                "rect",
                "circle",
                "text",
            }
            for attribute, value in element.attrib.items():
                assert not attribute.lower().startswith("on"), name
                assert "href" not in attribute.lower(), name
                assert "//" not in value, name
                assert "url(" not in value, name
        space = "{http://www.w3.org/2000/svg}"
        told = [root.findtext(f"{space}{tag}") for tag in ("title", "desc")]
        assert all(told), name
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == "t d"
        style = root.findtext(f"{space}style") or ""
        assert "prefers-color-scheme:dark" in style
        assert "url(" not in style
        assert "@import" not in style


def test_everything_drawn_lies_on_the_sheet() -> None:
    """Nothing is cut off, on a telephone neither."""
    for narrow in (False, True):
        for name, svg in _every_picture(narrow=narrow).items():
            root = ElementTree.fromstring(svg)
            width, height = float(root.attrib["width"]), float(root.attrib["height"])
            for element in root.iter():
                for x in ("x", "x1", "x2", "cx"):
                    assert -0.01 <= float(element.get(x, 0)) <= width + 0.01, (name, element.attrib)
                for y in ("y", "y1", "y2", "cy"):
                    assert -0.01 <= float(element.get(y, 0)) <= height + 0.01, (
                        name,
                        element.attrib,
                    )


def _boxes(svg: bytes, kind: str) -> list[tuple[float, float]]:
    """Height and upper edge of the boxes of a kind, without the one in the legend."""
    found = [
        (float(box.attrib["height"]), float(box.attrib["y"]))
        for box in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")
        if box.get("class") == kind
    ]
    return found[1:]


def test_the_bars_of_the_ageing_are_as_tall_as_their_amounts() -> None:
    """Half the amount is half the height, and the buckets stand on each other."""
    svg = ageing_svg(AGED, "GBP")
    [tall, *_], [low, *_], [lower, *_] = (_boxes(svg, kind) for kind in ("b", "c", "e"))
    assert tall[0] == pytest.approx(2 * low[0], abs=0.02)
    assert low[0] == pytest.approx(250 / 40 * lower[0], abs=0.1)
    assert tall[1] == pytest.approx(low[1] + low[0], abs=0.02)


def test_a_month_without_sales_says_so_in_picture_and_table() -> None:
    """n/a, never a bar of nothing; the reason stands in the table, and the mark in its month."""
    words = "".join(ElementTree.fromstring(dso_svg(DSO, MARKS)).itertext())
    assert "n/a" in words
    table = dso_table(DSO, MARKS)
    assert table.rows[0][1] == "n/a: nothing was sold in the 90 days before"
    assert table.rows[1][1] == Decimal("43.8")
    assert [bool(row[-1]) for row in table.rows] == [False, True, False]


def test_only_the_last_invoices_of_a_customer_are_drawn() -> None:
    """The newest 24, with what is open hollow and promises by name."""
    words = "".join(ElementTree.fromstring(punctuality_svg(PAID)).itertext())
    assert f"Of {LAST - 1} paid invoices, " in words
    assert "one promise kept, one broken" in words
    assert "still open" in words
    assert len(punctuality_table(PAID).rows) == len(PAID)


def test_the_tables_hold_exactly_what_is_drawn() -> None:
    """Exact amounts, the sums of the rows, and the weeks one after the other."""
    aged = ageing_table(AGED, "GBP")
    assert aged.rows[2][-1] == Money.of(9002 + 790 - 200, "GBP")
    weeks = receipts_table(WEEKS, "GBP").rows
    assert weeks[-1][-1] == Money.of(5 * 78, "GBP")
    assert all(before[1] + timedelta(days=1) == after[0] for before, after in pairwise(weeks))  # type: ignore[operator]
    assert effect_table(EFFECTS).rows[1][1:4] == (None, None, None)


@given(st.decimals(-(10**9), 10**9, places=2), st.decimals(-(10**9), 10**9, places=2))
def test_the_axis_reaches_as_far_as_the_figures(one: Decimal, other: Decimal) -> None:
    """Round steps, zero among them, few enough to be read."""
    low, high = sorted((one, other))
    ticks = rounded_span(low, high)
    assert ticks[0] <= low + abs(low) * Decimal("1e-9")
    assert ticks[-1] >= high - abs(high) * Decimal("1e-9")
    assert 0 in ticks
    assert 2 <= len(ticks) <= 8
    assert len({short_amount(tick, "GBP") for tick in ticks}) == len(ticks)
