"""The API's own door: a key instead of a session, no cookie, no form token, nothing but JSON.

Each request is let in by its key, counted, held to the key's scopes, read, carried out, and
answered with as of when that is true. What a route does is in its view.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from plugin.operations.api_keys import MINUTE, MOST_A_MINUTE, Admitted, admit, is_shut_out
from plugin.operations.doors import NotPossible
from plugin.queries.tool_books import books_read_at
from plugin.store.organisations import OrgState
from plugin.web.api.call import Call, Listed, not_found
from plugin.web.api.contract import PREFIX, ROUTES, Route
from plugin.web.api.once import carried_out_once
from plugin.web.api.openapi import description
from plugin.web.api.problems import KINDS, Fault, Problem
from plugin.web.api.reading import Unreadable, read, read_query, refuse_unsayable
from plugin.web.api.shapes import as_json
from plugin.web.house import doors, house, now, reading, today

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)

_LOG = logging.getLogger(__name__)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_STATUS_KINDS: Mapping[int, str] = {
    status: kind for kind, (status, _) in KINDS.items() if kind != "repeated"
}


def _serve(route: Route) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        admitted = _let_in(route)
        if route.method == "GET":
            return _unless_known(_json(route.status, _answer(route, admitted, path)))
        status, body, again = carried_out_once(
            doors(), admitted, lambda: (route.status, _answer(route, admitted, path))
        )
        reply = _json(status, body)
        if again:
            reply.headers["Idempotency-Replayed"] = "true"
        return reply

    return view


def _let_in(route: Route) -> Admitted:
    """Who asks. Raises Problem where the key opens nothing, is used up for now, or may not."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    address = request.remote_addr or "unknown"
    admitted = admit(doors(), token.strip() if kind == "Bearer" else "", address=address)
    if admitted is None and is_shut_out(doors(), address=address):
        # never one that works: behind a proxy everybody has the same address
        raise Problem(
            "too-often",
            "Too many keys from this address opened nothing. Try again in a quarter of an hour.",
            headers={"Retry-After": "900"},
        )
    if admitted is None:
        raise Problem(
            "no-key",
            "Send a key that works, as “Authorization: Bearer gtk_…”. An owner makes one under "
            "Settings, API and webhooks.",
            headers={"WWW-Authenticate": 'Bearer realm="goodterms", error="invalid_token"'},
        )
    g.counted, g.organisation = admitted.counted, admitted.organisation
    g.org_id = admitted.organisation.id
    g.zone = ZoneInfo(admitted.organisation.timezone)
    if admitted.counted.hits > MOST_A_MINUTE:
        raise Problem(
            "too-often",
            f"A key may make {MOST_A_MINUTE} requests a minute.",
            headers={"Retry-After": str(_seconds_left())},
        )
    if route.scope is not None and not admitted.may(route.scope):
        raise Problem(
            "no-scope",
            f"This needs the scope {route.scope.value}, which this key was not made with.",
            headers={
                "WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{route.scope}"'
            },
        )
    if route.method != "GET" and admitted.organisation.state is OrgState.DISCONNECTED:
        raise Problem("not-done", "The books are not connected to Xero, so nothing is decided.")
    return admitted


def _answer(route: Route, admitted: Admitted, path: Mapping[str, str]) -> dict[str, Any]:
    """What the view says of what was asked, as JSON. Raises Problem."""
    try:
        for each in path.values():
            refuse_unsayable(each, "")
    except Unreadable:
        raise not_found() from None
    try:
        query = read_query(route.query, request.args.to_dict())
        body = read(route.body, _sent()) if route.body is not None else None
    except Unreadable as fault:
        where = fault.where or "/"
        raise Problem(
            "not-valid", f"{where}: {fault.why}.", errors=(Fault(where, fault.why),)
        ) from None
    try:
        said = route.do(Call(admitted, path, query, body))
    except NotPossible as refused:
        raise Problem("not-done", str(refused)) from refused
    with reading() as tx:
        as_of = books_read_at(tx, now=now())
    told = {"as_of": as_json(as_of), "on": as_json(today())}
    if isinstance(said, Listed):
        return {**told, "data": as_json(said.lines), "next_cursor": said.next}
    return {**told, "data": as_json(said)}


def _sent() -> Any:
    if request.mimetype != "application/json":
        raise Problem("not-json", "Send the body as application/json.")
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Problem("unreadable", "The body is not JSON that can be read.") from None


def _json(status: int, body: object) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def _unless_known(reply: Response) -> Response:
    """Nothing but a word where whoever asks holds the very same answer already."""
    reply.set_etag(hashlib.sha256(reply.get_data()).hexdigest()[:32])
    reply.headers["Cache-Control"] = "private, no-cache"
    reply.make_conditional(request)
    return reply


def _seconds_left() -> int:
    left: timedelta = g.counted.until - now()
    return max(1, -(-left // timedelta(seconds=1)))


@blueprint.after_request
def _say_what_is_left(reply: Response) -> Response:
    if "counted" in g:
        left = max(0, MOST_A_MINUTE - g.counted.hits)
        window = int(MINUTE.total_seconds())
        reply.headers["RateLimit-Policy"] = f'"key";q={MOST_A_MINUTE};w={window}'
        reply.headers["RateLimit"] = f'"key";r={left};t={_seconds_left()}'
    return reply


@blueprint.errorhandler(Problem)
def _problem(problem: Problem) -> Response:
    return problem.reply()


@blueprint.errorhandler(HTTPException)
def _http(problem: HTTPException) -> Response:
    kind = _STATUS_KINDS.get(problem.code or 500, "unreadable")
    return Problem(kind, f"{KINDS[kind][1]}. Nothing was changed.").reply()


@blueprint.errorhandler(Exception)
def _broken(problem: Exception) -> Response:
    _LOG.exception("the API failed: %s", request.endpoint, exc_info=problem)
    return Problem(
        "broken",
        "The failure has been logged. What was asked for was either done whole or not at all.",
    ).reply()


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of the API, for anybody."""
    return _unless_known(_json(200, description(house().doors.url)))


@blueprint.route("/", methods=_METHODS)
@blueprint.route("/<path:rest>", methods=_METHODS)
def nowhere(rest: str = "") -> Response:
    """Any other address: there is none, or it takes no such request."""
    allowed = sorted(
        route.method
        for route in ROUTES
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", route.path), f"/{rest}")
    )
    if allowed:
        headers = {"Allow": ", ".join(allowed)}
        return Problem("no-method", f"It takes {headers['Allow']}.", headers=headers).reply()
    return Problem("not-found", "There is no such address. See openapi.json.").reply()


for _route in ROUTES:
    blueprint.add_url_rule(_route.rule, _route.name, _serve(_route), methods=[_route.method])
