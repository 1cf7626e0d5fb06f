"""How a clause begins: as a question, a request, or neither. It says nothing of its subject."""

from __future__ import annotations

import re

LEADS = (
    r"^(?:\W*(?:and|so|but|also|ok|okay|hi|hello|please|sorry|well|hey|then|just|oh|yes|no"
    r"|thanks|um|er|right"
    r"|quick question|question|actually|good morning|morning|out of interest|remind me|tell me"
    r"|let me know"
    r"|can you tell me|could you tell me|do you know|can you say|any idea|wondering|i wonder|do"
    r" not know"
    r"|need to know|want to know|would like to know|not sure)\W+)*"
)
WH = re.compile(
    LEADS + r"(?:(?:INV\d+|THATONE)\W+)?(?:(?:till|until|by|since|from|for|on|at) )?"
    r"(?:what|when|which|how|who|whom|whose|why|where)\b"
)
WHY = re.compile(LEADS + r"(?:why|how come)\b")
AUX = re.compile(
    LEADS
    + r"(?!do not (?!you|i|we|they|it))"
    + r"(?:(?:INV\d+|THATONE)\W*(?:is|was|has|did) (?:it|that|this) (?!for|from)|(?:did|does|do"
    r"|is|are|am|was|were)\b|(?:has|have|had) (?:i|we|you|it|this|that|my"
    r"|our|the|any|all|they|there|your|person|someone"
    r"|INV\d+|OLDEST|NEWEST|everything|anything|WHOLE\d)\b)"
)
REQUEST = re.compile(
    LEADS + r"(?:can|could|may|might|would|will|shall|is (?:it|that|this) (?:\w+ )?(?:ok|okay"
    r"|possible|alright"
    r"|fine|all right|acceptable)|do you mind|are you able|is there (?:any |a |some )?(?:chance"
    r"|way|possibility|flexibility|leeway|room|scope"
    r"|option)|any chance|would it|am i able|are we able|are i able|do you want|do i need to"
    r" send)\b"
)
OWN_TAG = re.compile(
    r"(?:is|are|was|were|do|does|did|have|has|should|would|can|could|will) not (?:it|you|i|we|they"
    r"|that)\W*$"
)
HAVE_PAID = re.compile(
    r"\b(?:i|we) (?:have |had )?(?:already |just |now |also |actually |all )*(?:paid"
    r"|transferred|sent)"
)
