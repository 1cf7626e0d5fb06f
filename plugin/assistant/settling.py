"""Weighing the evidence of a clause: how it is put decides which of its readings can stand.

A question about what was or is asks for no act; only 'can I', 'could you' and their like do. What
denies, supposes or asks us to agree is read as that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from plugin.assistant.forms import AUX, HAVE_PAID, LEADS, OWN_TAG, REQUEST, WH, WHY
from plugin.assistant.mood import is_mockery, lists_payments, unmeant
from plugin.assistant.subjects import of_wishes

#: acts are read back before anything happens, so that strange words around them do less harm
ACTS = frozenset({"promise", "paid", "plan", "dispute", "copy", "statement"})
_SENT = frozenset({"copy", "statement"})
_SUGGESTS = re.compile(
    r"(?:what about|how about|what if|is|would|does|are)\b.*(?:DATE\d|PARTS\d|AMT\d|SHARE\d)"
)
_SUITS = re.compile(
    r"(?:DATE\d|PARTS\d|AMT\d).* (?:ok|okay|fine|alright|possible|work|suit|acceptable|good)\b"
)
_WHAT_ABOUT = re.compile(r"(?:what|how) about\b")
_TAG = re.compile(
    r"(?:right|correct|yes|no|true|yeah|agreed|eh|(?:is|are|was|were|do|does|did|have|has) not"
    r" (?:it|you|i|we|they|that)"
    r"|innit|is that (?:right|correct|so)|am i right|i think|i believe)\W*$"
)
_SUPPOSES = re.compile(
    r"\b(?:if|suppose|supposing|say|imagine|once|after) (?:i|we) (?!(?:do |did "
    r"|cannot )?not)(?:\w+"
    r" ){0,4}?(?:pay|paid|send|sent|give|gave|do|put|transfer)\b.*\b(?:what|how much|left|remain"
    r"|remains|owe)\b|(?:what|how much)\b.*"
    r"\b(?:if|suppose|supposing|once|after) (?:i|we) (?!(?:do |did |cannot )?not)(?:\w+"
    r" ){0,4}?(?:pay|paid|send|sent|give|gave|transfer|put)\b"
)
_LEFT = re.compile(r"\b(?:left|remain\w*|owe|still|rest|due|unpaid|balance|to pay)\b|REST\d")
_ALL_OF_IT = re.compile(
    r"WHOLE\d|\b(?:all|everything|it all|BOTH|whole|entire|full|account|balance|debt|slate|tab)\b"
)
_ASKS_AFTER = re.compile(r"\b(?:what|which|when) (?:was|were|did|day|date|invoice)\b")
#: a question at the end of what is told
_ASKS_THEN = re.compile(
    r"(?:,| - |;) ?(?:so |and |but |now )?(?:how much|how many|what is|what are|what do|what did"
    r"|when is|when was|how late|where did|where is|where has|what did|what happened|has it|did it"
    r"|did you|have you)\b"
)
_YOU_GET = re.compile(
    r"\byou (?:will|shall|can|should) (?:\w+ )?(?:get|receive|have|expect)\b.*DATE"
)
_NOT_PAID = re.compile(
    r"(?:not|never|cannot|unable|will|going to|can|could|should|would|shall|get|getting|be|to"
    r" be|have to be"
    r"|must be|until|once|after|when|before|if|unless) (?:\w+ ){0,2}?(?:paid|made|sent|done"
    r"|transferred)"
)
_SHOULD_HAVE = re.compile(
    r"already|should (?:\w+ )*have (?:\w+ )*(?:receive|get|got|had)|you (?:\w+ )?(?:will"
    r"|should) (?:\w+ )?(?:see|find)"
)
_MARKED = re.compile(r"(?:INV|AMT|DATE|WHOLE|SHARE)\d")
#: who says that they paid, or of what it is said
_CLAIMS = re.compile(
    r"\b(?:i|we) (?:have |had |did )?(?:already |just |now |also |actually |all )*(?:paid|pay"
    r"|sent|transferred|made|done|did)"
    r"|^\W*(?:already |just |have |all |been |yes )*(?:paid|sent|done|transferred)|\b(?:paid"
    r"|sent|sorted|settled|transferred|fixed|made|did|went) .*DATE\d|(?:this|it"
    r"|that|they|all|everything|invoice"
    r"|payment|money|transfer|these|those|one|account) (?:\w+ )?(?:is|was|were|has|have|been"
    r"|already|went|left)\b|already paid"
    r"|should (?:\w+ )*have|on its way|in the send"
)
#: what is still to be done, whatever past word stands beside it
_AHEAD = re.compile(
    r"\b(?:in|up|scheduled|booked|lined up|set|down|planned|approved|queued|ready) for DATE|"
    r"\b(?:will|can|could|shall|would|going to|able to|want to|plan to|let us|may|might|should"
    r" be able|hope to)\b"
    r"(?! (?:\w+ ){0,2}?(?:see|find|have))"
)
_PAST = re.compile(
    r"\b(?:paid|sent|made|transferred|sorted|fixed|wired|posted|dropped|gave|done|did|went|left"
    r"|popped|chucked|threw|stuck|handed|slipped|pinged|crossed|whacked|fired|released|arranged"
    r"|receive|received|gone|already"
    r"|yesterday|was|were|has|have"
    r"|got|credited|cleared)\b"
)
_NOT_YET_PAID = re.compile(r"\b(?:not|never) (?:\w+ )?(?:paid|sent|transferred)")
_PAST_WHEN = re.compile(
    r"\b(?:did|have|has) (?:i|we)\b.*\b(?:pay|paid|sent)\b.*\bwhen\b|"
    r"\b(?:paid|settled) and when|\b(?:when|what day|what date|which day) (?:\w+ )?(?:did|was"
    r"|were|have|has)\b.*\b(?:paid|pay"
    r"|issued?|dated|raised|sent|send"
    r"|receive|get|got|come|came|arrive"
    r"|invoice INV\d+|invoice us|written|settled|created)\b"
)
_MEANT = re.compile(r"\b(?:meant|supposed|expected|due|to be|have to|had to|should)\b")
_ASKS_ABOUT = re.compile(
    r"^\W*(?:and |so |ok )?(?:what|how much|how many|when|which|who|why|show|list)"
)
_SHOWS = re.compile(
    r"^\W*(?:please |and |can you |could you |can i |can we |could i |could we |may i )*(?:show"
    r"|list|tell|give|see|view"
    r"|display|check|break|have a look|look)"
)
_NOT_LATE = re.compile(
    r"(?:not|never|nothing|without|before it is|other than|apart from) (?:\w+ ){0,2}?(?:late"
    r"|due|past due)"
)
_LATE_AND_NOT = re.compile(r"\b(?:late|due|unpaid)\b.*\b(?:and|but|or)\b.*\bnot\b")
_OF_RULES = re.compile(
    r"\b(?:policy|happens?|procedure|process|consequences|will you do|do you do|would you do"
    r"|if person|when person|rule)\b"
)
_NEGATED = re.compile(r"^\W*(?:nothing|none|so nothing|so none)")


def is_question(text: str, asks: bool) -> bool:
    """Whether a clause asks something, by its mark or its words."""
    return (
        asks
        or bool(WH.match(text) or AUX.match(text) or REQUEST.match(text))
        or bool(OWN_TAG.search(text))
    )


def settled(text: str, evidence: Mapping[str, float], *, asks: bool) -> dict[str, float]:
    """The evidence that stands, once the way in which the clause is put is taken into account."""
    if is_mockery(text):
        return {}
    if _SUPPOSES.search(text):
        return _supposed(text, evidence)
    found = dict(evidence)
    _of_mood(text, found)
    if "promise" in found and _YOU_GET.search(text):
        found.pop("payments", None)
    if "late" in found and "too late" in text:
        del found["late"]
    if _asks_about_what_is(text, asks) or _ASKS_AFTER.search(text) or _ASKS_THEN.search(text):
        _no_acts(text, found)
        if not found and "paid" in evidence:
            # whether it was paid is asked: the ledger says
            found["invoice" if "INV" in text else "payments"] = 3.0
    if "due_date" in found and _PAST_WHEN.search(text) and not _MEANT.search(text):
        del found["due_date"]
    _of_payments(text, found, asks=asks)
    of_wishes(text, found)
    if found.get("promise", 0) >= 4 and "DATE" in text and not _ASKS_ABOUT.match(text):
        for question in ("balance", "late", "invoice", "credits", "letter", "payments", "due_date"):
            found.pop(question, None)
    _of_lateness(text, found)
    return found


def is_supposed(text: str) -> bool:
    """Whether a clause asks what would be if something were paid."""
    return bool(_SUPPOSES.search(text)) or is_mockery(text)


def _supposed(text: str, evidence: Mapping[str, float]) -> dict[str, float]:
    """What would be then: what all of it is, or what a payment would leave; else nothing."""
    if "policy" in evidence and _OF_RULES.search(text):
        return {"policy": evidence["policy"]}
    if "interest" in evidence:
        return {"interest": evidence["interest"]}
    if re.search(r"(?:AMT|SHARE|INV)\d|OLDEST|NEWEST|BIGGEST|SMALLEST", text) and _LEFT.search(
        text
    ):
        return {"what_if": 3.5}
    return {"balance": 3.0} if _ALL_OF_IT.search(text) else {}


def _of_lateness(text: str, found: dict[str, float]) -> None:
    """What is late and what is not yet are each other's opposite; a rule about it is neither."""
    if "policy" in found and _OF_RULES.search(text):
        found.pop("late", None)
        found.pop("coming", None)
    if "coming" in found and _LATE_AND_NOT.search(text):
        found["late"] = found.pop("coming")
    if "coming" in found and not _NEGATED.match(text):
        found.pop("late", None)
    elif "late" in found and _NOT_LATE.search(text) and not _NEGATED.match(text):
        found["coming"] = found.pop("late") + 0.5


def _of_mood(text: str, found: dict[str, float]) -> None:
    """What is supposed, denied or told asks for nothing; of an invoice, it asks how that stands."""
    taken = unmeant(text) & found.keys()
    for act in taken:
        del found[act]
    if taken & {"paid", "dispute"} and not found:
        found["invoice" if "INV" in text else "payments"] = 3.0
    if "paid" in taken and lists_payments(text):
        found.setdefault("payments", 3.7)


def _asks_about_what_is(text: str, asks: bool) -> bool:
    """A question that no request is: about the past, a state, or whether we agree."""
    if REQUEST.match(text) and not OWN_TAG.search(text):
        return False
    if WH.match(text) or AUX.match(text):
        return True
    return bool(OWN_TAG.search(text)) or (asks and bool(_TAG.search(text)))


def _no_acts(text: str, found: dict[str, float]) -> None:
    suggests = bool(_WHAT_ABOUT.search(text) or _SUITS.search(text))
    for act in ACTS - _SENT:
        if suggests and act in {"promise", "plan"}:
            continue
        if act == "dispute" and WHY.match(text):
            continue
        found.pop(act, None)
    if re.match(
        LEADS + r"(?:when|how much|how long|how many|what|which|did|is|was|has|am|are)\b", text
    ):
        for act in _SENT:
            found.pop(act, None)
    if not found and _TAG.search(text) and "INV" in text:
        found["invoice"] = 3.0


def _says_paid(text: str, found: Mapping[str, float], *, asks: bool) -> bool:
    """Whether a clause that speaks of having paid says that it was done."""
    says_so = bool(HAVE_PAID.search(text))
    if asks and not says_so and not re.search(r"AMT\d|DATE\d", text):
        return False
    if not _MARKED.search(text) and not _CLAIMS.search(text):
        return False
    unsure = bool(_NOT_PAID.search(text)) and not _SHOULD_HAVE.search(text)
    shows = bool(_SHOWS.match(text)) and bool(found.keys() & {"payments", "invoice", "balance"})
    return not ((unsure and not says_so) or _NOT_YET_PAID.search(text) or shows)


def _of_payments(text: str, found: dict[str, float], *, asks: bool) -> None:
    if "paid" in found and not _says_paid(text, found, asks=asks):
        del found["paid"]
        if asks and "INV" in text:
            found.setdefault("invoice", 3.0)
    if (
        asks
        and "payments" in found
        and not re.search(r"\bi (?:have )?(?:just |already )?paid", text)
    ):
        found.pop("paid", None)
        found.pop("promise", None)
    if "payments" in found and re.search(
        r"history|received|receive|last|newest|list"
        r"|so far",
        text,
    ):
        found.pop("promise", None)
    if "paid" in found:
        if not re.search(r"PARTS\d", text):
            found.pop("plan", None)
        if "promise" in found and (_AHEAD.search(text) or not _PAST.search(text)):
            del found["paid"]
            return
        # 'I paid on Friday' is no promise, whatever day is named
        found.pop("promise", None)
        if not WH.match(text) and not AUX.match(text):
            found.pop("payments", None)
            found.pop("invoice", None)
