"""A yes, a no, or another amount or day: how a question of ours is answered.

Only what is nothing but a yes is one: a condition, a doubt or a further wish is not.
"""

from __future__ import annotations

import re

from plugin.assistant.rules import parts_of

_PARTS = {part.head[0]: part.any for part in parts_of("consent")}
_YES, _NO, _FILLER = _PARTS["yes"], _PARTS["no"], _PARTS["filler"]
_IS_YES = re.compile(rf"(?:{_FILLER} )*{_YES}(?: (?:{_YES}|{_FILLER}))*")
_IS_NO = re.compile(
    rf"(?:(?:ok|okay|oh|actually|sorry|hmm|um|please|{_FILLER}) )*{_NO}"
    rf"(?: (?:{_NO}|{_FILLER}|sorry|actually))*"
)
_IS_WAITING = re.compile(
    rf"(?:{_PARTS['waiting']}|{_FILLER})(?: (?:{_PARTS['waiting']}|{_FILLER}))*"
)
_WEAK = re.compile(rf"(?:{_PARTS['weak']} ?)+")

_DROPPED = re.compile(
    r"(?:instead of|rather than|not(?: on| by| for)?|ignore|ignoring|except(?: for)?|apart from"
    r"|other than|excluding"
    r"|without|besides|leave out|leaving out) (?:the )?(?:DATE\d+|AMT\d+|INV\d+|PARTS\d+"
    r"|SHARE\d+|WHOLE\d+)"
    r"|(?:cannot|could not|not able to|unable to|not going to be able to|will not(?: be able"
    r" to)?) (?:pay|do|make|send|manage"
    r"|settle|transfer)(?: (?!until|before|till|but)\S+){0,4}? DATE\d+"
)
_LEAD = re.compile(rf"(?<!\w){_PARTS['lead']}(?!\w)")
_MARKS = re.compile(
    r"(?:AMT|DATE|INV|PARTS|SHARE|REST|WHOLE)\d+|EVERY|OLDEST|NEWEST|BIGGEST|SMALLEST"
    r"|NTH\d|OTHER|BOTH|THATONE|NOINV"
)


def is_yes(text: str) -> bool:
    """Whether a marked text is a yes and nothing else."""
    bare = _bare(text)
    return (
        bool(bare)
        and "?" not in text
        and bool(_IS_YES.fullmatch(bare))
        and not _WEAK.fullmatch(bare)
    )


def is_no(text: str) -> bool:
    """Whether a marked text is a no and nothing else."""
    bare = _bare(text)
    return bool(bare) and bool(_IS_NO.fullmatch(bare))


def is_doubtful(text: str) -> bool:
    """Whether it begins like a yes and then makes a condition."""
    return bool(re.match(rf"\W*{_YES}\W", text)) and bool(
        re.search(
            r"(?<!\w)(?:if|unless|provided|as long as|on condition|only when|but first"
            r"|depending)(?!\w)",
            text,
        )
    )


def is_waiting(text: str) -> bool:
    """Whether it is neither yes nor no yet: maybe, let me think."""
    return bool(_IS_WAITING.fullmatch(_bare(text)))


def is_correction(text: str) -> bool:
    """Whether it says another amount, day, number or invoice, and nothing else."""
    if not _MARKS.search(text):
        return False
    rest = _LEAD.sub(" ", _MARKS.sub(" ", without_dropped(text)))
    return not re.search(r"[a-z]{2,}", rest)


def without_dropped(text: str) -> str:
    """'Monday instead of Friday' without what is no longer meant."""
    return _DROPPED.sub(" ", text)


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w' ]", " ", text)).strip()
