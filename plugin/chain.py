"""The arithmetic of the chained log: what a link is, and whether a file of links verifies. Pure.

A link seals a digest of its content with the hash of the link before it. So a log can be shown to
somebody with the content of some links and the bare digests of the others: every link still
verifies, and what is not theirs to read is not in the file. A random salt in each content keeps a
digest from being guessed. It reads no store and knows no key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

#: the hash before the first link
START: Final = "0" * 64
#: what a file of links says that it is
FORMAT: Final = "goodterms-log/1"
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The content of one link; `refs` are ids and amounts as JSON text with its keys in order.

    `said_hash` is a keyed hash of the words, which lie elsewhere and can be erased.
    """

    at: datetime
    by: str
    what: str
    refs: str
    said_hash: str | None
    salt: str

    @property
    def content(self) -> str:
        """The digest that stands for it in a log whose reader may not see it."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return _digest([self.salt, at, self.by, self.what, self.refs, self.said_hash])


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file of links holds together: how many it has, how many of them can be read.

    `wrong` says in one sentence what does not fit; empty where everything does.
    """

    links: int
    read: int
    head: str
    wrong: str = ""


def sealed(before: str, seq: int, content: str) -> str:
    """The hash of a link: of the one before it, its number and its content."""
    return _digest([before, seq, content])


def shown(seq: int, link: Link) -> dict[str, Any]:
    """A link as it stands in a file for somebody who may read it."""
    return {
        "seq": seq,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": link.by,
        "what": link.what,
        "refs": json.loads(link.refs),
        "said_hash": link.said_hash,
        "salt": link.salt,
    }


def verify(document: Mapping[str, Any]) -> Verdict:
    """Follow every link of a file from its first to its head; says what is wrong, never raises."""
    try:
        return _followed(document)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as odd:
        return Verdict(0, 0, "", f"The file is not a log of this kind: {type(odd).__name__} {odd}.")


def content_of(each: Mapping[str, Any]) -> str:
    """The digest of a link that can be read, as it stands in a file."""
    return _read(each).content


def _followed(document: Mapping[str, Any]) -> Verdict:
    if document["format"] != FORMAT:
        return Verdict(0, 0, "", f"The file does not say that it is {FORMAT}.")
    before, links = str(document["before"]), document["links"]
    read = 0
    for place, each in enumerate(links):
        seq = int(each["seq"])
        if place and seq != int(links[place - 1]["seq"]) + 1:
            return Verdict(place, read, before, f"Link {seq} does not follow the one before it.")
        content = each.get("content") or content_of(each)
        if len(content) != len(START) or not _HEX.issuperset(content):
            return Verdict(place, read, before, f"Link {seq} has no digest.")
        read += "content" not in each
        before = sealed(before, seq, content)
    if before != document["head"]:
        return Verdict(
            len(links),
            read,
            before,
            "The links do not lead to the head that the file names: something in it was changed, "
            "added or taken out.",
        )
    return Verdict(len(links), read, before)


def _read(each: Mapping[str, Any]) -> Link:
    return Link(
        at=datetime.fromisoformat(each["at"]),
        by=each["by"],
        what=each["what"],
        refs=json.dumps(each["refs"], sort_keys=True),
        said_hash=each["said_hash"],
        salt=each["salt"],
    )


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
