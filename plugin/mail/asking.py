"""Whether somebody asks for a copy of an invoice, and whether that is all they write.

By rule, sentence by sentence, in the languages of the letters. Which invoices are meant, and
whether any goes, is not decided here.
"""

from __future__ import annotations

import re

_INVOICE = (
    r"(?:invoices?|bills?|inv\b|rechnung(?:en)?|factures?|facturas?|factu(?:ur|ren)|fattur[ae]|"
    r"faturas?)"
)
_ASKS = re.compile(
    r"\b(?:re-?send|send|forward|e-?mail|attach|provide|share|supply|let (?:me|us) have|"
    r"(?:can|could|may) (?:i|we|you)|need|require|request|want|like|missing|find|please)\b"
    rf".{{0,80}}\b(?:cop(?:y|ies)|duplicates?|pdfs?)\b|"
    rf"\bcop(?:y|ies) (?:of )?(?:the |this |that |these |those |your |all )?(?:\w+ )?{_INVOICE}|"
    rf"\b(?:re-?send|send|forward|attach|e-?mail)\b.{{0,40}}\b{_INVOICE}\b|"
    rf"\b(?:not|n't|never|n’t)\b.{{0,30}}\b(?:have|had|got|received?|seen|find)\b.{{0,40}}\b{_INVOICE}\b|"
    r"\brechnungskopien?\b|\bkopien?\b.{0,30}\brechnung|\brechnung(?:en)?\b.{0,60}"
    r"\b(?:zusenden|zuschicken|schicken|senden|erneut|nochmals?)\b|"
    r"\b(?:copies?|duplicata)\b.{0,30}\bfactures?\b|\b(?:r?envoyer|transmettre)\b.{0,60}\bfactures?\b|"
    r"\bcopias?\b.{0,30}\bfacturas?\b|\b(?:re)?env[ií](?:ar|e|en|ad)\w*\b.{0,60}\bfacturas?\b|"
    r"\bkopie(?:ën)?\b.{0,30}\bfactu|\bfactu(?:ur|ren)\b.{0,60}\b(?:sturen|toesturen|mailen)\b|"
    r"\bcopi[ae]\b.{0,30}\bfattur|\binvi(?:are|armi|arci)\b.{0,60}\bfattur|"
    r"\b(?:cópias?|segunda via)\b.{0,30}\bfaturas?\b|\benvi(?:ar|e|em)\b.{0,60}\bfaturas?\b",
    re.IGNORECASE,
)
#: said of a copy that they have, that they send, or that nobody wants
_OTHERWISE = re.compile(
    r"\bthank|\bgot (?:the|your|a) copy|\b(?:i|we) (?:have|will|shall|'ll|can) (?:send|sent|"
    r"forward|attach|e-?mail)|\battached (?:is|are|please)|\bno need\b|"
    r"\b(?:do not|don't|don’t|stop|never) send|\bcredit note\b|\bstatement\b|"
    r"\bvielen dank für die|\bmerci pour la|\bgracias por la",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\bpa(?:id|ys?|ying|yment)\b|\bremit|\btransfer|\bwrong|\bincorrect|\bdisput|\bquer(?:y|ies)\b|"
    r"\bdamage|\bfault|\bmissing (?:item|good|deliver)|\bdeliver|\breturn(?:ed|s)?\b|\brefund|"
    r"\bcredit|"
    r"\binstal|\bsplit|\bafford|\bsolicitor|\blawyer|\bcomplain|\bcancel|\bbank\b|\baddress\b|"
    r"\bbezahl|\büberw|\bfalsch|\breklam|\bmangel|\bpay[ée]|\bvirement|\berreur|\bpagad|\bpagar|"
    r"\btransferenc|\bbetaal|\boverge|\bpagat|\bbonific|\bpago\b|£|€|\$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
#: longer than this, somebody has more to say
_SHORT = 45


def asks_for_copy(words: str) -> bool:
    """Whether a sentence of it asks for a copy of an invoice."""
    sentences = _SENTENCE.split(words[:4_000])
    return any(_ASKS.search(each) and not _OTHERWISE.search(each) for each in sentences)


def asks_only_that(words: str) -> bool:
    """Whether the copy is all that it is about: then nobody has to read it before anything goes."""
    return (
        asks_for_copy(words)
        and len(words.split()) <= _SHORT
        and not _OTHER_MATTER.search(words)
        and words.count("?") <= 1
    )
