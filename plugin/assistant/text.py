"""Raw words made plain: one alphabet, one case, contractions written out, emoji read or dropped.

Nothing here knows what the words mean.
"""

from __future__ import annotations

import re
import unicodedata

#: longer questions are read up to here: nobody asks in more, and reading stays quick
MOST_CHARACTERS = 2_000

_YES_SIGNS = "👍✅👌🆗✔☑"
_NO_SIGNS = "👎❌🚫✖"
_THANKS_SIGNS = "🙏"

_CHARACTERS = str.maketrans(
    {
        "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"',
        "–": "-", "—": " - ", "−": "-", "‐": "-", "‑": "-", "…": " . ", "|": " ", "*": " ",
        "&": " and ",
        "\t": " ", "\n": " . ", "\r": " . ", "¿": " ", "¡": " ", "\u00a0": " ", "_": "_",
        **dict.fromkeys(_YES_SIGNS, " yessign "),
        **dict.fromkeys(_NO_SIGNS, " nosign "),
        **dict.fromkeys(_THANKS_SIGNS, " thanks "),
    }
)  # fmt: skip

_ITS = r"its(?= (?:paid|been|wrong|late|due|not|all|already|a |too|in |going|on ))"
#: what is written short, as whole words; the order matters where one is part of another
_WRITTEN_OUT = (
    (r"won'?t", "will not"),
    (r"can'?t|can not|cnt", "cannot"),
    (r"shan'?t", "shall not"),
    (r"ain'?t", "is not"),
    (r"(do|does|did|is|are|was|were|has|have|had|would|should|could)n[' ]?t", r"\1 not"),
    (r"i'?m", "i am"),
    (r"i ?'ll|i ll", "i will"),
    (r"i'?ve", "i have"),
    (r"i'd", "i would"),
    (r"id (?=like|love|prefer|rather|want|need|be)", "i would "),
    (r"we'll|we ll", "we will"),
    (r"we'?ve", "we have"),
    (r"we're", "we are"),
    (r"we'd", "we would"),
    (r"(you|they)'?ve", r"\1 have"),
    (r"(you|they)'?re", r"\1 are"),
    (r"(you|they|he|she|it|that|there|this)'ll", r"\1 will"),
    (r"(you|they)'?d", r"\1 would"),
    (r"(you|it|that|they|there|this)ll", r"\1 will"),
    (r"(why|when|where|how|who)'?ve", r"\1 have"),
    (r"(he|she|it|that|there|here)'s", r"\1 is"),
    (r"(thats|theres|heres)", lambda m: m.group(0)[:-1] + " is"),
    (r"(what|when|where|who|how|why)'?s", r"\1 is"),
    (r"(what|when|where|who|how|why)'?re", r"\1 are"),
    (r"(what|where|how)'?d", r"\1 did"),
    (r"let'?s", "let us"),
    (r"wats|wots|whts", "what is"),
    (r"(?:h?ow|hw)(?= (?:much|mch|muc|mcuh|many))", "how"),
    (r"(?:in |at |of )?these days|nowadays|at this time|as of this time", ""),
    (r"(?<=yes )now|now(?= (?:it is|it's|its|that is|thats|correct))", ""), (r"idk", "do not know"),
    (r"(?:at|by) (?:the|your|our)(?: very)? earliest(?: convenience)?", "soon"),
    (r"earliest convenience", "soon"),
    (r"earliest (?=i |we |possible|that i|that we)", "soonest "),
    (r"thanks a (?:million|mil|bunch|lot|ton)", "thanks"), (r"m8|mayt|mucker", "mate"),
    (r"(?:do|doing) (?:me|us) a (?:\w+ )?(?:favour|favor|solid)", "please"),
    (
        (
            r"(?:does|do|did) (?:our|my|the) (?:company|firm|business|shop|salon|practice|school"
            r"|cafe|office|restaurant|pub|hotel|church|club|garage|bakery|store|farm|clinic|surgery"
            r"|nursery|studio|bar|diner|place|house|charity|trust|team|bistro|kitchen)"
            r" (?:still )?owe"
        ),
        "do we owe",
    ),
    (r"(?<=have )long(?: since| ago)?(?= (?:paid|settled|cleared|sent))", "already"),
    (r"any(?:fin|fing|fink|thin|fink)", "anything"), (r"some?(?:fin|fing|fink)", "something"),
    (r"nuffin|nuffink|nuthin", "nothing"), (r"nxt", "next"), (r"wen", "when"),
    (r"wens|whens", "when is"), (r"wiv", "with"), (r"wich|witch", "which"),
    (r"in order to", "to"), (r"hw", "how"), (r"oew|oww|oowe", "owe"),
    (r"own(?= (?:you|u|ye|your company)\b)", "owe"), (r"ye|yez|yiz|yous|youse", "you"),
    (r"remittance (?:advices?|slips?|notes?|forms?)", "advice"), (r"owt", "anything"),
    (r"nowt", "nothing"), (r"summat", "something"),
    (r"payments(?= (?:since|in|during|from|over) )", "payment history"),
    (  # a paper that pays, and nothing to look after
        (r"(?:(?<=\ba )|(?<=\bthe )|(?<=\bour )|(?<=\bmy )|(?<=\bby )|(?<=\bcut )|(?<=mailed )"
        r"|(?<=\bbank ))checks?(?! (?:if|that|whether|with|on|out))"),
        "cheque",
    ),
    (r"check(?= for [£$€\d])", "cheque"),
    (
        (r"(?:(?<=give me )|(?<=give us )|(?<=\bneed )|(?<=allow us )|(?<=allow me )|(?<=\bwant ))a"
        r"(?= (?:week|fortnight|month)\b)"),
        "one",
    ),
    (r"(?<=how )(?:mch|muc|mcuh|muhc|mush|mucch)", "much"),
    (
        (
            r"(?<=have )(?<!to have )pay(?= (?:it|inv|\d|already|you|the|this|that|all|on|mon|tue"
            r"|wed|thu|fri|sat|sun|last|yesterday))"
        ),
        "paid",
    ),
    (r"(?<=that is )(?:all |very |perfectly |quite |now )*clear(?: now)?", "understood"),
    (r"ho(?= much)", "how"),
    (r"amnt|amnts", "amount"),
    (r"howmuch", "how much"),
    (r"howmany", "how many"),
    (r"whatdo", "what do"),
    (r"whatis", "what is"),
    (r"canwe", "can we"),
    (r"cani", "can i"),
    (r"doi", "do i"),
    (r"whendo", "when do"),
    (r"cld", "could"), (r"shld", "should"), (r"wld", "would"), (r"yr", "your"),
    (r"bcos", "because"),
    (r"inv[.]", "invoice"), (r"no[.](?= ?\d)", "number"), (_ITS, "it is"), (r"thats", "that is"),
    (r"diff", "different"),
    (r"ppl", "people"), (r"rcvd|recd|rec'd", "received"), (r"pd", "paid"), (r"o/s", "outstanding"),
    (r"ow", "owe"),
    (r"wat|wot|wht", "what"),
    (r"(gonna|gunna|gona)", "going to"),
    (r"wanna", "want to"),
    (r"gotta", "got to"),
    (r"(dunno)", "do not know"),
    (r"gimme", "give me"),
    (r"lemme", "let me"),
    (r"y'?all", "you all"),
    (r"u", "you"), (r"ur", "your"), (r"r", "are"), (r"ya", "you"),
    (r"pls|plz|plse|pleas|pleeze", "please"),
    (r"thx|thnx|tnx|thanx|ty|tx|thankyou|ta", "thanks"),
    (r"cos|coz|cuz|bc|becuase", "because"),
    (r"tmrw|tmr|tomoz|tomo|2moro|2morrow|tmw|tommorow|tommorrow", "tomorrow"),
    (r"yday|yest|ystd", "yesterday"),
    (r"tdy|2day", "today"),
    (r"2nite|tonite", "tonight"),
    (r"asap", "soon"),
    (r"msg", "message"), (r"amt", "amount"), (r"bal", "balance"), (r"acc|acct|a/c", "account"),
    (r"stmt|stmnt", "statement"), (r"pymt|pmt|pymnt|paymt", "payment"),
    (r"invs", "invoices"), (r"w/", "with "), (r"b4", "before"), (r"w/e", "weekend"),
    (r"til|'til|till|untill|untl", "until"), (r"wk", "week"), (r"wks", "weeks"),
    (r"mth|mnth", "month"), (r"mths|mnths", "months"), (r"hv", "have"), (r"cud", "could"),
    (r"wud", "would"), (r"shud", "should"), (r"gd", "good"), (r"abt", "about"), (r"frm", "from"),
    (r"n", "and"), (r"dont", "do not"), (r"payed", "paid"), (r"recieved|recived", "received"),
)  # fmt: skip

#: words that lose their apostrophe and become another: read as meant by what follows
_BY_WHAT_FOLLOWS = (
    (
        (
            r"\bill (?=pay|send|do|settle|transfer|be|get|sort|make|have|try|clear|put|give|manage"
            r"|just"
            r"|square|fix|finish|wire|post|drop|bring|cover|chase|pop|look|ask|check|let|shift|come"
            r"|also|see|need|then|bank|wire|drop|let|take|call|speak|report|ring)"
        ),
        "i will ",
    ),
    (
        r"\bwell (?=pay|send|settle|transfer|be |get |sort|make|have |clear|do |see you)",
        "we will ",
    ),
    (
        (
            r"(?:^|(?<=[.,;!?] )|(?<=and )|(?<=but ))were (?=going|struggling|unable|not |skint"
            r"|closing"
            r"|paying|broke|trying|having|in |being)"
        ),
        "we are ",
    ),
)

_COMPILED = tuple(
    (re.compile(rf"(?<![\w@/.-])(?:{pattern})(?![\w@/-])"), words)
    for pattern, words in _WRITTEN_OUT
)
_FOLLOWED = tuple((re.compile(pattern), words) for pattern, words in _BY_WHAT_FOLLOWS)
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
#: '1) what is late 2) who are you'
_NUMBERED = re.compile(r"(?:(?<=\s)|^)\(?\d[).]\s")
#: a swear word that is written with stars
_STARRED = re.compile(r"(?<!\w)[a-zA-Z]{1,3}\*+\w*")
_SPACES = re.compile(r"\s+")


def plain_text(raw: str) -> str:
    """Lower case, one kind of quote and dash, contractions written out, unknown signs dropped."""
    text = unicodedata.normalize(
        "NFKC", _STARRED.sub("bloody", _NUMBERED.sub(" ; ", raw[:MOST_CHARACTERS]))
    )
    text = text.translate(_CHARACTERS).lower()
    text = text.translate(_CHARACTERS)
    text = "".join(_kept(sign) for sign in text)
    text = _SPACES.sub(" ", _DRAWN_OUT.sub(r"\1\1", text)).strip()
    for pattern, words in _COMPILED:
        text = pattern.sub(words, text)
    for pattern, words in _FOLLOWED:
        text = pattern.sub(words, text)
    return _SPACES.sub(" ", text).strip()


def _kept(sign: str) -> str:
    """Letters without their accents, digits, money and the marks that carry meaning."""
    if sign in "£€$%@#&+-/.,;:?!'\"_() ":
        return " " if sign in '"()' else sign
    if "a" <= sign <= "z" or "0" <= sign <= "9":
        return sign
    base = unicodedata.normalize("NFD", sign)[:1]
    if base.isascii() and base.isalnum():
        return base
    kind = unicodedata.category(sign)
    return "" if kind in {"Mn", "Cf"} else " "
