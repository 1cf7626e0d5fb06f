"""Contacts that are probably one customer entered twice, by a published rule with its signs.

It merges nobody: merging is done by a person, inside the ledger.

The rule. Two contacts are likely the same where they share any of: the company number; an address
for mail; the name, once case, accents, punctuation, a leading *the* and the legal form (Ltd,
Limited, plc, LLP, GmbH and the like) are left out; or a name of eight letters or more that differs
in one letter, or in two that changed places. A telephone number alone is no sign, beside another it
is told. Two different company numbers say that they are two, whatever else is alike. What more than
three contacts share says nothing: that is an accountant's address, or a switchboard.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: what more contacts than this share says nothing of two of them
SHARED_BY = 3
#: the shortest name of which a difference of one letter is a slip and not another name
LONG_ENOUGH = 8

_LEGAL_FORMS = frozenset(
    {
        *("ltd", "limited", "plc", "llp", "llc", "lp", "inc", "incorporated", "corp"),
        *("corporation", "co", "company", "gmbh", "ag", "kg", "ug", "sarl", "sas", "sa", "srl"),
        *("spa", "bv", "nv", "pty", "pte", "ab", "as", "aps", "oy", "oyj", "doo", "sro"),
    }
)
_WORDS = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(r"['\u2019\u2018`]")


class TwinSign(StrEnum):
    """What two contacts have in common."""

    COMPANY_NUMBER = "company_number"
    EMAIL = "email"
    NAME = "name"
    NEARLY_NAME = "nearly_name"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """What a contact is compared by; `email` and `phone` may be marks that are equal where they
    are, and are empty where the contact has none.
    """

    id: str
    name: str
    company_number: str = ""
    email: str = ""
    phone: str = ""
    is_customer: bool = True


@dataclass(frozen=True, slots=True)
class Twins:
    """Two contacts that are likely one, the first by name and id first; and what they share."""

    first: ContactCard
    second: ContactCard
    signs: tuple[TwinSign, ...]


def plain_name(name: str) -> str:
    """A name without what two ways of writing it differ in; empty where nothing is left."""
    bare = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name)).casefold()
    bare = "".join(each for each in bare if not unicodedata.combining(each))
    words = _WORDS.findall(bare.replace("&", " and "))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words)


def likely_twins(cards: Iterable[ContactCard]) -> tuple[Twins, ...]:
    """Every pair that is likely one customer and of whom one at least is a customer, by name."""
    known = sorted(cards, key=lambda its: (its.name.casefold(), its.id))
    plain = {card.id: plain_name(card.name) for card in known}
    signs: dict[tuple[int, int], list[TwinSign]] = defaultdict(list)
    for sign, key in (
        (TwinSign.COMPANY_NUMBER, lambda its: _number(its.company_number)),
        (TwinSign.EMAIL, lambda its: its.email),
        (TwinSign.NAME, lambda its: plain[its.id]),
    ):
        for pair in _sharing(known, key):
            signs[pair].append(sign)
    for pair in _nearly([plain[card.id] for card in known]):
        if TwinSign.NAME not in signs.get(pair, ()):
            signs[pair].append(TwinSign.NEARLY_NAME)
    for pair in _sharing(known, lambda its: its.phone):
        if pair in signs:
            signs[pair].append(TwinSign.PHONE)
    return tuple(
        Twins(known[first], known[second], tuple(signs[first, second]))
        for first, second in sorted(signs)
        if _may_be(known[first], known[second])
    )


def _may_be(first: ContactCard, second: ContactCard) -> bool:
    one, other = _number(first.company_number), _number(second.company_number)
    return (first.is_customer or second.is_customer) and not (one and other and one != other)


def _number(written: str) -> str:
    """A company number as a register has it: without blanks and leading zeros."""
    return "".join(_WORDS.findall(written.casefold())).lstrip("0")


def _sharing(
    cards: Sequence[ContactCard], key: Callable[[ContactCard], Hashable]
) -> Iterator[tuple[int, int]]:
    """Pairs of places of what is alike, where few enough share it."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for place, card in enumerate(cards):
        found = key(card)
        if found:
            alike[found].append(place)
    for places in alike.values():
        if len(places) <= SHARED_BY:
            yield from _pairs(places)


def _pairs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, first in enumerate(places):
        for second in places[at + 1 :]:
            yield first, second


def _nearly(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of names that differ in one letter, or in two neighbours that changed places.

    Both then have a form with one letter left out in common, so that only those are compared.
    """
    by_form: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        letters = name.replace(" ", "")
        if len(letters) >= LONG_ENOUGH:
            for form in {
                letters,
                *(letters[:at] + letters[at + 1 :] for at in range(len(letters))),
            }:
                by_form[form].append(place)
    seen: set[tuple[int, int]] = set()
    for places in by_form.values():
        if len(places) > SHARED_BY:
            continue
        for pair in _pairs(places):
            if pair not in seen:
                seen.add(pair)
                if _one_slip(names[pair[0]].replace(" ", ""), names[pair[1]].replace(" ", "")):
                    yield pair


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was changed, left out or added, or two neighbours changed places.

    A digit is never a slip: shop 1 and shop 2 are two.
    """
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((at for at, each in enumerate(short) if each != long[at]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :] and long[at].isalpha()
    if short[at + 1 :] == long[at + 1 :]:
        return short[at].isalpha() and long[at].isalpha()
    swapped = short[at : at + 2] == long[at : at + 2][::-1]
    return swapped and short[at + 2 :] == long[at + 2 :] and short[at : at + 2].isalpha()
