"""Takes what people answer to a text message: check the secret, hand over, answer.

`POST` of one JSON object, `{"id", "from", "text"}`, with `Authorization: Bearer {secret}`. It knows
nothing of what becomes of an answer.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

PATH: Final = "/webhooks/texts"
MAX_BYTES: Final = 20_000
_NUMBER_AT_MOST: Final = 32
_SCHEME: Final = "Bearer "


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody texted back; `key` is the provider's own id of it, empty where it has none."""

    key: str
    number: str
    text: str


def text_receiver(
    *,
    secrets: Sequence[str],
    take: Callable[[Answer], None],
    refused: Callable[[str], bool],
    name: str = "text_receiver",
) -> Blueprint:
    """A blueprint that answers POSTs; every answer is empty and sets no cookie.

    A wrong or absent secret is 401 and nothing is handed over; `refused(address)` is asked only
    then, and turns it into 429. What cannot be read is 400. `take` must have committed when it
    returns; what it raises becomes a 500, so that the provider sends the answer again.
    """
    blueprint = Blueprint(name, __name__)

    def receive() -> Response:
        request.max_content_length = MAX_BYTES
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge:
            return Response(status=413)
        if not _knows(secrets, request.headers.get("Authorization", "")):
            return Response(status=429 if refused(request.remote_addr or "") else 401)
        answer = read_answer(body)
        if answer is None:
            return Response(status=400)
        take(answer)
        return Response(status=200)

    blueprint.add_url_rule(PATH, view_func=receive, methods=["POST"])
    return blueprint


def read_answer(body: bytes) -> Answer | None:
    """The answer in a body; None where there is none to be read."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    number, text, key = found.get("from"), found.get("text"), found.get("id", "")
    if not isinstance(number, str) or not isinstance(text, str) or not isinstance(key, str):
        return None
    if not number.strip() or len(number) > _NUMBER_AT_MOST or not _holds(number + text + key):
        return None
    return Answer(key.strip(), number.strip(), text)


def _holds(text: str) -> bool:
    """Whether this can be written down: no null, and no half of a pair of surrogates."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def _knows(secrets: Sequence[str], header: str) -> bool:
    """Whether the header carries one of the secrets; every one is compared, in constant time."""
    if not header.startswith(_SCHEME):
        return False
    given = header.removeprefix(_SCHEME).encode()
    found = [hmac.compare_digest(given, secret.encode()) for secret in secrets]
    return any(found)
