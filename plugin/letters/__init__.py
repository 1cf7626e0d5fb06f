"""Letters to customers and words for the business, pure over plain values. Nothing is sent."""

from plugin.letters.compose import Letter, compose
from plugin.letters.facts import (
    ImpossibleLetter,
    LetterCredit,
    LetterFacts,
    LetterLine,
    PartPayment,
    PaymentBack,
    Proof,
    tone_of,
)

__all__ = [
    "ImpossibleLetter",
    "Letter",
    "LetterCredit",
    "LetterFacts",
    "LetterLine",
    "PartPayment",
    "PaymentBack",
    "Proof",
    "compose",
    "tone_of",
]
