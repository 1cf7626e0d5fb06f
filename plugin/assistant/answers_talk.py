"""What is said where nothing of the ledger is: manners, refusals, and the words of a handover."""

from __future__ import annotations

from plugin.assistant.answers_policy import handed_over
from plugin.assistant.facts import Facts
from plugin.assistant.guards import Guard
from plugin.assistant.said import Said, as_of

_ABLE = (
    "I answer from your ledger and the policy: what you owe and when, what you paid, why a letter"
    " came, how to pay. I can note that you have paid, a day to pay by, instalments, or that"
    " something is wrong, and send a copy or a statement. Each asks for your yes first. I am a"
    " program; a person of {organisation} reads what I pass on."
)

_QUIET = {
    "bereavement": "I am very sorry for your loss. Nothing is asked of you now.",
    "illness": "I am sorry to hear that. Nothing is asked of you now; your health comes first.",
    "hardship": "Thank you for telling us. Nothing is asked of you now.",
    "insolvency": "Thank you for telling us. Nothing more is asked of you here.",
    "legal": "This is for a person to answer.",
    "complaint": "I am sorry. A person reads what you wrote and answers you.",
    "wrong_person": (
        "Thank you for telling us. With *I am not the right person* on your page the mails to this"
        " address stop at once."
    ),
}

_REFUSED = {
    "bank_details": (
        "I never change or state bank details, and nothing that is written here changes any. If a"
        " message names an account that you do not know, do not pay into it; ring {organisation} on"
        " a number that you had before. I have told a person."
    ),
    "other_customer": "I speak of your own account only.",
    "instructions": (
        "I cannot do that. I answer from your ledger and the policy, and change nothing but"
        " what your"
        " own page allows, after your yes."
    ),
    "out_of_scope": (
        "That is nothing I can help with. I answer what concerns your account with {organisation}."
    ),
}

_PASSED = {
    "bank_details": (
        "I never state bank details. Do not pay into an account that you do not know; ring"
        " {organisation} on a number that you had before."
    ),
    "goods": "What was ordered or stands on an invoice as goods is not in the ledger that I read.",
    "delivery": "Deliveries are not in the ledger that I read.",
    "tax": "I say nothing about tax.",
    "terms": "That is for a person to decide.",
    "refund": "Paying back or using credit is for a person to decide.",
    "details": (
        "Addresses and preferences are changed on your preferences page, with a code that is"
        " sent to"
        " the address on file; I change none."
    ),
    "person": "I am a program, and this is for a person.",
    "unclear": "I am not sure that I understand, and would rather not guess.",
}


def met(guard: Guard, facts: Facts) -> Said:
    """The reply to what a guard has met."""
    if guard.did == "refuse":
        return refused(guard.intent, facts)
    if guard.intent in _QUIET:
        return handed_over(guard.intent, _QUIET[guard.intent])
    return passed(guard.intent, facts)


def refused(intent: str, facts: Facts) -> Said:
    """What is not done, whoever asks."""
    words = _REFUSED[intent].format(organisation=facts.organisation)
    return Said(intent, words, did="refuse")


def passed(intent: str, facts: Facts) -> Said:
    """What a person answers."""
    return handed_over(intent, _PASSED[intent].format(organisation=facts.organisation))


def not_theirs(facts: Facts, *, acts: bool) -> Said:
    """An invoice number that is none of this customer's: nothing is said of it."""
    mine = ", ".join(each.number for each in facts.open[:12])
    words = (
        "I find no invoice of that number on your account, and I speak of your own account only."
    )
    words += f" Open on it: {mine}." if mine else ""
    if acts:
        return handed_over("unclear", words)
    return Said("other_customer", words, did="refuse", sources=(as_of(facts),))


def small_talk(intent: str, facts: Facts) -> Said:
    """Manners, and what the assistant is able to do."""
    able = _ABLE.format(organisation=facts.organisation)
    words = {
        "greeting": f"Hello. {able}",
        "help": able,
        "thanks": "You are welcome. Is there anything else about your account?",
        "goodbye": "Goodbye.",
        "acknowledgement": "Nothing is waiting for a yes, and nothing was changed.",
    }
    return Said(intent, words[intent])
