"""Mails about requests for credit: the form, the proof of an address, a reference, the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from plugin.credit.application import Granted, RequestState
from plugin.credit.money import Money
from plugin.credit.terms import Terms
from plugin.letters.credit_answer import Answered, answer_subject, answer_text
from plugin.letters.credit_mail import (
    ReferenceAsked,
    compose_credit_answer,
    compose_form_address,
    compose_prove,
    compose_reference,
)
from plugin.ports import OutgoingMail
from tests.spam.posting import Mails, mail

_LINK = "https://app.goodterms.example/p/credit/1b4e28ba-2fa1-11d2-883f-0016d3cca427/Zk3v9qT1x8"
_BY = "Sarah Hughes, Harbour Lane Foods"


def _sent(found: OutgoingMail) -> OutgoingMail:
    """From our own domain in the name of the business, as to people who know it and not us."""
    return replace(
        found, from_name=_BY, reply_to="sarah@harbourlane.example", to=("maya@pier.example",)
    )


def forms() -> Mails:
    """The address of the form, because one of the team said so."""
    letter = compose_form_address(organisation="Harbour Lane Foods", by="Sarah Hughes", link=_LINK)
    yield "credit form", _sent(mail(letter, ours=True))


def proofs_of_address() -> Mails:
    """Is this address yours."""
    letter = compose_prove(
        organisation="Harbour Lane Foods", applicant="Pier Street Coffee Ltd", link=_LINK, days=7
    )
    yield "credit address", _sent(mail(letter, ours=True))


def references() -> Mails:
    """Three questions, to somebody with a name and to an office."""
    asked = ReferenceAsked(
        organisation="Harbour Lane Foods",
        applicant="Pier Street Coffee Ltd",
        named_by="Maya Lind",
        referee="Ola Beck",
        link=_LINK,
    )
    for facts in (asked, replace(asked, referee="")):
        letter = compose_reference(facts)
        yield f"credit reference {bool(facts.referee)}", _sent(mail(letter, ours=True))


def answers() -> Mails:
    """Each of the four answers, as proposed."""
    granted = Granted(Money.of(500, "GBP"), Terms(14), 50)
    for state in (RequestState.YES, RequestState.DEPOSIT, RequestState.CASH, RequestState.NO):
        facts = Answered(
            organisation="Harbour Lane Foods",
            sender="Sarah Hughes",
            phone="01326 555 010",
            applicant="Pier Street Coffee Ltd",
            person="Maya Lind",
            state=state,
            granted=granted if state.is_granted else None,
        )
        subject = answer_subject(facts.organisation)
        letter = compose_credit_answer(subject=subject, text=answer_text(facts))
        yield f"credit answer {state.value}", _sent(mail(letter, ours=True))


def requests_for_credit() -> Mails:
    """All of them: one road carries them."""
    for kind in (forms, proofs_of_address, references, answers):
        yield from kind()


OF_CREDIT: Mapping[str, Callable[[], Mails]] = MappingProxyType(
    {"plugin.operations.credit_sending": requests_for_credit}
)
