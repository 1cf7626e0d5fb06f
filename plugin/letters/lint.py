"""Reads a composed letter the way a wary customer would, and says what must not be in it.

It looks at what was composed, whoever wrote the words; it mends nothing. A letter with a complaint
is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from plugin.letters.compose import Letter
from plugin.letters.facts import LetterFacts
from plugin.letters.languages import language_for
from plugin.letters.refused import CAPITALS, SHOUTING, patterns_for

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_WEB_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]+", re.IGNORECASE)


def complaints(
    letter: Letter,
    *,
    allowed_hosts: Collection[str] = (),
    other_customers: Collection[str] = (),
    names: Collection[str] = (),
    true_words: Collection[str] = (),
) -> tuple[str, ...]:
    """What is wrong with a letter, one sentence each; empty where it may go.

    It is read in the language that it is in.

    `allowed_hosts` are those that links may lead to; `other_customers` may not be named; `names`
    (the customer, the organisation, references) are not judged as words, so that the Court Café
    may have its letter. `true_words` are what this very letter may say because it is true.
    """
    seen = _Seen()
    seen.feed(letter.html)
    seen.close()
    words = {"the subject": letter.subject, "the text": letter.text, "the HTML": seen.words}
    found: list[str] = []
    for where, text in words.items():
        found += _wording(where, _without(text, (*names, *true_words)), [letter.language])
    for address in (*seen.addresses, *_WEB_ADDRESS.findall(letter.text)):
        found += _link(address.rstrip(".,)"), allowed_hosts)
    found += [f"the HTML loads something: <{tag}>" for tag in seen.loaders]
    for other in other_customers:
        if any(_names(_without(text, names), other) for text in words.values()):
            found.append(f"another customer is named: {other}")
    return tuple(dict.fromkeys(found))


def complaints_for(
    letter: Letter, facts: LetterFacts, *, other_customers: Collection[str] = ()
) -> tuple[str, ...]:
    """`complaints` with hosts and names read off the letter's own facts.

    Links may lead to the hosts of the invoices' own pages and of the portal only; what the ledger
    calls the customer, the organisation, the invoices and their references is not judged as words.
    A court is named only in a letter before action to a customer whose standing allows one (rule
    34), and there not in the owner's own sentence.
    """
    lines = facts.lines + facts.also
    hosts = {urlsplit(line.pay_url).hostname or "" for line in lines if line.pay_url}
    for ours in filter(None, (facts.portal_url, facts.policy_url)):
        hosts.add(urlsplit(ours).hostname or "")
    proof = (facts.proof.customer,) if facts.proof is not None else ()
    names = (
        *(facts.customer, facts.organisation, facts.recipient, facts.sender_name, *proof),
        *(name for line in lines for name in (line.number, line.reference)),
    )
    language = language_for(letter.language)
    found = complaints(
        letter,
        allowed_hosts=hosts,
        other_customers=other_customers,
        names=names,
        true_words=language.true_words if facts.names_court and language is not None else (),
    )
    own = _own_words(facts.own_sentence, names, letter.language) if facts.own_sentence else []
    return tuple(dict.fromkeys((*found, *own)))


def sentence_complaints(
    words: str, names: Collection[str] = (), language: str = "en-GB"
) -> tuple[str, ...]:
    """What is wrong with a sentence that the owner wants to add, before anything is composed.

    It is read in the language of the letter and in English, whichever it was typed in.
    """
    found = _own_words(words, names, language)
    found += [f"a link in your sentence: {each}" for each in _WEB_ADDRESS.findall(words)]
    return tuple(dict.fromkeys(found))


def _own_words(words: str, names: Collection[str], language: str) -> list[str]:
    text = _without(words, names)
    found = _wording("your sentence", text, [language, "en"])
    found += [
        f"{SHOUTING} in your sentence: {match.group(0)!r}" for match in CAPITALS.finditer(text)
    ]
    return found


def _wording(where: str, text: str, languages: Collection[str]) -> list[str]:
    codes = dict.fromkeys(language.split("-", maxsplit=1)[0] for language in languages)
    found = [
        f"{why} in {where}: {match.group(0)!r}"
        for code in codes
        for why, pattern in patterns_for(code)
        for match in pattern.finditer(text)
    ]
    if "!" in text:
        found.append(f"an exclamation mark in {where}")
    return found


def _link(address: str, allowed_hosts: Collection[str]) -> list[str]:
    parts = urlsplit(address)
    if parts.scheme in {"mailto", "tel"}:
        return []
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        return [f"a link that is not https: {address}"]
    if host not in allowed_hosts:
        return [f"a link to another host: {address}"]
    if "://" in unquote(f"{parts.path}?{parts.query}#{parts.fragment}"):
        return [f"a redirecting link: {address}"]
    return []


def _without(text: str, names: Collection[str]) -> str:
    """The text on one line, with known names and all web addresses blanked out."""
    text = _WEB_ADDRESS.sub(" ", text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(_spaced(name), " ", text, flags=re.IGNORECASE)
    return " ".join(text.split())


def _names(text: str, name: str) -> bool:
    pattern = rf"(?<!\w){_spaced(name)}(?!\w)"
    return bool(name.strip()) and re.search(pattern, text, re.IGNORECASE) is not None


def _spaced(name: str) -> str:
    """A pattern for a name that may be broken over lines."""
    return r"\s+".join(re.escape(part) for part in name.split())


class _Seen(HTMLParser):
    """What a reader sees of an HTML part, where it leads and what it would load."""

    _LOADING = frozenset({"img", "script", "iframe", "link", "object", "embed", "video", "form"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []
        self.loaders: list[str] = []
        self._texts: list[str] = []
        self._in_style = False

    @property
    def words(self) -> str:
        """All visible text, with single blanks."""
        return " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where it leads and whether it loads anything."""
        self._in_style = tag == "style"
        if tag in self._LOADING:
            self.loaders.append(tag)
        for name, value in attrs:
            if name in {"href", "src", "action", "background", "srcset"} and value:
                self.addresses.append(value)
            elif name == "style" and value and "url(" in value:
                self.loaders.append(f"{tag} style")

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        """Collect what is read; a style sheet is only searched for what it would load."""
        if not self._in_style:
            self._texts.append(data)
        elif "url(" in data or "@import" in data:
            self.loaders.append("style")
