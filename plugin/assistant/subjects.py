"""Which of two readings a clause means, where its words speak for both.

It weighs only what the rules found.
"""

from __future__ import annotations

import re

from plugin.assistant.forms import AUX, HAVE_PAID, REQUEST

_COPY_WORD = re.compile(
    r"\bcannot (?:find|locate|trace|see|open)\b|\b(?:no|not) (?:\w+ )?(?:history|trace|sign) of\b|"
    r"\b(?:cop(?:y|ies)|pdf|send|resend|forward|email|duplicate|download|print|reprint|printout"
    r"|provide|attach|pop|stick|bung|whack|lob|chuck|sling|pass|flick"
    r"|require|ping|shoot|fire|drop|lost|misplaced|deleted|attach\w*|share|missing|(?:not|never"
    r"|did not) (?:\w+"
    r" )?(?:get|got|have"
    r"|had|see|saw|seen|receive|find|come|came|arrive|reached)|(?:need|want|get|give|see|have"
    r"|like)"
    r" (?:\w+ )*(?:invoice|INV|NEWEST|OLDEST|BIGGEST))"
)
_FAULT = re.compile(
    r"goods|order|delivery|damaged|wrong|dispute|overcharge|mistake|agree|box|item"
    r"|SHARE\d|pallet|case|stuff"
)
_CHANGES = re.compile(
    r"\b(?:raise|increase|lift|bump|up|(?<!much )more|higher|bigger|extend|double|approve|reset"
    r"|remove|grant|unblock)\b"
)
_HOW_COME = re.compile(
    r"what would|what could|what (?:can|do) (?:i|we)|how (?:do|can|could|would) (?:i|we)|(?:is"
    r"|was|used) up"
)
_UNITS = re.compile(
    r"\b(?:kilos?|kg|boxes|cases|bottles|litres|pallets|bags|crates|units|loaves|trays)\b"
)
_ORDERS = re.compile(
    r"^\W*(?:please |can (?:i|we|you) |could (?:i|we|you) |want to |i |we )*(?:cancel|place"
    r"|make|change)"
)
_HOW_FAR = re.compile(r"how (?:far|long|late)|longest|latest|maximum|furthest|BIGGEST|most")
_COUNTING = re.compile(
    r"\b(?:including|include|incl|inc|with|without|excluding|less|minus"
    r"|plus)\b"
)
_IS_WRONG = re.compile(
    r"\bwrong\b|\bmistake\b|not (?:right|correct)|overcharge|returned|cancelled|sent \w+ back"
    r"|sent back|missing|not what|not ours"
    r"|not mine|never (?:delivery|arrive|came|turned up|receive)|billed for|\bnot (?:be )?pay"
    r"|\bdispute\b|\bcontest\b|not order|charged for|charged (?:me|us)\b"
)
#: what can be wrong about an invoice, or the words that only contest one
_CONTESTABLE = re.compile(
    r"\b(?:invoice|dispute|overcharge\w*|amount|price|goods|delivery|order|charged?|billed|bags?"
    r"|box(?:es)?|cases?|items?|pallets?|WHOLE\d+|OLDEST|NEWEST|BIGGEST|BOTH|OTHER|THATONE|NTH\d"
    r"|owe|pay|balance|total|figure|quantit\w+|rate|half|stuff|ours|recognise|quoted|receive"
    r"|mistake|agreed?|ordered|should be|disagree|object|contest)\b"
    r"|^\W*(?:\w+ )?(?:this|that|it) (?:is|does|was|cannot|can|looks?|seems?|sounds?"
    r"|feels?) (?:\w+ ){0,3}(?:wrong|right|correct"
    r"|mistake|mine|be right|match|add up|fair|agree|true|error|damaged|duplicate)\W*$"
    r"|^\W*(?:i |we )?(?:disagree|object|do not agree)(?: with (?:this|that|it))?\W*$"
    r"|\b(?:mistake|wrong|error|problem|issue) (?:with|on|in) (?:this|that|it|my account)\b"
    r"|(?:something|there) is (?:\w+ )?(?:wrong|mistake)|^\W*(?:\w+ )?wrong\W*$|\bSHARE\d"
)
_REFUSES = re.compile(r"\b(?:refuse|not|never|will not) (?:\w+ ){0,2}?pay\b")
_GIVES_REASON = re.compile(
    r"INV\d|\b(?:because|as|since|wrong|goods|delivery|damaged|order|never|came|arrive|faulty"
    r"|mistake|missing|overcharge|quality|short|this|that|it)\b"
)


def _of_papers(text: str, found: dict[str, float]) -> None:
    """A paper that is wanted is no payment; what it is wanted for is no question of its own."""
    if "statement" in found:
        for other in ("promise", "paid", "balance"):
            found.pop(other, None)
    if "tax" in found and re.search(r"\b(?:vat|tax) (?:return|deadline|time|season)\b", text):
        del found["tax"]
    if (
        "goods" in found
        and re.search(r"itemis", text)
        and re.search(r"\b(?:unpaid|owe|late)\b", text)
    ):
        del found["goods"]


def of_wishes(text: str, found: dict[str, float]) -> None:
    """Take away the readings that what the clause is about rules out."""
    if "policy" in found and _HOW_FAR.search(text) and not REQUEST.match(text):
        found.pop("promise", None)
        found.pop("invoice", None)
    if "copy" in found and "promise" in found and re.search(r"DATE\d", text):
        if re.search(r"cop(?:y|ies)|pdf|send me|send us|duplicate", text):
            found.pop("promise", None)
        else:
            found.pop("copy", None)
    if (
        "credits" in found
        and re.search(r"you (?:\w+ )?owe (?:me|us)", text)
        and not AUX.match(text)
    ):
        del found["credits"]
    if "dispute" in found and "copy" in found and not _FAULT.search(text):
        del found["dispute"]
    if "dispute" in found and "goods" in found and _ORDERS.search(text):
        del found["dispute"]
    _of_papers(text, found)
    if "queries" in found and found.keys() & {"balance", "late"} and _COUNTING.search(text):
        del found["queries"]
    _of_terms(text, found)
    _of_subjects(text, found)


def _of_terms(text: str, found: dict[str, float]) -> None:
    if "policy" in found and re.search(r"\b(?:amounts?|which|list|default)\b", text):
        found.pop("policy")
    if "limit" in found and re.search(r"on account|\bover\b", text):
        found.pop("goods", None)
        found.pop("terms", None)
    if "limit" in found and "terms" in found and (AUX.match(text) or _HOW_COME.search(text)):
        del found["terms"]
    if "INV" in text and found.keys() & {"due_date", "invoice", "balance"}:
        found.pop("policy", None)
    if "how_to_pay" in found and re.search(r"\b(?:what|how much)\b.*DATE\d", text):
        del found["how_to_pay"]
        found["balance"] = 3.0
    if "limit" in found and _CHANGES.search(text) and not _HOW_COME.search(text):
        found["terms"] = 4.7
    if "goods" in found and _UNITS.search(text):
        found.pop("promise", None)


_WE_DISPUTE = re.compile(r"^\W*(?:\w+ )?(?:i|we) (?:\w+ ){0,3}?dispute\b")
_WITHOUT_DISPUTED = re.compile(
    r"\b(?:excluding|without|less|minus|net of|not counting|apart from|ex|excl|except|leaving out)"
    r" (?:\w+ ){0,2}?(?:dispute|query|contested)"
)


_OPEN_ITEMS = re.compile(
    r"\b(?:late|unpaid|due|owe) (?:\w+ )?items?\b|\bitems? (?:\w+ ){0,2}?(?:late|unpaid|due|owe)\b"
)


def _of_faults(text: str, found: dict[str, float]) -> None:
    """An invoice that is called wrong is contested, whatever goods or tax it is about."""
    if "interest" in found and re.match(r"^\W*(?:ok |okay |that is )?fine\b", text):
        # 'fine, I will pay it' assents
        del found["interest"]
    if "queries" in found and "dispute" in found and _WE_DISPUTE.search(text):
        del found["queries"]
    if "dispute" in found and _WITHOUT_DISPUTED.search(text):
        del found["dispute"]
    if "goods" in found and _OPEN_ITEMS.search(text):
        # the items of an account are its invoices
        found["late" if "late" in text else "balance"] = found.pop("goods")
    if "dispute" in found and "INV" in text and _IS_WRONG.search(text):
        for other in ("goods", "tax", "delivery", "copy", "plan"):
            found.pop(other, None)
    if "dispute" in found and "INV" not in text and not _CONTESTABLE.search(text):
        # a link that does not work is no invoice that is wrong
        del found["dispute"]
    if "dispute" in found and _REFUSES.search(text) and not _GIVES_REASON.search(text):
        # a bare refusal is for a person
        del found["dispute"]
        found["person"] = 4.75


def _of_subjects(text: str, found: dict[str, float]) -> None:
    if "how_to_pay" in found and re.search(r"\b(?:paid|sent|transferred)\b", text):
        # how somebody did pay is no question how to
        del found["how_to_pay"]
    _of_faults(text, found)
    if "copy" in found and not _COPY_WORD.search(text):
        del found["copy"]
    if "plan" in found and re.search(r"(?:by|per|each) invoice|itemis", text):
        del found["plan"]
    if "credits" in found and "paid" in found and not HAVE_PAID.search(text):
        del found["paid"]
    if (
        "goods" in found
        and "balance" in found
        and re.search(r"unpaid (?:goods|items?)|(?:goods|items?) (?:\w+ )?unpaid|value item", text)
    ):
        del found["goods"]
    if "goods" in found and re.search(r"how much|money|AMT\d", text):
        del found["goods"]
    if "how_to_pay" in found and re.search(r"link|online|card|paypal|(?:how|where)\b", text):
        found.pop("promise", None)
    if "plan" in found and "policy" in found and not re.search(r"PARTS\d|AMT\d|EVERY", text):
        del found["plan"]
    if "due_date" in found and "promise" in found and re.match(r"^\W*(?:by )?when|what", text):
        del found["promise"]


def has_fault(text: str) -> bool:
    """Whether goods or figures are said to be at fault, and not only a paper missing."""
    return bool(_FAULT.search(text))
