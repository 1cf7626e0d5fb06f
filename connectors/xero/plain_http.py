"""One plain HTTP call to Xero's identity and connections addresses: bounded, never repeated.

It knows nothing of OAuth and judges no status.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import requests

from connectors.xero.answers import Answer
from plugin.ports import Unavailable

#: Seconds for one call, machine time; with an accounting call beside it stays within ten.
SECONDS: Final = 4.0
_MOST_BYTES: Final = 1_000_000


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    credentials: tuple[str, str] | None = None,
) -> Answer:
    """The answer, whatever its status. Raises Unavailable where none came within four seconds.

    Redirects are not followed and neither .netrc nor proxies of the environment are read: the
    headers carry secrets for one address only.
    """
    end = time.monotonic() + SECONDS
    try:
        with requests.Session() as session:
            session.trust_env = False
            response = session.request(
                method,
                url,
                headers={"Accept": "application/json", **(headers or {})},
                params=query,
                data=form,
                auth=credentials,
                timeout=(1.5, 2.5),
                allow_redirects=False,
                stream=True,
            )
            body = bytearray()
            for chunk in response.iter_content(16_384):
                body += chunk
                if len(body) > _MOST_BYTES or time.monotonic() > end:
                    raise Unavailable("Xero's answer was too long or too slow")
            found = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, found, bytes(body), len(body))
    except requests.RequestException as error:
        kind = type(error).__name__
        raise Unavailable(f"no answer from {url}: {kind}", timedelta(seconds=30)) from error
