"""Who asks for credit: are they in the books already, under this name or another?

Names are compared by a published rule, and the whole ledger is looked at. It judges nobody: what it
finds is shown with its reason, and a person says whether it is the same business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: from this likeness on (0 to 1, of `difflib`) two names are called similar
SIMILAR_FROM = 0.86
#: shorter names are alike by chance
_LEAST_LETTERS = 4
#: what says how a business is constituted, and nothing of who it is
_FORMS = frozenset(
    {
        *(
            "ltd",
            "limited",
            "plc",
            "llc",
            "llp",
            "lp",
            "inc",
            "incorporated",
            "corp",
            "corporation",
        ),
        *("co", "company", "pty", "gmbh", "ag", "ug", "kg", "sa", "sarl", "sas", "bv", "nv", "srl"),
        *("spa", "sl", "aps", "ab", "oy", "as", "cic", "cio", "the", "and", "und", "et", "y"),
    }
)
_WORD = re.compile(r"[a-z0-9]+")
#: an address there says nothing of the business behind it
_ANYBODYS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com"),
        *("live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "rocketmail.com"),
        *("icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "pm.me"),
        *("gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "orange.fr", "wanadoo.fr"),
        *("free.fr", "laposte.net", "btinternet.com", "sky.com", "virginmedia.com", "mail.com"),
        *("talktalk.net", "ntlworld.com", "zoho.com", "fastmail.com", "yandex.com", "eircom.net"),
        *("bigpond.com", "optusnet.com.au", "xtra.co.nz"),
    }
)


class SameBy(StrEnum):
    """Why somebody in the books may be whoever asks; the surest first."""

    VAT_NUMBER = "vat_number"
    COMPANY_NUMBER = "company_number"
    EMAIL = "email"
    NAME = "name"
    MAIL_DOMAIN = "mail_domain"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What tells a business from others; `emails` are bare addresses, numbers as they are kept."""

    name: str
    emails: tuple[str, ...] = ()
    company_number: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody of the books by their id, and everything that speaks for being the same."""

    customer_id: str
    by: tuple[SameBy, ...]


def likenesses(applicant: Named, books: Iterable[tuple[str, Named]]) -> tuple[Likeness, ...]:
    """Everybody in the books (id and what is known) who may be the applicant, the surest first.

    The order of the books does not matter. A mail domain that anybody can have says nothing.
    """
    mine = name_key(applicant.name)
    compared = _Compared(mine)
    found = []
    for customer_id, each in books:
        by = _reasons(applicant, each, mine, compared)
        if by:
            found.append(Likeness(customer_id, by))
    rank = list(SameBy)
    return tuple(sorted(found, key=lambda it: ([rank.index(by) for by in it.by], it.customer_id)))


def name_key(name: str) -> str:
    """A name without accents, punctuation and legal form; the whole where nothing else is left."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    words = _WORD.findall(plain.replace("'", "").replace("’", "").replace(".", ""))
    telling = [word for word in words if word not in _FORMS]
    return " ".join(telling or words)


def mail_domain(email: str) -> str:
    """The domain of an address; empty where anybody can have an address there."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in _ANYBODYS else domain


def number_key(number: str) -> str:
    """A registration number as it is compared: letters and digits alone, leading noughts gone."""
    return "".join(each for each in number.upper() if each.isalnum()).lstrip("0")


class _Compared:
    """One name compared with many; `difflib` keeps what it knows of the second of two."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._matcher = SequenceMatcher(autojunk=False)
        self._matcher.set_seq2(name)

    def is_similar(self, other: str) -> bool:
        if min(len(self._name), len(other)) < _LEAST_LETTERS:
            return False
        self._matcher.set_seq1(other)
        return (
            self._matcher.real_quick_ratio() >= SIMILAR_FROM
            and self._matcher.quick_ratio() >= SIMILAR_FROM
            and self._matcher.ratio() >= SIMILAR_FROM
        )


def _reasons(applicant: Named, known: Named, mine: str, compared: _Compared) -> tuple[SameBy, ...]:
    by: list[SameBy] = []
    if _same_number(applicant.vat_number, known.vat_number):
        by.append(SameBy.VAT_NUMBER)
    if _same_number(applicant.company_number, known.company_number):
        by.append(SameBy.COMPANY_NUMBER)
    theirs = {each.strip().lower() for each in known.emails if each}
    asked_from = {each.strip().lower() for each in applicant.emails if each}
    if asked_from & theirs:
        by.append(SameBy.EMAIL)
    key = name_key(known.name)
    if mine and mine == key:
        by.append(SameBy.NAME)
    if _domains(asked_from) & _domains(theirs):
        by.append(SameBy.MAIL_DOMAIN)
    if mine != key and compared.is_similar(key):
        by.append(SameBy.SIMILAR_NAME)
    return tuple(by)


def _same_number(one: str, other: str) -> bool:
    """Two numbers are the same with or without the country in front."""
    mine, theirs = number_key(one), number_key(other)
    if not mine or not theirs:
        return False
    return mine == theirs or mine in _bare(theirs) or theirs in _bare(mine)


def _bare(number: str) -> Sequence[str]:
    return (number[2:].lstrip("0"),) if number[:2].isalpha() and number[2:].isdigit() else ()


def _domains(emails: Iterable[str]) -> set[str]:
    return {domain for each in emails if (domain := mail_domain(each))}
