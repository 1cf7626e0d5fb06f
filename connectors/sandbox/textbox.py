"""Takes the text messages that the product sends: a provider on this machine that keeps every one.

It delivers nothing to anybody. A person may answer as the customer: that goes to the product's own
address for answers, as a real provider would tell of it.
"""

import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import requests
from flask import Blueprint, Response, jsonify, request

PATH = "/sms/messages"
ANSWERS = "/webhooks/texts"
_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it arrived, or as a customer answered it."""

    place: int
    """From 1, in the order of arrival."""
    received: datetime
    """By the local Xero's clock, UTC."""
    key: str
    """The sender's own id of it."""
    sender: str
    to: str
    text: str


class Textbox:
    """What was texted; safe to use from any thread. `now` gives the instant of arrival.

    `answers_at` gives the address of the product, of which only the origin counts; None = none.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        key: str,
        hook_key: str,
        answers_at: Callable[[], str | None],
    ) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._texts: list[Text] = []
        self._told = 0
        self._fault: tuple[int, str, bool] | None = None
        self.key = key
        self.hook_key = hook_key
        self._answers_at = answers_at

    def all(self) -> tuple[Text, ...]:
        """Every text, oldest first."""
        with self._lock:
            return tuple(self._texts)

    def goes_wrong(self, status: int | None, words: str = "", *, is_taken: bool = False) -> None:
        """Answer every text with this status from now on, and take it or not; None ends it."""
        with self._lock:
            self._fault = None if status is None else (status, words, is_taken)

    def take(self, key: str, sender: str, to: str, text: str) -> tuple[int, str]:
        """Take one text; the status and words of the answer. A key known already is taken once."""
        with self._lock:
            fault = self._fault
            is_taken = fault is None or fault[2]
            if is_taken and all(each.key != key for each in self._texts):
                place = len(self._texts) + 1
                self._texts.append(Text(place, self._now(), key, sender, to, text))
            return (202, "") if fault is None else (fault[0], fault[1])

    def answer(self, number: str, text: str) -> int:
        """Answer as the customer with this number; the status of the product's answer.

        Raises ValueError where nobody said where answers go, requests.RequestException where
        nobody listens there.
        """
        address = self._answers_at()
        if not address:
            raise ValueError("no address for answers is known")
        parts = urlsplit(address)
        with self._lock:
            self._told += 1
            key = f"answer-{self._told}"
        answer = requests.post(
            f"{parts.scheme}://{parts.netloc}{ANSWERS}",
            json={"id": key, "from": number, "text": text},
            headers={"Authorization": f"Bearer {self.hook_key}"},
            timeout=_TIMEOUT,
        )
        return answer.status_code


def text_provider(box: Textbox) -> Blueprint:
    """The provider's address, as the product calls it."""
    provider = Blueprint("text_provider", __name__)

    @provider.post(PATH)
    def take() -> tuple[Response, int]:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), box.key.encode()):
            return jsonify({"error": "the key is not known"}), 401
        body = request.get_json(silent=True)
        names = ("id", "from", "to", "text")
        if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in names):
            return jsonify({"error": "id, from, to and text are needed"}), 400
        status, words = box.take(body["id"], body["from"], body["to"], body["text"])
        return jsonify({"error": words} if words else {"id": body["id"]}), status

    return provider
