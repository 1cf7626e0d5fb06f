"""Takes payment providers' deliveries over HTTP: verify the raw bytes, hand over, answer.

It knows nothing of what becomes of an event: it is handed callables and holds no state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from webhooks import gocardless, stripe
from webhooks.money import Payments

STRIPE: Final = "stripe"
GOCARDLESS: Final = "gocardless"
#: far above the 250 events of GoCardless's largest delivery
MAX_BYTES: Final = 1_000_000
_ENDPOINT_AT_MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a receiver is handed.

    `secrets` gives the secrets of one address (`provider`, `endpoint`), none where nobody has it.
    `store` gets what was read of one delivery and must have committed when it returns. `refused`
    is asked only after a failed signature, by the sender's address. `now` is an aware instant.
    """

    secrets: Callable[[str, str], Sequence[str]]
    store: Callable[[str, str, Payments], None]
    refused: Callable[[str], bool]
    now: Callable[[], datetime]


def provider_receiver(desk: Desk, *, name: str = "payment_providers") -> Blueprint:
    """A blueprint that answers POSTs on `/webhooks/stripe/…` and `/webhooks/gocardless/…`.

    Every answer is empty and sets no cookie. The raw bytes are verified before anything reads
    them; an address that nobody has is answered as a wrong signature is, so that none can be
    guessed. Only failed signatures are counted: a valid delivery is never turned away. What `store`
    raises becomes a 500, so that the sender tells it again.
    """
    blueprint = Blueprint(name, __name__)
    for provider in (STRIPE, GOCARDLESS):
        blueprint.add_url_rule(
            f"/webhooks/{provider}/<endpoint>",
            endpoint=provider,
            view_func=partial(_receive, desk, provider),
            methods=["POST"],
        )
    return blueprint


def _receive(desk: Desk, provider: str, endpoint: str) -> Response:
    request.max_content_length = MAX_BYTES
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return Response(status=413)
    secrets = desk.secrets(provider, endpoint) if len(endpoint) <= _ENDPOINT_AT_MOST else ()
    if not _is_theirs(provider, body, secrets, desk.now()):
        if desk.refused(request.remote_addr or ""):
            return Response(status=429)
        return Response(status=gocardless.REFUSED if provider == GOCARDLESS else 401)
    read = stripe.read_stripe if provider == STRIPE else gocardless.read_gocardless
    desk.store(provider, endpoint, read(body))
    return Response(status=200)


def _is_theirs(provider: str, body: bytes, secrets: Sequence[str], now: datetime) -> bool:
    if provider == STRIPE:
        header = request.headers.get(stripe.HEADER)
        return stripe.stripe_signature_ok(body, header, secrets, now)
    header = request.headers.get(gocardless.HEADER)
    return gocardless.gocardless_signature_ok(body, header, secrets)
