"""A picture as SVG that is drawn by nobody else: no script, nothing loaded, light and dark.

It knows lines, boxes, dots and words; what they mean is for the pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

_SVG = "http://www.w3.org/2000/svg"

#: as the pages around them: ink and paper by the system's choice, colours with one meaning each
_STYLE = """
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:#1b1a18}
text.quiet{fill:#55524b}
text.strong{font-weight:600}
.line{stroke:#dedad0;stroke-width:1;fill:none}
.ink{stroke:#1b1a18;stroke-width:1.5;fill:none}
.mark{stroke:#55524b;stroke-width:1;stroke-dasharray:3 3;fill:none}
.a{fill:#c3cdd7}.b{fill:#9aacbe}.c{fill:#6b7f93}.d{fill:#b07a1c}.e{fill:#99201a}
.credit{fill:none;stroke:#1d6236;stroke-width:1}
.fan{fill:#c3cdd7}
.likely{stroke:#1c4f82;stroke-width:2.5;fill:none}
.dot{fill:#1c4f82}
.early{fill:#6b7f93}.late{fill:#b07a1c}.open{fill:none;stroke:#b07a1c;stroke-width:1.5}
.kept{fill:#1d6236}.broken{fill:#99201a}
@media (prefers-color-scheme:dark){
text{fill:#ecebe6}
text.quiet{fill:#b0aca3}
.line{stroke:#363a40}
.ink{stroke:#ecebe6}
.mark{stroke:#b0aca3}
.a{fill:#4a5866}.b{fill:#66788a}.c{fill:#8fa3b7}.d{fill:#ecc06a}.e{fill:#f79a90}
.credit{stroke:#8fd1a4}
.fan{fill:#3b4754}
.likely{stroke:#9cc4f0}
.dot{fill:#9cc4f0}
.early{fill:#8fa3b7}.late{fill:#ecc06a}.open{stroke:#ecc06a}
.kept{fill:#8fd1a4}.broken{fill:#f79a90}
}
"""
#: the width of a digit of the text above, about: to leave room beside an axis
DIGIT = 7


class Canvas:
    """A sheet of `width` by `height` with a title and a description for those who do not see it."""

    def __init__(self, width: int, height: int, title: str, description: str) -> None:
        self.width, self.height = width, height
        self._root = Element(
            "svg",
            {
                "xmlns": _SVG,
                "viewBox": f"0 0 {width} {height}",
                "width": str(width),
                "height": str(height),
                "role": "img",
                "aria-labelledby": "t d",
            },
        )
        SubElement(self._root, "title", {"id": "t"}).text = title
        SubElement(self._root, "desc", {"id": "d"}).text = description
        SubElement(self._root, "style").text = _STYLE

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "line") -> None:
        """A straight line."""
        ends = {"x1": _at(x1), "y1": _at(y1), "x2": _at(x2), "y2": _at(y2)}
        SubElement(self._root, "line", {"class": kind, **ends})

    def path(
        self, points: Iterable[tuple[float, float]], kind: str, *, closed: bool = False
    ) -> None:
        """A line through points; closed, it is an area."""
        steps = " L".join(f"{_at(x)} {_at(y)}" for x, y in points)
        if steps:
            end = " Z" if closed else ""
            SubElement(self._root, "path", {"class": kind, "d": f"M{steps}{end}"})

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """A filled rectangle; one of no size is not drawn."""
        if width > 0 and height > 0:
            place = {"x": _at(x), "y": _at(y), "width": _at(width), "height": _at(height)}
            SubElement(self._root, "rect", {"class": kind, **place})

    def dot(self, x: float, y: float, radius: float, kind: str) -> None:
        """A filled circle, or a ring where the kind has a stroke only."""
        SubElement(
            self._root, "circle", {"class": kind, "cx": _at(x), "cy": _at(y), "r": _at(radius)}
        )

    def write(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
        """Words on a base line; `anchor` is start, middle or end."""
        place = {"x": _at(x), "y": _at(y), "text-anchor": anchor}
        SubElement(self._root, "text", {"class": kind, **place} if kind else place).text = words

    def legend(self, y: float, named: Sequence[tuple[str, str]]) -> float:
        """Boxes with their names, in as many rows as they need; the height that they took."""
        x, rows = 0.0, 0
        for kind, name in named:
            width = 18 + len(name) * 6.4 + 14
            if x and x + width > self.width:
                x, rows = 0.0, rows + 1
            self.box(x, y + rows * 18 - 9, 11, 11, kind)
            self.write(x + 16, y + rows * 18, name)
            x += width
        return (rows + 1) * 18

    def bytes(self) -> bytes:
        """The picture as a file."""
        return b"<?xml version='1.0' encoding='utf-8'?>\n" + ElementTree.tostring(self._root)


def _at(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
