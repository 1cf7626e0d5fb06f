"""Papers that customers send with a form: how much of them a request may hold. It opens none."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from plugin.operations.talk_opening import Upload
from plugin.papers_sent import MOST_AT_ONCE, MOST_BYTES
from plugin.web.portal.visitor import holds_a_link

#: of a form with papers: all of them and what is written beside
_MOST_REQUEST = MOST_AT_ONCE * MOST_BYTES + 1_000_000


def takes_papers(blueprint: Blueprint, *endpoints: str) -> None:
    """Let these forms of a blueprint hold papers, for whoever holds a link of ours.

    Everybody else's request stays as small as any: it is read before the door is asked.
    """

    @blueprint.url_value_preprocessor
    def allow(endpoint: str | None, _: dict[str, Any] | None) -> None:
        if endpoint in endpoints and request.method == "POST" and holds_a_link():
            request.max_content_length = _MOST_REQUEST


def uploads(name: str) -> tuple[Upload, ...]:
    """The papers of a form's field; a field that was left empty holds none."""
    found = (each for each in request.files.getlist(name) if each.filename)
    return tuple(
        Upload((each.filename or "")[:200], each.stream.read(MOST_BYTES + 1)) for each in found
    )
