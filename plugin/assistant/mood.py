"""What is only supposed, denied, told by others, once meant or mocked: none of it is an act.

'I will pay on Friday' is one; 'if I pay on Friday', 'you said Friday', 'I was going to pay on
Friday' and 'I will call you on Friday' are not. Nothing is answered here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_MONEY_ACTS = frozenset({"promise", "paid", "plan"})
_ALL_ACTS = frozenset({*_MONEY_ACTS, "dispute", "copy", "statement"})

#: 'if that is all right' is manners, and makes no condition
_POLITE_IF = re.compile(
    r"\bif (?:(?:that|it|this|thats|its|ye|you)(?: is| are| would be| will be)? ?(?:all )?)?"
    r"(?:ok|okay|fine|alright|right|possible|poss|works?|suits?|good|acceptable|agreeable"
    r"|convenient|easier|no problem|not a problem|not too much|need be|necessary|happy|do not mind"
    r"|like|want|agree|could|can|would|please|allow|let me|let us|cool)"
    r"(?: (?:with|for|by|to) (?:you|ye|yous|yourselves|your side|wait))?\b"
    r"|\bif (?:i|we) (?:can|could|may|might)\b(?= \W*$|\W*$)"
)
#: asked for by 'if', and no case that is only thought of
_PERMITS = re.compile(
    r"\b(?:ok|okay|fine|alright|right|possible|acceptable|problem|mind|good|cool|grand|object"
    r"|objection|trouble|suit|work) (?:(?:with|for|by) (?:you|ye) )?if\b"
    r"|\bif\b.*\b(?:would|is|will|does|can) (?:that|it|this)(?: \w+)? ?(?:be )?(?:ok|okay|fine"
    r"|alright|right|acceptable|possible|work|suit|do|good|enough|cool|grand|suffice)\b"
    r"|\b(?:what|how about|happy|relieved|grateful|appreciate it) if (?:i|we) (?:could|can|might"
    r"|may|split|did)\b|\bwonder\w* if (?:i|we|you) (?:can|could|may|might)\b"
    r"|\bsee if (?:i|we|you) (?:can|could)\b|\bask(?:ing)? if (?:i|we|you) (?:can|could|may)\b"
    r"|\bknow if (?:i|we|you) (?:can|could|may)\b"
)
_IF = re.compile(
    r"\b(?:if|supposing|suppose|unless|assuming|providing|provided|in case|imagine|let us say (?:i"
    r"|we)|were (?:i|we) to|had (?:i|we) (?:paid|pay|sent))\b"
)
_TOLD = re.compile(
    r"\b(?:you|ye|your \w+|letter|reminder|driver|rep|salesman|website|page) (?:\w+ )?(?:said"
    r"|say|says|saying|told|wrote|write|claim|claims|claimed|states?|stated|promise|mentioned"
    r"|assured|agreed)\b"
    r"|\b(?:was|were|been) told\b|\baccording to (?!my|our)"
    r"|\b(?:i|we) (?:never|did not|have not) (?:\w+ )?(?:said|say|promise|agreed?|told)\b"
    r"|\bdid (?:i|we|you|he|she|they) (?:\w+ )?(?:say|tell|promise|mention|agree|write)\b"
    r"|\b(?:have|had) (?:i|we|you) (?:\w+ )?(?:promise|agreed|said|told)\b"
)
_THEY_SAID = re.compile(r"\b(?:he|she|they|person) (?:\w+ )?(?:said|says|told|promise|claims?)\b")
_WAS_TO = re.compile(
    r"\b(?:i|we|he|she|they|payment|it|that|transfer|money|wife|husband|accountant|bookkeeper"
    r"|boss)"
    r" (?:\w+ )?(?:was|were) (?:\w+ )?(?:going|about|meant|supposed|planning|hoping|meaning|trying"
    r"|due|set) to\b"
    r"|\b(?:i|we) (?:\w+ )?(?:wanted|meant|intended|hoped|tried|planned|had) to (?:\w+ )?(?:pay"
    r"|send|transfer|do|split|sort|get)\b"
    r"|\b(?:i|we) (?:\w+ )?(?:would|could|might|should|ought to) (?:\w+ )?have\b"
    r"|\b(?:i|we) (?:\w+ )?(?:nearly|almost) (?:paid|pay|sent)\b"
)
_STILL_AHEAD = re.compile(
    r"\b(?:will|can|shall|(?:am|is|are) going to|let me|paying|(?:am|are) (?:\w+ )?pay)\b"
)
_UNSURE = re.compile(
    r"\bnot (?:\w+ )?(?:saying|promise|sure|certain|guarantee|positive)\b|\bunsure\b"
    r"|\bcannot (?:\w+ )?(?:promise|say|guarantee|commit|remember|recall|confirm)\b"
    r"|\bdo not (?:\w+ )?(?:know|remember|recall|think) (?:if|whether|when|that|i|we)\b"
    r"|\bno idea (?:if|when|whether)\b|\bwonder\w* (?:if|whether) (?:i|we) (?:have |had |ever"
    r" )?(?:paid|pay)\b|\bdid (?:i|we) (?:ever )?pay\b|\bdoubt\b|\bforget (?:if|whether)\b"
    r"|\bforgot (?:if|whether)\b|\bcheck (?:if|whether) (?:i|we|it|this|that|INV)"
    r"|\b(?:i|we) (?:might|may)\b(?! as well)|\bno promises?\b"
    r"|\b(?:i|we) (?:\w+ )?(?:thought|assumed|presumed) (?:that )?(?:i|we|it|this|that)\b"
    r"|\b(?:normally|usually|always|generally|typically|tend to|as a rule|in general)\b"
    r"|\bwhether (?:or not )?(?:i|we|it|that|this|INV\d+)\b"
)
_NOT_WANTED = re.compile(
    r"\b(?:do|does|did) not (?:\w+ )?(?:want|need|require|bother)\b(?! (?:\w+ )?to pay)"
    r"|\bno need (?:for|to)\b|\bnot (?:asking|looking|after)\b|\bneither\b"
    r"|\b(?:never asked|did not ask|not ask) for\b|\bno longer (?:want|need)\b|\bno (?:copy|plan"
    r"|statement|copies) (?:needed|please|required|thanks)\b"
)
_NO_FAULT = re.compile(
    r"\b(?:not|nothing|never|no|nowt) (?:\w+ ){0,2}?(?:wrong|dispute|mistake|problem|overcharge"
    r"|incorrect|duplicate|issue|issues|problems|complaints?|object|quarrel)\b"
)
_JUST_UNPAID = re.compile(
    r"\b(?:did|have|has|had) not (?:\w+ )?(?:paid|pay)\b|\bnever (?:paid|pay)\b"
)
_REASON = re.compile(
    r"\b(?:because|as|since|wrong|goods|delivery|deliver|damaged|order|never|came|arrive|quality"
    r"|broken|faulty|mistake|too much|overcharge|not ours|missing)\b"
)
#: other things than money that go out, and other things than paying that are done on a day
_ELSE_SENT = re.compile(
    r"\b(?:send|get|have|give|bring|drop|forward) (?:\w+ ){0,5}?(?:form|forms|po|order|remittance"
    r"|details|document|documents|confirmation|list|photo|photos|picture|pictures|paperwork|proof"
    r"|email|contract|agreement|answer|reply|update|word|info|information|advice|screenshot"
    r"|someone|person|files?|invoice|statement|copy|goods|report|number|reference|feedback|news"
    r"|certificate|receipt)\b"
)
_ELSE_DONE = re.compile(
    r"\bsend you (?:an? )?(?:\w+ )?DATE|\b(?:po|order|form|paperwork|papers|driver|van|parcel"
    r"|person"
    r"|rep|form) (?:\w+ )?(?:will|should|to) (?:\w+ )?(?:be|come|arrive|go|get)\b|"
    r"\b(?:check|look|ask|get back|come back|let you know|letting you know|call|reply|answer"
    r"|respond|confirm|revert|discuss|talk|see you|be back|back in|return|be away|be off"
    r"|follow up|find out|write|contact|know more|tell you|email|chat|meet|update you|in touch"
    r"|have a think|think about|decide|review|investigate|visit|pop in|call in|speak|ring"
    r"|collect|pick up|deliver|delivery|order|closed?|holidays?|away|open|unpaid until)\b"
)
_PAYS = re.compile(
    r"\b(?:pay|paying|paid|payment|money|transfer|sort|AMT\d+|WHOLE\d+|SHARE\d+|REST\d+|cash"
    r"|settle|fix|go|goes|run|do|manage|let|all|promise|commit|more time|extension|until|till"
    r"|wait|longer|later|delay|leave it|hold off|PARTS\d+"
    r"|put (?:it |this )?off|push|extend|postpone|give (?:me|us))\b"
    r"|DATE\d+ (?:\w+ )?(?:ok|okay|fine|alright|good|possible)\b"
)
_YOU_DO = re.compile(
    r"\b(?:will|can|could|do|did|would|when|are) (?:you|ye) (?:\w+ )?(?:pay|transfer|send (?:me"
    r"|us)"
    r" (?:the |our |my )?(?:money|payment|AMT)|deliver|delivery|come|call|collect|refund"
    r"|give (?:me"
    r"|us) (?:back|our|my))\b"
)
_MOCKS = re.compile(
    r"\b(?:million|billion|gazillion|zillion|bazillion|trillion|yeah right|as if|dream on|in your"
    r" dreams|freezes over|pigs (?:\w+ )?fly|win the (?:lotto|lottery|euromillions|pools)|twelfth"
    r" of never|never never|blue moon|when i am dead|kingdom come|chocolate (?:money|coins)"
    r"|monopoly money|magic beans|out of thin air|money tree|first born|kidney)\b"
)


#: without one of these a day is only a day
_PROMISES = re.compile(
    r"\b(?:pay|paying|paid|payment|transfer|money|cash|sort|settle|fix|square|catch up|promise"
    r"|commit|instal\w*|cheque|bacs|wire|send|sent|deposit)\b"
    r"|(?:INV|AMT|SHARE|WHOLE|REST|PARTS)\d|\b(?:OLDEST|NEWEST|BOTH|OTHER|THATONE|NTH\d|BIGGEST"
    r"|SMALLEST)\b"
    r"|\b(?:time|longer|later|extension|until|till|wait|delay|leave it|hold off|hold on|put (?:it"
    r" |this )?off|push|extend|postpone|give (?:me|us)|let (?:me|us)|allow|days?|weeks?|leeway"
    r"|slack|flexib\w*|bear with|hang on|breathing|minute|sec|moment|bit|defer|move|shift|roll"
    r"|carry|bump)\b"
    r"|\b(?:need|needs|want|late|all|there|with you|do|good for) (?:\w+ ){0,2}?DATE\d"
    r"|\b(?:can|could|may|might) (?:i|we) (?:\w+ )?(?:have|get) (?:\w+ )?DATE\d"
    r"|DATE\d+ ?(?:is |be |would be |will be )?(?:\w+ )?(?:ok|okay|fine|alright|good|works?"
    r"|suits?|do"
    r"|better|easier|possible|acceptable|instead)\b"
    r"|\b(?:is|would|how about|what about|does|will|make it|say|try|by|till|for|before) (?:\w+"
    r" )?DATE\d+"
    r"|^\W*(?:(?:by|on|at|yes|ok|no|and|then|maybe|probably|it|will|be|i|we|do|can|have)\W+)*DATE"
)
#: days that only say when something is said
_OF_NOW = re.compile(r"\b(?:email|mail|letter|reminder|message|text|call|note|list|file|report)\b")
_LISTS_PAYMENTS = re.compile(
    r"\b(?:each|every|all the|what|which) (?:time|times|day|days|date|dates) (?:that )?(?:i|we)"
    r" (?:have |had )?(?:paid|sent|pay)\b|"
    r"\b(?:last|latest|previous|first) (?:\w+ )?(?:that )?(?:i|we) (?:have |had )?(?:paid|sent"
    r"|gave)\b|"
    r"^\W*(?:the |our |my |what is |list )*(?:total |full )?(?:amount|WHOLE\d+) (?:that )?(?:(?:i"
    r"|we)"
    r" have )?paid(?: (?:so far|to date|DATE\d+))?\W*$|"
    r"\b(?:all|every|each|any|list|show|history|record|what|which|add up|sum|total|tot up) (?:\w+"
    r" ){0,3}?payment\b(?! (?:plan|terms|method|option|link|run|due|date|card))"
    r"|\bpayment (?:\w+ ){0,3}?(?:since|history|so far|to date|list|record)\b"
    r"|(?<!less )(?<!minus )(?<!after )\b(?:all|everything|what|whatever|total|amount|sum"
    r"|how much|WHOLE\d+) (?:of )?(?:that )?(?:i"
    r"|we) (?:have |had |ever )*(?:paid|sent|gave|transferred)\b"
)


#: how it stands, and nothing that anybody does
_STATES = re.compile(r"\b(?:owe|late|due|unpaid)\b")
#: what is to be paid is not paid yet
_LIKES_PAID = re.compile(
    r"\b(?:like|want|need|wish|get|getting|to have) (?:(?:INV\d+|it|them|that|this|these|both|all"
    r"|and"
    r"|the|WHOLE\d+|BOTH|,) )+paid\b"
)
_THINKING = re.compile(
    r"\b(?:thinking (?:about|of)|considering|contemplating|toying with|mulling)\b"
)
#: that nothing is paid on a day, or not by the one who writes
_NO_PAYING = re.compile(
    r"\b(?:will|shall|would|am|are) not (?:\w+ )?(?:be )?pay(?:ing)?\b(?!.*\b(?:until|till|before"
    r"|but)\b)"
    r"(?!.*DATE)|"
    r"\b(?:nothing|nobody|no one|none)\b.*\b(?:pay|paid|sent)\b|\bno (?:payment|money|transfer)\b"
    r"|\b(?:do|does) not (?:\w+ )?pay (?:\w+ )?DATE|DATE\d+ ?(?:'s |is |was "
    r"|would be )?(?:no good|not"
    r"|too|bad|impossible|does not|no use)\b|^\W*would pay\b"
    r"|\b(?:i|we|he|she|they) (?:\w+ )?get paid (?:on )?DATE\d+\W*$"
    r"|\b(?:bank|they|customer|client|insurance|he|she|who) (?:\w+ )?pay (?:us|me)\b(?!.*\b(?:i"
    r"|we)"
    r" (?:will |can )?pay)|\bsend (?:me|us)\b(?!.*(?:INV|copy)).*DATE"
    r"|\b(?:said|told (?:me|us)|promise|agreed) (?:that )?(?:i|we) (?:could|can|may|might)\b"
)
_NOBODY_PAID = re.compile(
    r"\b(?:nothing|none|nobody|no payment|not a penny)\b(?: \w+){0,3} (?:paid|sent|transferred)\b"
)
#: what stands on a statement that they have
_READS_STATEMENT = re.compile(
    r"\b(?:on|in|from|per|see|to) (?:my|our|the|your|that|this"
    r"|last) (?:\w+ )?statement\b(?!.*send)"
    r"|\bstatement (?:\w+ )?(?:shows?|says?|has|is|was|does|did|lists?|wrong|reads?|came|arrive)\b"
)
#: how it stands in their own books, which is no news of a payment
_OF_BOOKS = re.compile(
    r"\b(?:my|our) (?:\w+ )?(?:history|records?|books?|system|ledger|spreadsheet|notes?|file|list)"
    r" (?:\w+ )?(?:say|says|show|shows|have|has|it)\b|\bdown as paid\b|\bmarked (?:as )?paid\b"
)
_AFTERWARDS = re.compile(
    r"^\W*(?:so |and |ok |then )*(?:after|since|apart from|besides|not counting|given|taking)\b"
)
#: whether something is so, or who does it: nothing that anybody undertakes
_ASKS_STATE = re.compile(
    r"\b(?:is|was|are|were) (?:it|that|this|they|INV\d+|AMT\d+) (?:\w+ )?(?:due|late|owe|unpaid)\b"
)
_ASKS_WHO = re.compile(
    r"\b(?:know|knowing|tell|telling|find out|see|wonder\w*|check|confirm|asks?|asking|need) (?:me "
    r"|us )?(?:what|how much|when|which|whether)\b|"
    r"\b(?:who|whom|whose|why)\b(?! (?:will|shall) pay)"
    r"|^\W*(?:\w+ )?what (?:is|was|are|were|do|does|did)\b"
)
#: a day on which our letter came is none to pay on
_GOT_LETTER = re.compile(
    r"\b(?:got|get|getting|received?|had|saw|read|opened|with) (?:your|a|an|the|another|this|that"
    r"|my)"
    r" (?:\w+ )?(?:send|letter|reminder|invoice|statement)\b(?!.*\b(?:will|can|shall|pay"
    r"|going to)\b)"
)
#: 'please confirm the total as of today'
_ASKS_FIGURE = re.compile(
    r"^\W*(?:please |kindly |can you |could you |would you |just )*(?:confirm|advise|state|tell"
    r"|share|provide|show|give|send|let (?:me|us) (?:have|know|see)|need|check|list)"
    r" (?!.*\b(?:i|we) (?:will|can|shall|pay|have))"
    r".*\b(?:unpaid|balance|owe|due|late|statement|amount|position)\b"
)


def lists_payments(text: str) -> bool:
    """Whether payments are asked for, and none is said to have been made."""
    return bool(_LISTS_PAYMENTS.search(text))


def is_mockery(text: str) -> bool:
    """Whether what is said cannot be meant."""
    return bool(_MOCKS.search(text))


def without_manners(text: str) -> str:
    """A clause without the 'if' that is only polite."""
    return _POLITE_IF.sub(" ", text)


#: each mood, and the acts that it takes back
_MOODS: tuple[tuple[Callable[[str], bool], frozenset[str]], ...] = (
    (
        lambda text: bool(_IF.search(without_manners(text)) and not _PERMITS.search(text)),
        frozenset({*_MONEY_ACTS, "dispute"}),
    ),
    (
        lambda text: bool(_THEY_SAID.search(text) or _TOLD.search(text)),
        frozenset({"promise", "plan"}),
    ),
    (lambda text: bool(_TOLD.search(text)) and "paid" not in text, frozenset({"paid"})),
    (
        lambda text: bool(_WAS_TO.search(text) and not _STILL_AHEAD.search(_WAS_TO.sub(" ", text))),
        _MONEY_ACTS,
    ),
    (lambda text: bool(_UNSURE.search(text)), frozenset({"promise", "paid"})),
    (lambda text: bool(_THINKING.search(text)), _MONEY_ACTS),
    (
        lambda text: bool(_NOT_WANTED.search(text)),
        frozenset({"copy", "statement", "plan", "promise"}),
    ),
    (
        lambda text: bool(
            _NO_FAULT.search(text) or (_JUST_UNPAID.search(text) and not _REASON.search(text))
        ),
        frozenset({"dispute"}),
    ),
    (
        lambda text: bool(
            (_ELSE_SENT.search(text) or _ELSE_DONE.search(text)) and not _PAYS.search(text)
        ),
        frozenset({"promise"}),
    ),
    (
        lambda text: bool(_YOU_DO.search(text)) or not _PROMISES.search(text),
        frozenset({"promise"}),
    ),
    (
        lambda text: bool(_STATES.search(text)) and not _PAYS.search(text),
        frozenset({"promise", "paid"}),
    ),
    (
        lambda text: bool(_ASKS_FIGURE.search(text)) and "PARTS" not in text,
        frozenset({"promise", "paid"}),
    ),
    (lambda text: bool(_ASKS_STATE.search(text)), _MONEY_ACTS),
    (lambda text: bool(_ASKS_WHO.search(text)), frozenset({"promise", "plan"})),
    (lambda text: bool(_GOT_LETTER.search(text)), frozenset({"promise"})),
    (lambda text: bool(_LIKES_PAID.search(text)), frozenset({"paid"})),
    (lambda text: bool(_NO_PAYING.search(text)), frozenset({"promise", "plan"})),
    (lambda text: bool(_NOBODY_PAID.search(text)), frozenset({"paid"})),
    (lambda text: bool(_READS_STATEMENT.search(text)), frozenset({"statement"})),
    (
        lambda text: bool(_OF_BOOKS.search(text)) and not re.search(r"DATE\d", text),
        frozenset({"paid"}),
    ),
    (lambda text: bool(_AFTERWARDS.match(text)), _MONEY_ACTS),
    (lists_payments, _MONEY_ACTS),
)


def unmeant(text: str) -> frozenset[str]:
    """The acts that the words of a clause name and its mood takes back."""
    return frozenset().union(*(acts for is_so, acts in _MOODS if is_so(text)))
