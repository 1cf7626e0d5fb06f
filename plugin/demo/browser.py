"""A small browser without scripts: it opens pages, keeps cookies, sends forms as they stand.

It knows nothing of Goodterms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import requests

from plugin.demo.pages import Form, Page, Unexpected, read_page

_TIMEOUT = 60.0


class Browser:
    """One person's browser with its cookies."""

    def __init__(self) -> None:
        self._session = requests.Session()
        # a demo on loopback goes through nobody's proxy
        self._session.trust_env = False
        self._session.headers["User-Agent"] = "Goodterms demo"

    def open(self, address: str) -> Page:
        """Open a page, redirects followed. Raises Unexpected where it is an error page."""
        return _good(_page(self._session.get(address, timeout=_TIMEOUT)))

    def send(
        self,
        form: Form,
        answers: Mapping[str, str | Sequence[str]] | None = None,
        *,
        press: str | None = None,
    ) -> Page:
        """Fill in a form and send it; the page that follows, an error page included."""
        pairs = form.filled(answers or {}, press)
        if form.method == "get":
            return _page(self._session.get(form.action, params=pairs, timeout=_TIMEOUT))
        return _page(self._session.post(form.action, data=pairs, timeout=_TIMEOUT))

    def must_send(
        self,
        form: Form,
        answers: Mapping[str, str | Sequence[str]] | None = None,
        *,
        press: str | None = None,
    ) -> Page:
        """Send a form that has to be taken. Raises Unexpected with what the page says."""
        return _good(self.send(form, answers, press=press))

    def json(self, address: str) -> Any:
        """What an address answers as JSON. Raises Unexpected."""
        answer = self._session.get(address, timeout=_TIMEOUT)
        if answer.status_code != requests.codes.ok:
            raise Unexpected(f"{address} answered {answer.status_code}")
        return answer.json()


def _good(page: Page) -> Page:
    if page.status >= requests.codes.bad_request:
        raise Unexpected(f"{page.address} answered {page.status}: {page.words[:400]}")
    return page


def _page(answer: requests.Response) -> Page:
    return read_page(answer.url, answer.status_code, answer.text)
