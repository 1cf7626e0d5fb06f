"""Pages of a PDF: text set left or right, thin rules, in Helvetica. It knows no invoice.

Lengths are points from the lower left corner of A4. Characters outside Windows' Latin alphabet
become question marks, because no font is embedded.
"""

RIGHT = 539
"""Where what is set right ends."""
_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 "
    "556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 "
    "722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 "
    "556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 "
    "260 334 584"
)
_WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(_REGULAR.split())}
_USUAL_WIDTH, _BOLDER = 556, 1.07


def width_of(text: str, size: int = 10) -> float:
    """How wide a text is in Helvetica, in points."""
    return sum(_WIDTHS.get(each, _USUAL_WIDTH) for each in text) * size / 1000


class Page:
    """One A4 page being written."""

    def __init__(self) -> None:
        self._marks: list[str] = []

    def text(self, x: float, y: float, text: str, *, size: int = 10, is_bold: bool = False) -> None:
        """Text that begins at x."""
        font = "F2" if is_bold else "F1"
        self._marks.append(f"BT /{font} {size} Tf {x:.1f} {y:.1f} Td ({_escaped(text)}) Tj ET")

    def right(self, x: float, y: float, text: str, *, is_bold: bool = False) -> None:
        """Text that ends at x."""
        width = width_of(text) * (_BOLDER if is_bold else 1)
        self.text(x - width, y, text, is_bold=is_bold)

    def rule(self, start: float, end: float, y: float) -> None:
        """A thin line."""
        self._marks.append(f"0.5 w {start:.1f} {y:.1f} m {end:.1f} {y:.1f} l S")

    def content(self) -> bytes:
        """The page's stream."""
        return "\n".join(self._marks).encode("cp1252", "replace")


def document(pages: list[Page]) -> bytes:
    """A PDF of these pages."""
    first = 5  # after catalogue, list of pages and two fonts
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s/Encoding/WinAnsiEncoding>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        (font % "").encode(),
        (font % "-Bold").encode(),
    ]
    for place, page in enumerate(pages):
        stream = page.content()
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 2 * place + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>".encode(),
            b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        ]
    return _joined(objects)


def _joined(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    )


def _escaped(text: str) -> str:
    shown = "".join(each if each.isprintable() else " " for each in text)
    return shown.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
