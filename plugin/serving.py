"""The web server around the console: bodies bounded, addresses of proxies believed only if named.

It knows no page.
"""

from __future__ import annotations

from typing import Any

from waitress.server import create_server

#: so many requests are answered at once
THREADS = 8
#: of one request body; beyond it nothing is kept, not even in a file
MOST_BYTES = 2_000_000


def serve_on(app: Any, *, host: str, port: int, behind: str | None = None) -> Any:
    """A waitress server for a WSGI app, not running yet; port 0 takes a free one.

    `behind` is the address of the proxy in front, which then says whose request it passes on.
    Nobody else is believed: attempts are counted by address.
    """
    trusted: dict[str, Any] = {}
    if behind is not None:
        trusted = {
            "trusted_proxy": behind,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for"},
        }
    return create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=MOST_BYTES,
        clear_untrusted_proxy_headers=True,
        **trusted,
    )
