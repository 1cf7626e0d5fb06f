"""A POST that carries an Idempotency-Key is carried out once, and answered alike when repeated.

The key is claimed before anything is done. Where it is not known whether a claimed request was
carried out (the power went), a repetition is told so and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import request

from plugin.operations.api_keys import Admitted
from plugin.operations.doors import Doors
from plugin.store import api_keys
from plugin.web.api.call import not_valid
from plugin.web.api.problems import Problem

#: how long an answer is kept
KEPT_FOR = timedelta(days=1)
_MOST_LETTERS = 100


def carried_out_once(
    doors: Doors, admitted: Admitted, do: Callable[[], tuple[int, Any]]
) -> tuple[int, Any, bool]:
    """Status and body of the answer, and whether it is a repeated one. Raises Problem."""
    named = request.headers.get("Idempotency-Key")
    if named is None or request.method != "POST":
        return (*do(), False)
    if not (0 < len(named) <= _MOST_LETTERS and all("!" <= each <= "~" for each in named)):
        raise not_valid("Idempotency-Key", f"at most {_MOST_LETTERS} visible characters")
    org_id, key_id = admitted.organisation.id, admitted.key.id
    asked = f"{request.method} {request.path}\n{request.get_data().hex()}"
    with doors.store.tenant(org_id) as tx:
        kept = api_keys.begin_reply(tx, key_id, named, asked, at=doors.clock.now(), keep=KEPT_FOR)
    if not kept.is_new:
        return _again(kept)
    try:
        status, body = do()
    except Problem:
        # it was refused, so nothing was done: the same key may be used again
        with doors.store.tenant(org_id) as tx:
            api_keys.drop_claim(tx, key_id, named)
        raise
    with doors.store.tenant(org_id) as tx:
        api_keys.keep_reply(tx, key_id, named, status=status, reply=body)
    return status, body, False


def _again(kept: api_keys.Kept) -> tuple[int, Any, bool]:
    if not kept.is_same:
        raise not_valid("Idempotency-Key", "this key stood with another request before")
    if kept.status is None:
        raise Problem(
            "repeated",
            "This was asked for before, and it is not known whether it was carried out. Look "
            "first; then ask again with another Idempotency-Key.",
        )
    return kept.status, kept.reply, True
