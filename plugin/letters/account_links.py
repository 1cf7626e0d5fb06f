"""The links of a letter into the customer's own account: the four answers, the policy, a way out.

They lead to pages with an answer filled in and change nothing by themselves (rule 27). The words
stand here in every language that letters have; nothing is laid out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LinkWords:
    """What the links of one language are called."""

    #: what stands above the answers
    answer: str
    paid: str
    promise: str
    split: str
    wrong: str
    account: str
    policy: str
    person: str
    #: beside the square on paper
    camera: str
    #: once everything is settled
    feedback: str


@dataclass(frozen=True, slots=True)
class AccountLink:
    """One link, with what it is called."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class AccountLinks:
    """All links of one letter; without a portal's address there are none."""

    heading: str = ""
    answers: tuple[AccountLink, ...] = ()
    others: tuple[AccountLink, ...] = ()
    #: what stands on paper beside the square that a telephone reads
    camera: str = ""


_WORDS = {
    "en": LinkWords(
        answer="Answer in a minute, no password needed",
        paid="I have paid",
        promise="I will pay on…",
        split="I need to split it",
        wrong="Something is wrong",
        account="See your account: what is open and what has come in",
        policy="How we deal with open invoices",
        person="I am not the right person for this",
        camera="Point your telephone’s camera at the square, or press here",
        feedback="How did it go with us? One tap tells us",
    ),
    "nl": LinkWords(
        answer="Antwoord in een minuut, zonder wachtwoord",
        paid="Ik heb betaald",
        promise="Ik betaal op…",
        split="Ik wil in delen betalen",
        wrong="Er klopt iets niet",
        account="Uw account bekijken: wat openstaat en wat ontvangen is",
        policy="Hoe wij met openstaande facturen omgaan",
        person="Ik ben hiervoor niet de juiste persoon",
        camera="Richt de camera van uw telefoon op het vierkant, of druk hier",
        feedback="Hoe ging het met ons? Eén tik zegt het ons",
    ),
    "de": LinkWords(
        answer="In einer Minute antworten, ohne Passwort",
        paid="Ich habe bezahlt",
        promise="Ich zahle am …",
        split="Ich möchte in Raten zahlen",
        wrong="Etwas stimmt nicht",
        account="Ihr Konto ansehen: was offen und was eingegangen ist",
        policy="Wie wir mit offenen Rechnungen umgehen",
        person="Ich bin dafür nicht die richtige Person",
        camera="Halten Sie die Kamera Ihres Telefons auf das Quadrat, oder drücken Sie hier",
        feedback="Wie lief es mit uns? Ein Tipp sagt es uns",
    ),
    "fr": LinkWords(
        answer="Répondre en une minute, sans mot de passe",
        paid="J’ai déjà payé",
        promise="Je paierai le…",
        split="Je souhaite payer en plusieurs fois",
        wrong="Il y a une erreur",
        account="Voir votre compte : ce qui reste ouvert et ce qui est arrivé",
        policy="Comment nous traitons les factures ouvertes",
        person="Je ne suis pas la bonne personne",
        camera="Visez le carré avec l’appareil photo de votre téléphone, ou appuyez ici",
        feedback="Comment cela s’est-il passé avec nous ? Un geste suffit",
    ),
    "es": LinkWords(
        answer="Responder en un minuto, sin contraseña",
        paid="Ya he pagado",
        promise="Pagaré el…",
        split="Necesito pagar a plazos",
        wrong="Hay algo que no es correcto",
        account="Ver su cuenta: lo que está abierto y lo que ha llegado",
        policy="Cómo tratamos las facturas abiertas",
        person="No soy la persona adecuada",
        camera="Apunte con la cámara del teléfono al cuadrado, o pulse aquí",
        feedback="¿Qué tal le ha ido con nosotros? Basta un toque",
    ),
}

#: what a letter asks for decides which answers stand in it
Kind = Literal["reminder", "statement"]


def account_links(
    url: str,
    language: str,
    kind: Kind = "reminder",
    policy_url: str = "",
    *,
    asks_how_it_went: bool = False,
) -> AccountLinks:
    """The links that begin with `url`, in the language of a tag such as "en-GB" or "fr".

    A statement asks for nothing: it has no answer but that something is wrong. `policy_url` is
    where anybody may read the policy; without one it is read in the account. Thanks may ask how it
    went, first of all.
    """
    if not url:
        return AccountLinks()
    words = _words_of(language)
    wrong = AccountLink(words.wrong, f"{url}?to=wrong")
    account, policy, person = (
        AccountLink(words.account, url),
        AccountLink(words.policy, policy_url or f"{url}?to=policy"),
        AccountLink(words.person, f"{url}?to=person"),
    )
    if kind == "statement":
        asked = (AccountLink(words.feedback, f"{url}?to=feedback"),) if asks_how_it_went else ()
        return AccountLinks("", (), (*asked, account, wrong, policy, person))
    answers = (
        AccountLink(words.paid, f"{url}?to=paid"),
        AccountLink(words.promise, f"{url}?to=promise"),
        AccountLink(words.split, f"{url}?to=split"),
        wrong,
    )
    return AccountLinks(words.answer, answers, (account, policy, person), words.camera)


def policy_label(language: str) -> str:
    """What the policy is called where its address is printed."""
    return _words_of(language).policy


def _words_of(language: str) -> LinkWords:
    return _WORDS.get(language.replace("_", "-").split("-", maxsplit=1)[0].lower(), _WORDS["en"])
