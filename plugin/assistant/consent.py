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

#: so many words may follow
_MOST_BEHIND = 8
_PLAIN_YES = re.compile(
    r"^(?:(?:oh|ah|well|um|right|ok|okay) )?(?:yes|yeah|yep|yup|yessign|aye|sure|certainly"
    r"|absolutely"
    r"|definitely|of course|correct|perfect|please do|go ahead|agreed|confirmed|ok|okay|grand"
    r"|lovely"
    r"|brilliant|great)\b"
)
_MORE_THAN_YES = re.compile(
    r"\b(?:but|if|only|except|instead|not|no|nah|nope|nay|nosign|never|wait|when|unless|until"
    r"|till|before|first|after"
    r"|or|rather|actually|change|make|also|plus|and|then|another|other|later|how|what|why|who"
    r"|which|where|know|see|understand|heard|hear|think|guess|suppose|maybe|perhaps|mean|wonder"
    r"|ask|question|owe|wrong|person|call|talk|sorry|need|want|can|could|more|less|half|cannot"
    r"|copy"
    r"|statement|send me|pay|paid|already|though|however|still|soon|tomorrow|week|month|day)\b"
)
_PLAIN_NO = re.compile(
    r"^(?:(?:oh|ah|well|um|actually|sorry|ok|okay|please) )*(?:no|nope|nah|nosign|cancel that"
    r"|forget it|forget that|never mind|nevermind|scrap that|leave it|leave that)\b"
)
_MORE_THAN_NO = re.compile(
    r"\b(?:but|instead|rather|make|change|mean|meant|can|could|will|would|how|what|why|who|which"
    r"|when|where|also|another|other|wrong|person|talk|call|half|send me|contact|chase|email"
    r"|letter"
    r"|reminder|more|less|problem|idea|money|way|longer|paid|pay|need|want|want to|should|was"
    r"|is)\b"
)
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
    """Whether a marked text is a yes and nothing else, or with words behind it that add nothing."""
    bare = _bare(text)
    if not bare or "?" in text or _WEAK.fullmatch(bare):
        return False
    if bare == "you":
        # 'ye', read as 'you'
        return True
    return bool(_IS_YES.fullmatch(bare)) or _adds_nothing(bare, _PLAIN_YES, _MORE_THAN_YES)


def is_no(text: str) -> bool:
    """Whether a marked text is a no and nothing else."""
    bare = _bare(text)
    if not bare:
        return False
    if _IS_NO.fullmatch(bare):
        return True
    return "?" not in text and _adds_nothing(bare, _PLAIN_NO, _MORE_THAN_NO)


def _adds_nothing(bare: str, lead: re.Pattern[str], more: re.Pattern[str]) -> bool:
    """Whether what follows a plain yes or no names nothing and asks for nothing else."""
    found = lead.match(bare)
    if found is None:
        return False
    rest = bare[found.end() :]
    return (
        len(rest.split()) <= _MOST_BEHIND
        and not _MARKS.search(rest)
        and not re.search(r"\d", rest)
        and not more.search(rest)
    )


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
