"""What of a plain text is new, and what the writer's program only repeated below or above it.

By the marks of the common programs in the languages of Europe. Where nothing new is left, all of
it counts as said: nobody's words get lost.
"""

from __future__ import annotations

import re

#: "On Tue, 24 Nov 2026 at 09:12, Lisa Harding <...> wrote:" and its like, on up to four lines
_WROTE = re.compile(
    r"^[ \t>*]*(?:"
    r"On\b.{4,300}?\bwrote|Am\b.{4,300}?\bschrieb\b.{0,200}?|Le\b.{4,300}?\ba écrit|"
    r"El\b.{4,300}?\bescribió|Il\b.{4,300}?\bha scritto|Op\b.{4,300}?\bschreef\b.{0,200}?|"
    r"Em\b.{4,300}?\bescreveu|Den\b.{4,300}?\bskrev\b.{0,200}?|"
    r"W dniu\b.{4,300}?\bnapisał(?:a|\(a\))?"
    r"\b.{0,200}?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{4,300}?\bwrote"
    r")\s?[:：]\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(
    r"^\s*-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d['’]origine|"
    r"Message original|Oorspronkelijk bericht|Mensaje original|Messaggio originale|"
    r"Mensagem original|Ursprungligt meddelande|Oprindelig meddelelse|Wiadomość oryginalna|"
    r"Reply above this line)\b.*$",
    re.IGNORECASE,
)
_LINE = re.compile(r"^\s*_{10,}\s*$")
_HEADS = (
    r"From|Von|De|Van|Da|Från|Fra|Od",
    (
        r"Sent|Date|Gesendet|Datum|Envoyé(?: le)?|Verzonden|Enviado(?: el| em)?|Fecha|Inviato|"
        r"Data|Skickat|Sendt|Wysłano"
    ),
    r"To|An|À|Aan|Para|A|Till|Til|Do",
    r"Subject|Betreff|Objet|Onderwerp|Asunto|Oggetto|Assunto|Ämne|Emne|Temat",
)
_HEAD_LINES = tuple(re.compile(rf"^[ \t>*]*(?:{each})\s?:\*?", re.IGNORECASE) for each in _HEADS)
_PHONE = re.compile(
    r"^\s*(?:(?:Sent|Get|Gesendet|Von meinem|Envoyé|Télécharge|Verzonden|Enviado|Inviato|Skickat|"
    r"Sendt|Wysłane)\b.{0,60}\b(?:iPhone|iPad|Android|Galaxy|Samsung|Outlook|BlackBerry|mobile|"
    r"Mobile|mobilen|Handy|Smartphone|Yahoo|mobiel|móvil|phone)\b.{0,40}|"
    r"Sent with Proton Mail.{0,40}|<?https?://aka\.ms/\S+>?)\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"[ \t>*]{0,20}(?:On|Am|Le|El|Il|Op|Em|Den|W dniu|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", re.IGNORECASE
)
#: so many lines a sentence of the kind "On … wrote:" may be broken over
_SPREAD = 4
#: nobody writes more; what is longer is not taken apart
_MOST_LINES = 3_000


def split(text: str) -> tuple[str, str]:
    """What is new in a text, and the rest: what it quotes, and what stands below a signature."""
    lines = text.splitlines()
    if len(lines) > _MOST_LINES:
        return "\n".join(lines[:_MOST_LINES]).strip(), "\n".join(lines[_MOST_LINES:]).strip()
    at = _start_of_quote(lines)
    said, rest = lines[:at], lines[at:]
    if not _has_words(said) and at < len(lines):
        below = _below(rest)
        if below is None:
            return text.strip(), ""
        rest, said = below
    said, tail = _without_signature(said)
    if not _has_words(said):
        return text.strip(), ""
    return "\n".join(said).strip(), "\n".join([*tail, *rest]).strip()


def _start_of_quote(lines: list[str]) -> int:
    """The line from which on all is quoted; the number of lines where nothing is."""
    for place, line in enumerate(lines):
        if _MARK.match(line):
            return place
        if _LINE.match(line) and _is_head(lines, place + 1):
            return place
        if _is_head(lines, place):
            return place
        if _wrote(lines, place):
            return _trailing_quote(lines) if _answers_within(lines, place) else place
    return _trailing_quote(lines)


def _wrote(lines: list[str], place: int) -> int:
    """How many lines the sentence that announces a quotation takes; 0 where none begins here."""
    if not _OPENS.match(lines[place]):
        return 0
    for count in range(1, _SPREAD + 1):
        joined = " ".join(lines[place : place + count])
        if len(joined) > 600:
            return 0
        if _WROTE.match(joined):
            return count
    return 0


def _is_head(lines: list[str], place: int) -> bool:
    """Whether the headers of a quoted mail begin here: From, then two others within six lines."""
    while place < len(lines) and not lines[place].strip():
        place += 1
    if place >= len(lines) or not _HEAD_LINES[0].match(lines[place]):
        return False
    following = lines[place + 1 : place + 7]
    found = sum(any(head.match(line) for line in following) for head in _HEAD_LINES[1:])
    return found >= 2


def _answers_within(lines: list[str], place: int) -> bool:
    """Whether new words stand between quoted lines: then all of it is read."""
    after = lines[place + _wrote(lines, place) :]
    quoted = [number for number, line in enumerate(after) if line.startswith(">")]
    if not quoted:
        return False
    between = [line for line in after[quoted[0] : quoted[-1]] if not line.startswith(">")]
    below = after[quoted[-1] + 1 :]
    return _has_words(between) or _has_words(_without_signature(below)[0])


def _trailing_quote(lines: list[str]) -> int:
    at = len(lines)
    while at and (lines[at - 1].startswith(">") or not lines[at - 1].strip()):
        at -= 1
    return at if any(line.startswith(">") for line in lines[at:]) else len(lines)


def _below(rest: list[str]) -> tuple[list[str], list[str]] | None:
    """What was quoted first and the words below it; None where there are none."""
    quoted = [number for number, line in enumerate(rest) if line.startswith(">")]
    if not quoted:
        return None
    below = rest[quoted[-1] + 1 :]
    return (rest[: quoted[-1] + 1], below) if _has_words(below) else None


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for place, line in enumerate(lines):
        if line in {"--", "-- "} or _PHONE.match(line):
            return lines[:place], lines[place:]
    return lines, []


def _has_words(lines: list[str]) -> bool:
    return any(re.search(r"\w", line) for line in lines)
