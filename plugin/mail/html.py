"""HTML as a person would read it: its words, what of it is quoted, and the rows of its tables.

Nothing of it is ever shown as HTML, fetched or run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_UNREAD = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})
_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "hr", "h1", "h2", "h3", "h4",
     "h5", "h6", "pre", "section", "article", "header", "footer", "center"}
)  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "base", "area"})
#: how the common programs mark what they quote
_QUOTES = re.compile(
    r"\b(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|"
    r"divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|reply-intro|WordSection_quote|tutanota_quote)"
)
#: Outlook draws a line above what it quotes and closes nothing: all that follows is quoted
_OUTLOOK_LINE = re.compile(r"border-top:\s*solid\s+#(?:E1E1E1|B5C4DF)\b", re.IGNORECASE)
_TO_THE_END = frozenset({"divRplyFwdMsg", "appendonsend"})
_MOST_ROWS = 2_000
_MOST_CELLS = 40


@dataclass(slots=True)
class Read:
    """What HTML says: new words, quoted words, and table rows of cells."""

    said: str = ""
    quoted: str = ""
    rows: list[tuple[str, ...]] = field(default_factory=list)


def read_html(html: str) -> Read:
    """Read HTML, however broken."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Read(_tidy(reader.said), _tidy(reader.quoted), reader.rows)


def _tidy(pieces: list[str]) -> str:
    text = re.sub(r"[ \t\xa0]+", " ", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", text)).strip()


class _Reader(HTMLParser):
    """Goes through the tags once; remembers how deep it stands in what is quoted or unread."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.quoted: list[str] = []
        self.rows: list[tuple[str, ...]] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._quotes = 0
        self._unread = 0
        self._to_the_end = False
        self._row: list[str] | None = None
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        known = {name: value or "" for name, value in attrs}
        marks = f"{known.get('class', '')} {known.get('id', '')}"
        if tag in _BLOCKS:
            self._say("\n")
        if _OUTLOOK_LINE.search(known.get("style", "")) or known.get("id") in _TO_THE_END:
            self._to_the_end = True
        self._table(tag)
        if tag in _VOID:
            return
        quotes = bool(_QUOTES.search(marks)) or (
            tag == "blockquote" and known.get("type", "").lower() == "cite"
        )
        unread = tag in _UNREAD
        self._quotes += quotes
        self._unread += unread
        self._open.append((tag, quotes, unread))

    def handle_endtag(self, tag: str) -> None:
        """A tag closes, and with it what was left open within; a stray end closes nothing."""
        if all(tag != each for each, _, _ in self._open[-60:]):
            return
        while self._open:
            opened, quotes, unread = self._open.pop()
            self._quotes -= quotes
            self._unread -= unread
            if opened == tag:
                break
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()
        if tag in _BLOCKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        """Words; line ends within them are blanks in HTML."""
        if self._unread:
            return
        words = re.sub(r"\s+", " ", data)
        self._say(words)
        if self._cell is not None:
            self._cell.append(words)

    def unknown_decl(self, data: str) -> None:
        """A declaration that nobody knows says nothing."""

    def close(self) -> None:
        """The end, whatever is still open."""
        super().close()
        self._end_row()

    def _say(self, words: str) -> None:
        if not self._unread:
            (self.quoted if self._quotes or self._to_the_end else self.said).append(words)

    def _table(self, tag: str) -> None:
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._end_cell()
            self._cell = []
            self._say("\t")
        elif tag in _BLOCKS and self._cell is not None:
            self._cell.append(" ")

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None and len(self._row) < _MOST_CELLS:
            self._row.append(re.sub(r"\s+", " ", "".join(self._cell)).strip())
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        # of what we wrote ourselves and they only quoted, nothing is read
        is_theirs = not self._quotes and not self._to_the_end
        if self._row and any(self._row) and is_theirs and len(self.rows) < _MOST_ROWS:
            self.rows.append(tuple(self._row))
        self._row = None
