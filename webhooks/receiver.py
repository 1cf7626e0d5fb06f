"""Takes Xero's deliveries over HTTP: verify, hand over, answer.

It knows nothing of what becomes of a notice: it is handed callables and holds no state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from webhooks.notices import Notice, read_delivery
from webhooks.signature import xero_signature_ok

#: Far above a burst's largest delivery seen, far below what would hurt.
MAX_BYTES: Final = 1_000_000
SIGNATURE_HEADER: Final = "x-xero-signature"


def receiver(
    *,
    keys: Sequence[str] | Callable[[], Sequence[str]],
    store: Callable[[Sequence[Notice]], None],
    path: str = "/webhooks/xero",
    max_bytes: int = MAX_BYTES,
    refused: Callable[[str], bool] | None = None,
    complain: Callable[[str], None] | None = None,
    name: str = "xero_receiver",
) -> Blueprint:
    """A blueprint that answers POSTs on `path`; every answer is empty and sets no cookie.

    - The raw bytes are verified before anything reads them. A wrong or absent signature is 401
      and nothing is handed over. `refused(address)` is asked only then, and turns it into 429;
      a valid delivery is never limited, because a refusal counts against the subscription.
    - `store` gets the notices of one delivery at once and must have committed when it returns;
      what it raises becomes a 500, so that Xero sends the delivery again. Unknown organisations
      are its matter. An intent to receive carries no events and never reaches it.
    - A body with a good signature that cannot be read is told to `complain` and still answered
      200: Xero would send the same bytes again for a day and then disable the subscription of
      every organisation, while the hourly catch-up finds whatever such a notice was about.
    """
    blueprint = Blueprint(name, __name__)

    def receive() -> Response:
        request.max_content_length = max_bytes
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge:
            return Response(status=413)
        current = keys() if callable(keys) else keys
        if not xero_signature_ok(body, request.headers.get(SIGNATURE_HEADER), current):
            is_refused = refused is not None and refused(request.remote_addr or "")
            return Response(status=429 if is_refused else 401)
        delivery = read_delivery(body)
        if complain is not None:
            for complaint in delivery.complaints:
                complain(complaint)
        if delivery.notices:
            store(delivery.notices)
        return Response(status=200)

    blueprint.add_url_rule(path, view_func=receive, methods=["POST"])
    return blueprint
